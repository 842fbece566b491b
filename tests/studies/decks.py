"""Table of all shipped decks that name rivals: errors, estimates, times, and the ratio of our solve
time to Chebyshev's on the same number of points in the same run. Medians over --runs runs."""

import statistics

import runs


def main():
    p = runs.parser(__doc__)
    p.add_argument("--runs", type=int, default=7)
    a = p.parse_args()
    rows = []
    for deck in sorted(runs.decks.glob("*.yaml")):
        text = deck.read_text()
        if "Compare:" not in text or "Model:" in text:
            continue
        all_runs = [runs.run(a.program, deck, "output/spectrum=false") for _ in range(a.runs)]
        rows.append(row(deck.stem, all_runs))
    print(runs.table(["deck", "error", "estimated", "rank", "steps", "applications", "solve", "estimate",
                      "Chebyshev, same N: error, time", "ratio",
                      "smallest sufficient Chebyshev: n, time", "finite differences: error"], rows))


def row(name, all_runs):
    s = all_runs[0]

    def median(*path):
        values = []
        for one in all_runs:
            for key in path:
                one = one[key]
            values.append(one)
        return statistics.median(values)

    rivals = s["comparators"]
    error_key = "relative_l2_error" if "relative_l2_error" in s else "relative_difference"
    chebyshev, smallest = rivals["chebyshev"], rivals["chebyshev_smallest"]
    ratio = statistics.median(one["solve_time_s"] / one["comparators"]["chebyshev"]["solve_time_s"]
                              for one in all_runs)
    rank = " x ".join(str(axis["rank"]) for axis in s["axes"].values())
    found = (f"{smallest['unknowns']}, {milliseconds(median('comparators', 'chebyshev_smallest', 'solve_time_s'))}"
             if smallest["solved"] else "does not suffice")
    return [name, runs.figure(s.get("relative_l2_error")), runs.figure(s.get("estimated_error")), rank,
            str(s["adaptation_steps"]), str(s["operator_applications"]),
            milliseconds(median("solve_time_s")), milliseconds(median("estimate_time_s")),
            f"{runs.figure(chebyshev.get(error_key))}, "
            f"{milliseconds(median('comparators', 'chebyshev', 'solve_time_s'))}", f"{ratio:.2f}", found,
            runs.figure(rivals["finite_difference"].get(error_key))]


def milliseconds(seconds):
    return f"{1e3 * seconds:.2g} ms" if seconds < 0.0995 else f"{1e3 * seconds:.0f} ms"


if __name__ == "__main__":
    main()
