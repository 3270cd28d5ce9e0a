"""Sets of many small arrays: an index, a row a case, and one archive that holds all numbers end to end.

A row's ``numbers`` name the arrays of its case with dtype and shape, in the order in which their bytes lie in
``bytes`` of the archive: little-endian, each in C order, nothing between them. So an archive of thousands of arrays
has the size of its numbers, not that of a directory of their names.
"""

import json
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import jax
import ml_dtypes
import numpy as np

from parity.entries import Entries, spec, write_text
from reference.cases import EXACT, SUMMED, Case, drawn
from reference.set import GoldenSet, json_text


def packed_set(name: str, cases: Iterable[Case]) -> GoldenSet:
    """The set of these cases, in ``NAME.json`` and ``NAME.npz`` of its folder."""
    by_path: dict[str, Case] = {}
    for case in cases:
        assert case.path not in by_path, f"two cases are named {case.path}"
        by_path[case.path] = case

    def write(folder: Path) -> None:
        numbers = {path: run(case) for path, case in by_path.items()}
        write_packed(folder / name, {path: described(case) for path, case in by_path.items()}, numbers)

    def tolerance(_file: str, key: str) -> str:
        path, _, array = key.rpartition("/")
        return tolerance_of(by_path[path], array) if path in by_path else EXACT

    return GoldenSet(name, write, tolerance, read_packed)


def tolerance_of(case: Case, array: str) -> str:
    """Results have the tolerance of their case, what goes in is exact."""
    if array.startswith(("in", "tangent", "cotangent")):
        return EXACT
    return SUMMED if array in (f"vjp{place}" for place in case.summed) else case.tolerance


def described(case: Case) -> dict[str, Any]:
    """What a row of the index tells of a case beside its numbers."""
    row: dict[str, Any] = {"function": case.function, "python": case.python, "parameters": case.parameters}
    if case.gradients:
        row["gradients"] = list(case.gradients)
    if case.summed:
        row["summed"] = list(case.summed)
    if case.x64:
        row["x64"] = True
    return row | {"tolerance": case.tolerance}


def write_packed(stem: Path, rows: dict[str, dict[str, Any]], numbers: dict[str, Entries]) -> None:
    """Writes ``STEM.json`` and ``STEM.npz``: each row with the arrays of the same path."""
    index = {path: row | {"numbers": {key: spec(array) for key, array in numbers[path].items()}}
             for path, row in rows.items()}
    arrays = (array for path in rows for array in numbers[path].values())
    packed = b"".join(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays)
    np.savez_compressed(stem.with_suffix(".npz"), bytes=np.frombuffer(packed, np.uint8))
    write_text(stem.with_suffix(".json"), json_text(index, 1))


def read_packed(archive: Path) -> Entries:
    """The arrays of an archive by ``PATH/NAME``, as the index beside it tells."""
    index = json.loads(archive.with_suffix(".json").read_text(encoding="utf-8"))
    with np.load(archive) as file:
        packed = file["bytes"].tobytes()
    found: Entries = {}
    start = 0
    for path, row in index.items():
        for key, text in row["numbers"].items():
            name, _, extents = text.removesuffix("]").partition("[")
            dtype, shape = np.dtype(getattr(ml_dtypes, name, name)), [int(n) for n in extents.split(",") if n]
            count = int(np.prod(shape))
            found[f"{path}/{key}"] = np.frombuffer(packed, dtype, count, start).reshape(shape)
            start += count * dtype.itemsize
    assert start == len(packed), f"{archive.name} has {len(packed)} bytes, its index tells of {start}"
    return found


def run(case: Case) -> Entries:
    """Inputs, outputs and derivatives of one case, computed operation by operation."""
    with jax.enable_x64(True) if case.x64 else nullcontext():
        inputs = [jax.numpy.asarray(array) for array in case.inputs]
        assert all(array.dtype == given.dtype for array, given in zip(inputs, case.inputs)), case.path
        numbers = {f"in{i}": array for i, array in enumerate(case.inputs)}
        numbers |= {f"out{i}": array for i, array in enumerate(jax.tree.leaves(case.apply(*inputs)))}
        if case.gradients:
            numbers |= derivatives(case, inputs)
        return {key: one_nan(array) for key, array in numbers.items()}


def derivatives(case: Case, inputs: list[jax.Array]) -> dict[str, jax.Array]:
    """What ``jax.jvp`` and ``jax.vjp`` give with respect to the inputs that the case names."""
    def function(*some):
        whole = list(inputs)
        for place, value in zip(case.gradients, some):
            whole[place] = value
        return case.apply(*whole)

    some = tuple(inputs[place] for place in case.gradients)
    tangents = {place: drawn(f"{case.path}/tangent{place}", inputs[place].shape) for place in case.gradients}
    output, forwards = jax.jvp(function, some, tuple(map(jax.numpy.asarray, tangents.values())))
    cotangent = drawn(f"{case.path}/cotangent", output.shape)
    backwards = jax.vjp(function, *some)[1](jax.numpy.asarray(cotangent))
    return ({f"tangent{place}": tangent for place, tangent in tangents.items()}
            | {"jvp": forwards, "cotangent": cotangent}
            | {f"vjp{place}": array for place, array in zip(case.gradients, backwards)})


def one_nan(array: jax.Array) -> np.ndarray:
    """The numbers, with one NaN for all: its sign and payload depend on the processor."""
    plain = np.array(array)
    if plain.dtype.kind == "f":
        plain[np.isnan(plain)] = np.nan
    return plain
