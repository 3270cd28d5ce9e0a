"""Recurrent layers, unrolled over time in both libraries."""

from collections.abc import Callable

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from parity.documented import documented
from parity.pair import Pair
from parity.rules import Joint, embed, gru, linear, lstm, lstm_by_gate, vanilla_rnn


def unrolled(core: hk.RNNCore, x: jax.Array) -> jax.Array:
    """What a core gives along the second axis."""
    outputs, _ = hk.dynamic_unroll(core, jnp.swapaxes(x, 0, 1), core.initial_state(x.shape[0]))
    return jnp.swapaxes(outputs, 0, 1)


class Along(nnx.Module):
    """A cell along the second axis."""

    def __init__(self, cell: nnx.Module, rngs: nnx.Rngs):
        self.steps = nnx.RNN(cell, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.steps(x)


HaikuGruCell = documented("rules.md", "HaikuGruCell", jax=jax, jnp=jnp, nnx=nnx)
"""A gated unit that resets the state before its product, as Haiku's: the very code of ``docs/rules.md``."""


def cell(name: str, about: str, core: Callable[[], hk.RNNCore], made: Callable[[nnx.Rngs], nnx.Module], joint: Joint,
         shape: tuple[int, ...] = (3, 5, 4), **options) -> Pair:
    """One recurrent layer in both libraries."""
    return Pair(name, about, forward=lambda x, training: unrolled(core(), x),
                build=lambda rngs: Along(made(rngs), rngs), shape=shape, joints=(joint,), tolerance="recurrent",
                compares_training=True, **options)


class Reader(hk.Module):
    """Tokens through two recurrent layers."""

    def __call__(self, tokens: jax.Array) -> jax.Array:
        x = hk.Embed(9, 6)(tokens)
        core = hk.DeepRNN([hk.LSTM(6), hk.LSTM(6)])
        return hk.Linear(7)(unrolled(core, x))


class Listener(nnx.Module):
    """The reader, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.tokens = nnx.Embed(9, 6, rngs=rngs)
        self.layers = nnx.List([nnx.RNN(nnx.OptimizedLSTMCell(6, 6, rngs=rngs), rngs=rngs) for _ in range(2)])
        self.logits = nnx.Linear(6, 7, rngs=rngs)

    def __call__(self, tokens: jax.Array) -> jax.Array:
        x = self.tokens(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.logits(x)


class Mixed(hk.Module):
    """Cores of several kinds, with the input skipped to each, under an author's names."""

    def __call__(self, x: jax.Array) -> jax.Array:
        core = hk.deep_rnn_with_skip_connections(
            [hk.VanillaRNN(5, name="plain"), hk.GRU(3, name="gated"), hk.LSTM(4, name="memory")])
        return hk.Linear(2)(unrolled(core, x))


class Blended(nnx.Module):
    """The mixed cores, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.simple = nnx.RNN(nnx.SimpleCell(4, 5, activation_fn=jax.nn.relu, rngs=rngs), rngs=rngs)
        self.unit = nnx.RNN(HaikuGruCell(4 + 5, 3, rngs=rngs), rngs=rngs)
        self.long = nnx.RNN(nnx.OptimizedLSTMCell(4 + 3, 4, rngs=rngs), rngs=rngs)
        self.readout = nnx.Linear(5 + 3 + 4, 2, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        first = self.simple(x)
        second = self.unit(jnp.concatenate([x, first], axis=-1))
        third = self.long(jnp.concatenate([x, second], axis=-1))
        return self.readout(jnp.concatenate([first, second, third], axis=-1))


class Gated(hk.Module):
    """Two gated units, one over the other, with a layer and an activation between them."""

    def __call__(self, x: jax.Array) -> jax.Array:
        return unrolled(hk.DeepRNN([hk.GRU(5), hk.Linear(4), jnp.tanh, hk.GRU(3)]), x)


class Doubled(nnx.Module):
    """The gated units, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.lower = nnx.RNN(HaikuGruCell(4, 5, rngs=rngs), rngs=rngs)
        self.between = nnx.Linear(5, 4, rngs=rngs)
        self.upper = nnx.RNN(HaikuGruCell(4, 3, rngs=rngs), rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.upper(jnp.tanh(self.between(self.lower(x))))


def resetting(x: jax.Array) -> jax.Array:
    """A core whose state starts anew in the middle."""
    core = hk.ResetCore(hk.DeepRNN([hk.LSTM(5, name="below"), hk.VanillaRNN(3, name="above")]))
    again = jnp.broadcast_to((jnp.arange(x.shape[1]) == x.shape[1] // 2)[:, None], (x.shape[1], x.shape[0]))
    outputs, _ = hk.dynamic_unroll(core, (jnp.swapaxes(x, 0, 1), again), core.initial_state(x.shape[0]))
    return jnp.swapaxes(outputs, 0, 1)


class Restarting(nnx.Module):
    """The same, under other names: both parts by themselves."""

    def __init__(self, rngs: nnx.Rngs):
        self.memory = nnx.RNN(nnx.OptimizedLSTMCell(4, 5, rngs=rngs), rngs=rngs)
        self.simple = nnx.RNN(nnx.SimpleCell(5, 3, activation_fn=jax.nn.relu, rngs=rngs), rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        middle = x.shape[1] // 2
        return jnp.concatenate([self.simple(self.memory(part)) for part in (x[:, :middle], x[:, middle:])], axis=1)


PAIRS = (
    cell("lstm", "LSTM, whose gates NNX has in another order, with 1 in its forget bias.",
         lambda: hk.LSTM(6), lambda r: nnx.OptimizedLSTMCell(4, 6, rngs=r), lstm("lstm", "steps.cell")),
    cell("lstm_by_gate", "LSTM as NNX's LSTMCell, which has a kernel for each gate; an author named it.",
         lambda: hk.LSTM(5, name="core"), lambda r: nnx.LSTMCell(4, 5, rngs=r),
         lstm_by_gate("core", "steps.cell"), container="npz deflated"),
    Pair("lstm_deep", "An embedding, two layers of LSTM, a head.",
         forward=lambda tokens, training: Reader()(tokens), build=Listener, shape=(3, 5), below=9,
         joints=(embed("reader/embed", "tokens"), lstm("reader/lstm", "layers.0.cell"),
                 lstm("reader/lstm_1", "layers.1.cell"), linear("reader/linear", "logits")),
         tolerance="network", container="pickle 4 jax", compares_training=True),
    cell("vanilla_rnn", "VanillaRNN, of whose two biases NNX has the sum.",
         lambda: hk.VanillaRNN(6), lambda r: nnx.SimpleCell(4, 6, activation_fn=jax.nn.relu, rngs=r),
         vanilla_rnn("vanilla_rnn", "steps.cell", True), container="safetensors"),
    cell("vanilla_rnn_one_bias", "VanillaRNN with one bias.",
         lambda: hk.VanillaRNN(6, double_bias=False),
         lambda r: nnx.SimpleCell(4, 6, activation_fn=jax.nn.relu, rngs=r),
         vanilla_rnn("vanilla_rnn", "steps.cell", False), container="pickle 3 numpy"),
    cell("gru", "GRU as a cell of ours that resets before the product; NNX's GRUCell cannot hold it.",
         lambda: hk.GRU(6), lambda r: HaikuGruCell(4, 6, rngs=r), gru("gru", "steps.cell")),
    cell("gru_named", "GRU that an author named, of other sizes.",
         lambda: hk.GRU(3, name="core"), lambda r: HaikuGruCell(7, 3, rngs=r), gru("core", "steps.cell"), (2, 6, 7),
         container="npz deflated"),
    Pair("deep_rnn_skipping", "A vanilla layer, a gated unit and an LSTM, with skip connections, under authors' names.",
         forward=lambda x, training: Mixed()(x), build=Blended, shape=(3, 5, 4),
         joints=(vanilla_rnn("mixed/plain", "simple.cell", True), gru("mixed/gated", "unit.cell"),
                 lstm("mixed/memory", "long.cell"), linear("mixed/linear", "readout")),
         tolerance="network", container="pickle 5 numpy", compares_training=True),
    Pair("deep_rnn_gated", "Two gated units with a layer and an activation between them.",
         forward=lambda x, training: Gated()(x), build=Doubled, shape=(2, 7, 4),
         joints=(gru("gated/gru", "lower.cell"), linear("gated/linear", "between"), gru("gated/gru_1", "upper.cell")),
         tolerance="network", container="safetensors", compares_training=True),
    Pair("deep_rnn_reset", "An LSTM and a vanilla layer in a core whose state starts anew.",
         forward=lambda x, training: resetting(x), build=Restarting, shape=(3, 6, 4),
         joints=(lstm("below", "memory.cell"), vanilla_rnn("above", "simple.cell", True)),
         tolerance="network", container="pickle 2 numpy", compares_training=True),
)
