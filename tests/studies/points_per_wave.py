"""Error of u'' = f, u = sin(100.27 x) on [0, 2 pi] (100.27 waves), against points per wave.

The program places Gauss-Legendre nodes, which carry a tone from pi points a wave on, as Chebyshev
nodes do. Equidistant points need only two a wave, and with a known narrow band fewer still, except
in the windows where the wave is its own alias: that curve is the posterior of random waves in the
band given f at equidistant points, without adaptation (points_per_wave_study)."""

import pathlib
import subprocess

import numpy as np

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import runs

waves, length = 100.27, 2 * np.pi


def known_band(program):
    """Points per wave and errors of points_per_wave_study (built with TESSERA_BENCHMARKS)."""
    study = pathlib.Path(program).parent / "points_per_wave_study"
    if not study.exists():
        print("points_per_wave_study is not built: no curve for a known band")
        return [], []
    text = subprocess.run([study, str(waves)], capture_output=True, text=True, check=True).stdout
    rows = [line.split(",") for line in text.splitlines()[1:]]
    return [float(r[0]) for r in rows], [float(r[2]) for r in rows]


def main():
    a = runs.parser(__doc__).parse_args()
    deck, tone = runs.decks / "poisson_1d_single_sin.yaml", f"parameters/k={waves}"
    shares = np.unique(np.concatenate([np.arange(1.2, 2.6, 0.05), [1.98, 2.02],
                                       np.arange(2.6, 4.6, 0.1), np.arange(4.75, 8.1, 0.25)]))
    names = ["automatic", "relevance determination", "chebyshev", "finite difference",
             "finite difference 4"]
    errors = {name: [] for name in names}
    statuses = []
    for share in shares:
        points = f"axes/x/points={round(share * waves)}"
        s = runs.run(a.program, deck, points, tone,
                     "compare=[chebyshev, finite difference, finite difference 4]")
        statuses.append(s["status"])
        errors["automatic"].append(s.get("relative_l2_error"))
        for name, rows in (("chebyshev", "chebyshev"), ("finite difference", "finite_difference"),
                           ("finite difference 4", "finite_difference_4")):
            row = s.get("comparators", {}).get(rows, {})
            errors[name].append(row.get("relative_l2_error"))
        s = runs.run(a.program, deck, points, tone, "prior/spectrum=relevance determination",
                     "compare=[]")
        errors["relevance determination"].append(s.get("relative_l2_error"))
    names = [n for n in names if any(e is not None for e in errors[n])]

    figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
    labels = {"automatic": "ours, automatic (flat band, Gauss nodes)",
              "relevance determination": "ours, learned spectrum (Gauss nodes)",
              "chebyshev": "Chebyshev collocation", "finite difference": "2nd-order differences",
              "finite difference 4": "4th-order differences"}
    styles = dict(zip(labels, ["o-", "x-", "s--", "^-", "v-"]))
    for name in names:
        values = [np.nan if e is None else max(e, 1e-16) for e in errors[name]]
        axes.semilogy(shares, values, styles[name], ms=4, lw=1, label=labels[name])
    known = known_band(a.program)
    axes.semilogy(*known, ".:", ms=4, lw=1, label="ours, known band, equidistant points")
    axes.axvline(np.pi, color="0.6", lw=0.8)
    axes.text(np.pi + 0.05, 2e-16, "π points a wave:\nlimit of Gauss and\nChebyshev nodes", fontsize=8)
    axes.axvline(2, color="0.6", lw=0.8, ls=":")
    axes.text(2.25, 3e-7, "around 2:\nthe wave is\nits own alias", fontsize=8)
    axes.set(xlabel="points per wave", ylabel="relative L2 error", ylim=(1e-16, 1e5),
             title="u'' = f, 100 waves: error against points per wave")
    axes.legend(fontsize=8, loc="center right")
    axes.grid(alpha=0.3)
    a.pictures.mkdir(parents=True, exist_ok=True)
    figure.savefig(a.pictures / "points_per_wave.png", dpi=110)

    wanted = [1.2, 1.5, 1.9, 1.95, 1.98, 2.0, 2.02, 2.1, 2.5, 3.0, 3.2, 3.4, 3.6, 4.0, 5.0, 6.0, 8.0]
    rows = []
    for share in wanted:
        i = int(np.argmin(abs(shares - share)))
        rows.append([f"{shares[i]:.2f}", statuses[i]] + [runs.figure(errors[n][i]) for n in names])
    print(runs.table(["points per wave", "status"] + names, rows))
    print(runs.table(["points per wave", "known band, equidistant"],
                     [[f"{x:.2f}", runs.figure(e)] for x, e in zip(*known)]))


if __name__ == "__main__":
    main()
