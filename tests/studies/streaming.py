"""A model that grows: the training rows of a split of beijing_pm25.h5 come in ten random chunks, each
an `Update` of the last result, against one run on all rows. Prints the scores on the held-out rows.
Needs the data folder (--data) and takes ten minutes on one core."""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import tempfile

import h5py
import numpy

root = pathlib.Path(__file__).resolve().parents[2]
deck = """\
Application: tucker
Axes:
  temperature: {{Column: temperature, Units: degC}}
  pressure: {{Column: pressure, Units: hPa}}
  day: {{Column: day, Kind: time}}
Observations: {{File: {file}, Column: pm25, Units: ug/m^3, Noise: learned}}
Prior: {{All Axes: {{Kernel: matern 3/2, Length Scale: learned}}}}
Model: {{Format: cp, Main Effects: 2, Pairs: 3, Rank: automatic, Maximum Rank: 14, Link: automatic}}
Solver: {{Starts: 3}}
Output: {{Grid: {{temperature: 5, pressure: 5, day: 5}}}}
{more}
"""


def rows_of(file, split):
    """Table of the rows, and the numbers of training and test rows."""
    with h5py.File(file) as data:
        columns = []
        for k, name in enumerate(["0_TEMP_conti", "1_PRES_conti"]):
            axis = data["axes"][name]
            low, high = axis.attrs["raw_min"], axis.attrs["raw_max"]
            raw = low + axis[:] / 10 * (high - low)
            columns.append(numpy.round(raw[data["rows/index"][:, k]], 4))
        dates = [f"{d // 10000:04d}-{d // 100 % 100:02d}-{d % 100:02d}"
                 for d in data["rows/date_yyyymmdd"][:]]
        table = list(zip(columns[0], columns[1], dates, data["rows/value"][:]))
        return table, data[split]["train_rows"][:], data[split]["test_rows"][:]


def write(path, table, rows):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["temperature", "pressure", "day", "pm25"])
        out.writerows(table[r] for r in rows)


def run(program, folder, name, rows, more, table):
    write(folder / f"{name}.csv", table, rows)
    (folder / f"{name}.yaml").write_text(deck.format(file=f"{name}.csv", more=more))
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    subprocess.run([program, str(folder / f"{name}.yaml"), "--output", str(folder / name), "--quiet"],
                   check=True, env=environment)
    return json.loads((folder / name / "summary.json").read_text())


def held_out(folder, name, training, test):
    """Deck lines that hold the last `test` of `training + test` rows out."""
    with open(folder / f"{name}_rows.csv", "w") as file:
        file.write("row,part\n")
        for r in range(training + test):
            file.write(f"{r},{'train' if r < training else 'test'}\n")
    return f"Validation: {{Split: rows, Rows: {name}_rows.csv}}"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--program", default=str(root / "build/release/bin/tessera-tucker"))
    p.add_argument("--data", default=os.environ.get("TESSERA_DATA", str(root / "../shared/data")))
    p.add_argument("--split", default="disjoint0")
    p.add_argument("--chunks", type=int, default=10)
    a = p.parse_args()
    table, train, test = rows_of(pathlib.Path(a.data) / "beijing_pm25.h5", a.split)
    chunks = numpy.array_split(numpy.random.default_rng(1).permutation(train), a.chunks)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)

        def report(name, summary):
            print(f"{name}: RMSE {summary['test_rmse']:.4f}, NLL {summary['test_nll']:.4f}, coverage "
                  f"{summary['test_coverage_90']:.3f}, {summary['wall_time_s']:.0f} s", flush=True)

        batch = run(a.program, folder, "batch", list(train) + list(test),
                    held_out(folder, "batch", len(train), len(test)), table)
        report("all rows at once", batch)
        for i, chunk in enumerate(chunks):
            update = f"Update: {{Result: chunk{i - 1}}}\n" if i > 0 else ""
            # The held-out rows are scored with a model of the rows so far; the model that the next
            # chunk updates is another run, so that it keeps no held-out row.
            scored = run(a.program, folder, f"scored{i}", list(chunk) + list(test),
                         update + held_out(folder, f"scored{i}", len(chunk), len(test)), table)
            report(f"after chunk {i + 1}", scored)
            if i + 1 < len(chunks):
                run(a.program, folder, f"chunk{i}", chunk, update, table)


if __name__ == "__main__":
    main()
