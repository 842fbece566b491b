#!/usr/bin/env python3
"""Prints the tables of docs/performance.md on tensor products and transforms from a result of
apps/product/decks/benchmark.yaml.

    tensor_products.py results/benchmark

Needs h5py (Debian: python3-h5py).
"""

import sys

import h5py

# ns per product on one thread of a 2-core AMD EPYC (FMA peak 95.9 and 49.3 GFLOP/s): e3nn 0.5.1 with
# weights that make it the Gaunt product, the published Fourier code, and e3nn with all paths apart.
E3NN_GAUNT = {1: (130, 113), 2: (512, 557), 3: (1469, 1755), 4: (3359, 4549), 6: (12972, 21949),
              8: (40758, 86261), 10: (112217, 281903)}
PUBLISHED = {1: (2604, 2731), 2: (6908, 7730), 3: (12040, 21554), 4: (30744, 125219),
             6: (152956, 314130), 8: (371965, 768603), 10: (556131, 1538771)}
E3NN_PATHS = {1: 127, 2: 488, 3: 1544, 4: 3856, 5: 8832, 6: 18064, 8: 72322}


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def column(file, series, table, key):
    """{degree: value}"""
    group = file[f"benchmark/{series}/{table}"]
    return dict(zip(group["degree"][:].astype(int), group[key][:]))


def merged(file, sizes, precision, method, direction, key):
    values = {}
    for size in sizes:
        series = f"gaunt{size}_{precision}"
        table = f"gaunt_{precision}_{method}_{direction}"
        if f"benchmark/{series}/{table}" in file:
            values.update(column(file, series, table, key))
    return values


def print_gaunt(file):
    sizes = ("", "_large", "_largest")
    print("| L | float: ns, normalised | share of peak | with gradients | e3nn, published code | "
          "double: ns, normalised | share of peak | with gradients | e3nn, published code |")
    print("|---|---|---|---|---|---|---|---|---|")
    data = {}
    for p in ("float", "double"):
        for key in ("time", "normalised_time", "share_of_peak"):
            data[p, key] = merged(file, sizes, p, "automatic", "forward", key)
        data[p, "both"] = merged(file, sizes, p, "automatic", "forward_and_adjoint",
                                 "normalised_time")
    for degree in sorted(data["float", "time"]):
        cells = [str(degree)]
        for i, p in enumerate(("float", "double")):
            normalised = data[p, "normalised_time"][degree]
            rivals = "-"
            if degree in E3NN_GAUNT:
                rivals = (f"{E3NN_GAUNT[degree][i] / normalised:.0f}x, "
                          f"{PUBLISHED[degree][i] / normalised:.0f}x")
            cells += [f"{number(data[p, 'time'][degree])}, {number(normalised)}",
                      f"{100 * data[p, 'share_of_peak'][degree]:.0f} %",
                      f"{data[p, 'both'][degree] / normalised:.2f}x", rivals]
        print("| " + " | ".join(cells) + " |")


def print_clebsch_gordan(file):
    print("| L | written: ns, normalised | with gradients | e3nn | weighted and summed: ns, normalised "
          "| with gradients |")
    print("|---|---|---|---|---|---|")
    table = "clebsch_gordan_float_automatic_"
    get = lambda series, direction, key: column(file, series, table + direction, key)
    for degree in sorted(get("clebsch_gordan_written", "forward", "time")):
        cells = [str(degree)]
        for series in ("clebsch_gordan_written", "clebsch_gordan_fused"):
            normalised = get(series, "forward", "normalised_time")[degree]
            both = get(series, "forward_and_adjoint", "normalised_time")[degree]
            cells += [f"{number(get(series, 'forward', 'time')[degree])}, {number(normalised)}",
                      f"{both / normalised:.2f}x"]
            if series == "clebsch_gordan_written":
                rival = E3NN_PATHS.get(degree)
                cells.append(f"{rival / normalised:.0f}x" if rival else "-")
        print("| " + " | ".join(cells) + " |")


def print_transforms(file):
    table = file["benchmark_transforms"]
    kinds = ("synthesis", "analysis", "vector_synthesis", "vector_analysis")
    print("| L | " + " | ".join(kind.replace("_", " ") for kind in kinds) + " |")
    print("|---|---|---|---|---|")
    for i, degree in enumerate(table["degree"][:].astype(int)):
        cells = [f"{1e6 * table[kind + '_time'][i]:.0f} us, {table[kind + '_ratio'][i]:.1f}x"
                 for kind in kinds]
        print(f"| {degree} | " + " | ".join(cells) + " |")


def main(folder):
    with h5py.File(f"{folder}/result.h5") as file:
        for table in (print_gaunt, print_clebsch_gordan, print_transforms):
            table(file)
            print()


if __name__ == "__main__":
    main(sys.argv[1])
