"""Makes the goldens and samples with the real libraries, or checks that they still come out the same.

    python goldens.py                 writes them into the repository
    python goldens.py --only train    writes the goldens of one set of programs anew
    python goldens.py --check         makes them in a temporary folder and compares
"""

import argparse
import hashlib
import importlib.metadata
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from models import GOLDEN, SAMPLE
from parity.comparison import TEXTS, changes, file_changes
from parity.containers import read_entries, write_haiku, write_safetensors
from parity.entries import haiku_structure, nnx_structure, spec, write_text
from parity.formats import expected_text, write_formats
from parity.pair import SEED, Ambiguity, Pair, Untold
from parity.runner import Runner, fail, keep_compilations
from reference import BY_NAME, SETS
from reference.set import GoldenSet

REPOSITORY = Path(__file__).resolve().parents[2]
GOLDENS = REPOSITORY / "parity-tests/src/test/resources/golden"
SAMPLES = REPOSITORY / "samples"
OWN = ("manifest.json", ".gitattributes")
LARGEST = 1_000_000
# Holds 8,578 arrays of a few numbers: 1 MB of them, and 1.8 MB of their names in the ZIP directory.
LARGER = {"golden/primitives/primitives.npz": 3_000_000}
SAMPLE_FILES = ("guide_mlp.npz", "guide_mlp_nnx.json")
LIBRARIES = ("jax", "jaxlib", "dm-haiku", "flax", "optax", "numpy", "ml_dtypes", "safetensors")


def write_case(folder: Path, pair: Pair) -> None:
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
            case["candidates"] = candidates
            case["arguments"] = [text for pin in settled.items() for text in ("--map", "=".join(pin))]
        case Untold(module, kind, kinds):
            case["kinds"] = {module: kinds}
            case["arguments"] = ["--kind", f"{module}={kind}"]
    return json.dumps(case, indent=2) + "\n"


def write_sample(folder: Path, pair: Pair) -> None:
    """Writes the README's sample: a trained Haiku checkpoint and the structure of the NNX model."""
    entries = pair.train_haiku()
    pair.judge(entries, pair.convert(entries))
    write_haiku(folder, "guide_mlp", entries, "npz stored")
    write_text(folder / "guide_mlp_nnx.json", nnx_structure(pair.init_nnx()))


def tolerance_of(file: str, key: str, array: np.ndarray) -> str:
    """Which line of the tolerance table an entry falls under."""
    folder, _, name = file.rpartition("/")
    if folder.startswith("golden/formats") or array.dtype.kind in "biu" or key == "input":
        return "exact"
    if made := BY_NAME.get(folder.removeprefix("golden/")):
        return made.tolerance(name, key)
    if name == "io.npz":
        return "output"
    steps = {pair.name: pair.steps for pair in GOLDEN}.get(folder.rpartition("/")[2], SAMPLE.steps)
    return "trained" if steps else "exact"


def tolerances(file: str, path: Path) -> dict[str, str]:
    """The tolerance of each entry of a file."""
    return {key: tolerance_of(file, key, array) for key, array in read_entries(path).items()}


def files_below(goldens: Path, samples: Path) -> dict[str, Path]:
    """All files of both folders by the names that the manifest gives them."""
    return {f"{head}/{path.relative_to(folder).as_posix()}": path
            for head, folder in (("golden", goldens), ("samples", samples))
            for path in sorted(folder.rglob("*"))
            if path.is_file() and (path.name in SAMPLE_FILES if head == "samples" else path.name not in OWN)}


def manifest_text(files: dict[str, Path]) -> str:
    """The manifest: what made the files, and each file's digest and entries on one line."""
    rows = []
    for name, path in files.items():
        row: dict = {"sha256": digest(path)}
        if path.suffix not in TEXTS and not name.startswith("golden/formats"):
            row["entries"] = [f"{key} {spec(array)} {tolerance_of(name, key, array)}"
                              for key, array in read_entries(path).items()]
        rows.append(f"    {json.dumps(name)}: {json.dumps(row)}")
    head = {"versions": versions(), "platform": machine(), "seed": SEED}
    texts = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    return "{\n" + ",\n".join(texts) + ',\n  "files": {\n' + ",\n".join(rows) + "\n  }\n}\n"


def versions() -> dict[str, str]:
    """The libraries that made the files."""
    return {name: importlib.metadata.version(name) for name in LIBRARIES} | {"python": platform.python_version()}


def machine() -> dict[str, str]:
    """The machine that made the files."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {"system": platform.system(), "machine": platform.machine(), "processor": model}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_all(goldens: Path, samples: Path) -> None:
    """Makes every golden and sample anew."""
    shutil.rmtree(goldens, ignore_errors=True)
    for pair in GOLDEN:
        print(pair.name, flush=True)
        write_case(goldens / pair.name, pair)
    for made in SETS:
        write_set(goldens, made)
    write_formats(goldens / "formats")
    write_sample(samples, SAMPLE)
    write_text(goldens / ".gitattributes", "# Digests are over bytes: no line ending may change.\n* -text\n")
    write_manifest(goldens, samples)


def write_set(goldens: Path, made: GoldenSet) -> None:
    """Makes the goldens of one set of programs anew."""
    print(made.name, flush=True)
    folder = goldens / made.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made.write(folder)


def write_some(names: Iterable[str]) -> None:
    """Makes some cases and sets of programs anew and leaves everything else as it is."""
    pairs = {pair.name: pair for pair in GOLDEN}
    if unknown := sorted(set(names) - BY_NAME.keys() - pairs.keys()):
        fail(f"no such case or set of programs: {', '.join(unknown)}; there are {', '.join([*pairs, *BY_NAME])}")
    for name in names:
        if name in pairs:
            print(name, flush=True)
            shutil.rmtree(GOLDENS / name, ignore_errors=True)
            write_case(GOLDENS / name, pairs[name])
        else:
            write_set(GOLDENS, BY_NAME[name])
    write_manifest(GOLDENS, SAMPLES)


def write_manifest(goldens: Path, samples: Path) -> None:
    """Lists what is there."""
    write_text(goldens / "manifest.json", manifest_text(files_below(goldens, samples)))


def check_folder(name: str, made: dict[str, Path], committed: dict[str, Path], known: dict[str, dict]) -> None:
    """Asserts that one folder came out as committed, and that the committed one is what the manifest says."""
    lines = []
    for file in sorted(key for key in made.keys() | committed.keys() if key.rpartition("/")[0] == name):
        if file not in made or file not in committed:
            lines.append(f"{file}: {'no longer made' if file in committed else 'not committed'}")
            continue
        refused = file.startswith("golden/formats/refused") and not file.endswith(".json")
        if digest(committed[file]) != known[file]["sha256"]:
            lines.append(f"{file}: its bytes are not those of the manifest")
        if refused:
            found = [] if committed[file].read_bytes() == made[file].read_bytes() else ["its bytes changed"]
        elif file.startswith("golden/formats") and not file.endswith(".json"):
            continue  # expected.json tells every bit of these, and check_formats reads them
        else:
            text = made[file].suffix in TEXTS
            entries = {} if text else tolerances(file, committed[file]) | tolerances(file, made[file])
            found = file_changes(committed[file], made[file], entries)
        lines += [f"{file}: {line}" for line in found]
    assert not lines, "\n".join(lines)


def check_formats(folder: Path) -> None:
    """Asserts that the committed format goldens still hold what the committed expectation says."""
    for expected in sorted(folder.glob("*/expected.json")):
        assert expected.read_text(encoding="utf-8") == expected_text(expected.parent), (
            f"{expected.parent.name}: the files do not hold what expected.json says")


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


def check(only: Iterable[str]) -> int:
    """Makes everything again and compares it with what is committed."""
    runner = Runner()
    known = json.loads((GOLDENS / "manifest.json").read_text(encoding="utf-8"))
    runner.check("goldens: the installed libraries are the manifest's", lambda: check_versions(known["versions"]))
    runner.check("goldens: a changed golden is named, entry by entry", check_changes_are_named)
    with tempfile.TemporaryDirectory() as temporary:
        goldens, samples = Path(temporary, "golden"), Path(temporary, "samples")
        committed = files_below(GOLDENS, SAMPLES)
        for pair in GOLDEN:
            if not only or pair.name in only:
                def body(pair=pair):
                    write_case(goldens / pair.name, pair)
                    check_folder(f"golden/{pair.name}", files_below(goldens, samples), committed, known["files"])
                runner.check(f"goldens: {pair.name}", body)
        for golden in SETS:
            if not only or golden.name in only:
                def programs(golden=golden):
                    write_set(goldens, golden)
                    check_folder(f"golden/{golden.name}", files_below(goldens, samples), committed, known["files"])
                runner.check(f"goldens: {golden.name}", programs)
        if not only:
            runner.check("goldens: formats are made again", lambda: write_formats(goldens / "formats"))
            for folder in sorted(path.name for path in (GOLDENS / "formats").iterdir()):
                runner.check(f"goldens: formats/{folder}", lambda folder=folder: check_folder(
                    f"golden/formats/{folder}", files_below(goldens, samples), committed, known["files"]))
            runner.check("goldens: formats hold what they are said to hold", lambda: check_formats(GOLDENS / "formats"))

            def sample():
                write_sample(samples, SAMPLE)
                check_folder("samples", files_below(goldens, samples), committed, known["files"])
            runner.check("goldens: samples", sample)
            runner.check("goldens: the manifest lists every file", lambda: check_listed(committed, known["files"]))
    return runner.close()


def check_versions(known: dict[str, str]) -> None:
    """Asserts that the libraries are those that made the goldens; Python itself may be another."""
    installed = versions()
    apart = [f"{name} {installed[name]}, the goldens were made with {known[name]}"
             for name in LIBRARIES if installed[name] != known[name]]
    assert not apart, "\n".join(apart)


def check_listed(committed: dict[str, Path], known: dict[str, dict]) -> None:
    """Asserts that manifest and folders list the same files, none of them large."""
    assert committed.keys() == known.keys(), f"not in both: {sorted(committed.keys() ^ known.keys())}"
    large = [name for name, path in committed.items() if path.stat().st_size > LARGER.get(name, LARGEST)]
    assert not large, f"over 1 MB: {large}"


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing there")
    parser.add_argument("--only", action="append", default=[], metavar="CASE",
                        help="check this case alone; without --check, write this case or set of programs alone")
    options = parser.parse_args()
    keep_compilations()
    if options.check:
        return check(options.only)
    if options.only:
        write_some(options.only)
    else:
        write_all(GOLDENS, SAMPLES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
