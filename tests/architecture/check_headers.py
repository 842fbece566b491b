#!/usr/bin/env python3
"""Checks that every header compiles on its own and is read only once.

    check_headers.py ROOT COMPILER [COMPILER OPTION...]

A header that its own .cpp includes before anything else is compiled on its own by every build
without precompiled headers (the presets debug and asan); only the others are compiled here, each as
a translation unit of one line.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import sources


def is_first_include_of_its_source(root, header):
    source = header[:-len(".hpp")] + ".cpp"
    if not os.path.exists(os.path.join(root, source)):
        return False
    found = sources.includes(root, source)
    return bool(found) and found[0].target == header


def compile_alone(root, command, header):
    outcome = subprocess.run(command + ["-fsyntax-only", "-x", "c++", "-"], cwd=root, text=True,
                             input=f'#include "{header}"\n', capture_output=True)
    return "" if outcome.returncode == 0 else f"{header} does not compile on its own:\n" \
        + "\n".join(outcome.stderr.splitlines()[:8])


def main(root, command):
    headers = sources.files(root, [".hpp"])
    faults = [f"{header}: no #pragma once" for header in headers
              if "#pragma once" not in sources.read_lines(root, header)]
    alone = [h for h in headers if not is_first_include_of_its_source(root, h)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        faults += filter(None, pool.map(lambda h: compile_alone(root, command, h), alone))
    for fault in faults:
        print(fault)
    print(f"{len(headers)} headers, {len(alone)} of them compiled here, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
