"""How each layer's arrays go from Haiku to NNX, told by hand for every model.

A model's list of joints is the judge of a converter: it says which Haiku module feeds which NNX attribute, and the
outputs of both models prove it right before any golden is written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from parity.entries import Entries, HaikuKey

Change = Callable[[np.ndarray], np.ndarray]


def unchanged(array: np.ndarray) -> np.ndarray:
    """The array as it is."""
    return array


def channels(array: np.ndarray) -> np.ndarray:
    """Drops the axes of length one around the channels: (1, 1, C) and (C, 1, 1) become (C)."""
    return array.reshape(-1)


def swapped(array: np.ndarray) -> np.ndarray:
    """Swaps the last two axes: Haiku's transposed kernels are (…, out, in), NNX's (…, in, out)."""
    return np.ascontiguousarray(np.swapaxes(array, -1, -2))


def flipped(array: np.ndarray) -> np.ndarray:
    """Reverses the spatial axes, for ``transpose_kernel=True``."""
    return np.ascontiguousarray(np.flip(array, axis=tuple(range(array.ndim - 2))))


@dataclass(frozen=True)
class Joint:
    """Which arrays of one Haiku module become which arrays of one NNX attribute."""

    source: str
    target: str
    leaves: Mapping[tuple[str, str], tuple[str, Change]]
    """(module below the source, name) to (name below the target, change)."""

    dropped: tuple[tuple[str, str], ...] = ()
    """State that NNX has no place for."""


def linear(source: str, target: str) -> Joint:
    """Linear: w, b to kernel, bias."""
    return Joint(source, target, {("", "w"): ("kernel", unchanged), ("", "b"): ("bias", channels)})


conv = linear
"""Convolutions, grouped and depthwise ones too, keep their kernels."""


def conv_transpose(source: str, target: str) -> Joint:
    """A transposed convolution for ``transpose_kernel=False``."""
    return Joint(source, target, {("", "w"): ("kernel", swapped), ("", "b"): ("bias", channels)})


def conv_transpose_flipped(source: str, target: str) -> Joint:
    """A transposed convolution for ``transpose_kernel=True``."""
    return Joint(source, target, {("", "w"): ("kernel", flipped), ("", "b"): ("bias", channels)})


def norm(source: str, target: str) -> Joint:
    """Layer, RMS, group and instance norm: scale, offset to scale, bias."""
    return Joint(source, target, {("", "scale"): ("scale", channels), ("", "offset"): ("bias", channels)})


def batch_norm(source: str, target: str) -> Joint:
    """Batch norm with its moving averages."""
    averages = {
        ("~/mean_ema", "average"): ("mean", channels),
        ("~/var_ema", "average"): ("var", channels),
    }
    hidden = tuple((module, name) for module, _ in averages for name in ("hidden", "counter"))
    return Joint(source, target, {**norm(source, target).leaves, **averages}, hidden)


def embed(source: str, target: str) -> Joint:
    """Embed: embeddings to embedding."""
    return Joint(source, target, {("", "embeddings"): ("embedding", unchanged)})


def raw(source: str, target: str, **names: str) -> Joint:
    """Parameters and state of the user's own module, by name; an empty target is the model itself."""
    return Joint(source, target, {("", name): (attribute, unchanged) for name, attribute in names.items()})


def to_nnx(entries: Mapping[HaikuKey, np.ndarray], joints: Iterable[Joint]) -> Entries:
    """Converts a Haiku model's arrays; each of them must be used, or dropped, exactly once."""
    by_place = {(key.module, key.name): array for key, array in entries.items()}
    converted: Entries = {}
    for joint in joints:
        before = len(by_place)
        for (below, name), (attribute, change) in joint.leaves.items():
            array = by_place.pop(("/".join(filter(None, (joint.source, below))), name), None)
            if array is not None:
                converted[".".join(filter(None, (joint.target, attribute)))] = change(array)
        for below, name in joint.dropped:
            by_place.pop((f"{joint.source}/{below}", name))
        assert len(by_place) < before, f"{joint.source} has no arrays"
    assert not by_place, f"no joint takes {sorted(by_place)}"
    return converted
