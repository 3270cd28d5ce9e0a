"""Containers that no package on an index reads: as their owners' repositories say how, on the real libraries."""

import pickle
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import ml_dtypes
import numpy as np
import zstandard

HEADER = "<5i"


def write_records(path: Path, params: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Parameters as AlphaFold 3 keeps them (``model/params.py``): records end to end, compressed when the name says so."""
    records = b"".join(record(scope, name, array) for scope, arrays in params.items() for name, array in arrays.items())
    path.write_bytes(zstandard.ZstdCompressor().compress(records) if path.suffix == ".zst" else records)


def record(scope: str, name: str, array: np.ndarray) -> bytes:
    """One array: five lengths, three texts, the shape, the numbers."""
    texts = [text.encode() for text in (scope, name, str(array.dtype))]
    numbers = np.ascontiguousarray(array).tobytes()
    lengths = struct.pack(HEADER, *(len(text) for text in texts), array.ndim, len(numbers))
    return lengths + b"".join(texts) + struct.pack(f"<{array.ndim}i", *array.shape) + numbers


def cut_records(path: Path, folder: Path, count: int) -> None:
    """A file in parts, as AlphaFold 3's parameters are also published."""
    folder.mkdir()
    data = path.read_bytes()
    for part in range(count):
        (folder / f"{path.name}.{part}").write_bytes(data[part * len(data) // count:(part + 1) * len(data) // count])


def read_records(path: Path) -> dict[str, dict[str, np.ndarray]]:
    """What AlphaFold 3 would load from a file, or from a folder of parts, which it joins in the order of their names."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    data = b"".join(file.read_bytes() for file in files)
    if ".zst" in files[0].name:
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    params: dict[str, dict[str, np.ndarray]] = {}
    position = 0

    def take(count: int) -> bytes:
        nonlocal position
        position += count
        assert position <= len(data), "a record breaks off"
        return data[position - count:position]

    while position < len(data):
        scope, name, dtype, rank, size = struct.unpack(HEADER, take(struct.calcsize(HEADER)))
        module, own, kind = (take(length).decode() for length in (scope, name, dtype))
        shape = struct.unpack(f"<{rank}i", take(4 * rank))
        array = np.frombuffer(take(size), np.dtype(getattr(ml_dtypes, kind, kind))).reshape(shape)
        params.setdefault(module, {})[own] = array
    return params


def save_leaves(folder: Path, tree: Any) -> None:
    """A checkpoint as Haiku's authors advise (dm-haiku#18): the leaves in one file, the tree with zeros in another."""
    folder.mkdir()
    with open(folder / "arrays.npy", "wb") as file:
        for leaf in jax.tree.leaves(tree):
            np.save(file, leaf, allow_pickle=False)
    (folder / "tree.pkl").write_bytes(pickle.dumps(jax.tree.map(lambda _: 0, tree)))


def load_leaves(folder: Path) -> Any:
    """The way back of the same advice."""
    leaves, structure = jax.tree.flatten(pickle.loads((folder / "tree.pkl").read_bytes()))
    with open(folder / "arrays.npy", "rb") as file:
        arrays = [np.load(file, allow_pickle=False) for _ in leaves]
        assert not file.read(1), "more arrays than the tree has leaves"
    return jax.tree.unflatten(structure, arrays)
