"""The end-to-end lane: drives ``bin/dovetail`` on checkpoints of real networks and runs what it writes.

    python lane.py [--only WORD]...     runs the checks whose names contain one of the words
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from checks import files, loaders, pages, refusals, rules, settings, structures, training
from checks.networks import Network
from models import PAIRS
from parity.command import COMMAND
from parity.pair import Ambiguity, Untold
from parity.runner import Check, fail, run_checks

WITH_SIDE_FILE = "guide_mlp_batch_norm", "resnet", "conv_transpose2d"


def network_checks(folder: Path) -> Iterator[tuple[Network, list[Check]]]:
    """The checks of each network."""
    for pair in PAIRS:
        network = Network(pair, folder)
        checks = network.checks()
        if pair.name in WITH_SIDE_FILE:
            checks.append(("there and back with a side file", network.side_file_there_and_back))
        if pair.name == "guide_mlp":
            checks.append(("random streams stay", network.streams_stay))
            checks.append(("random streams begin anew", network.streams_begin_anew))
        match pair.open:
            case Ambiguity():
                checks.insert(0, ("refused while it is ambiguous", lambda network=network: refusals.ambiguity(
                    network.pair, network.trained, network.checkpoint, network.like, network.haiku_like)))
            case Untold():
                checks.insert(0, ("refused while its kind is untold", lambda network=network: refusals.untold(
                    network.pair, network.checkpoint, network.like, network.haiku_like)))
        yield network, checks


def file_checks(folder: Path) -> Iterator[Check]:
    """The checks of each format."""
    for form in files.HELD:
        yield f"{form}: the real library reads ours", partial(files.written, folder, form)
        for dtype in ("bfloat16", "float8_e4m3fn"):
            yield f"{form}: cast to {dtype}", partial(files.cast, folder, form, dtype)
    yield "npz: what is told of void elements", partial(files.assumed, folder)
    yield "npy: NumPy reads our lone arrays", partial(files.lone, folder)
    yield "msgpack: flax restores ours into a state", partial(files.restored, folder)
    yield "joblib: joblib reads ours", partial(files.as_joblib, folder)
    yield "alphafold3: records there and back", partial(files.as_records, folder)
    yield "tree: the recipe reads ours", partial(files.as_tree, folder)
    yield "releases: GraphCast's keys there and back", partial(files.as_graphcast, folder)
    yield "pickle: a configuration stays", partial(files.configuration, folder)
    yield "orbax: every front end restores ours", partial(files.restored_by_orbax, folder)
    yield "orbax: an nnx.State is restored from ours", partial(files.restored_state, folder)
    yield "orbax: typed keys are restored from ours", partial(files.restored_keys, folder)
    yield "orbax: a process whose database is lost", partial(files.lost_process, folder)
    yield "alphafold3: a missing part, several models", partial(files.incomplete_parts, folder)
    yield "a dtype that the container cannot hold", partial(files.unheld, folder)
    yield "2 GB in a heap of 64 MB", partial(large, folder)
    for path in sorted(files.GOLDENS.glob("*/*")):
        name = path.relative_to(files.GOLDENS).as_posix()
        kind = name.partition("/")[0]
        if path.suffix == ".json":
            continue
        if kind == "refused":
            yield f"{name} is refused", partial(files.refused, name, folder)
            continue
        yield f"{name} is inspected", partial(files.inspected, name, folder)
    for name, suffix in READ.items():
        yield f"{name} is read bit for bit", partial(files.read, name, folder, suffix)
    for name in ("npy/float32.npy", "npz/stored.npz", "safetensors/dtypes.safetensors", "pickle/numpy_4.pkl",
                 "msgpack/dtypes.msgpack", *(f"joblib/{how}.joblib" for how in ("bz2", "xz", "lzma", "lz4"))):
        yield f"{name} is unreadable when cut", partial(files.cut, name, folder)


def large(folder: Path) -> None:
    """A checkpoint of thirty times the heap; in a process of its own, because a child's memory counts from its parent's."""
    script = Path(__file__).with_name("scale.py")
    done = subprocess.run([sys.executable, script, "--gigabytes", "2", "--heap", "64m", "--folder", folder],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


READ = {
    "npz/stored.npz": ".pkl", "npz/deflated.npz": ".pkl", "npz/slashes.npz": ".safetensors",
    "safetensors/dtypes.safetensors": ".safetensors", "shards/model": ".safetensors",
    **{f"pickle/numpy_{protocol}.pkl": ".pkl" for protocol in (2, 3, 4, 5)},
    **{f"pickle/jax_{protocol}.pkl": ".pkl" for protocol in (2, 3, 4, 5)},
    "pickle/flat_mapping_2.pkl": ".safetensors", "pickle/flat_mapping_4.pkl": ".safetensors",
    "pickle/frozendict_4.pkl": ".safetensors", "pickle/ordered_dict_2.pkl": ".safetensors",
    **{f"joblib/numpy_{protocol}.joblib": ".pkl" for protocol in (2, 4, 5)},
    "joblib/experiment.joblib": ".pkl", "joblib/zlib.joblib": ".joblib", "joblib/gzip.joblib": ".safetensors",
    "joblib/bz2.joblib": ".joblib", "joblib/xz.joblib": ".safetensors", "joblib/lzma.joblib": ".pkl", "joblib/lz4.joblib": ".joblib",
    "alphafold3/dtypes.bin": ".pkl", "alphafold3/af3.bin.zst": ".npy", "alphafold3/parts": ".pkl",
    "releases/graphcast.npz": ".pkl", "releases/byol.pkl": ".npz", "releases/unifold.npz": ".safetensors",
    "npz/values.npz": ".npz", "pickle/tapir.npy": ".npy", "pickle/pair_5.pkl": ".npz", "pickle/robustness.npy": ".pkl",
    "pickle/nnx_state_2.pkl": ".safetensors", "pickle/nnx_state_4.pkl": ".npz", "pickle/nnx_state_5.pkl": ".pkl",
    **{f"msgpack/{name}.msgpack": ".msgpack" for name in ("dtypes", "jax", "experiment", "nnx_pure", "pieces")},
    **{f"orbax/{name}": ".orbax" for name in (
        "ocdbt_zarr2", "ocdbt_zarr3", "files_zarr2", "files_zarr3", "ocdbt_zarr2_chunks", "ocdbt_zarr3_chunks",
        "files_zarr2_chunks", "files_zarr3_chunks", "nnx_state", "nnx_pure", "nnx_manager", "nnx_v1", "nnx_streams",
        "codecs_zarr2", "codecs_zarr3", "processes_files_zarr2", "processes_files_zarr3", "processes_ocdbt_zarr2",
        "processes_ocdbt_zarr3", "processes_unmerged_zarr2", "processes_unmerged_zarr3")},
    "orbax/experiment": ".pkl",
    "pickle/nnx_streams_4.pkl": ".safetensors", "pickle/nnx_pure_3.pkl": ".pkl", "pickle/nnx_pure_4.pkl": ".npz",
}
"""Files whose every bit is compared, and the container that they go into."""


SHARING = {"rules": rules.checks, "loaders": loaders.checks, "pages": pages.checks}
"""Checks that share files, and so stay in one process."""

ALONE = {"files": file_checks, "structures": structures.checks, "training": training.checks,
         "settings": settings.checks}
"""Checks that share nothing."""


def named(head: str, checks: Iterable[Check]) -> list[Check]:
    """Checks with what they are about before their names."""
    return [(f"{head}: {name}", body) for name, body in checks]


def groups(wanted: tuple[str, ...], folder: Path) -> list[list[Check]]:
    """The wanted checks, the longest first; those of a network share files, too."""
    every = [*(named(head, checks(folder)) for head, checks in SHARING.items()),
             *(named(network.pair.name, checks) for network, checks in network_checks(folder)),
             *([check] for head, checks in ALONE.items() for check in named(head, checks(folder)))]
    return [[check for check in group if not wanted or any(word in check[0] for word in wanted)] for group in every]


def main() -> int:
    """Reads the command line and runs the checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="run checks that contain this")
    wanted = parser.parse_args().only
    if not COMMAND.exists():
        fail(f"{COMMAND.parent.name}/{COMMAND.name} is not there; the lane drives it")
    subprocess.run([COMMAND, "--help"], check=True, stdout=subprocess.DEVNULL)  # builds, so that no check has to wait
    return run_checks(partial(groups, tuple(wanted)))


if __name__ == "__main__":
    sys.exit(main())
