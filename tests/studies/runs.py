"""Runs tessera-pde and reads its summary: shared by the studies."""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
decks = root / "apps/pde/decks"
pictures = root / "docs/studies"


def parser(text):
    p = argparse.ArgumentParser(description=text)
    p.add_argument("--program", default=str(root / "build/release/bin/tessera-pde"))
    p.add_argument("--pictures", default=str(pictures), type=pathlib.Path)
    return p


def run(program, deck, *overrides, timeout=600):
    """Summary of one run. `deck` is a path, or the text of a deck. Small output grid."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    with tempfile.TemporaryDirectory() as folder:
        path = deck
        if not isinstance(deck, pathlib.Path):
            path = pathlib.Path(folder) / "deck.yaml"
            path.write_text(deck)
        command = [program, str(path), "--output", folder + "/result", "--quiet"]
        for one in overrides:
            command += ["--set", one]
        done = subprocess.run(command, env=environment, capture_output=True, text=True,
                              timeout=timeout)
        summary = pathlib.Path(folder) / "result/summary.json"
        if not summary.exists():
            return {"status": "failed", "message": (done.stderr + done.stdout).strip()}
        return json.loads(summary.read_text())


def table(header, rows):
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(r) + " |" for r in rows])


def figure(value):
    return "-" if value is None else f"{value:.1e}"
