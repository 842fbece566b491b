#!/usr/bin/env python3
"""Checks the rules that keep the tree in order: which room may include which, where the headers of
large libraries may appear, what the models keep away from, and how long a file may be.

    check_structure.py ROOT     prints every violation as file:line: text; exit code 1 if any
"""

import os
import re
import statistics
import sys

import sources

LONGEST_FILE = 500  # lines
LONGEST_MEDIAN = 200

# Rooms a file of each top folder may include (prefixes of paths). apps is refined in may_include.
ALLOWED_ROOMS = {
    "apps": ("solvers/", "models/", "data/"),
    "solvers": ("solvers/", "models/", "data/fields/"),
    "models": ("models/", "data/fields/"),
    "data": ("data/",),
}

# (headers, files that may include them, words for the message). Tests are free to include any.
LIBRARY_RULES = [
    (r"(Tpetra|Belos|Kokkos)_?\w*\.hpp$", r"solvers/linear/krylov\.cpp$",
     "Tpetra and Belos belong to solvers/linear/krylov.cpp"),
    (r"Teuchos_\w+\.hpp$", r"(solvers|apps)/.*\.cpp$",
     "Teuchos belongs to .cpp files of solvers and apps"),
    (r"ROL_?\w*\.hpp$", r"solvers/optimize/optimize\.cpp$",
     "ROL belongs to solvers/optimize/optimize.cpp"),
    (r"ginac/", r"models/formula/\w+\.cpp$", "GiNaC belongs to one .cpp of models/formula"),
    (r"(hdf5(_hl)?|H5\w*)\.h$", r"data/hdf5/\w+\.cpp$", "HDF5 belongs to data/hdf5/*.cpp"),
    (r"vtk\w+\.h$", r"data/vtk/\w+\.cpp$", "VTK belongs to data/vtk/*.cpp"),
    (r"mpi\.h$", r"data/parallel/\w+\.cpp$", "MPI belongs to data/parallel/*.cpp"),
    (r"fftw3\.h$|unsupported/Eigen/FFT$", r"solvers/fft/\w+\.cpp$",
     "FFT libraries belong to solvers/fft/*.cpp"),
    (r"sharp\w*\.h$", r"solvers/comparators/\w+\.cpp$",
     "libsharp belongs to solvers/comparators/*.cpp"),
    (r"(lapacke?|cblas|openblas_config)\.h$", r"solvers/.*\.cpp$",
     "LAPACK belongs to .cpp files of solvers"),
    (r"(spdlog|CLI|yaml-cpp|nlohmann|fmt)/", r".*\.cpp$", "this library belongs to .cpp files"),
    (r"yaml-cpp/", r"data/deck/\w+\.cpp$", "yaml-cpp belongs to data/deck/*.cpp"),
]

# At most one file of the folder that owns these libraries may include them.
ONE_FILE_LIBRARIES = {"ginac/": ("GiNaC", "models/formula/")}

IMPURE_HEADERS = {
    "iostream": "input and output", "fstream": "input and output", "cstdio": "input and output",
    "filesystem": "input and output", "thread": "threads", "future": "threads",
    "omp.h": "threads", "chrono": "timing", "ctime": "timing",
}


def folder_of(path, depth):
    return "/".join(path.split("/")[:depth]) + "/"


def may_include(includer, included):
    """Whether a file of our own may include another one (both paths from the root)."""
    top = includer.split("/")[0]
    if top == "tests":
        return True
    if includer.startswith("data/fields/"):
        return included.startswith("data/fields/")
    if included.startswith(ALLOWED_ROOMS[top]):
        return True
    if top == "apps":
        own = (folder_of(includer, 2), "apps/common/")
        return includer.startswith("apps/tessera/") and included.startswith("apps/") or \
            included.startswith(own)
    return False


def check_rooms(root, include):
    """The violation of the room rules by one include, or None."""
    own_path = include.target.startswith(tuple(top + "/" for top in sources.TOP_FOLDERS))
    if not include.quoted:
        return "own headers are included with quotes" if own_path else None
    if not own_path:
        return f'"{include.target}": include paths start at the root of the project'
    if not os.path.exists(os.path.join(root, include.target)):
        return f'"{include.target}" does not exist'
    if not may_include(include.file, include.target):
        return f"{folder_of(include.file, 2)[:-1]} may not include {include.target}"
    return None


def check_libraries(include):
    """Violations of the library and purity rules by one include."""
    if include.file.startswith("tests/") or include.quoted:
        return []
    found = [f"<{include.target}>: {words}" for headers, allowed, words in LIBRARY_RULES
             if re.match(headers, include.target) and not re.match(allowed, include.file)]
    if include.file.startswith("models/") and include.target in IMPURE_HEADERS:
        found.append(f"<{include.target}>: models do no {IMPURE_HEADERS[include.target]}")
    plain = re.fullmatch(r"[a-z_0-9]+", include.target) or include.target.startswith("Eigen/")
    if include.file.startswith("data/fields/") and not plain:
        found.append(f"<{include.target}>: data/fields uses the standard library and Eigen only")
    return found


def check_single_use(all_includes):
    """Libraries that more than one file includes though they belong to one."""
    found = []
    for prefix, (name, owner) in ONE_FILE_LIBRARIES.items():
        users = sorted({i.file for i in all_includes
                        if i.target.startswith(prefix) and i.file.startswith(owner)})
        found += [f"{user}:1: {name} belongs to one file, and {users[0]} has it"
                  for user in users[1:]]
    return found


def check_threads_in_models(root, path):
    if not path.startswith("models/"):
        return []
    return [f"{path}:{number}: models start no threads (#pragma omp)"
            for number, line in enumerate(sources.read_lines(root, path), start=1)
            if re.match(r"\s*#\s*pragma\s+omp", line)]


def check_lengths(root):
    """Violations of the length rules, and the median length of the C++ files."""
    lengths = {path: len(sources.read_lines(root, path))
               for path in sources.files(root, sources.CODE_SUFFIXES + sources.SCRIPT_SUFFIXES)}
    found = [f"{path}:{length}: {length} lines; a file has at most {LONGEST_FILE}"
             for path, length in lengths.items() if length > LONGEST_FILE]
    code = [length for path, length in lengths.items() if path.endswith(sources.CODE_SUFFIXES)]
    median = statistics.median(code) if code else 0
    if median > LONGEST_MEDIAN:
        found.append(f"the median length of the C++ files is {median:g}; at most {LONGEST_MEDIAN}")
    return found, median, lengths


def violations(root):
    found = []
    all_includes = []
    for path in sources.files(root, sources.CODE_SUFFIXES):
        found += check_threads_in_models(root, path)
        for include in sources.includes(root, path):
            all_includes.append(include)
            messages = check_libraries(include)
            room_message = check_rooms(root, include)
            if room_message:
                messages.append(room_message)
            found += [f"{include.file}:{include.line}: {message}" for message in messages]
    return found + check_single_use(all_includes)


def main(root):
    length_violations, median, lengths = check_lengths(root)
    found = violations(root) + length_violations
    for violation in found:
        print(violation)
    longest = max(lengths, key=lengths.get)
    print(f"{len(lengths)} files, {len(found)} violations; median length of the C++ files "
          f"{median:g} lines, longest file {longest} ({lengths[longest]})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
