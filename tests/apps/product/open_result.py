#!/usr/bin/env python3
"""Multiplies with tessera-product and opens the result with xarray; also draws a small benchmark.

    open_result.py TESSERA_PRODUCT APPS_PRODUCT     exit code 77: packages are missing
"""

import pathlib
import subprocess
import sys
import tempfile

try:
    import h5netcdf  # noqa: F401
    import h5py
    import numpy as np
    import xarray
except ImportError as missing:
    print(f"skipped: {missing} (Debian: python3-xarray python3-h5netcdf)")
    sys.exit(77)


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def check_product(program, folder):
    """A product of functions in e3nn's convention, by values at points."""
    random = np.random.default_rng(2)
    x, y = random.standard_normal((2, 3, 4))
    with h5py.File(folder / "data.h5", "w") as file:
        file["x"], file["y"] = x.astype("f4"), y
    (folder / "deck.yaml").write_text(
        "Application: product\nFactors:\n"
        "  x: {File: data.h5, Dataset: x, Convention: {Preset: e3nn}}\n"
        "  y: {File: data.h5, Dataset: y, Convention: {Preset: e3nn}}\n")
    run(program, folder / "deck.yaml", "--quiet", "--output", folder / "result")
    with xarray.open_dataset(folder / "result/result.h5", engine="h5netcdf") as data:
        z = data["product"]
        assert z.dims == ("sample", "coefficient"), z.dims
        assert list(data["degree"].values) == [0] + 3 * [1] + 5 * [2]
        assert list(data["order"].values[4:]) == [-2, -1, 0, 1, 2]
        z = z.values
    x = x.astype("f4").astype("f8")
    points = random.standard_normal((20, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    a, b, c = points.T
    one = np.ones_like(a)
    linear = np.stack([one, *(np.sqrt(3) * points.T)])
    root = np.sqrt(3)
    quadratic = np.sqrt(5) * np.stack([root * a * c, root * a * b, b**2 - (a**2 + c**2) / 2,
                                       root * b * c, root / 2 * (c**2 - a**2)])
    found = z @ np.concatenate([linear, quadratic])
    assert np.abs(found - (x @ linear) * (y @ linear)).max() < 1e-13


def check_plot(program, application, folder):
    (folder / "small.yaml").write_text(
        "Application: product\nBenchmark: {Repetitions: 1, Minimum Time: 1e-5, "
        "Series: {small: {Degrees: [1, 2], Channels: [4], Time Bars: [1, 2]}}}\n")
    run(program, folder / "small.yaml", "--quiet", "--output", folder / "small")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        print("the plot is left out: no matplotlib")
        return
    run(sys.executable, application / "plot_benchmark.py", folder / "small")
    assert (folder / "small/benchmark.png").stat().st_size > 10000


def main():
    program, application = (pathlib.Path(word) for word in sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        check_product(program, pathlib.Path(folder))
        check_plot(program, application, pathlib.Path(folder))


if __name__ == "__main__":
    main()
