"""A program that writes its result in place, file by file: what the fault harness must catch."""
import json
import pathlib
import sys
import time

folder = pathlib.Path(sys.argv[sys.argv.index("--output") + 1])
folder.mkdir(exist_ok=True)
with open(folder / "summary.json", "w", encoding="ascii") as file:
    for piece in json.dumps({"status": "converged", "values": list(range(20))}).split(" "):
        file.write(piece + " ")
        file.flush()
        time.sleep(0.02)
