"""Error against solve time, from runs with growing Points: what an accuracy costs with each method.
Shortest of several runs; lines join those that no run of the same method beats in time and error.
The smallest time at which a method stays below 1e-2 and 1e-9 is printed: where a rival is faster,
the table and the picture say so."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import runs

problems = [
    ("poisson_1d_single_sin", "1-D Poisson, 100 waves", [300, 320, 340, 350, 360, 380, 400, 600]),
    ("poisson_2d_sin_sin", "2-D Poisson, 100 waves a side", [300, 330, 340, 350, 360, 380, 400, 500]),
    ("allen_cahn_2d_mix", "2-D Allen-Cahn, three scales", [40, 50, 60, 66, 70, 76, 84, 100, 140]),
    ("heat_2d_initial_layer", "heat equation, fast transient",
     [12, 16, 20, 24, 28, 34, 40, 50, 60, 80, 140]),
]
methods = {"ours": "ours", "chebyshev": "Chebyshev",
           "finite_difference": "2nd-order differences",
           "finite_difference_4": "4th-order differences"}


def measure(program, deck, points, repeats):
    axes = ["x"] if deck.startswith("poisson_1d") else ["x", "t" if "heat" in deck else "y"]
    overrides = [f"axes/{axis}/points={points}" for axis in axes]
    best = {}
    for _ in range(repeats):
        s = runs.run(program, runs.decks / f"{deck}.yaml", *overrides, "output/grid={}",
                     "output/points=5")
        if "relative_l2_error" not in s:
            continue
        rows = {"ours": s, **s.get("comparators", {})}
        for method in methods:
            row = rows.get(method, {})
            if row.get("relative_l2_error") is None:
                continue
            if method not in best or row["solve_time_s"] < best[method][0]:
                best[method] = (row["solve_time_s"], row["relative_l2_error"])
    return best


def cheapest(curve, bar):
    times = [t for t, e in curve if e <= bar]
    return min(times) if times else None


def pareto(curve):
    """Runs that no run of the same method beats in both time and error."""
    front = []
    for time, error in sorted(curve):
        if not front or error < front[-1][1]:
            front.append((time, error))
    return front


def main():
    p = runs.parser(__doc__)
    p.add_argument("--repeats", type=int, default=5)
    a = p.parse_args()
    figure, all_axes = plt.subplots(2, 2, figsize=(12, 9), layout="constrained")
    rows = []
    for axes, (deck, title, points) in zip(all_axes.flat, problems):
        curves = {m: [] for m in methods}
        for n in points:
            for method, value in measure(a.program, deck, n, a.repeats).items():
                curves[method].append(value)
        verdicts = []
        for bar in (1e-2, 1e-9):
            times = {m: cheapest(c, bar) for m, c in curves.items() if c}
            reached = {m: t for m, t in times.items() if t is not None}
            first = min(reached, key=reached.get)
            verdicts.append(f"{methods[first]} is first to {bar:.0e}")
            rows.append([title, f"{bar:.0e}"] +
                        ["-" if times.get(m) is None else f"{1e3 * times[m]:.1f} ms"
                         for m in methods] + [methods[first]])
        for (method, curve), mark in zip(curves.items(), "os^v"):
            if curve:
                front = pareto(curve)
                (line,) = axes.loglog(*zip(*front), mark + "-", ms=5, label=methods[method])
                axes.loglog(*zip(*curve), mark, ms=4, color=line.get_color(), alpha=0.3)
        axes.set(xlabel="solve time [s]", ylabel="relative L2 error",
                 title=title + "\n" + ", ".join(verdicts), ylim=(1e-15, 1e2))
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    a.pictures.mkdir(parents=True, exist_ok=True)
    figure.savefig(a.pictures / "work_precision.png", dpi=110)
    print(runs.table(["problem", "error below"] + list(methods.values()) + ["fastest"], rows))


if __name__ == "__main__":
    main()
