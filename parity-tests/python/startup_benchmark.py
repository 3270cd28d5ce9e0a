"""The start-up benchmark: how long `dovetail` takes for small files, against what Python imports for them, in turn on this machine."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOVETAIL = str(ROOT / "bin/dovetail")
SAMPLE = ROOT / "samples/guide_mlp.npz"
SAVE = f"""
import numpy, safetensors.numpy, sys
safetensors.numpy.save_file(dict(numpy.load({str(SAMPLE)!r})), sys.argv[1])
"""


def commands(folder: Path) -> dict[str, list[str]]:
    """What is compared: the same file in and out, and the imports of scripts that use the models."""
    return {
        "dovetail inspect": [DOVETAIL, "inspect", str(SAMPLE)],
        "dovetail convert": [DOVETAIL, "convert", str(SAMPLE), str(folder / "dovetail.safetensors")],
        "numpy.load and save_file": [sys.executable, "-c", SAVE, str(folder / "python.safetensors")],
        "import haiku": [sys.executable, "-c", "import haiku"],
        "import orbax.checkpoint": [sys.executable, "-c", "import orbax.checkpoint"],
    }


def seconds(command: list[str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each command (default 15)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        compared = commands(Path(folder))
        for command in compared.values():
            seconds(command)  # builds, and fills the caches
        rows = [[seconds(command) for command in compared.values()] for _ in range(runs)]
    for name, column in zip(compared, zip(*rows)):
        print(f"{name:26}{statistics.median(column) * 1000:6.0f} ms   median of {runs}, at least {min(column) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
