"""What the command must refuse to guess, how it asks, and that its own lines settle it."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from safetensors.numpy import save

from parity.command import REFUSED, Result, convert
from parity.containers import read_entries, read_haiku
from parity.entries import HaikuKey, same_bits
from parity.pair import Ambiguity, Pair, Untold
from parity.rules import to_nnx


def settled(pair: Pair, source: Path, out: Path, like: Path, *arguments: str, backward: bool = False,
            kinds: bool = True) -> Result:
    """Converts by a like file; a pair that does not decide is told the truth, but for kinds that the file tells."""
    return convert(source, out, "--like", like, *arguments, *truth(pair, backward, kinds))


def truth(pair: Pair, backward: bool = False, kinds: bool = True) -> list[str]:
    """The arguments that tell what a pair's files leave open."""
    match pair.open:
        case Ambiguity(_, pins):
            return [text for haiku, nnx in pins.items()
                    for text in ("--map", f"{nnx}={haiku}" if backward else f"{haiku}={nnx}")]
        case Untold(module, kind, _) if kinds:
            return ["--kind", f"{module}={kind}"]
    return []


def ambiguity(pair: Pair, trained: dict, checkpoint: Path, like: Path, haiku_like: Path) -> None:
    """An open pair is refused in both directions; the printed lines are the fewest, and convert."""
    assert isinstance(pair.open, Ambiguity)
    out = checkpoint.with_name("guessed.safetensors")
    refusal = convert(checkpoint, out, "--like", like, status=REFUSED)
    candidates = {name for names in pair.open.candidates.values() for name in names}
    assert_named(refusal, candidates | pair.open.candidates.keys())
    lines = refusal.options("--map")
    enough = len(pair.open.settled)
    assert len(lines) == enough, f"{len(lines)} lines, {enough} are enough\n{refusal.text}"
    convert(checkpoint, out, "--like", like, *(text for line in lines for text in ("--map", line)))
    for line in lines:
        assert_obeyed(pair, trained, read_entries(out), *line.split("="))

    back = checkpoint.with_name("guessed_back.npz")
    bare = checkpoint.with_name("guessed_bare.safetensors")
    bare.write_bytes(without_metadata(out))
    refusal = convert(bare, back, "--like", haiku_like, status=REFUSED)
    assert_named(refusal, candidates | pair.open.candidates.keys())
    lines = refusal.options("--map")
    assert len(lines) == enough, f"{len(lines)} lines, {enough} are enough\n{refusal.text}"
    convert(bare, back, "--like", haiku_like, *(text for line in lines for text in ("--map", line)))
    for target, source in (line.split("=") for line in lines):
        assert_obeyed(pair, read_haiku(back), read_entries(bare), source, target)


def without_metadata(path: Path) -> bytes:
    """A safetensors file without the texts beside its arrays."""
    return save(read_entries(path))


def assert_named(refusal: Result, names: Iterable[str]) -> None:
    """Asserts that a refusal names all these layers; the ``~`` of a Haiku name may be left out."""
    missing = [name for name in names if name not in refusal.text and name.replace("/~", "") not in refusal.text]
    assert not missing, f"$ {refusal.line}\ndoes not name {sorted(missing)}\n{refusal.text}"


def assert_obeyed(pair: Pair, trained: dict[HaikuKey, object], numbers: dict, source: str, target: str) -> None:
    """Asserts that a layer, or each layer of a scope, went where a ``--map`` line sent it."""
    joints = [joint for joint in pair.joints if (plain(joint.source) + "/").startswith(plain(source) + "/")]
    scope = ".".join(common([joint.target.split(".") for joint in joints]))
    for joint in joints:
        own = {key: array for key, array in trained.items() if (key.module + "/").startswith(joint.source + "/")}
        sent = target + joint.target.removeprefix(scope)
        for path, array in to_nnx(own, [replace(joint, target=sent)]).items():
            assert same_bits(array, numbers[path]), f"{path} does not hold {joint.source}, as the line said"


def common(paths: list[list[str]]) -> list[str]:
    """What all paths begin with."""
    return [names[0] for names in itertools.takewhile(lambda names: len(set(names)) == 1, zip(*paths))]


def plain(name: str) -> str:
    """A Haiku name without the marks of methods."""
    return "/".join(part for part in name.split("/") if not part.startswith("~"))


def untold(pair: Pair, checkpoint: Path, like: Path, haiku_like: Path) -> None:
    """A kernel of an untold kind is refused with the kinds to choose from, and converts when told."""
    assert isinstance(pair.open, Untold)
    out, back = checkpoint.with_name("guessed.safetensors"), checkpoint.with_name("guessed_back.npz")
    refusal = convert(checkpoint, out, "--like", like, status=REFUSED)
    assert_kind_converts(pair.open, refusal, checkpoint, out, like)
    bare = checkpoint.with_name("guessed_bare.safetensors")
    bare.write_bytes(without_metadata(out))
    refusal = convert(bare, back, "--like", haiku_like, status=REFUSED)
    assert_kind_converts(pair.open, refusal, bare, back, haiku_like)


def assert_kind_converts(kernel: Untold, refusal: Result, source: Path, out: Path, like: Path) -> None:
    """Asserts that a refusal names every kind and prints a line, and that the line converts, with the true kind too."""
    text = re.sub(r"Conv[123]D(Transpose\()", r"Conv\1", refusal.text)
    missing = [kind for kind in kernel.kinds if kind not in text]
    assert not missing, f"$ {refusal.line}\ndoes not name {missing}\n{refusal.text}"
    lines = refusal.options("--kind")
    assert len(lines) == 1, f"$ {refusal.line}\nprints {len(lines)} lines with --kind\n{refusal.text}"
    convert(source, out, "--like", like, "--kind", lines[0])
    convert(source, out, "--like", like, "--kind", f"{lines[0].partition('=')[0]}={kernel.kind}")
