"""The conversion benchmark: ``bin/dovetail convert`` against the Python that a user would write, in turn on this machine.

Both rename the arrays of a Haiku checkpoint and write safetensors or Orbax; processes are timed from their start
to their end, and the results must be equal, names and bits. The archive's script needs NumPy alone; that of pickled jax
arrays must import jax and haiku, that of Orbax jax and orbax. Dovetail forces its result to the disk before it is put in place, which ``save_file`` does not: the figures
of Python with ``os.fsync`` are those of equal duty. In a folder in memory, as /dev/shm, both are the same.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open

COMMAND = Path(__file__).resolve().parents[2] / "bin/dovetail"
MEGABYTE = 1 << 20
LARGEST_LAYER = 64 * MEGABYTE
LAYERS = 4

RENAME = """
def renamed(key):
    module, _, name = key.rpartition("/")
    return f"{module}.{dict(w='kernel', b='bias')[name]}"
"""
SYNC = """
import os, pathlib
written = pathlib.Path(sys.argv[2])
for path in [written, *written.rglob("*")]:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
"""
FROM_ARCHIVE = f"""
import sys
import numpy as np
from safetensors.numpy import save_file
{RENAME}
with np.load(sys.argv[1]) as archive:
    save_file({{renamed(key): archive[key] for key in archive.files}}, sys.argv[2])
"""
FROM_PICKLE = f"""
import pickle, sys
import haiku, jax
from safetensors.flax import save_file
{RENAME}
with open(sys.argv[1], "rb") as file:
    params = pickle.load(file)
save_file({{renamed(f"{{module}}/{{name}}"): array for module, arrays in params.items() for name, array in arrays.items()}},
          sys.argv[2])
"""

FROM_ARCHIVE_TO_ORBAX = """
import sys
import numpy as np
import orbax.checkpoint as ocp
renamed = {}
with np.load(sys.argv[1]) as archive, ocp.StandardCheckpointer() as checkpointer:
    for key in archive.files:
        module, _, name = key.rpartition("/")
        renamed.setdefault(module, {})[dict(w="kernel", b="bias")[name]] = archive[key]
    checkpointer.save(sys.argv[2], renamed)
    checkpointer.wait_until_finished()
"""
ORBAX = """
import sys
import jax
import orbax.checkpoint as ocp
with ocp.StandardCheckpointer() as checkpointer:
    params = checkpointer.restore(sys.argv[1])
    renamed = {module: {dict(w="kernel", b="bias")[name]: array for name, array in arrays.items()}
               for module, arrays in params.items()}
    checkpointer.save(sys.argv[2], renamed)
    checkpointer.wait_until_finished()
"""


@dataclass(frozen=True)
class Source:
    """A kind of checkpoint, the script that converts it, and what is made of it."""

    suffix: str
    script: str
    write: Callable[[Path, dict[str, dict[str, np.ndarray]]], None]
    made: str = ".safetensors"


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    resident: int


def write_archive(path: Path, params: dict[str, dict[str, np.ndarray]]) -> None:
    """Haiku parameters as users save them without jax."""
    np.savez(path, **{f"{module}/{name}": array for module, arrays in params.items() for name, array in arrays.items()})


def write_pickle(path: Path, params: dict[str, dict[str, np.ndarray]]) -> None:
    """Haiku parameters as they come out of ``init``, pickled."""
    import jax

    with path.open("wb") as file:
        pickle.dump(jax.tree.map(jax.numpy.asarray, params), file)


def write_orbax(path: Path, params: dict[str, dict[str, np.ndarray]]) -> None:
    """Haiku parameters as a user of Orbax saves them."""
    import jax
    import orbax.checkpoint

    with orbax.checkpoint.StandardCheckpointer() as checkpointer:
        checkpointer.save(path, jax.tree.map(jax.numpy.asarray, params))
        checkpointer.wait_until_finished()


SOURCES = {
    "npz": Source(".npz", FROM_ARCHIVE, write_archive),
    "pickle of jax arrays": Source(".pkl", FROM_PICKLE, write_pickle),
    "npz to orbax": Source(".npz", FROM_ARCHIVE_TO_ORBAX, write_archive, ".orbax"),
    "orbax": Source(".orbax", ORBAX, write_orbax, ".orbax"),
}


def parameters(size: int) -> dict[str, dict[str, np.ndarray]]:
    """Linear layers of ``size`` bytes in all."""
    layers = max(LAYERS, size // LARGEST_LAYER)
    width = int((size / layers / 4) ** 0.5)
    generator = np.random.default_rng(0)
    return {"linear" if layer == 0 else f"linear_{layer}": {
        "w": generator.random((width, width), np.float32), "b": generator.random(width, np.float32),
    } for layer in range(layers)}


def run(command: list[str | Path]) -> Run:
    """Runs a process, and measures it from its start to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.perf_counter() - start, usage.ru_maxrss * 1024)


def make(name: str, path: Path, size: int) -> None:
    """Writes a checkpoint of a kind."""
    SOURCES[name].write(path, parameters(size))


def apart(function: Callable[..., None], *arguments: object) -> None:
    """Calls a function in a process of its own: what a child needed is counted from what its parent ever had."""
    process = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def force(path: Path) -> None:
    """Forces a file, or all files of a folder, to the disk."""
    for file in [path, *path.rglob("*")]:
        descriptor = os.open(file, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def remove(path: Path) -> None:
    """Removes a file or folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def arrays(path: Path) -> Iterator[tuple[list[str], Callable[[str], np.ndarray]]]:
    """The names of a file or folder that was made, and what reads an array."""
    if path.suffix == ".orbax":
        import orbax.checkpoint

        tree = orbax.checkpoint.StandardCheckpointer().restore(path)
        named = {f"{module}.{name}": array for module, layer in tree.items() for name, array in layer.items()}
        yield sorted(named), lambda name: np.asarray(named[name])
    else:
        with safe_open(path, "np") as file:
            yield sorted(file.keys()), file.get_tensor


def assert_equal(ours: Path, theirs: Path) -> None:
    """Compares what was made, array by array, names and bits."""
    with arrays(ours) as (names, one), arrays(theirs) as (expected, other):
        assert names == expected, f"{ours} has {names}, {theirs} has {expected}"
        for name in names:
            np.testing.assert_array_equal(one(name).view(np.uint8), other(name).view(np.uint8), name)


def measure(name: str, size: int, folder: Path, runs: int) -> dict[str, list[Run]]:
    """Runs the three, one after the other, ``runs`` times after one that does not count."""
    source = SOURCES[name]
    given, ours, theirs = folder / f"in{source.suffix}", folder / f"ours{source.made}", folder / f"theirs{source.made}"
    apart(make, name, given, size)
    force(given)
    commands = {
        "dovetail": [COMMAND, "convert", given, ours],
        "python": [sys.executable, "-c", source.script, given, theirs],
        "python, forced": [sys.executable, "-c", source.script + SYNC, given, theirs],
    }
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for round_number in range(runs + 1):
        for name, command in commands.items():
            remove(command[-1])
            once = run(command)
            force(command[-1])  # what one left to be written must not slow the next one down
            if round_number > 0:
                taken[name].append(once)
    apart(assert_equal, ours, theirs)
    return taken


def report(name: str, megabytes: int, taken: dict[str, list[Run]]) -> None:
    """Prints a line of the table."""
    seconds = {who: statistics.median(once.seconds for once in runs) for who, runs in taken.items()}
    resident = {who: max(once.resident for once in runs) / MEGABYTE for who, runs in taken.items()}
    ratios = [statistics.median(other.seconds / ours.seconds for ours, other in zip(taken["dovetail"], taken[who]))
              for who in ("python", "python, forced")]
    print(f"| {name} | {megabytes:,} MB | {seconds['dovetail']:.2f} s | {seconds['python']:.2f} s | {ratios[0]:.2f} "
          f"| {seconds['python, forced']:.2f} s | {ratios[1]:.2f} | {resident['dovetail']:,.0f} MB "
          f"| {resident['python']:,.0f} MB |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[1, 100, 4096], help="sizes (default 1 100 4096)")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (default 5)")
    parser.add_argument("--source", choices=SOURCES, action="append", help="this kind of checkpoint alone")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the files are made")
    options = parser.parse_args()
    needed = 3 * max(options.megabytes) * MEGABYTE
    if shutil.disk_usage(options.folder).free < needed:
        sys.exit(f"{options.folder} has no room for {needed:,} bytes; choose another --folder, or fewer --megabytes")
    print("| from | size | dovetail | python | times | python, forced | times | dovetail's memory | python's |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in options.source or SOURCES:
        for megabytes in options.megabytes:
            with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                report(name, megabytes, measure(name, megabytes * MEGABYTE, Path(folder), options.runs))


if __name__ == "__main__":
    main()
