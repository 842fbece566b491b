"""Draws the pictures of the gallery that are not maps of one array.

usage: /usr/bin/python3 plots.py sensors|layer|spectrum RESULT PICTURE.png

RESULT is the folder of a run. Needs python3-h5py and python3-matplotlib.
  sensors   posterior mean, exact solution, standard deviation, and the error in units of it,
            with the places of the sensors (apps/pde/decks/plate_60_sensors.yaml)
  layer     the solution at several times, and the steps of the adaptation
            (apps/pde/decks/heat_2d_initial_layer.yaml)
  spectrum  learned spectral density and tones along x (apps/pde/decks/poisson_1d_sin_cos.yaml)
"""

import sys
from pathlib import Path

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

plt.rcParams.update({"font.size": 11, "axes.titlesize": 11, "savefig.dpi": 110,
                     "axes.spines.top": False, "axes.spines.right": False})


def columns(file, table):
    return {name: data[()] for name, data in file[table].items()}


def labelled(file, axis):
    units = file[axis].attrs.get("units", "")
    units = units.decode() if isinstance(units, bytes) else str(units)
    return f"{axis} [{units}]" if units not in ("", "1") else axis


def draw_sensors(file):
    x, y = file["x"][()], file["y"][()]
    seen = columns(file, "observations/1")
    deviation = file["standard_deviation"][()]
    error = file["error"][()]
    mean, exact = file["u"][()], file["exact"][()]
    low, high = min(mean.min(), exact.min()), max(mean.max(), exact.max())
    same = {"vmin": low, "vmax": high, "cmap": "viridis"}
    panels = [("posterior mean", mean, same),
              ("truth, which the solver never saw", exact, same),
              ("posterior standard deviation", deviation, {"vmin": 0, "cmap": "magma_r"}),
              ("(mean minus truth) / standard deviation", error / deviation,
               {"vmin": -3, "vmax": 3, "cmap": "RdBu_r"})]
    figure, axes = plt.subplots(2, 2, figsize=(9.6, 5.6), sharex=True, sharey=True,
                                constrained_layout=True)
    for axis, (title, values, colours) in zip(axes.flat, panels):
        map_ = axis.pcolormesh(x, y, values, shading="gouraud", rasterized=True, **colours)
        axis.plot(seen["x"], seen["y"], "o", ms=4, mfc="white", mec="black", mew=0.8, clip_on=False)
        axis.set_title(title)
        axis.set_aspect("equal")
        figure.colorbar(map_, ax=axis, shrink=0.85)
    for axis in axes[1]:
        axis.set_xlabel(labelled(file, "x"))
    for axis in axes[:, 0]:
        axis.set_ylabel(labelled(file, "y"))
    return figure


def draw_layer(file):
    x, t, u = file["x"][()], file["t"][()], file["u"][()]
    steps = columns(file, "history/adaptation")
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.0), constrained_layout=True)
    shown = [0, 1, 2, 4, len(t) // 3, len(t) - 1]
    for colour, k in zip(plt.cm.viridis(np.linspace(0, 0.92, len(shown))), shown):
        left.plot(x, u[k], color=colour, label=f"t = {t[k]:.3g}")
    left.set_xlabel("x")
    left.set_ylabel("u")
    left.set_title("the transient dies within a hundredth")
    left.set_ylim(top=2.9)
    left.legend(frameon=False, fontsize=9, ncol=3, loc="upper right")
    number = np.arange(1, len(steps["rank_t"]) + 1)
    right.semilogy(number, steps["tail_t"], "s-", color="tab:orange", label="coefficient tail along t")
    right.semilogy(number, steps["tail_x"], "o-", color="tab:blue", label="coefficient tail along x")
    right.semilogy(number, steps["relative_residual"], "k^--", label="relative residual")
    for n, rank, tail in zip(number, steps["rank_t"], steps["tail_t"]):
        right.annotate(f"rank {rank:.0f}", (n, tail), textcoords="offset points", xytext=(-7, -13), ha="center" if n == 1 else "right",
                       fontsize=9, color="tab:orange")
    right.set_xticks(number)
    right.set_xlim(0.6, number[-1] + 0.4)
    right.set_ylim(1e-18, 10)
    right.set_xlabel("step of the adaptation")
    right.set_title("functions are added along t until they suffice")
    right.legend(frameon=False, fontsize=9, loc="lower left", bbox_to_anchor=(0, 0.12))
    return figure


def draw_spectrum(file):
    density = columns(file, "spectrum/x")
    tones = columns(file, "tones/x")
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.8), constrained_layout=True)
    x, u = file["x"][()], file["u"][()]
    left.plot(x, u, lw=0.4, color="tab:blue")
    left.set_xlabel("x")
    left.set_ylabel("u")
    left.set_title("solution")
    names = [("density_relevance_determination", "tab:blue", "-"), ("density_flat_band", "0.6", "--")]
    for name, colour, style in names:
        if name in density:
            words = name.removeprefix("density_").replace("_", " ")
            right.semilogy(density["frequency"], np.maximum(density[name], 1e-300), style,
                           color=colour, label=words, lw=1.2)
    for f in tones["frequency"]:
        right.axvline(f, color="tab:red", lw=0.9, alpha=0.8)
        right.annotate(f"{f:.4f}", (f, 1), xycoords=("data", "axes fraction"), rotation=90,
                       xytext=(-3, -4), textcoords="offset points", ha="right", va="top",
                       fontsize=9, color="tab:red")
    right.plot([], [], color="tab:red", lw=0.9, label="tones")
    right.set_xlabel("cycles per unit length")
    right.set_ylabel("spectral density")
    right.set_title("what the solution is made of")
    right.legend(frameon=False, fontsize=9, loc="center left")
    return figure


def shrink(picture):
    """Stores 256 colours, half of the bytes."""
    try:
        from PIL import Image
    except ImportError:
        return
    image = Image.open(picture).convert("RGB")
    palette = image.quantize(256)  # dithers only with a given palette
    image.quantize(palette=palette, dither=Image.FLOYDSTEINBERG).save(picture, optimize=True)


def main():
    drawings = {"sensors": draw_sensors, "layer": draw_layer, "spectrum": draw_spectrum}
    if len(sys.argv) != 4 or sys.argv[1] not in drawings:
        sys.exit(__doc__)
    kind, result, picture = sys.argv[1:]
    with h5py.File(Path(result) / "result.h5") as file:
        figure = drawings[kind](file)
    figure.savefig(picture)
    shrink(picture)


main()
