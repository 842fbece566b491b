#!/usr/bin/env python3
"""Draws a benchmark of tessera-product: time per product and share of the FMA peak over the degree,
and errors; bars that the deck sets are dashes.

    plot_benchmark.py results/benchmark [picture.png]

Needs h5py and matplotlib (Debian: python3-h5py python3-matplotlib).
"""

import argparse
import json
import pathlib

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np

MARKERS = {"automatic": "o", "sparse": "v", "grid": "s", "fourier": "x"}
COUPLINGS = ("clebsch_gordan", "gaunt", "vector")
PRECISIONS = ("float", "double")


def read_rows(file):
    """The tables as (series, coupling, precision, method, has adjoint, columns)."""
    for series, group in file.get("benchmark", {}).items():
        for name, table in group.items():
            coupling = next(c for c in COUPLINGS if name.startswith(c))
            precision, _, rest = name[len(coupling) + 1:].partition("_")
            method = max((m for m in MARKERS if rest.startswith(m)), key=len)
            columns = {key: value[:] for key, value in table.items()}
            yield series, coupling, precision, method, rest.endswith("adjoint"), columns


def read_bars(folder):
    """Time bars: {series: (degrees, bars)}"""
    with open(folder / "deck.json", encoding="utf-8") as deck:
        series = json.load(deck).get("Benchmark", {}).get("Series", {})
    return {name: (keys["Degrees"], keys["Time Bars"]) for name, keys in series.items()
            if "Time Bars" in keys}


def draw(plot, rows, key, bars=None):
    colours = {}
    for series, coupling, _, method, _, columns in rows:
        colour = colours.setdefault(series, f"C{len(colours) % 10}")
        order = np.argsort(columns["degree"])
        plot.plot(columns["degree"][order], columns[key][order], MARKERS[method] + "-",
                  color=colour, linewidth=0.8, markersize=4,
                  alpha=1 if method == "automatic" else 0.5, label=f"{series}, {method}")
    for series, (degrees, values) in (bars or {}).items():
        if series in colours:
            plot.plot(degrees, values, "_", markersize=14, markeredgewidth=1.5, color=colours[series])
    plot.set_xscale("log", base=2)
    plot.xaxis.set_major_formatter(matplotlib.ticker.StrMethodFormatter("{x:g}"))
    plot.set_xlabel("degree L of the factors")
    plot.grid(alpha=0.3)


def main():
    parser = argparse.ArgumentParser(description="Draws a benchmark of tessera-product.")
    parser.add_argument("folder", type=pathlib.Path, help="result folder")
    parser.add_argument("picture", type=pathlib.Path, nargs="?", help="default: FOLDER/benchmark.png")
    arguments = parser.parse_args()
    folder = arguments.folder
    picture = arguments.picture or folder / "benchmark.png"
    with h5py.File(folder / "result.h5") as file:
        every = list(read_rows(file))
    if not every:
        raise SystemExit(f"{folder}: this result has no benchmark")
    # Products alone, without gradients, over more than one degree.
    rows = [row for row in every if not row[4] and len(row[5]["degree"]) > 1] or every
    bars = read_bars(folder)
    figure, plots = plt.subplots(len(PRECISIONS), 3, figsize=(19, 11))
    for precision, line in zip(PRECISIONS, plots):
        shown = [row for row in rows if row[2] == precision]
        draw(line[0], shown, "normalised_time", bars)
        line[0].set_yscale("log")
        line[0].set_ylabel("normalised ns per product (dashes: bars)")
        line[0].set_title(f"{precision}: time of a product (sample and channel)")
        draw(line[1], shown, "share_of_peak")
        line[1].set_ylim(bottom=0)
        line[1].set_ylabel("share of the FMA peak")
        line[1].set_title(f"{precision}: use of the processor")
        draw(line[2], shown, "error")
        line[2].set_yscale("log")
        line[2].set_ylabel("largest error / largest value")
        line[2].set_title(f"{precision}: error against the reference product")
        if shown:
            line[2].legend(fontsize="x-small", bbox_to_anchor=(1.02, 1), loc="upper left")
    figure.tight_layout()
    figure.savefig(picture, dpi=100)
    print(picture)


if __name__ == "__main__":
    main()
