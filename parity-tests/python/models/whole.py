"""Whole networks as people write them: a U-Net, a recurrent model with variables of its own, a transformer, two towers."""

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from parity.pair import Ambiguity, Pair
from parity.rules import Joint, attention, conv, conv_transpose, embed, linear, lstm, norm, raw

WIDTHS = 4, 6
BOTTOM = 8
LAYERS = 6
VOCABULARY = 11
INIT = hk.initializers.VarianceScaling(1.0)


def pooled(x: jax.Array) -> jax.Array:
    """The largest of every two by two."""
    return nnx.max_pool(x, (2, 2), (2, 2))


class DoubleConv(hk.Module):
    """Two convolutions, each with a group norm."""

    def __init__(self, features: int, name: str | None = None):
        super().__init__(name=name)
        self.features = features

    def __call__(self, x: jax.Array) -> jax.Array:
        for number in (1, 2):
            x = hk.Conv2D(self.features, 3, name=f"conv_{number}")(x)
            x = jax.nn.relu(hk.GroupNorm(2, name=f"norm_{number}")(x))
        return x


class UNet(hk.Module):
    """Down over the widths, up again with what each width had."""

    def __call__(self, x: jax.Array) -> jax.Array:
        kept = []
        for width in WIDTHS:
            kept.append(DoubleConv(width)(x))
            x = pooled(kept[-1])
        x = DoubleConv(BOTTOM)(x)
        for width in reversed(WIDTHS):
            x = hk.Conv2DTranspose(width, 2, stride=2)(x)
            x = DoubleConv(width)(jnp.concatenate([kept.pop(), x], axis=-1))
        return hk.Conv2D(3, 1)(x)


class Twice(nnx.Module):
    """The two convolutions, under other names."""

    def __init__(self, inputs: int, outputs: int, rngs: nnx.Rngs):
        def regular() -> nnx.GroupNorm:
            return nnx.GroupNorm(outputs, 2, epsilon=1e-5, use_fast_variance=False, rngs=rngs)

        self.filter_a, self.regular_a = nnx.Conv(inputs, outputs, (3, 3), rngs=rngs), regular()
        self.filter_b, self.regular_b = nnx.Conv(outputs, outputs, (3, 3), rngs=rngs), regular()

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(self.regular_a(self.filter_a(x)))
        return jax.nn.relu(self.regular_b(self.filter_b(x)))


class Rise(nnx.Module):
    """One way up: larger, beside what was there, mixed."""

    def __init__(self, inputs: int, outputs: int, rngs: nnx.Rngs):
        self.grow = nnx.ConvTranspose(inputs, outputs, (2, 2), 2, rngs=rngs)
        self.mix = Twice(2 * outputs, outputs, rngs)

    def __call__(self, x: jax.Array, beside: jax.Array) -> jax.Array:
        return self.mix(jnp.concatenate([beside, self.grow(x)], axis=-1))


class Hourglass(nnx.Module):
    """The U-Net, under other names: the two ways are lists."""

    def __init__(self, rngs: nnx.Rngs):
        self.encoder = nnx.List([Twice(inputs, outputs, rngs) for inputs, outputs in zip((3, *WIDTHS), WIDTHS)])
        self.waist = Twice(WIDTHS[-1], BOTTOM, rngs)
        upwards = WIDTHS[::-1]
        self.decoder = nnx.List([Rise(inputs, outputs, rngs) for inputs, outputs in zip((BOTTOM, *upwards), upwards)])
        self.readout = nnx.Conv(WIDTHS[0], 3, (1, 1), rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        kept = []
        for down in self.encoder:
            kept.append(down(x))
            x = pooled(kept[-1])
        x = self.waist(x)
        for up in self.decoder:
            x = up(x, kept.pop())
        return self.readout(x)


def hourglass_joints() -> tuple[Joint, ...]:
    """What feeds what in the U-Net."""
    blocks = "encoder.0", "encoder.1", "waist", "decoder.0.mix", "decoder.1.mix"
    joints = [conv("u_net/conv2_d", "readout")]
    for number, target in enumerate(blocks):
        source = f"u_net/{numbered('double_conv', number)}"
        for layer, letter in ((1, "a"), (2, "b")):
            joints += [conv(f"{source}/conv_{layer}", f"{target}.filter_{letter}"),
                       norm(f"{source}/norm_{layer}", f"{target}.regular_{letter}")]
    joints += [conv_transpose(f"u_net/{numbered('conv2_d_transpose', number)}", f"decoder.{number}.grow")
               for number in range(len(WIDTHS))]
    return tuple(joints)


def numbered(name: str, number: int) -> str:
    """A name as Haiku makes it unique."""
    return f"{name}_{number}" if number else name


def remembering(x: jax.Array, training: bool) -> jax.Array:
    """A recurrent model without a module of its own: a learned start, a gain, and the mean of all inputs so far."""
    del training
    start = hk.get_parameter("start", [6], init=hk.initializers.RandomNormal())
    gain = hk.get_parameter("gain", [1], init=jnp.ones)
    calls = hk.get_state("calls", [], jnp.int32, init=jnp.zeros)
    mean = hk.get_state("mean", [4], init=jnp.zeros)
    hk.set_state("calls", calls + 1)
    hk.set_state("mean", 0.9 * mean + 0.1 * jnp.mean(x, axis=(0, 1)))
    hidden = jnp.broadcast_to(start, (x.shape[0], 6))
    state = hk.LSTMState(hidden=hidden, cell=jnp.zeros_like(hidden))
    outputs, _ = hk.dynamic_unroll(hk.LSTM(6), jnp.swapaxes(gain * (x - mean), 0, 1), state)
    return hk.Linear(2)(jnp.swapaxes(outputs, 0, 1))


class Calls(nnx.Variable):
    """How often a model was called."""


class Average(nnx.Variable):
    """The mean of what a model was given."""


class Remembering(nnx.Module):
    """The recurrent model, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.opening = nnx.Param(jnp.zeros((6,)))
        self.volume = nnx.Param(jnp.ones((1,)))
        self.uses = Calls(jnp.zeros((), jnp.int32))
        self.level = Average(jnp.zeros((4,)))
        self.memory = nnx.RNN(nnx.OptimizedLSTMCell(4, 6, rngs=rngs), rngs=rngs)
        self.readout = nnx.Linear(6, 2, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        level = self.level[...]
        hidden = jnp.broadcast_to(self.opening[...], (x.shape[0], 6))
        outputs = self.memory(self.volume[...] * (x - level), initial_carry=(jnp.zeros_like(hidden), hidden))
        self.uses[...] += 1
        self.level[...] = 0.9 * level + 0.1 * jnp.mean(x, axis=(0, 1))
        return self.readout(outputs)


class Transformer(hk.Module):
    """A pre-norm transformer in one flat scope; of two linear layers Python makes the outer one first."""

    def __call__(self, tokens: jax.Array) -> jax.Array:
        x = hk.Embed(VOCABULARY, 8)(tokens)
        for _ in range(LAYERS):
            y = hk.LayerNorm(-1, True, True)(x)
            x = x + hk.MultiHeadAttention(2, 4, w_init=INIT)(y, y, y)
            y = hk.LayerNorm(-1, True, True)(x)
            x = x + hk.Linear(8)(jax.nn.gelu(hk.Linear(16)(y)))
        return hk.Linear(VOCABULARY)(hk.LayerNorm(-1, True, True)(x))


def layer_norm(width: int, rngs: nnx.Rngs) -> nnx.LayerNorm:
    """A layer norm that computes as Haiku's does."""
    return nnx.LayerNorm(width, epsilon=1e-5, use_fast_variance=False, rngs=rngs)


class Layer(nnx.Module):
    """One layer of the transformer, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.before_looking = layer_norm(8, rngs)
        self.look = nnx.MultiHeadAttention(2, 8, decode=False, rngs=rngs)
        self.before_thinking = layer_norm(8, rngs)
        self.enlarge = nnx.Linear(8, 16, rngs=rngs)
        self.reduce = nnx.Linear(16, 8, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        x = x + self.look(self.before_looking(x))
        return x + self.reduce(jax.nn.gelu(self.enlarge(self.before_thinking(x))))


class Language(nnx.Module):
    """The transformer, under other names: its layers are a list."""

    def __init__(self, rngs: nnx.Rngs):
        self.tokens = nnx.Embed(VOCABULARY, 8, rngs=rngs)
        self.layers = nnx.List([Layer(rngs) for _ in range(LAYERS)])
        self.at_last = layer_norm(8, rngs)
        self.readout = nnx.Linear(8, VOCABULARY, rngs=rngs)

    def __call__(self, tokens: jax.Array) -> jax.Array:
        x = self.tokens(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.readout(self.at_last(x))


def language_joints() -> tuple[Joint, ...]:
    """What feeds what in the transformer."""
    root = "transformer"
    joints = [embed(f"{root}/embed", "tokens"), linear(f"{root}/{numbered('linear', 2 * LAYERS)}", "readout"),
              norm(f"{root}/{numbered('layer_norm', 2 * LAYERS)}", "at_last")]
    for number in range(LAYERS):
        target = f"layers.{number}"
        joints += [
            norm(f"{root}/{numbered('layer_norm', 2 * number)}", f"{target}.before_looking"),
            attention(f"{root}/{numbered('multi_head_attention', number)}", f"{target}.look", 2),
            norm(f"{root}/{numbered('layer_norm', 2 * number + 1)}", f"{target}.before_thinking"),
            linear(f"{root}/{numbered('linear', 2 * number + 1)}", f"{target}.enlarge"),
            linear(f"{root}/{numbered('linear', 2 * number)}", f"{target}.reduce")]
    return tuple(joints)


class Encoder(hk.Module):
    """A tower: three layers of three shapes."""

    def __call__(self, x: jax.Array) -> jax.Array:
        return hk.nets.MLP([6, 5, 3], name="layers")(x)


class TwoTowers(hk.Module):
    """Users and items, each through a tower of its own."""

    def __call__(self, x: jax.Array) -> jax.Array:
        return jnp.stack([Encoder(name="user")(x), 2 * Encoder(name="item")(x)])


class Tower(nnx.Module):
    """The tower, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.narrow = nnx.Linear(4, 6, rngs=rngs)
        self.mix = nnx.Linear(6, 5, rngs=rngs)
        self.place = nnx.Linear(5, 3, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.place(jax.nn.relu(self.mix(jax.nn.relu(self.narrow(x)))))


class Matching(nnx.Module):
    """The two towers, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.asking = Tower(rngs)
        self.offered = Tower(rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return jnp.stack([self.asking(x), 2 * self.offered(x)])


TOWERS = {"user": "asking", "item": "offered"}
INSIDE = "narrow", "mix", "place"


def norms(number: int) -> list[str]:
    """What the norms of a layer could be: two in a row, with the last norm of all before or after them."""
    return [f"transformer/{numbered('layer_norm', 2 * number + k)}" for k in range(3)]


PAIRS = (
    Pair("u_net", "A U-Net with transposed convolutions and group norm; one scope is numbered where NNX has two lists.",
         forward=lambda x, training: UNet()(x), build=Hourglass, shape=(2, 8, 8, 3), joints=hourglass_joints(),
         tolerance="network", container="npz deflated", compares_training=True),
    Pair("recurrent_top_level", "A recurrent model with parameters and state of the top level.",
         forward=remembering, build=Remembering, shape=(3, 5, 4),
         joints=(raw("~", "", start="opening", gain="volume", calls="uses", mean="level"),
                 lstm("lstm", "memory.cell"), linear("linear", "readout")),
         tolerance="network", container="pickle 4 numpy", compares_training=True),
    Pair("open_transformer", "Six pre-norm layers in a flat scope: two lines settle the norms of all.",
         forward=lambda tokens, training: Transformer()(tokens), build=Language, shape=(2, 5), below=VOCABULARY,
         joints=language_joints(), tolerance="network", container="pickle 5 jax", compares_training=True,
         open=Ambiguity(
             {**{f"layers.{i}.{name}": norms(i) for i in range(LAYERS) for name in ("before_looking", "before_thinking")},
              "at_last": [f"transformer/{numbered('layer_norm', 2 * i)}" for i in range(LAYERS + 1)]},
             {f"transformer/layer_norm_{2 * LAYERS}": "at_last", "transformer/layer_norm": "layers.0.before_looking"})),
    Pair("open_towers", "Two towers with equal insides: a line for one tower settles both.",
         forward=lambda x, training: TwoTowers()(x), build=Matching, shape=(5, 4),
         joints=tuple(linear(f"two_towers/{source}/layers/~/linear_{i}", f"{target}.{inside}")
                      for source, target in TOWERS.items() for i, inside in enumerate(INSIDE)),
         tolerance="network", container="npz stored", compares_training=True,
         open=Ambiguity({f"{target}.{inside}": [f"two_towers/{source}/layers/~/linear_{i}" for source in TOWERS]
                         for target in TOWERS.values() for i, inside in enumerate(INSIDE)},
                        {"two_towers/user": "asking"})),
)
