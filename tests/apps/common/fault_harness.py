#!/usr/bin/env python3
"""Ends runs of the suite at bad moments and checks that no result is ever broken.

    fault_harness.py [--kills 50] [--limits 20] [--seed 1] [--tessera PATH] -- COMMAND...

COMMAND is a complete call such as `tessera-pde deck.yaml --set axes/x/points=100`; the harness adds
--output and, where a run is to go on, --restart. It first measures one undisturbed run, then

* kills the run (SIGKILL) at seeded random moments spread over that time, one in each equal part of
  it and a third of them in the final phase, in which files are written and renamed,
* lets it meet a file-size limit (RLIMIT_FSIZE), the limits spread over the sizes it writes,

and after each checks that
* the result folder is either the former result, byte for byte, or a complete new one,
* every file under a final name is whole: result.h5 opens (h5py, or `tessera info`), JSON parses,
  ParaView files are complete,
* `.previous`, where it exists, is whole, too,
* a run that met a limit says so (exit code 5), or was not touched by it (exit code 0),
* the next run (with --restart where a checkpoint was left) is not blocked, ends with exit code 0
  and cleans up what the dead run left; with --tessera, its fields have the same bits as those of
  the undisturbed run.

Needs nothing but Python 3's standard library. Exit code 0 where all checks hold, else 1.
"""
import argparse
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

try:
    import h5py
except ImportError:
    h5py = None

FAILED_RUN = 5  # exit code: out of resources


class Broken(Exception):
    """A check that does not hold."""


def digest(folder):
    """Content of a folder: {relative name: hash}; None where it does not exist."""
    if not folder.exists():
        return None
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(folder.rglob("*")) if file.is_file()}


def check_hdf5(file, tessera):
    if h5py is not None:
        try:
            with h5py.File(file, "r") as opened:
                opened.visititems(lambda _, item: item[()] if hasattr(item, "shape") else None)
        except OSError as error:
            raise Broken(f"{file}: {error}") from error
        return
    if tessera:
        done = subprocess.run([tessera, "info", str(file)], capture_output=True, text=True)
        if done.returncode != 0:
            raise Broken(f"{file}: {done.stderr.strip()}")
        return
    data = file.read_bytes()
    # Superblock versions 2 and 3 hold the end-of-file address at byte 28.
    if data[:8] != b"\x89HDF\r\n\x1a\n":
        raise Broken(f"{file}: no HDF5 signature")
    if data[8] in (2, 3) and int.from_bytes(data[28:36], "little") > len(data):
        raise Broken(f"{file}: shorter than its superblock says")


def check_paraview(file):
    data = file.read_bytes()
    if not data.rstrip().endswith(b"</VTKFile>"):
        raise Broken(f"{file}: does not end with </VTKFile>")
    # Appended raw data is no XML: it is taken out before the rest is parsed.
    header = re.sub(rb"(<AppendedData[^>]*>).*(</AppendedData>)", rb"\1\2", data, flags=re.S)
    try:
        ElementTree.fromstring(header)
    except ElementTree.ParseError as error:
        raise Broken(f"{file}: {error}") from error


def check_whole(folder, names, tessera):
    """Every file of a result folder is complete, and no file is missing."""
    present = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    if present != names:
        raise Broken(f"{folder}: files {sorted(present)}, expected {sorted(names)}")
    for file in folder.rglob("*"):
        if file.suffix == ".h5":
            check_hdf5(file, tessera)
        elif file.suffix == ".json":
            try:
                json.loads(file.read_text())
            except ValueError as error:
                raise Broken(f"{file}: {error}") from error
        elif file.suffix in (".vti", ".vtr", ".vts", ".vtu", ".vtp", ".pvd"):
            check_paraview(file)
        elif file.name == "run.log" and not file.read_bytes().endswith(b"\n"):
            raise Broken(f"{file}: last line is cut")


class Harness:
    def __init__(self, command, tessera, keep):
        self.command = command
        self.tessera = tessera
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="tessera-faults-"))
        self.keep = keep
        self.output = self.base / "result"
        self.beside = lambda suffix: self.base / ("result" + suffix)
        self.reference = self.base / "reference"
        self.names = set()
        self.duration = 0.0
        self.outcomes = {}

    def call(self, *more):
        return self.command + ["--output", str(self.output), *more]

    def finish(self, *more):
        """An undisturbed run; it must succeed."""
        done = subprocess.run(self.call(*more), capture_output=True, text=True)
        if done.returncode != 0:
            raise Broken(f"exit code {done.returncode} of an undisturbed run: {done.stderr}")

    def measure(self):
        self.finish()
        start = time.monotonic()
        self.finish()
        self.duration = time.monotonic() - start
        self.names = {str(f.relative_to(self.output)) for f in self.output.rglob("*")
                      if f.is_file()}
        check_whole(self.output, self.names, self.tessera)
        shutil.copytree(self.output, self.reference)

    def check_after(self, former):
        """After a run that was disturbed. Returns what the result folder holds."""
        now = digest(self.output)
        if now is None:
            raise Broken("the result folder is gone")
        what = "former result" if now == former else "new result"
        check_whole(self.output, self.names, self.tessera)
        previous = self.beside(".previous")
        if previous.exists():
            check_whole(previous, self.names, self.tessera)
        checkpoint = self.beside(".checkpoint.h5")
        if checkpoint.exists():
            check_hdf5(checkpoint, None)
        return what

    def check_next_run(self):
        restart = ["--restart"] if self.beside(".checkpoint.h5").exists() else []
        self.finish(*restart)
        check_whole(self.output, self.names, self.tessera)
        if self.tessera and "result.h5" in self.names:
            done = subprocess.run(
                [self.tessera, "compare", str(self.output), str(self.reference)],
                capture_output=True, text=True)
            if done.returncode != 0:
                raise Broken(f"other bits than an undisturbed run: {done.stdout}{done.stderr}")
        allowed = {"result", "result.previous", "reference"}
        litter = {entry.name for entry in self.base.iterdir()} - allowed
        if litter:
            raise Broken(f"left after a good run: {sorted(litter)}")
        return "restarted" if restart else "started anew"

    def kill_at(self, moment):
        former = digest(self.output)
        process = subprocess.Popen(self.call(), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        lived = "killed" if process.returncode < 0 else "had ended"
        what = self.check_after(former)
        return f"{lived}, {what}, next run {self.check_next_run()}"

    def limit_to(self, size):
        former = digest(self.output)

        def set_limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = subprocess.run(self.call(), preexec_fn=set_limit, capture_output=True, text=True)
        what = self.check_after(former)
        if done.returncode == 0:
            if what != "new result":
                raise Broken("exit code 0, but the former result still stands")
        elif done.returncode == FAILED_RUN:
            if what != "former result":
                raise Broken("the run failed, but the result has changed")
            if not done.stderr.strip():
                raise Broken("no message with exit code 5")
        else:
            raise Broken(f"exit code {done.returncode} under a file-size limit: {done.stderr}")
        return f"exit code {done.returncode}, {what}, next run {self.check_next_run()}"

    def moments(self, count, generator):
        """Two thirds spread over the whole run, the others over its last quarter."""
        late = count // 3
        spread = count - late
        whole = [(i + generator.random()) / spread for i in range(spread)]
        final = [0.75 + 0.3 * (i + generator.random()) / late for i in range(late)]
        return [share * self.duration for share in whole + final]

    def limits(self, count, generator):
        """Sizes from nothing to a little more than the largest file, even in their logarithm."""
        largest = max(file.stat().st_size for file in self.output.rglob("*") if file.is_file())
        sizes = [int((1.2 * largest) ** ((i + generator.random()) / count))
                 for i in range(count)]
        return [0] + sizes[1:]

    def attempt(self, kind, value, action):
        try:
            outcome = action(value)
        except Broken as broken:
            print(f"{kind} {value:.4g}: BROKEN: {broken}", flush=True)
            return False
        self.outcomes[f"{kind}: {outcome}"] = self.outcomes.get(f"{kind}: {outcome}", 0) + 1
        return True

    def close(self):
        if self.keep:
            print(f"Files are kept in {self.base}")
        else:
            shutil.rmtree(self.base, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--limits", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tessera", help="the program `tessera`, to open and compare results")
    parser.add_argument("--keep", action="store_true", help="keep the files")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = [word for i, word in enumerate(options.command) if i > 0 or word != "--"]
    if not command:
        parser.error("a command is needed")
    generator = random.Random(options.seed)
    harness = Harness(command, options.tessera, options.keep)
    good = True
    try:
        harness.measure()
        print(f"Undisturbed run: {harness.duration:.2f} s, {len(harness.names)} files; HDF5 files "
              f"are checked by {'h5py' if h5py else options.tessera or 'their superblock'}",
              flush=True)
        for moment in harness.moments(options.kills, generator):
            good &= harness.attempt("kill at (s)", moment, harness.kill_at)
        for size in harness.limits(options.limits, generator):
            good &= harness.attempt("file-size limit (bytes)", size, harness.limit_to)
        for outcome, count in sorted(harness.outcomes.items()):
            print(f"{count:4d} x {outcome}")
    except Broken as broken:
        print(f"BROKEN: {broken}")
        good = False
    finally:
        harness.close()
    print("All checks hold." if good else "There are broken results.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
