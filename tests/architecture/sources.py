"""Files of the project and their #include lines, for the architecture tests."""

import os
import re
from dataclasses import dataclass

TOP_FOLDERS = ("apps", "solvers", "models", "data", "tests")
CODE_SUFFIXES = (".cpp", ".hpp", ".inc", ".c", ".h")
SCRIPT_SUFFIXES = (".py", ".sh", "CMakeLists.txt")

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass(frozen=True)
class Include:
    file: str  # path from the root, with slashes
    line: int
    target: str
    quoted: bool


def files(root, suffixes):
    """Paths from the root of all files with one of the suffixes, sorted."""
    found = []
    for top in TOP_FOLDERS:
        for folder, subfolders, names in os.walk(os.path.join(root, top)):
            subfolders[:] = [s for s in subfolders if s not in ("__pycache__", "results", "build")]
            for name in names:
                if name.endswith(tuple(suffixes)):
                    path = os.path.relpath(os.path.join(folder, name), root)
                    found.append(path.replace(os.sep, "/"))
    return sorted(found)


def read_lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as stream:
        return stream.read().splitlines()


def includes(root, path):
    """All includes of one file, in order."""
    found = []
    for number, line in enumerate(read_lines(root, path), start=1):
        match = _INCLUDE.match(line)
        if match:
            found.append(Include(path, number, match.group(2), match.group(1) == '"'))
    return found
