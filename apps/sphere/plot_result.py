#!/usr/bin/env python3
"""Draws fields of a result of tessera-sphere: a map or a globe at chosen output times.

    plot_result.py results/galewsky [picture.png] --field zeta --times -1 --north 10
    plot_result.py results/allen_cahn --field u --globe --times 0 3 6

Needs h5py and matplotlib (Debian: python3-h5py python3-matplotlib).
"""

import argparse
import pathlib

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def text_of(variable, name):
    value = variable.attrs.get(name, "")
    value = value.decode() if isinstance(value, bytes) else str(value)
    return "" if value == "1" else value


def read_slices(file, name, times):
    """Slices [latitude, longitude] of a field at some output times, and words for each."""
    variable = file[name]
    axes = [dimension[0].name.split("/")[-1] for dimension in variable.dims]
    if axes[-2:] != ["latitude", "longitude"]:
        raise SystemExit(f"{name} is no field on latitudes and longitudes: its axes are {axes}")
    if variable.ndim == 2:
        return [(variable[:], "")]
    axis = file[axes[0]]
    units = text_of(axis, "units")
    units = "" if units == axes[0] else units
    return [(variable[k], f"{axes[0]} = {axis[k]:g} {units}".strip()) for k in times]


def closed(longitude, values):
    """With the first meridian once more at the end."""
    return np.append(longitude, longitude[0] + 360), np.hstack([values, values[:, :1]])


def draw_map(plot, latitude, longitude, values, style, options):
    longitude, values = closed(longitude, values)
    image = plot.pcolormesh(longitude, latitude, values, shading="gouraud", **style)
    if options.contours:
        plot.contour(longitude, latitude, values, levels=options.contours, colors="black", linewidths=0.4)
    plot.set_xlim(0, 360)
    plot.set_ylim(options.north, 90)
    plot.set_xlabel("longitude [degrees]")
    plot.set_ylabel("latitude [degrees]")
    return image


def draw_globe(plot, latitude, longitude, values, style, options):
    """Orthographic: what is seen from far above a point."""
    longitude, values = closed(longitude, values)
    phi, theta = np.meshgrid(np.radians(longitude - options.view[1]), np.radians(latitude))
    tilt = np.radians(options.view[0])
    x = np.cos(theta) * np.sin(phi)
    y = np.cos(tilt) * np.sin(theta) - np.sin(tilt) * np.cos(theta) * np.cos(phi)
    depth = np.sin(tilt) * np.sin(theta) + np.cos(tilt) * np.cos(theta) * np.cos(phi)
    image = plot.pcolormesh(x, y, np.ma.masked_where(depth < -0.02, values), shading="gouraud", **style)
    angle = np.linspace(0, 2 * np.pi, 361)
    plot.plot(np.cos(angle), np.sin(angle), color="black", linewidth=0.8)
    plot.set_aspect("equal")
    plot.set_axis_off()
    return image


def style_of(values, options):
    """Colours that are the same for all panels of a field."""
    largest = np.abs(values).max()
    signs = values.min() < -0.05 * largest and values.max() > 0.05 * largest
    ends = (-largest, largest) if signs else (values.min(), values.max())
    return {"cmap": options.colours or ("RdBu_r" if signs else "viridis"), "vmin": ends[0], "vmax": ends[1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", type=pathlib.Path, help="folder of a result")
    parser.add_argument("picture", type=pathlib.Path, nargs="?", help="default: RESULT/plot.png")
    parser.add_argument("--field", nargs="+", help="variables; default: the first field")
    parser.add_argument("--times", type=int, nargs="+", default=[-1], help="numbers of output times; -1: last")
    parser.add_argument("--globe", action="store_true", help="as seen from far away instead of a map")
    parser.add_argument("--view", type=float, nargs=2, default=[30, 0], help="latitude and longitude below the eye")
    parser.add_argument("--north", type=float, default=-90, help="southern edge of a map")
    parser.add_argument("--contours", type=float, nargs="+", help="levels of contour lines on a map")
    parser.add_argument("--points", help="CSV file whose columns latitude and longitude are drawn as points")
    parser.add_argument("--colours", help="matplotlib's colour map; default: one for signs where values have both")
    options = parser.parse_args()

    with h5py.File(options.result / "result.h5") as file:
        names = options.field or [next(n for n in file if isinstance(file[n], h5py.Dataset) and
                                       {"latitude", "longitude"} <= {d[0].name.split("/")[-1] for d in file[n].dims if len(d)}
                                       and file[n].ndim > 1)]
        latitude, longitude = file["latitude"][:], file["longitude"][:]
        panels = [(name, *part, text_of(file[name], "units")) for name in names
                  for part in read_slices(file, name, options.times)]

    wide = 4.2 if options.globe else 8
    high = 4.2 if options.globe else 1.2 + 2.8 * (90 - options.north) / 180
    across = len(panels) if options.globe else 1
    figure, plots = plt.subplots(len(panels) // across, across, squeeze=False, layout="constrained",
                                 figsize=(wide * across, high * (len(panels) // across)))
    styles = {name: style_of(np.stack([p[1] for p in panels if p[0] == name]), options) for name in names}
    for plot, (name, values, when, units) in zip(plots.ravel(), panels):
        draw = draw_globe if options.globe else draw_map
        image = draw(plot, latitude, longitude, values, styles[name], options)
        if options.points and not options.globe:
            rows = np.genfromtxt(options.points, delimiter=",", names=True)
            plot.plot(np.mod(rows["longitude"], 360), rows["latitude"], "k.", markersize=2)
        plot.set_title(when, fontsize=9)
        if options.globe and plot is not plots[-1, -1] and len(names) == 1:
            continue  # all have the same colours
        figure.colorbar(image, ax=plot, label=f"{name} [{units}]" if units else name, shrink=0.8)
    picture = options.picture or options.result / "plot.png"
    figure.savefig(picture, dpi=130)
    print(picture)


if __name__ == "__main__":
    main()
