"""Haiku's names: programs with the names that the real library gives them, or with its refusal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np

from parity.entries import write_text
from reference.naming_cases import CLASSES, PROGRAMS, REQUESTS
from reference.naming_program import Program
from reference.set import GoldenSet, json_text

INPUT = (1, 3)


def compiled(program: Program) -> Callable[[jax.Array], jax.Array]:
    """The function that a program defines."""
    names: dict[str, Any] = {"hk": hk, "jax": jax, "jnp": jnp}
    exec(compile(program.source, program.id, "exec"), names)
    return names["forward"]


def entries(tree: dict[str, dict[str, jax.Array]]) -> list[dict]:
    """All entries as Haiku's own dicts have them: modules in the order of creation, each with its arrays in that order."""
    return [{"bundle": module, "leaf": name, "dtype": np.asarray(array).dtype.name, "shape": list(array.shape)}
            for module, arrays in tree.items() for name, array in arrays.items()]


def refusal(failure: Exception) -> dict:
    """What a library says when it refuses."""
    return {"type": type(failure).__name__, "message": str(failure)}


def named(program: Program) -> dict:
    """A program with its names; ``apply`` must take what ``init`` gave."""
    row: dict = {"id": program.id, "about": program.about, "source": program.source.strip("\n").splitlines()}
    try:
        model = hk.transform_with_state(compiled(program))
        params, state = model.init(jax.random.key(0), jnp.ones(INPUT))
        model.apply(params, state, None, jnp.ones(INPUT))
    except Exception as failure:  # any kind is an answer
        return row | {"error": refusal(failure)}
    return row | {"params": entries(params), "state": entries(state)}


def asked(row: dict, names: Callable[[], list[str]]) -> dict:
    """A row with the names that modules get at the top level, or with the refusal."""
    found: list[str] = []
    try:
        hk.transform(lambda: found.extend(names())).init(None)
    except ValueError as failure:
        return row | {"error": refusal(failure)}
    return row | {"names": found}


def snake_case() -> list[dict]:
    """The names of classes, each alone."""
    return [asked({"class": name}, lambda name=name: [type(name, (hk.Module,), {})().module_name]) for name in CLASSES]


def uniquified() -> list[dict]:
    """What becomes of layers' names asked for one after another; null asks for none."""
    return [asked({"requested": names}, lambda names=names: [hk.Linear(1, name=name).module_name for name in names])
            for names in REQUESTS]


def write(folder: Path) -> None:
    """Makes the files of the set."""
    write_text(folder / "cases.json", json_text([named(program) for program in PROGRAMS], 3))
    write_text(folder / "tables.json", json_text({"snake_case": snake_case(), "uniquify": uniquified()}, 2))


SET = GoldenSet("naming", write, lambda file, key: "exact")
