"""How each layer's arrays go from Haiku to NNX, told by hand for every model.

A model's list of joints is the judge of a converter: it says which Haiku module feeds which NNX attribute, and the
outputs of both models prove it right before any golden is written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

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


Leaf = tuple[str, str]
"""The module below the source, and the name of an array there."""


@dataclass(frozen=True)
class Merged:
    """Haiku arrays that become NNX arrays together, and not one by one."""

    leaves: tuple[Leaf, ...]
    change: Callable[..., dict[str, np.ndarray]]
    """Takes the arrays that are there, in the order of the leaves; gives the NNX arrays by name below the target."""

    rounds: bool = False
    """Whether NNX's numbers do not give Haiku's back bit for bit."""


@dataclass(frozen=True)
class Joint:
    """Which arrays of one Haiku module become which arrays of one NNX attribute."""

    source: str
    target: str
    leaves: Mapping[Leaf, tuple[str, Change]]
    """(module below the source, name) to (name below the target, change)."""

    dropped: tuple[Leaf, ...] = ()
    """State that NNX has no place for."""

    merged: tuple[Merged, ...] = ()

    layer: int | None = None
    """Which layer of Haiku's stacked arrays this is; all of them when there is none."""

    def rounded(self) -> list[tuple[str, str]]:
        """The arrays, as module and name, that side data alone restores bit for bit."""
        return [("/".join(filter(None, (self.source, below))), name)
                for merged in self.merged if merged.rounds for below, name in merged.leaves]


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


def gates(array: np.ndarray) -> list[np.ndarray]:
    """The four gates of an LSTM, which stand side by side along the last axis."""
    return np.split(array, 4, axis=-1)


def forgetting(bias: np.ndarray) -> list[np.ndarray]:
    """The biases of an LSTM's gates, in Haiku's order, with the 1 that Haiku adds to the forget gate."""
    i, g, f, o = gates(bias)
    return [i, g, f + bias.dtype.type(1), o]


def lstm(source: str, target: str) -> Joint:
    """LSTM to OptimizedLSTMCell: i, g, f, o to i, f, g, o; rows of the input before those of the state."""
    def kernels(w: np.ndarray) -> dict[str, np.ndarray]:
        i, g, f, o = gates(w)
        both = np.concatenate([i, f, g, o], axis=-1)
        return {"dense_i.kernel": both[:-len(i[0])], "dense_h.kernel": both[-len(i[0]):]}

    def bias(b: np.ndarray) -> dict[str, np.ndarray]:
        i, g, f, o = forgetting(b)
        return {"dense_h.bias": np.concatenate([i, f, g, o])}

    return Joint(source, target, {}, merged=(
        Merged((("linear", "w"),), kernels), Merged((("linear", "b"),), bias, rounds=True)))


def lstm_by_gate(source: str, target: str) -> Joint:
    """LSTM to LSTMCell: a kernel for each gate."""
    def kernels(w: np.ndarray) -> dict[str, np.ndarray]:
        split = {}
        for name, gate in zip(("i", "g", "f", "o"), gates(w), strict=True):
            hidden = gate.shape[-1]
            split["if_.kernel" if name == "f" else f"i{name}.kernel"] = np.ascontiguousarray(gate[:-hidden])
            split[f"h{name}.kernel"] = np.ascontiguousarray(gate[-hidden:])
        return split

    def bias(b: np.ndarray) -> dict[str, np.ndarray]:
        return {f"h{name}.bias": gate for name, gate in zip(("i", "g", "f", "o"), forgetting(b), strict=True)}

    return Joint(source, target, {}, merged=(
        Merged((("linear", "w"),), kernels), Merged((("linear", "b"),), bias, rounds=True)))


def vanilla_rnn(source: str, target: str, double_bias: bool) -> Joint:
    """VanillaRNN to SimpleCell: one bias, the sum of two."""
    leaves = {("linear", "w"): ("dense_i.kernel", unchanged), ("linear_1", "w"): ("dense_h.kernel", unchanged)}
    if not double_bias:
        return Joint(source, target, {**leaves, ("linear", "b"): ("dense_i.bias", unchanged)})
    return Joint(source, target, leaves, merged=(Merged(
        (("linear", "b"), ("linear_1", "b")), lambda b, b1: {"dense_i.bias": b + b1}, rounds=True),))


def attention(source: str, target: str, heads: int) -> Joint:
    """MultiHeadAttention: an axis of heads instead of all heads side by side."""
    def apart(array: np.ndarray) -> np.ndarray:
        return array.reshape(*array.shape[:-1], heads, -1)

    def first(array: np.ndarray) -> np.ndarray:
        return array.reshape(heads, -1, array.shape[-1])

    leaves = {}
    for name in ("query", "key", "value"):
        leaves |= {(name, "w"): (f"{name}.kernel", apart), (name, "b"): (f"{name}.bias", apart)}
    leaves |= {("linear", "w"): ("out.kernel", first), ("linear", "b"): ("out.bias", unchanged)}
    return Joint(source, target, leaves)


def gru(source: str, target: str) -> Joint:
    """GRU to a cell of ours that computes as Haiku's does."""
    return raw(source, target, w_i="input", w_h="recurrent", b="bias")


def spectral_norm(source: str, target: str) -> Joint:
    """What spectral norm remembers of a layer's kernel."""
    return Joint(source, target, {("", "u0"): ("batch_stats.('kernel', 'u')", unchanged),
                                  ("", "sigma"): ("batch_stats.('kernel', 'sigma')", unchanged)})


def unstacked(joint: Callable[[str, str], Joint], source: str, target: str, layers: int) -> tuple[Joint, ...]:
    """A layer of a stack, whose arrays have an axis of layers, to that layer of each element of a list.

    ``target`` has ``{}`` where the number of the element stands.
    """
    return tuple(replace(joint(source, target.format(layer)), layer=layer) for layer in range(layers))


def stacked(joint: Joint) -> Joint:
    """The layers of a stack in one, with the axis of layers on both sides."""
    def each(change: Change) -> Change:
        return lambda array: np.stack([change(layer) for layer in array])

    return replace(joint, leaves={leaf: (name, each(change)) for leaf, (name, change) in joint.leaves.items()})


def raw(source: str, target: str, **names: str) -> Joint:
    """Parameters and state of the user's own module, by name; an empty target is the model itself."""
    return Joint(source, target, {("", name): (attribute, unchanged) for name, attribute in names.items()})


def to_nnx(entries: Mapping[HaikuKey, np.ndarray], joints: Iterable[Joint]) -> Entries:
    """Converts a Haiku model's arrays; each of them must be used, or dropped, exactly once."""
    by_place = {(key.module, key.name): array for key, array in entries.items()}
    used: set[tuple[str, str]] = set()
    converted: Entries = {}
    for joint in joints:
        before = len(converted)

        def take(leaf: Leaf, joint: Joint = joint) -> np.ndarray | None:
            place = ("/".join(filter(None, (joint.source, leaf[0]))), leaf[1])
            assert place not in used or joint.layer, f"two joints take {place}"
            array = by_place.get(place)
            if array is None:
                return None
            used.add(place)
            return array if joint.layer is None else array[joint.layer]

        def put(attribute: str, array: np.ndarray, joint: Joint = joint) -> None:
            converted[".".join(filter(None, (joint.target, attribute)))] = array

        for leaf, (attribute, change) in joint.leaves.items():
            if (array := take(leaf)) is not None:
                put(attribute, change(array))
        for merged in joint.merged:
            arrays = [array for leaf in merged.leaves if (array := take(leaf)) is not None]
            for attribute, array in merged.change(*arrays).items():
                put(attribute, array)
        used.update(("/".join(filter(None, (joint.source, below))), name) for below, name in joint.dropped)
        assert len(converted) > before, f"{joint.source} has no arrays"
    assert used == by_place.keys(), f"no joint takes {sorted(by_place.keys() - used)}"
    return converted
