"""Checkpoint files, written and read by the real libraries alone."""

import json
import pickle
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import orbax.checkpoint as ocp
from flax import serialization
from safetensors import deserialize, safe_open
from safetensors.numpy import save_file

from parity.entries import Entries, HaikuKey, flatten, haiku_keys, haiku_texts, haiku_tree
from parity.processes import is_unmerged, merged

SUFFIXES = {"npz": ".npz", "npy": ".npy", "pickle": ".pkl", "safetensors": ".safetensors"}

SAFETENSORS_DTYPES = {
    "BOOL": np.bool_, "I8": np.int8, "I16": np.int16, "I32": np.int32, "I64": np.int64, "U8": np.uint8,
    "U16": np.uint16, "U32": np.uint32, "U64": np.uint64, "F16": np.float16, "F32": np.float32, "F64": np.float64,
    "C64": np.complex64, "BF16": ml_dtypes.bfloat16, "F8_E4M3": ml_dtypes.float8_e4m3fn,
    "F8_E5M2": ml_dtypes.float8_e5m2, "F8_E4M3FNUZ": ml_dtypes.float8_e4m3fnuz,
    "F8_E5M2FNUZ": ml_dtypes.float8_e5m2fnuz, "F8_E8M0": ml_dtypes.float8_e8m0fnu,
}


def write_safetensors(path: Path, entries: Mapping[str, Any], metadata: dict[str, str] | None = None) -> None:
    """Writes flat entries; contiguous first, because safetensors writes the memory of other layouts as it lies."""
    save_file({key: np.asarray(array, order="C") for key, array in entries.items()}, path, metadata)


def write_haiku(folder: Path, stem: str, entries: Mapping[HaikuKey, np.ndarray], container: str) -> Path:
    """Writes a Haiku checkpoint as users do: ``npz stored``, ``npy pickled dict``, ``pickle 4 jax`` and so on."""
    kind, *details = container.split()
    path = folder / (stem + SUFFIXES[kind])
    folder.mkdir(parents=True, exist_ok=True)
    match kind:
        case "npz":
            save = {"stored": np.savez, "deflated": np.savez_compressed}[details[0]]
            save(path, **haiku_texts(entries))
        case "npy":
            np.save(path, np.array(haiku_tree(entries), dtype=object), allow_pickle=True)
        case "pickle":
            protocol, library = int(details[0]), details[1]
            tree = haiku_tree(entries)
            if library == "jax":
                tree = jax.tree.map(jnp.asarray, tree)
            path.write_bytes(pickle.dumps(tree, protocol))
        case "safetensors":
            write_safetensors(path, haiku_texts(entries, "/"))
    return path


def read_entries(path: Path) -> Entries:
    """The arrays of a checkpoint by flat key; keys of nested files are joined with ``/``."""
    if (index := path / "model.safetensors.index.json").exists():
        return read_shards(index)
    if path.is_dir():
        return {"/".join(keys): np.asarray(leaf) for keys, leaf in flatten(load_orbax(path))}
    match path.suffix:
        case ".npz":
            with np.load(path) as archive:
                return dict(archive)
        case ".npy":
            tree = np.load(path, allow_pickle=True).item()
        case ".pkl":
            tree = pickle.loads(path.read_bytes())
        case ".msgpack":
            tree = serialization.msgpack_restore(path.read_bytes())
        case ".safetensors":
            return dict(sorted((key, safetensor(tensor)) for key, tensor in deserialize(path.read_bytes())))
        case other:
            raise ValueError(f"{path.name}: no library here reads {other}")
    return {"/".join(keys): np.asarray(leaf) for keys, leaf in flatten(tree)}


def read_shards(index: Path) -> Entries:
    """The arrays of a model in several safetensors files, each from the file that the index names."""
    files = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
    shards = {name: read_entries(index.parent / name) for name in set(files.values())}
    assert sum(len(shard) for shard in shards.values()) == len(files), "the index does not list every tensor once"
    return {key: shards[file][key] for key, file in sorted(files.items())}


def load_orbax(path: Path) -> Any:
    """The tree of an Orbax checkpoint; of a step's, a manager's or the new interface's folder, that of its only item."""
    item, = {found.parent for found in path.rglob("_METADATA")}
    with tempfile.TemporaryDirectory() as temporary, ocp.Checkpointer(ocp.PyTreeCheckpointHandler()) as reader:
        whole = merged(item, Path(temporary)) if is_unmerged(item) else item
        if not (whole / "array_metadatas/process_1").exists():
            return reader.restore(whole.absolute())
        known = reader.metadata(whole).item_metadata.tree  # its devices are not here
        as_numpy = jax.tree.map(lambda _: ocp.RestoreArgs(restore_type=np.ndarray), known)
        return reader.restore(whole.absolute(), args=ocp.args.PyTreeRestore(restore_args=as_numpy))


def safetensor(tensor: Mapping[str, Any]) -> np.ndarray:
    """One array from what the library gives, in the dtypes too that its own NumPy front end cannot return."""
    dtype = SAFETENSORS_DTYPES[tensor["dtype"]]
    return np.frombuffer(tensor["data"], dtype).reshape(tensor["shape"])


def read_haiku(path: Path) -> dict[HaikuKey, np.ndarray]:
    """The arrays of a Haiku checkpoint by Haiku's own keys."""
    return haiku_keys(read_entries(path))


def safetensors_metadata(path: Path) -> dict[str, str]:
    """The texts beside the arrays of a safetensors file."""
    with safe_open(path, framework="np") as archive:
        return archive.metadata() or {}
