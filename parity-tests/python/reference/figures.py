"""The figures that ``dovetail guide run`` compares its own with: drawn from the goldens of the set ``guide``."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parity.containers import read_entries
from parity.entries import Entries, write_text
from parity.pair import TOLERANCES
from reference import guide
from reference.set import FIRST, json_text, summary

STYLES = ("haiku", "nnx")
ARCHIVE = "guide/numbers.npz"


@dataclass(frozen=True)
class Source:
    """Some numbers of the set."""

    head: str
    """What their keys begin with; ``STYLE`` stands for the style."""

    wanted: tuple[str, ...]
    """What follows the head, up to a slash."""

    renamed: str = ""
    """What the head becomes."""


@dataclass(frozen=True)
class Drawn:
    """What is compared of a section."""

    program: str
    sources: tuple[Source, ...]


SECTIONS = {
    "modules": Drawn("model", (Source("model/STYLE/", ("logits",)),)),
    "variables": Drawn("model", (Source("model/STYLE/", ("sample",)),)),
    "training": Drawn("model", (Source("model/STYLE/", ("losses", "grads", "final")),)),
    "state": Drawn("batch_norm", (
        Source("batch_norm/STYLE/jit/", ("losses", "logits", "final")),
        Source(f"batch_norm/STYLE/jit/step{guide.STEPS - 1}/", ("state",), renamed="final/"))),
    "methods": Drawn("auto_encoder", (Source("auto_encoder/STYLE/", ("encode", "decode")),)),
    "transforms": Drawn("rnn", (Source("rnn/STYLE/jit/", ("output", "loss", "grads")),)),
    "layers": Drawn("layer_stack", (Source("layer_stack/STYLE/jit/dropout/", ("output", "loss", "grads", "after")),)),
    "functions": Drawn("counter", (Source("counter/STYLE/", ("after1", "after2")),)),
}


def figures(goldens: Path, section: Drawn) -> dict:
    """A section's figures in both styles."""
    initial = json.loads((goldens / "guide/init.json").read_text(encoding="utf-8"))[section.program]
    return {style: {"trees": trees(goldens, section.program, style), "initial": initial[style],
                    "numbers": numbers(goldens, section, style)} for style in STYLES}


def trees(goldens: Path, program: str, style: str) -> dict[str, str]:
    """The trees that Python prints: parameters, then Haiku's state or all of an NNX model, where there is more."""
    kinds = {"haiku": {"params": "haiku", "state": "haiku_state"}, "nnx": {"params": "nnx", "all": "nnx_all"}}[style]
    files = {name: goldens / f"guide/{program}.{kind}.txt" for name, kind in kinds.items()}
    return {name: file.read_text(encoding="utf-8").rstrip() for name, file in files.items() if file.exists()}


def numbers(goldens: Path, section: Drawn, style: str) -> dict[str, dict]:
    """What the section computes, by name."""
    found: dict[str, dict] = {}
    for source in section.sources:
        head = source.head.replace("STYLE", style)
        for key, array in read_entries(goldens / ARCHIVE).items():
            name = key.removeprefix(head)
            if key.startswith(head) and name.split("/")[0] in source.wanted:
                exact = array.dtype.kind != "f" or guide.tolerance(ARCHIVE, key) == "exact"
                base, _, part = (source.renamed + name).rpartition("/")
                if part in ("first", "statistics"):
                    found.setdefault(base, figure(array, exact))[part] = listed(array)
                else:
                    found[source.renamed + name] = figure(array, exact) | shown(array)
    return found


def figure(array: np.ndarray, exact: bool) -> dict:
    """A dtype, and how far another program may be away: the project's promise, unless nothing is rounded."""
    return {"dtype": array.dtype.name, "limit": 0 if exact else TOLERANCES["network"]["limit"]}


def shown(array: np.ndarray) -> dict:
    """A series of losses or a small array whole, of a large one its summary."""
    if array.size <= (guide.TRAINED if array.ndim == 1 else FIRST):
        return {"first": listed(array)}
    parts: Entries = summary("", array)
    return {"first": listed(parts["/first"][:FIRST]), "statistics": listed(parts["/statistics"])}


def listed(array: np.ndarray) -> list:
    """Numbers as JSON has them, each in as few digits as give its bits back."""
    return [json.loads(np.format_float_positional(x, unique=True, trim="0") if array.dtype.kind == "f" else str(x))
            for x in array.reshape(-1)]


def write_figures(goldens: Path, folder: Path) -> None:
    """Draws the figures from a folder of goldens; a file for each section."""
    for name, section in SECTIONS.items():
        write_text(folder / f"{name}.json", json_text(figures(goldens, section), 3))
