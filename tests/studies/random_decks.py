"""Random decks with a known solution: how often does the automatic choice of band and rank meet
1e-9, and is the estimate honest where it does not?

A deck has one to four oblique tones (amplitudes 1e-5 to 1, up to 0.22 N waves along a side), in two
of five decks a bump (a standard deviation of 0.02 to 0.15 of each side: 2 to 30 grid spacings),
sides of 1, 2 or 2 pi, N of 100, 140 or 200, and asks for Poisson's or Helmholtz' equation.
Chebyshev collocation with the same N shows which decks have too few points for any method."""

import math
import random

import runs


def random_deck(seed):
    r = random.Random(seed)
    points = r.choice([100, 140, 200])
    sides = [r.choice([1, 2, 2 * math.pi]) for _ in "xy"]
    terms = []
    for i in range(r.randint(1, 4)):
        amplitude = 1 if i == 0 else 10 ** r.uniform(-5, 0)
        kx, ky = (2 * math.pi * r.uniform(-0.22, 0.22) * points / side for side in sides)
        terms.append(f"{amplitude:.6g}*sin(({kx:.10g})*x + ({ky:.10g})*y + {r.uniform(0, 6):.6g})")
    if r.random() < 0.4:
        share = 10 ** r.uniform(math.log10(0.02), math.log10(0.15))
        squares = [f"(({axis} - {side * r.uniform(0.2, 0.8):.6g})/{share * side:.6g})^2"
                   for axis, side in zip("xy", sides)]
        terms.append(f"{10 ** r.uniform(-1, 0):.6g}*exp(-({' + '.join(squares)})/2)")
    k2 = 0 if r.random() < 0.5 else r.uniform(100, 5000)
    equation = "u_xx + u_yy" + (f" + {k2:.8g}*u" if k2 else "") + " = f"
    return f"""Application: pde
Axes:
  x: {{Range: [0, {sides[0]!r}], Points: {points}}}
  y: {{Range: [0, {sides[1]!r}], Points: {points}}}
Unknowns: [u]
Equations: ["{equation}"]
Sources: {{f: from exact solution}}
Exact Solution: {{u: "{' + '.join(terms)}"}}
Boundary Conditions: {{All Sides: from exact solution}}
Prior: {{Kernel: spectral mixture, Spectrum: automatic}}
Compare: [chebyshev]
Output: {{Points: 5}}
""", points


def main():
    p = runs.parser(__doc__)
    p.add_argument("--decks", type=int, default=80)
    p.add_argument("--seed", type=int, default=84_000)
    a = p.parse_args()
    rows, good, rival_good, times, honest, judged = [], 0, 0, [], 0, 0
    ratios = []
    for i in range(a.decks):
        text, points = random_deck(a.seed + i)
        s = runs.run(a.program, text)
        error = s.get("relative_l2_error", math.inf)
        estimate = s.get("estimated_error")
        times.append(s.get("solve_time_s", math.nan))
        rival = s.get("comparators", {}).get("chebyshev", {}).get("relative_l2_error", math.inf)
        good += error <= 1e-9
        rival_good += rival <= 1e-9
        # Honest: the estimate is there and right, or the result says that it is not resolved.
        ok = estimate is not None and error / 3 <= estimate <= 30 * error
        ok = ok or s["status"] == "not resolved"
        if error > 1e-12:
            judged += 1
            honest += ok
            if estimate is not None:
                ratios.append(estimate / error)
        if error > 1e-9 or (error > 1e-12 and not ok):
            rows.append([str(a.seed + i), str(points), s["status"], runs.figure(error),
                         runs.figure(estimate), "yes" if ok else "no", runs.figure(rival),
                         s.get("stop_reason", s.get("message", ""))])
    print(f"{good} of {a.decks} decks at 1e-9 or better (Chebyshev with the same N: {rival_good}); solve times {min(times):.3f} to "
          f"{max(times):.3f} s")
    print(f"estimate honest on {honest} of {judged} decks with an error above 1e-12; "
          f"estimate over error {min(ratios):.2f} to {max(ratios):.2f} where there is one\n")
    print(runs.table(["seed", "points", "status", "error", "estimate", "honest", "Chebyshev, same N", "stopped because"],
                     rows))


if __name__ == "__main__":
    main()
