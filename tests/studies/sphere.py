"""The shipped decks of tessera-sphere against what is known of them: prints the tables of
docs/performance.md. About a quarter of an hour; --quick leaves out the jet at degree 255."""

import contextlib
import json
import os
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

import runs

decks = runs.root / "apps/sphere/decks"
few = "output/grid={latitude: 5, longitude: 6, t: 2}"


class Runs:
    """Results of decks with overrides, kept in a folder until the end."""

    def __init__(self, program, folder):
        self.program, self.folder, self.count = program, folder, 0

    def __call__(self, deck, *overrides):
        self.count += 1
        result = self.folder / str(self.count)
        command = [self.program, str(decks / f"{deck}.yaml"), "--quiet", "--output", str(result)]
        for one in overrides:
            command += ["--set", one]
        environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
        subprocess.run(command, env=environment, check=True)
        with h5py.File(result / "result.h5") as file:
            end = {name: file[name][-1] for name in file if name.endswith("_coefficients")}
        return json.loads((result / "summary.json").read_text()), end


def difference(a, b, name="u"):
    """Relative difference of the last coefficients of two runs, of whatever degrees."""
    x, y = a[1][name + "_coefficients"], b[1][name + "_coefficients"]
    both = np.zeros((2, max(len(x), len(y))))
    both[0, :len(x)], both[1, :len(y)] = x, y
    return np.linalg.norm(both[0] - both[1]) / np.linalg.norm(both[1])


def allen_cahn(run):
    degree, oversampled = "axes/sphere/degree=15", "products/oversampling=2"
    at_15 = {m: run("allen_cahn", degree, few, f"products/method={m}") for m in
             ("transform", "sparse", "grid")}
    yield "Allen-Cahn, L = 15: sparse against grid", difference(at_15["sparse"], at_15["grid"])
    plain = run("allen_cahn", few, "products/method=transform", "compare=[aliased]")
    finer = run("allen_cahn", few, "products/method=transform", oversampled)
    yield "L = 63: grid against one twice as fine", difference(plain, finer)
    yield "largest rise of energy in a step", plain[0]["budgets"]["energy"]["largest_rise"]
    sharp = run("allen_cahn", few, "parameters/epsilon=0.02", "compare=[aliased]")
    for epsilon, one in (("0.1", plain), ("0.02", sharp)):
        yield (f"aliased products, epsilon = {epsilon}: difference at the end",
               one[0]["comparators"]["aliased"]["relative_difference"])
    steps = [run("allen_cahn", few, "axes/t/range=[0, 2]", f"solver/time step={s}")
             for s in (0.05, 0.025, 0.00625)]
    errors = [difference(s, steps[-1]) for s in steps[:2]]
    yield "order in time (steps 0.05 and 0.025)", np.log2(errors[0] / errors[1])


def rossby_haurwitz(run):
    for degree in (21, 63):
        sphere = f"axes/sphere/degree={degree}"
        both = [run("rossby_haurwitz", sphere, few, "compare=[]", f"solver/time step={s}")[0]
                for s in (600, 300)]
        errors = [s["relative_l2_error"] for s in both]
        yield f"Rossby-Haurwitz, L = {degree}: error after 14 days", errors[0]
        yield "order in time (steps 600 s and 300 s)", np.log2(errors[0] / errors[1])
        for budget in ("energy", "enstrophy"):
            yield f"change of {budget}", both[0]["budgets"][budget]["largest_change"]


def shallow_water(run, quick):
    steady = run("williamson_2", few)[0]
    yield "steady flow, L = 63: error of h after 5 days", steady["errors"]["h"]["relative_l2"]
    coarse = run("williamson_5", few)
    fine = run("williamson_5", few, "axes/sphere/degree=127", "solver/time step=300")
    for budget in ("mass", "energy"):
        yield (f"mountain, L = 85: change of {budget} in 15 days",
               coarse[0]["budgets"][budget]["largest_change"])
    depth = 5960 * np.sqrt(4 * np.pi)  # the deck's h is the deviation from it
    for run_end in (coarse[1], fine[1]):
        run_end["h_coefficients"][0] += depth
    yield "depth at L = 85 against 127", difference(coarse, fine, "h")
    if quick:
        return
    jets = [run("galewsky", few, "compare=[]", f"axes/sphere/degree={d}") for d in (170, 255)]
    yield "jet, vorticity on day 6, L = 170 against 255", difference(*jets, "zeta")


def budgets(run):
    jet = run("barotropic_jet", few, "compare=[]")[0]
    yield "forced jet: closure of enstrophy", jet["budgets"]["enstrophy"]["closure"]
    yield "closure of energy", jet["budgets"]["energy"]["closure"]


def speed(run):
    """Rows of time per step against the plain pseudo-spectral code."""
    for deck, step in (("rossby_haurwitz", 600), ("galewsky", 60)):
        for degree in (63, 85, 127, 170, 255):
            s = run(deck, few, f"axes/sphere/degree={degree}", f"axes/t/range=[0, {10 * step}]",
                    f"solver/time step={step}", "compare=[pseudo-spectral]",
                    "output/budgets={}")[0]
            plain = s["comparators"]["pseudo_spectral"]
            own = plain["time_per_step_of_the_run_s"]
            yield [deck, str(degree), f"{1000 * own:.3g} ms",
                   f"{100 * s['share_of_transforms']:.0f} %",
                   f"{100 * s['share_of_products']:.0f} %",
                   f"{1000 * plain['time_per_step_s']:.3g} ms",
                   f"{plain['time_per_step_s'] / own:.2f}"]


def main():
    p = runs.parser(__doc__)
    p.set_defaults(program=str(runs.root / "build/release/bin/tessera-sphere"))
    p.add_argument("--quick", action="store_true")
    a = p.parse_args()
    with contextlib.ExitStack() as stack:
        run = Runs(a.program, pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory())))
        rows = [*allen_cahn(run), *rossby_haurwitz(run), *shallow_water(run, a.quick),
                *budgets(run)]
        print(runs.table(["gate", "reached"], [[name, f"{value:.2g}"] for name, value in rows]))
        print(runs.table(["deck", "L", "a step", "transforms", "products", "pseudo-spectral",
                          "ratio"], list(speed(run))))


if __name__ == "__main__":
    main()
