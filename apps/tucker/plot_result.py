#!/usr/bin/env python3
"""Draws a result of tessera-tucker: predicted against observed values with error bars, the functions
on each axis with bands of two standard deviations, and one slice.

    plot_result.py results/quick_look [picture.png]

Needs h5py and matplotlib (Debian: python3-h5py python3-matplotlib).
"""

import argparse
import pathlib

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

LARGEST_SCATTER = 1500  # points
FUNCTIONS = 3  # of each axis
Z90 = 1.6448536269514722


def label(variable):
    units = variable.attrs.get("units", "")
    units = units.decode() if isinstance(units, bytes) else str(units)
    name = variable.name.split("/")[-1]
    return name if units in ("", "1") else f"{name} [{units}]"


def axis_names(variable):
    """Names of a variable's axes, the slowest first, as h5py shows the shape."""
    return [dimension[0].name.split("/")[-1] if len(dimension) else "" for dimension in variable.dims]


def draw_predictions(plot, file):
    groups = [name for name in file.get("predictions", {}) if name != "points"]
    if not groups:
        plot.text(0.5, 0.5, "nothing was held out", ha="center", transform=plot.transAxes)
        plot.set_axis_off()
        return
    columns = [file["predictions"][name] for name in groups]
    observed, mean, deviation = (
        np.concatenate([column[key][:] for column in columns])
        for key in ("observed", "mean", "predictive_standard_deviation"))
    inside = np.mean(np.abs(observed - mean) <= Z90 * deviation)
    shown = np.random.default_rng(1).permutation(observed.size)[:LARGEST_SCATTER]
    plot.errorbar(mean[shown], observed[shown], xerr=Z90 * deviation[shown], fmt=".", markersize=3,
                  elinewidth=0.4, alpha=0.5)
    ends = [min(observed.min(), mean.min()), max(observed.max(), mean.max())]
    plot.plot(ends, ends, color="black", linewidth=0.8)
    plot.set_xlabel("predicted, with 90 % intervals (mean +- 1.64 standard deviations)")
    plot.set_ylabel("observed, held out")
    plot.set_title(f"{observed.size} held-out rows, {100 * inside:.0f} % inside")


def draw_functions(plot, file, axis):
    coordinate = file[f"observed_{axis}"]
    for number in range(1, FUNCTIONS + 1):
        name = f"{axis}_function_{number}"
        if name not in file:
            break
        x, mean = coordinate[:], file[name][:]
        deviation = file[name + "_standard_deviation"][:]
        line, = plot.plot(x, mean, linewidth=1, label=str(number))
        plot.fill_between(x, mean - 2 * deviation, mean + 2 * deviation, alpha=0.2,
                          color=line.get_color())
    places = f"observed_{axis}_" in " ".join(file)
    plot.set_xlabel(f"{axis}, number of the place" if places else label(coordinate)[len("observed_"):])
    plot.set_title(f"functions of {axis}, the strongest first")
    plot.legend(fontsize="small")


def draw_slice(plot, figure, file):
    slices = [v for v in file.values() if isinstance(v, h5py.Dataset) and v.ndim == 2
              and "standard_deviation" not in v.name]
    if not slices:
        plot.set_axis_off()
        return
    field = slices[0]
    slow, fast = axis_names(field)
    image = plot.pcolormesh(file[fast][:], file[slow][:], field[:], shading="nearest")
    figure.colorbar(image, ax=plot, label=label(field).split("_over_")[0])
    plot.set_xlabel(label(file[fast]))
    plot.set_ylabel(label(file[slow]))
    words = field.attrs.get("long_name", b"")
    plot.set_title(words.decode() if isinstance(words, bytes) else str(words), fontsize="small")


def main():
    parser = argparse.ArgumentParser(description="Draws the result of tessera-tucker.")
    parser.add_argument("folder", type=pathlib.Path, help="result folder")
    parser.add_argument("picture", type=pathlib.Path, nargs="?", help="default: FOLDER/result.png")
    arguments = parser.parse_args()
    folder = arguments.folder
    picture = arguments.picture or folder / "result.png"
    with h5py.File(folder / "result.h5") as file:
        axes = [name[len("observed_"):] for name in file
                if name.startswith("observed_") and f"{name[len('observed_'):]}_function_1" in file]
        count = 2 + len(axes)
        figure, plots = plt.subplots((count + 1) // 2, 2, figsize=(13, 4.5 * ((count + 1) // 2)))
        plots = plots.ravel()
        draw_predictions(plots[0], file)
        draw_slice(plots[1], figure, file)
        for plot, axis in zip(plots[2:], axes):
            draw_functions(plot, file, axis)
        for plot in plots[count:]:
            plot.set_axis_off()
        figure.tight_layout()
        figure.savefig(picture, dpi=110)
    print(picture)


if __name__ == "__main__":
    main()
