"""Opens a result file as a user does: with xarray, else with h5py.

usage: check_with_xarray.py WRITE_SAMPLE
WRITE_SAMPLE is the program that writes the sample of sample.hpp. Exits with 77 where neither
library is there.
"""

import os
import subprocess
import sys
import tempfile

try:
    import h5py
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing} (Debian: python3-xarray python3-h5netcdf)")
    sys.exit(77)

X = np.array([0.0, 0.1, 0.3, 0.7])
LATITUDE = np.array([-30.0, 0.0, 45.0])
T = np.array([0.0, 2.0])
U = X[None, None, :] + 100 * LATITUDE[None, :, None] + 10000 * T[:, None, None]


def check(condition, what):
    if not condition:
        print("FAILED:", what)
        sys.exit(1)
    print("ok:", what)


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def check_with_h5py(path):
    with h5py.File(path, "r") as file:
        check(text(file.attrs["Conventions"]) == "CF-1.10", "h5py: Conventions")
        check(text(file.attrs["title"]) == "Sample of Ångström", "h5py: title in UTF-8")
        u = file["u"]
        check(u.dtype == np.dtype("<f8") and u.shape == (2, 3, 4), "h5py: u is double, (t, y, x)")
        check(np.array_equal(u[...], U), "h5py: values of u")
        names = [dimension[0].name for dimension in u.dims]
        check(names == ["/t", "/latitude", "/x"], "h5py: dimension scales of u")
        check(text(u.attrs["units"]) == "m s-1", "h5py: units of u")
        check(text(u.attrs["long_name"]) == "wind speed", "h5py: long name of u")
        model = file["model"]
        check(text(model.attrs["type"]) == "spectral factors", "h5py: type of the model")
        check(model["coefficients"].shape == (3, 2), "h5py: arrays are reversed")
        check(model["coefficients"][1, 0] == 12, "h5py: values of an array")
        check(text(model.attrs["kernel"]) == "spectral mixture, angle in °", "h5py: text")
        check(text(model["long"][()]).endswith("xend"), "h5py: long text of the model")
        check(text(file["deck/effective"][()]).endswith("Application: pde\n"), "h5py: the deck")
        check(text(file["provenance"].attrs["version"]) == "1.2", "h5py: provenance")


def check_with_xarray(path, xarray):
    with xarray.open_dataset(path, engine="h5netcdf") as data:
        check(data.attrs["title"] == "Sample of Ångström", "xarray: title")
        check(list(data.data_vars) == ["u", "ratio"], "xarray: variables and their order")
        check(set(data.coords) == {"x", "latitude", "t"}, "xarray: coordinates")
        u = data["u"]
        check(u.dims == ("t", "latitude", "x"), "xarray: dimensions of u")
        check(u.attrs == {"units": "m s-1", "long_name": "wind speed"}, "xarray: attributes of u")
        check(np.array_equal(u.values, U), "xarray: values of u")
        check(np.array_equal(data["x"].values, X), "xarray: coordinates of x")
        check(data["x"].attrs["units"] == "m", "xarray: units of x")
        check(data["x"].attrs["axis"] == "X", "xarray: axis of x")
        check(data["t"].attrs["axis"] == "T", "xarray: axis of t")
        check(data["t"].dtype == np.float64, "xarray: time stays a number")
        check(data["latitude"].attrs["standard_name"] == "latitude", "xarray: standard name")
        check(data["latitude"].attrs["axis"] == "Y", "xarray: axis of the latitude")
        point = u.sel(x=0.3, latitude=45.0, t=2.0)
        check(float(point) == 0.3 + 4500 + 20000, "xarray: selection by coordinates")
        ratio = data["ratio"]
        check(ratio.dims == ("x",) and ratio.attrs["units"] == "1", "xarray: dimensionless field")
        check(list(np.isnan(ratio.values)) == [False, True, False, False], "xarray: missing value")
    with xarray.open_dataset(path) as data:
        check(data["u"].dims == ("t", "latitude", "x"), "xarray: finds the engine itself")
    with xarray.open_dataset(path, engine="h5netcdf", group="history/ladder") as ladder:
        check(list(ladder.data_vars) == ["step", "residual"], "xarray: columns of a table")
        check(ladder["residual"].dims == ("row",), "xarray: dimension of a table")
        check(ladder["residual"].values[2] == 1e-11, "xarray: values of a table")


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "result.h5")
        subprocess.run([sys.argv[1], path], check=True)
        check_with_h5py(path)
        try:
            import h5netcdf  # noqa: F401
            import xarray
        except ImportError as missing:
            print(f"xarray not tried: {missing} (Debian: python3-xarray python3-h5netcdf)")
            return
        check_with_xarray(path, xarray)


main()
