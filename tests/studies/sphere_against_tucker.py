#!/usr/bin/env python3
"""tessera-sphere against tessera-tucker on the same held-out places (us_temp.h5, sitegroup*): error of
each split, coverage, and the difference of the RMSE with the interval of a bootstrap that draws places.

    sphere_against_tucker.py --data FOLDER [--sphere RESULT] [--tucker RESULT]

RESULT: the folder of a former run; without it the program runs (five minutes each on one core).
"""

import argparse
import os
import pathlib
import subprocess
import tempfile

import h5py
import numpy

root = pathlib.Path(__file__).resolve().parents[2]
Z90 = 1.6448536269514722
PLACES = (("latitude", "longitude"), ("lat", "lon"))


def parser():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--data", default=os.environ.get("TESSERA_DATA", ""), help="holds us_temp.h5")
    p.add_argument("--programs", default=root / "build/release/bin", type=pathlib.Path)
    p.add_argument("--sphere", type=pathlib.Path)
    p.add_argument("--tucker", type=pathlib.Path)
    p.add_argument("--draws", default=5000, type=int)
    return p


def run(program, deck, output, data, overrides):
    environment = dict(os.environ, TESSERA_DATA=data, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    command = [str(program), str(deck), "--output", str(output), "--quiet"]
    for one in overrides:
        command += ["--set", one]
    subprocess.run(command, check=True, env=environment)


def predictions(result):
    """Per split, by row: place, observed value, mean, standard deviation of a new observation."""
    splits = {}
    with h5py.File(result / "result.h5") as file:
        for name, group in file["predictions"].items():
            latitude, longitude = next(p for p in PLACES if p[0] in group)
            columns = (latitude, longitude, "observed", "mean", "predictive_standard_deviation")
            table = numpy.stack([group[c][:] for c in columns], axis=1)
            order = numpy.argsort(group["row"][:])
            splits[name] = group["row"][:][order].astype(int), table[order]
    return splits


def rmse(errors):
    return numpy.sqrt(numpy.mean(errors**2))


def bootstrap(places, first, second, draws):
    """Central 95 % interval of the difference of RMSE, places drawn with replacement."""
    rng = numpy.random.default_rng(1)
    _, place = numpy.unique(places, axis=0, return_inverse=True)
    place = place.ravel()
    count = numpy.bincount(place)
    sums = [numpy.bincount(place, e**2) for e in (first, second)]
    chosen = rng.integers(0, len(count), (draws, len(count)))
    total = count[chosen].sum(axis=1)
    a, b = (numpy.sqrt(s[chosen].sum(axis=1) / total) for s in sums)
    return numpy.percentile(a - b, [2.5, 97.5])


def main():
    arguments = parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sphere, tucker = arguments.sphere, arguments.tucker
        if sphere is None:
            sphere = folder / "sphere"
            run(arguments.programs / "tessera-sphere", root / "apps/sphere/decks/us_temperature.yaml",
                sphere, arguments.data, [])
        if tucker is None:
            tucker = folder / "tucker"
            run(arguments.programs / "tessera-tucker", root / "apps/tucker/decks/us_temp.yaml", tucker,
                arguments.data, ["validation/split=sitegroup*"])
        ours, theirs = predictions(sphere), predictions(tucker)
    print("| split | rows | sphere | 90 % in | tucker | 90 % in |\n|---|---|---|---|---|---|")
    means, places, errors = [], [], ([], [])
    for name in sorted(ours):
        rows, a = ours[name]
        other_rows, b = theirs[name]
        assert (rows == other_rows).all() and numpy.allclose(a[:, 2], b[:, 2])
        line = []
        for k, table in enumerate((a, b)):
            error = table[:, 3] - table[:, 2]
            inside = numpy.mean(numpy.abs(error) <= Z90 * table[:, 4])
            line += [rmse(error), inside]
            errors[k].append(error)
        means.append(line)
        places.append(a[:, :2])
        print(f"| {name} | {len(rows)} | {line[0]:.3f} | {100 * line[1]:.1f} % "
              f"| {line[2]:.3f} | {100 * line[3]:.1f} % |")
    mean = numpy.mean(means, axis=0)
    print(f"| mean | | {mean[0]:.4f} | | {mean[2]:.4f} | |")
    first, second = (numpy.concatenate(e) for e in errors)
    low, high = bootstrap(numpy.concatenate(places), first, second, arguments.draws)
    print(f"\nRMSE over all {len(first)} rows: {rmse(first):.4f} and {rmse(second):.4f}; difference "
          f"{rmse(first) - rmse(second):+.4f} [{low:+.4f}, {high:+.4f}] (95 %, places drawn)")


main()
