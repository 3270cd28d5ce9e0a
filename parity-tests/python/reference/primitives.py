"""Single operations: inputs, outputs, and derivatives forwards and backwards."""

from collections.abc import Iterable
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

import jax
import numpy as np

from parity.entries import Entries, spec, write_text
from reference import primitive_cases
from reference.elementary_cases import elementary
from reference.indexing_cases import indexing
from reference.primitive_cases import Case, drawn
from reference.set import GoldenSet, json_text
from reference.window_cases import window_cases


def all_cases() -> Iterable[Case]:
    """Every case of every family."""
    return chain(primitive_cases.all_cases(), indexing(), elementary(), window_cases())


CASES = tuple(all_cases())


def one_nan(array: jax.Array) -> np.ndarray:
    """The numbers, with one NaN for all: its sign and payload depend on the processor."""
    plain = np.array(array)
    if plain.dtype.kind == "f":
        plain[np.isnan(plain)] = np.nan
    return plain


def run(case: Case) -> Entries:
    """Inputs, output and derivatives of one case, computed operation by operation."""
    inputs = [jax.numpy.asarray(array) for array in case.inputs]
    assert all(array.dtype == given.dtype for array, given in zip(inputs, case.inputs)), case.path
    output = case.apply(*inputs)
    numbers = {f"in{i}": array for i, array in enumerate(case.inputs)} | {"out0": output}
    if case.gradients:
        numbers |= derivatives(case, inputs)
    return {f"{case.path}/{name}": one_nan(array) for name, array in numbers.items()}


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


def described(case: Case, output: np.ndarray) -> dict:
    """One row of the index."""
    row: dict = {"function": case.function, "python": case.python, "parameters": case.parameters,
                 "inputs": [spec(array) for array in case.inputs], "output": spec(output)}
    if case.gradients:
        row["gradients"] = list(case.gradients)
    if case.summed:
        row["summed"] = list(case.summed)
    if case.x64:
        row["x64"] = True
    return row | {"tolerance": case.tolerance}


def all_numbers(cases: Iterable[Case]) -> tuple[dict[str, dict], Entries]:
    """The index and all numbers."""
    index: dict[str, dict] = {}
    numbers: Entries = {}
    for case in cases:
        assert case.path not in index, f"two cases are named {case.path}"
        with jax.enable_x64(True) if case.x64 else nullcontext():
            found = run(case)
        numbers |= found
        index[case.path] = described(case, found[f"{case.path}/out0"])
    return index, numbers


def write(folder: Path) -> None:
    """Makes the files of the set."""
    index, numbers = all_numbers(CASES)
    np.savez_compressed(folder / "primitives.npz", **numbers)
    write_text(folder / "primitives.json", json_text(index, 1))


RESULTS = {f"{case.path}/{name}": case.tolerance
           for case in CASES for name in ("out0", "jvp", *(f"vjp{place}" for place in case.gradients))}
RESULTS |= {f"{case.path}/vjp{place}": "summed" for case in CASES for place in case.summed}


def tolerance(_file: str, key: str) -> str:
    """Results have the tolerance of their case, what goes in is exact."""
    return RESULTS.get(key, "exact")


SET = GoldenSet("primitives", write, tolerance)
