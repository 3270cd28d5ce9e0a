"""The start-up benchmark: how long `dovetail inspect` of a small file takes, against `import haiku` alone, in turn on this machine."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSPECT = [str(ROOT / "bin/dovetail"), "inspect", str(ROOT / "parity-tests/src/test/resources/golden/linear/nnx.safetensors")]
IMPORT = [sys.executable, "-c", "import haiku"]


def seconds(command: list[str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each command (default 15)")
    runs = parser.parse_args().runs
    seconds(INSPECT), seconds(IMPORT)  # builds, and fills the caches
    pairs = [(seconds(INSPECT), seconds(IMPORT)) for _ in range(runs)]
    inspect, haiku = (statistics.median(column) for column in zip(*pairs))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"dovetail inspect     {inspect * 1000:6.0f} ms   median of {runs}")
    print(f"python import haiku  {haiku * 1000:6.0f} ms")
    print(f"ratio                {ratio:6.2f}      median of the pairs")


if __name__ == "__main__":
    main()
