#!/usr/bin/env python3
"""Checks that the Markdown pages of the project link to files that exist, and that files of the
project they name in code font (`apps/packages.txt`) exist too.

    check_links.py ROOT     prints every dead link as file:line: text; exit code 1 if any
"""

import glob
import os
import re
import sys

import sources

PAGES = ("*.md", "docs/**/*.md", "apps/**/*.md", "tests/**/*.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# A path with a suffix, below one of the top folders, without placeholders (*, NAME).
NAMED_FILE = re.compile(r"`((?:%s|docs)/[a-z0-9_./-]+\.[a-z]+)`" % "|".join(sources.TOP_FOLDERS))


def dead_links(root, page):
    found = []
    folder = os.path.dirname(page)
    for number, line in enumerate(sources.read_lines(root, page), start=1):
        for target in LINK.findall(line):
            path = target.split("#")[0]
            if path and "://" not in target and not target.startswith("mailto:") and \
                    not os.path.exists(os.path.join(root, folder, path)):
                found.append(f"{page}:{number}: link to {target}, which does not exist")
        for path in NAMED_FILE.findall(line):
            if not os.path.exists(os.path.join(root, path)):
                found.append(f"{page}:{number}: names {path}, which does not exist")
    return found


def main(root):
    pages = sorted({os.path.relpath(path, root) for pattern in PAGES
                    for path in glob.glob(os.path.join(root, pattern), recursive=True)})
    found = [fault for page in pages for fault in dead_links(root, page)]
    for fault in found:
        print(fault)
    print(f"{len(pages)} pages, {len(found)} dead links")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
