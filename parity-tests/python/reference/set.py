"""What every set of program goldens is made with."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import numpy as np
from flax import nnx

from parity.containers import read_entries
from parity.entries import Entries, nnx_entries

FIRST = 16
"""How many numbers of a leaf are stored beside its digest or statistics."""


@dataclass(frozen=True)
class GoldenSet:
    """A folder of goldens that real programs computed: numbers of theirs, not checkpoints."""

    name: str
    write: Callable[[Path], None]
    """Makes the files in a folder that exists."""

    tolerance: Callable[[str, str], str]
    """The tolerance of an entry by file name and key; integers and truth values are exact whatever it says."""

    read: Callable[[Path], Entries] = read_entries
    """The entries of one of its archives."""


def haiku_leaves(tree: Mapping[str, Mapping[str, Any]]) -> Entries:
    """The arrays of Haiku parameters or state by ``module/name``, in the order of the tree."""
    return {f"{module}/{name}": np.asarray(array) for module, arrays in tree.items() for name, array in arrays.items()}


def nnx_leaves(model: nnx.Module, streams: bool = True) -> Entries:
    """The arrays of an NNX model by dotted path."""
    return nnx_entries(model, streams)


def bits(array: np.ndarray) -> list[str]:
    """The first numbers as hexadecimal bits, most significant digit first: 1.0 is ``3f800000``."""
    flat = np.ascontiguousarray(array).reshape(-1)[:FIRST]
    return [flat[i:i + 1].astype(flat.dtype.newbyteorder(">")).tobytes().hex() for i in range(flat.size)]


def fingerprint(array: np.ndarray) -> dict[str, Any]:
    """A leaf without its numbers: dtype, shape, the SHA-256 of its little-endian bytes in C order, first numbers."""
    little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
    return {"dtype": array.dtype.name, "shape": list(array.shape),
            "sha256": hashlib.sha256(little.tobytes()).hexdigest(), "first": bits(array)}


def fingerprints(entries: Entries) -> dict[str, dict]:
    """All leaves' fingerprints."""
    return {path: fingerprint(array) for path, array in entries.items()}


def summary(path: str, array: np.ndarray) -> Entries:
    """First numbers of a leaf and its statistics in float64: mean, root of mean square, minimum, maximum."""
    wide = np.asarray(array, np.float64)
    statistics = [wide.mean(), np.sqrt(np.mean(wide**2)), wide.min(), wide.max()]
    return {f"{path}/first": np.asarray(array).reshape(-1)[:FIRST], f"{path}/statistics": np.array(statistics)}


def summaries(head: str, entries: Entries) -> Entries:
    """All leaves' summaries; what is no float is stored whole, under its own path."""
    found: Entries = {}
    for path, array in entries.items():
        found |= summary(f"{head}/{path}", array) if array.dtype.kind == "f" else {f"{head}/{path}": array}
    return found


def key_data(key: jax.Array) -> np.ndarray:
    """The two words of a key, or of each of many."""
    return np.asarray(jax.random.key_data(key))


def json_text(value: Any, depth: int) -> str:
    """JSON whose objects and lists stand on lines of their own down to a depth, and in one line below it."""
    return render(value, depth, 0) + "\n"


def render(value: Any, depth: int, level: int) -> str:
    """One value of :func:`json_text`."""
    if level >= depth or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner, outer = "  " * (level + 1), "  " * level
    if isinstance(value, dict):
        rows = [f"{json.dumps(key)}: {render(child, depth, level + 1)}" for key, child in value.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{outer}}}"
    return "[\n" + ",\n".join(inner + render(child, depth, level + 1) for child in value) + f"\n{outer}]"
