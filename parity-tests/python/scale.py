"""Converts a checkpoint far larger than the heap, there and back, and compares every bit.

    python scale.py [--gigabytes 20] [--heap 256m] [--folder FOLDER]

An NNX checkpoint in safetensors becomes Haiku's npz and safetensors again. The first file is sparse; the two that are
written take twice its size on the disk, and are deleted at the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from parity import sparse
from parity.command import COMMAND

GIGABYTE = 1 << 30
BESIDE_THE_HEAP = 256 << 20
"""What a Java machine takes for itself: code, classes, threads, the cache of start-up, and one array's slice."""

UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def convert(source: Path, out: Path, heap: str) -> int:
    """Converts a file in a heap of that size; the most memory that the process had at any time, mapped files included."""
    process = subprocess.Popen([COMMAND, "convert", source, out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               text=True, env=os.environ | {"JDK_JAVA_OPTIONS": f"-Xmx{heap}"})
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"dovetail convert {source} {out}: exit status {process.returncode}\n{errors}"
    return usage.ru_maxrss << 10


def there_and_back(folder: Path, size: int, heap: str) -> None:
    """Converts a sparse checkpoint to npz and back, and prints what each way took."""
    source, archive, back = (folder / name for name in ("large.safetensors", "large.npz", "back.safetensors"))
    allowed = int(heap[:-1]) * UNITS[heap[-1].lower()] + BESIDE_THE_HEAP
    sparse.write(source, size)
    for given, out in ((source, archive), (archive, back)):
        start = time.perf_counter()
        resident = convert(given, out, heap)
        print(f"{given.name} of {given.stat().st_size:,} bytes to {out.name}, -Xmx{heap}: "
              f"{time.perf_counter() - start:.1f} s, {resident:,} bytes resident at most", flush=True)
        assert resident <= allowed, f"allowed are {allowed:,} bytes"
    assert sparse.digest(source) == sparse.digest(back), "the numbers came back changed"
    print("every number is equal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=20, help="the size of the checkpoint (default 20)")
    parser.add_argument("--heap", default="256m", help="Java's heap (default 256m)")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the files are made")
    options = parser.parse_args()
    size = int(options.gigabytes * GIGABYTE)
    if (free := shutil.disk_usage(options.folder).free) < 2 * size + GIGABYTE:
        sys.exit(f"{options.folder} has {free:,} bytes free, {2 * size + GIGABYTE:,} are needed; choose another --folder")
    subprocess.run([COMMAND, "--version"], check=True, stdout=subprocess.DEVNULL)  # builds
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        there_and_back(Path(folder), size, options.heap)


if __name__ == "__main__":
    main()
