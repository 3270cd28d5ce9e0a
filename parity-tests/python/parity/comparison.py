"""What changed between a committed golden and the same golden made again."""

from pathlib import Path

import numpy as np

from parity.entries import Entries, same_bits, spec
from parity.pair import TOLERANCES, difference

TEXTS = (".json", ".txt")
"""Files that are compared line by line."""


def changes(committed: Entries, remade: Entries, tolerances: dict[str, str]) -> list[str]:
    """One line for each entry that differs: in being there, dtype, shape, or numbers beyond its tolerance."""
    lines = [f"{key}: only in the committed file" for key in committed.keys() - remade.keys()]
    lines += [f"{key}: only in the file made now" for key in remade.keys() - committed.keys()]
    for key in committed.keys() & remade.keys():
        old, new = committed[key], remade[key]
        if spec(old) != spec(new):
            lines.append(f"{key}: committed {spec(old)}, made now {spec(new)}")
        elif tolerances[key] == "exact":
            if not same_bits(old, new):
                lines.append(f"{key}: bits differ in {differing(old, new)} of {old.size} numbers")
        elif (apart := drift(old, new, TOLERANCES[tolerances[key]].get("each", False))) > (
                limit := TOLERANCES[tolerances[key]]["limit"]):
            lines.append(f"{key}: apart by {apart:.3g}, allowed is {limit:.3g} ({tolerances[key]})")
    return sorted(lines)


def drift(old: np.ndarray, new: np.ndarray, each: bool = False) -> float:
    """The largest difference; as a part of the largest magnitude, or of each number's own, where that is above one.

    Absolute below one, because training leaves rounding alone in a bias that a batch norm takes away again. Infinities
    and NaN must stand where they stood.
    """
    old, new = (np.asarray(array, np.float64) for array in (old, new))
    finite = np.isfinite(old)
    if not np.array_equal(old[~finite], new[~finite], equal_nan=True) or not np.isfinite(new[finite]).all():
        return float("inf")
    old, new = old[finite], new[finite]
    if each:
        return float(np.max(np.abs(old - new) / np.maximum(1, np.abs(old)), initial=0.0))
    return difference(old, new) * min(1.0, float(np.max(np.abs(old), initial=0.0)) or 1.0)


def differing(old: np.ndarray, new: np.ndarray) -> int:
    """How many elements differ in any bit."""
    return int(np.sum(np.any(as_bytes(old) != as_bytes(new), axis=-1)))


def as_bytes(array: np.ndarray) -> np.ndarray:
    """The bytes of each element."""
    return np.frombuffer(array.tobytes(), np.uint8).reshape(array.size, array.itemsize)


def text_changes(committed: Path, remade: Path) -> list[str]:
    """The lines that differ between two texts."""
    old, new = (path.read_text(encoding="utf-8").splitlines() for path in (committed, remade))
    lines = [f"committed {line.strip()}" for line in old if line not in new]
    lines += [f"made now  {line.strip()}" for line in new if line not in old]
    return lines or ([] if old == new else ["its lines stand in another order"])
