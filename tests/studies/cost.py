"""Solve time against N = Points per axis, with the exponent between the last two sizes and over
all: waves that grow with N (full resolution), and a solution that stays the same."""

import numpy as np

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import runs

sizes = [100, 200, 400, 800, 1600]
# deck, title, overrides of one N
problems = [
    ("poisson_1d_single_sin", "1-D Poisson, N/4 waves",
     lambda n: [f"axes/x/points={n}", f"parameters/k={n // 4}"]),
    ("poisson_2d_sin_sin", "2-D Poisson, N/4 waves a side",
     lambda n: [f"axes/x/points={n}", f"axes/y/points={n}", f"parameters/k={n // 4}"]),
    ("allen_cahn_2d_mix", "2-D Allen-Cahn, 16 waves a side whatever N",
     lambda n: [f"axes/x/points={n}", f"axes/y/points={n}"]),
]


def fitted(sizes, times):
    return np.polyfit(np.log(sizes), np.log(times), 1)[0]


def main():
    p = runs.parser(__doc__)
    p.add_argument("--repeats", type=int, default=3)
    a = p.parse_args()
    figure, axes = plt.subplots(figsize=(7, 5), layout="constrained")
    rows, exponents = [], []
    for deck, title, overrides in problems:
        times, memory = [], []
        for n in sizes:
            small = ["compare=[]", "output/grid={}", "output/points=5"]
            all_runs = [runs.run(a.program, runs.decks / f"{deck}.yaml", *small, *overrides(n))
                        for _ in range(a.repeats)]
            best = min(all_runs, key=lambda s: s["solve_time_s"])
            times.append(best["solve_time_s"])
            memory.append(best["peak_memory_bytes"] / 2**20)
            rows.append([title, str(n), f"{1e3 * times[-1]:.1f} ms",
                         f"{1e3 * min(s['estimate_time_s'] for s in all_runs):.0f} ms",
                         runs.figure(best["relative_l2_error"]), f"{memory[-1]:.0f} MB"])
        exponents.append([title, f"{fitted(sizes, times):.2f}",
                          f"{fitted(sizes[-3:], times[-3:]):.2f}"])
        axes.loglog(sizes, times, "o-",
                    label=f"{title}: N^{fitted(sizes[-3:], times[-3:]):.1f} from N = 400 on")
    axes.set(xlabel="N, points per axis", ylabel="solve time [s]", title="Cost against N, one thread")
    axes.set_xticks(sizes, [str(n) for n in sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend(fontsize=9)
    a.pictures.mkdir(parents=True, exist_ok=True)
    figure.savefig(a.pictures / "cost.png", dpi=110)
    print(runs.table(["problem", "N", "solve", "estimate", "error", "peak memory"], rows) + "\n")
    print(runs.table(["problem", "exponent, N = 100..1600", "exponent, N = 400..1600"], exponents))


if __name__ == "__main__":
    main()
