"""Makes the goldens and samples with the real libraries, or checks that they still come out the same.

    python goldens.py                 writes them into the repository
    python goldens.py --only train    writes one of them anew
    python goldens.py --check         makes them in a temporary folder and compares
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import haiku as hk
import jax
import numpy as np
import orbax.checkpoint as ocp

from models import GOLDEN, SAMPLE
from parity.comparison import changes, text_changes
from parity.containers import load_orbax, read_entries, write_haiku, write_safetensors
from parity.entries import Entries, flatten, haiku_structure, nnx_structure, write_text
from parity.folder import LIBRARIES, Archives, Folder, versions
from parity.formats import expected_text, forget_place, write_formats
from parity.pair import SEED, Ambiguity, Pair, Untold
from parity.runner import Check, fail, keep_compilations, run_checks
from reference import SETS, guide
from reference.figures import write_figures

REPOSITORY = Path(__file__).resolve().parents[2]
GOLDENS = REPOSITORY / "parity-tests/src/test/resources/golden"
SAMPLES = REPOSITORY / "samples"
FIGURES = REPOSITORY / "bridge/src/main/resources/org/dovetail/bridge/guide"


def write_case(pair: Pair, folder: Path) -> None:
    """Writes one pair's golden, after both models have given the same outputs."""
    entries = pair.train_haiku()
    numbers = pair.convert(entries)
    pair.judge(entries, numbers)
    haiku = write_haiku(folder, "haiku", entries, pair.container)
    write_safetensors(folder / "nnx.safetensors", numbers)
    write_text(folder / "like.json", nnx_structure(pair.init_nnx()))
    write_text(folder / "haiku_like.json", haiku_structure(entries))
    outputs = {"input": pair.input, "output": pair.run_haiku(entries)}
    if pair.compares_training:
        outputs["output_training"] = pair.run_haiku(entries, training=True)
    if pair.dtype == "bfloat16":
        outputs = {name: array.astype(np.float32) for name, array in outputs.items()}
    np.savez(folder / "io.npz", **outputs)
    write_text(folder / "case.json", case_text(pair, haiku.name))


def case_text(pair: Pair, haiku: str) -> str:
    """What a test must know about a case: the true mapping, and what a converter has to be told."""
    case: dict = {"about": pair.about, "haiku": haiku, "container": pair.container, "tolerance": pair.tolerance,
                  "mapping": {joint.source: joint.target for joint in pair.joints}, "arguments": []}
    match pair.open:
        case Ambiguity(candidates, settled):
            case["candidates"] = {target: sorted(sources) for target, sources in candidates.items()}
            case["arguments"] = [text for pin in settled.items() for text in ("--map", "=".join(pin))]
        case Untold(module, kind, kinds):
            case["kinds"] = {module: kinds}
            case["arguments"] = ["--kind", f"{module}={kind}"]
    return json.dumps(case, indent=2) + "\n"


def write_sample(pair: Pair, folder: Path) -> None:
    """Writes the README's samples: a trained Haiku checkpoint and the structure of the NNX model, and an Orbax checkpoint."""
    entries = pair.train_haiku()
    pair.judge(entries, pair.convert(entries))
    write_haiku(folder, "guide_mlp", entries, "npz stored")
    write_text(folder / "guide_mlp_nnx.json", nnx_structure(pair.init_nnx()))
    with ocp.StandardCheckpointer() as saver:
        saver.save((folder / "two_layers.orbax").absolute(), two_layers())
    forget_place(folder)


def two_layers() -> hk.Params:
    """A Haiku model as ``init`` gives it: names and numbers in their simplest form."""
    forward = hk.transform(lambda x: hk.Sequential([hk.Linear(32), jax.nn.relu, hk.Linear(10)])(x))
    return forward.init(jax.random.key(SEED), np.zeros((1, 32), np.float32))


@dataclass(frozen=True)
class Samples(Archives):
    """Samples in files, and those that are folders, read as a whole."""

    def changes(self, name: str, committed: Path, made: Path) -> list[str]:
        match Path(name).parts:
            case [_]:
                return super().changes(name, committed, made)
            case [_, "_METADATA"]:
                old, new = (loaded(path.parent) for path in (committed, made))
                return changes(old, new, dict.fromkeys(old | new, "trained"))
            case _:
                return []

    def entries(self, name: str, path: Path) -> list[str]:
        return super().entries(name, path) if Path(name).parent == Path() else []


def loaded(folder: Path) -> Entries:
    """The entries of an Orbax checkpoint."""
    return {"/".join(path): np.asarray(array) for path, array in flatten(load_orbax(folder))}


@dataclass(frozen=True)
class Formats(Folder):
    """The files of every container: bytes where they must not be read, else ``expected.json`` tells every bit."""

    def changes(self, name: str, committed: Path, made: Path) -> list[str]:
        if committed.name == "expected.json":
            held = committed.read_text(encoding="utf-8") == expected_text(committed.parent)
            return text_changes(committed, made) + ([] if held else ["the files do not hold what it says"])
        same = not name.startswith("refused/") or committed.read_bytes() == made.read_bytes()
        return [] if same else ["its bytes changed"]

    def entries(self, name: str, path: Path) -> list[str]:
        return []


def trained_or_output(pair: Pair, name: str, key: str) -> str:
    """The tolerance of an entry of a pair: outputs have one of their own, and weights when they are trained."""
    if name == "io.npz":
        return "exact" if key == "input" else "output"
    return "trained" if pair.steps else "exact"


def folders() -> dict[str, Folder]:
    """Everything that is made, by name, what takes longest first."""
    def archives(path: Path, pair: Pair, write: Callable[[Pair, Path], None]) -> Folder:
        return Archives(path, partial(write, pair), partial(trained_or_output, pair), read_entries)

    every = [*(Archives(GOLDENS / made.name, made.write, made.tolerance, made.read) for made in SETS),
             *(archives(GOLDENS / pair.name, pair, write_case) for pair in GOLDEN),
             Formats(GOLDENS / "formats", write_formats),
             Samples(SAMPLES, partial(write_sample, SAMPLE), partial(trained_or_output, SAMPLE), read_entries)]
    return {folder.name: folder for folder in every}


def check_changes_are_named() -> None:
    """Asserts that the comparison itself sees a changed name, dtype, shape, bit and number, and nothing else."""
    old = {"a//w": np.ones((2, 3), np.float32), "a//b": np.zeros(3, np.float32), "a//n": np.arange(3)}
    kinds = dict.fromkeys(("a//w", "a//b", "a//n", "a//c"), "exact") | {"a//w": "trained"}
    near, far = old["a//w"] * np.float32(1 + 2e-7), old["a//w"] * np.float32(1.01)
    assert changes(old, old | {"a//w": near}, kinds) == []
    for changed, word in (
            ({"a//w": far}, "a//w: apart by 0.01"), ({"a//w": near.astype(np.float64)}, "made now float64[2,3]"),
            ({"a//w": near.reshape(3, 2)}, "made now float32[3,2]"), ({"a//n": np.array([0, 1, 3])}, "1 of 3 numbers"),
            ({"a//b": -old["a//b"]}, "a//b: bits differ in 3 of 3"), ({"a//c": near}, "a//c: only in the file made")):
        found = changes(old, old | changed, kinds)
        assert len(found) == 1 and word in found[0], f"{word!r} not told by {found}"


def check_versions(every: Iterable[Folder]) -> None:
    """Asserts that the libraries are those that made the goldens; Python itself may be another."""
    installed = versions()
    apart = [f"{folder.name}: {name} {installed[name]}, it was made with {known[name]}"
             for folder in every for known in [folder.manifest()["versions"]]
             for name in LIBRARIES if installed[name] != known[name]]
    assert not apart, "\n".join(apart)


def check_all_are_made(every: dict[str, Folder]) -> None:
    """Asserts that no golden is committed that nothing makes."""
    committed = {path.name for path in GOLDENS.iterdir() if path.is_dir()}
    assert committed <= every.keys(), f"nothing makes {sorted(committed - every.keys())}"


def check_figures(folder: Path) -> None:
    """Asserts that the figures of ``dovetail guide run`` are still drawn from the committed goldens."""
    write_figures(GOLDENS, folder)
    committed, drawn = ({path.name: path.read_text(encoding="utf-8") for path in figures.glob("*.json")}
                        for figures in (FIGURES, folder))
    apart = [name for name in sorted(committed.keys() | drawn.keys()) if committed.get(name) != drawn.get(name)]
    assert not apart, f"not what the goldens say: {', '.join(apart)}"


def groups(chosen: tuple[str, ...], folder: Path) -> list[list[Check]]:
    """The checks of the chosen, each on its own."""
    every = folders()
    checks: list[Check] = [(f"goldens: {name}", partial(every[name].check, folder)) for name in chosen]
    if guide.SET.name in chosen:
        checks.append(("goldens: the guide's figures are the goldens'", partial(check_figures, folder)))
    checks += [("goldens: the installed libraries are the manifests'",
                partial(check_versions, [every[name] for name in chosen])),
               ("goldens: a changed golden is named, entry by entry", check_changes_are_named),
               ("goldens: each is made", partial(check_all_are_made, every))]
    return [[check] for check in checks]


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing there")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="make or check this one alone")
    options = parser.parse_args()
    keep_compilations()
    every = folders()
    if unknown := sorted(set(options.only) - every.keys()):
        fail(f"no such golden: {', '.join(unknown)}; there are {', '.join(every)}")
    chosen = {name: folder for name, folder in every.items() if not options.only or name in options.only}
    if options.check:
        return run_checks(partial(groups, tuple(chosen)))
    write_text(GOLDENS / ".gitattributes", "# Digests are over bytes: no line ending may change.\n* -text\n")
    for folder in chosen.values():
        folder.remake()
    if guide.SET.name in chosen:
        write_figures(GOLDENS, FIGURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
