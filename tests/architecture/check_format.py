#!/usr/bin/env python3
"""Checks that every C++ file is formatted as .clang-format has it.

    check_format.py ROOT    exit code 1 if a file differs, 77 if the check cannot be done
"""

import shutil
import subprocess
import sys

import sources

# The layout differs between versions of clang-format; this is Debian 12's.
CLANG_FORMAT_VERSION = "14."
SKIPPED = 77


def skip(reason):
    print(f"SKIPPED: format check: {reason}")
    return SKIPPED


def main(root):
    if not shutil.which("clang-format"):
        return skip("clang-format is not installed")
    version = subprocess.run(["clang-format", "--version"], capture_output=True, text=True,
                             check=True).stdout.split("version ")[1]
    if not version.startswith(CLANG_FORMAT_VERSION):
        return skip(f"clang-format is not version {CLANG_FORMAT_VERSION}x but {version.strip()}")
    paths = sources.files(root, sources.CODE_SUFFIXES)
    outcome = subprocess.run(["clang-format", "--dry-run", "-Werror", "--ferror-limit=1", *paths],
                             cwd=root)
    print(f"{len(paths)} files checked")
    if outcome.returncode:
        print("To repair: clang-format -i FILE")
    return 1 if outcome.returncode else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
