"""Checkpoints of arrays that are cut over the devices of two processes, as a cluster saves them.

    python -m parity.processes NUMBER PORT FOLDER     is one of the two
"""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import jax
import ml_dtypes
import numpy as np
import orbax.checkpoint as ocp
from etils import epath
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from orbax.checkpoint._src.serialization import ocdbt_utils, tensorstore_utils

COUNT = 2
DEVICES = 2
SECONDS = 240
LAYOUTS = {"processes_files_zarr2": (False, False), "processes_files_zarr3": (False, True),
           "processes_ocdbt_zarr2": (True, False), "processes_ocdbt_zarr3": (True, True)}
"""Names of folders, with whether arrays are in databases and of zarr 3."""


def save_processes(folder: Path) -> None:
    """Saves a tree in each layout by two processes, and copies of the databases as a save leaves them that did not come to merge them."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = str(free.getsockname()[1])
    environment = os.environ | {"XLA_FLAGS": f"--xla_force_host_platform_device_count={DEVICES}"}
    home = Path(__file__).resolve().parents[1]
    running = [subprocess.Popen([sys.executable, "-m", "parity.processes", str(number), port, folder.absolute()],
                                cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for number in range(COUNT)]
    for process in running:
        out, _ = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, out
    for name, (ocdbt, _) in LAYOUTS.items():
        if ocdbt:
            unmerged = shutil.copytree(folder / name, folder / name.replace("ocdbt", "unmerged"))
            (unmerged / "manifest.ocdbt").unlink()
            shutil.rmtree(unmerged / "d")


def is_unmerged(path: Path) -> bool:
    """Whether the arrays are only in the databases of the processes."""
    return not (path / "manifest.ocdbt").exists() and (path / "ocdbt.process_0").exists()


def merged(path: Path, temporary: Path) -> Path:
    """A copy whose databases Orbax has merged, as it would have at the end of the save."""
    copy = shutil.copytree(path, temporary / path.name)
    zarr3 = json.loads((path / "_METADATA").read_text(encoding="utf-8"))["use_zarr3"]
    asyncio.run(ocdbt_utils.merge_ocdbt_per_process_files(epath.Path(copy), tensorstore_utils.get_ts_context(), zarr3))
    return copy


def numbers() -> dict[str, tuple[np.ndarray, PartitionSpec]]:
    """The arrays, and how each is cut: into blocks, into rows, and not at all."""
    return {"both": (np.arange(28 * 8, dtype=np.float32).reshape(28, 8), PartitionSpec("x", "y")),
            "rows": (np.arange(24).reshape(8, 3).astype(ml_dtypes.bfloat16), PartitionSpec(("x", "y"))),
            "zeros": (np.zeros((4, 2), np.int16), PartitionSpec(None, "x")),
            "copies": (np.arange(5, dtype=np.int32), PartitionSpec())}


def main(number: int, port: str, folder: Path) -> None:
    """Saves its part of the tree in each layout."""
    jax.config.update("jax_cpu_collectives_implementation", "gloo")
    jax.distributed.initialize(f"localhost:{port}", COUNT, number)
    mesh = Mesh(np.array(jax.devices()).reshape(COUNT, DEVICES), ("x", "y"))
    arrays = {name: jax.make_array_from_callback(array.shape, NamedSharding(mesh, spec), array.__getitem__)
              for name, (array, spec) in numbers().items()}
    for name, (ocdbt, zarr3) in LAYOUTS.items():
        with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(use_ocdbt=ocdbt, use_zarr3=zarr3)) as saver:
            saver.save(folder / name, args=ocp.args.PyTreeSave({"codes": arrays}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
