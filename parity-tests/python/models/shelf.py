"""A shelf of layers: for each rule several configurations, all in one Haiku model and all in one NNX model.

Where ``models/layers.py`` trains one layer at a time, this takes every setting that changes names, shapes or arithmetic, with
numbers drawn at random, so that one conversion in each direction carries all of them.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from models.layers import Pairwise, Single
from models.recurrent import HaikuGruCell
from models.stacks import INIT, Attending, causal_mask

Layer = Callable[[jax.Array], jax.Array]


@dataclass(frozen=True)
class Case:
    """One configuration of a rule, in both libraries."""

    rule: str
    setting: str
    haiku: Layer
    """Makes and calls Haiku's layer, inside a module that has this case's name."""

    nnx: Callable[[nnx.Rngs], nnx.Module]
    shape: tuple[int, ...]
    tolerance: str = "exact"
    below: int = 0
    """Integer inputs are drawn from 0 up to this."""

    kind: str = ""
    """What the user must say of the layer, because its shape does not."""

    @property
    def name(self) -> str:
        """The scope of the case in Haiku, and its attribute in NNX."""
        return f"{self.rule}_{self.setting}".replace(" ", "_").lower()

    @property
    def input(self) -> np.ndarray:
        """The input of both layers."""
        draw = np.random.default_rng(len(self.name))
        if self.below:
            return draw.integers(0, self.below, self.shape, dtype=np.int32)
        return draw.random(self.shape, np.float32) * 2 - 1


class Scope(hk.Module):
    """A case in a module of its name."""

    def __init__(self, case: Case):
        super().__init__(name=case.name)
        self.case = case

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.case.haiku(x)


def haiku_shelf(inputs: Mapping[str, jax.Array]) -> dict[str, jax.Array]:
    """The output of every case's Haiku layer, and what the top level itself holds."""
    slope = hk.get_parameter("slope", [7], init=jnp.ones)
    grid = hk.get_parameter("grid", [2, 7], init=jnp.ones)
    calls = hk.get_state("calls", [3], jnp.int32, init=jnp.ones)
    return {case.name: Scope(case)(inputs[case.name]) for case in CASES} | {TOP: slope * grid * calls[0]}


class Shelf(nnx.Module):
    """The same in NNX."""

    def __init__(self, rngs: nnx.Rngs):
        self.steepness = nnx.Param(jnp.ones((7,)))
        self.lattice = nnx.Param(jnp.ones((2, 7)))
        self.uses = Uses(jnp.ones((3,), jnp.int32))
        for case in CASES:
            setattr(self, case.name, case.nnx(rngs))

    def __call__(self, inputs: Mapping[str, jax.Array]) -> dict[str, jax.Array]:
        own = self.steepness[...] * self.lattice[...] * self.uses[0]
        return {case.name: getattr(self, case.name)(inputs[case.name]) for case in CASES} | {TOP: own}


class Uses(nnx.Variable):
    """How often a model was called."""


TOP = "top_level"
"""The name of the output that parameters and state of the top level make."""


def first(op: nnx.Module) -> nnx.Module:
    """A layer whose input and output have their channels first, as Haiku may have them."""
    return Single(op, channels_first=True)


def exact(features: int, rngs: nnx.Rngs, **options) -> nnx.LayerNorm:
    """A layer norm with Haiku's settings."""
    return nnx.LayerNorm(features, **{"epsilon": 1e-5, "use_fast_variance": False} | options, rngs=rngs)


DENSE = (
    Case("Linear", "plain", lambda x: hk.Linear(3)(x), lambda r: nnx.Linear(4, 3, rngs=r), (5, 4)),
    Case("Linear", "bare", lambda x: hk.Linear(3, with_bias=False)(x),
         lambda r: nnx.Linear(4, 3, use_bias=False, rngs=r), (5, 4)),
    Case("Linear", "axes", lambda x: hk.Linear(3)(x), lambda r: nnx.Linear(4, 3, rngs=r), (2, 5, 4)),
    Case("Embed", "row", lambda x: hk.Embed(11, 4)(x), lambda r: nnx.Embed(11, 4, rngs=r), (5,), below=11),
    Case("Embed", "one hot", lambda x: hk.Embed(7, 3, lookup_style="ONE_HOT")(x),
         lambda r: nnx.Embed(7, 3, rngs=r), (2, 5), below=7),
    Case("Embed", "axes", lambda x: hk.Embed(5, 5)(x), lambda r: nnx.Embed(5, 5, rngs=r), (2, 1, 3), below=5),
)

CONVOLUTIONS = (
    Case("Conv1D", "stride", lambda x: hk.Conv1D(5, 3, stride=2)(x),
         lambda r: nnx.Conv(4, 5, (3,), 2, rngs=r), (2, 9, 4)),
    Case("Conv1D", "causal", lambda x: hk.Conv1D(5, 3, rate=2, padding=hk.pad.causal)(x),
         lambda r: nnx.Conv(4, 5, (3,), kernel_dilation=2, padding="CAUSAL", rngs=r), (2, 9, 4)),
    Case("Conv1D", "first", lambda x: hk.Conv1D(6, 3, feature_group_count=2, data_format="NCW")(x),
         lambda r: first(nnx.Conv(4, 6, (3,), feature_group_count=2, rngs=r)), (2, 4, 9)),
    Case("Conv2D", "rate", lambda x: hk.Conv2D(6, (3, 2), rate=2, padding="VALID", with_bias=False)(x),
         lambda r: nnx.Conv(4, 6, (3, 2), kernel_dilation=2, padding="VALID", use_bias=False, rngs=r), (2, 7, 6, 4)),
    Case("Conv2D", "even", lambda x: hk.Conv2D(5, 4, padding=hk.pad.same)(x),
         lambda r: nnx.Conv(4, 5, (4, 4), padding=((1, 2), (1, 2)), rngs=r), (2, 7, 6, 4)),
    Case("Conv2D", "groups", lambda x: hk.ConvND(2, 6, 3, stride=2, feature_group_count=2)(x),
         lambda r: nnx.Conv(4, 6, (3, 3), 2, feature_group_count=2, rngs=r), (2, 7, 6, 4)),
    Case("Conv3D", "valid", lambda x: hk.Conv3D(4, (3, 2, 2), padding="VALID")(x),
         lambda r: nnx.Conv(3, 4, (3, 2, 2), padding="VALID", rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3D", "groups", lambda x: hk.Conv3D(6, 2, stride=2, feature_group_count=3, with_bias=False)(x),
         lambda r: nnx.Conv(3, 6, (2, 2, 2), 2, feature_group_count=3, use_bias=False, rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3D", "first", lambda x: hk.Conv3D(5, 2, rate=2, data_format="NCDHW")(x),
         lambda r: first(nnx.Conv(3, 5, (2, 2, 2), kernel_dilation=2, rngs=r)), (2, 3, 5, 4, 4)),
    Case("Depthwise", "row", lambda x: hk.DepthwiseConv1D(2, 3, rate=2)(x),
         lambda r: nnx.Conv(4, 8, (3,), kernel_dilation=2, feature_group_count=4, rngs=r), (2, 9, 4)),
    Case("Depthwise", "image", lambda x: hk.DepthwiseConv2D(1, 3, stride=2, with_bias=False)(x),
         lambda r: nnx.Conv(4, 4, (3, 3), 2, feature_group_count=4, use_bias=False, rngs=r), (2, 7, 6, 4)),
    Case("Depthwise", "first", lambda x: hk.DepthwiseConv2D(3, (3, 2), padding="VALID", data_format="NCHW")(x),
         lambda r: first(nnx.Conv(4, 12, (3, 2), padding="VALID", feature_group_count=4, rngs=r)), (2, 4, 7, 6)),
    Case("Depthwise", "volume", lambda x: hk.DepthwiseConv3D(2, 2)(x),
         lambda r: nnx.Conv(3, 6, (2, 2, 2), feature_group_count=3, rngs=r), (2, 5, 4, 4, 3)),
    Case("Separable", "same", lambda x: hk.SeparableDepthwiseConv2D(2, (3, 2))(x),
         lambda r: separable(2, (3, 2), 1, "SAME", True, r), (2, 7, 6, 4)),
    Case("Separable", "valid", lambda x: hk.SeparableDepthwiseConv2D(1, 3, padding="VALID")(x),
         lambda r: separable(1, (3, 3), 1, "VALID", True, r), (2, 7, 6, 4)),
    Case("Separable", "stride", lambda x: hk.SeparableDepthwiseConv2D(3, (2, 3), stride=2, with_bias=False)(x),
         lambda r: separable(3, (2, 3), 2, "SAME", False, r), (2, 7, 6, 4)),
)


def separable(multiplier: int, kernel: tuple[int, int], stride: int, padding: str, bias: bool,
              rngs: nnx.Rngs) -> nnx.Module:
    """Haiku's separable depthwise convolution of four channels: rows with the stride, columns with the bias."""
    rows, columns = kernel
    return Pairwise(
        nnx.Conv(4, 4 * multiplier, (rows, 1), stride, padding=padding, feature_group_count=4, use_bias=False, rngs=rngs),
        nnx.Conv(4 * multiplier, 4 * multiplier, (1, columns), padding=padding, feature_group_count=4 * multiplier,
                 use_bias=bias, rngs=rngs))


FLIP = "ConvTranspose(transpose_kernel)"

TRANSPOSED = (
    Case("Conv1DTranspose", "valid", lambda x: hk.Conv1DTranspose(5, 3, stride=3, padding="VALID")(x),
         lambda r: nnx.ConvTranspose(4, 5, (3,), 3, padding="VALID", rngs=r), (2, 9, 4)),
    Case("Conv1DTranspose", "bare", lambda x: hk.Conv1DTranspose(6, 4, with_bias=False)(x),
         lambda r: nnx.ConvTranspose(4, 6, (4,), use_bias=False, rngs=r), (2, 9, 4)),
    Case("Conv1DTranspose", "first", lambda x: hk.Conv1DTranspose(5, 3, stride=2, data_format="NCW")(x),
         lambda r: first(nnx.ConvTranspose(4, 5, (3,), 2, rngs=r)), (2, 4, 9)),
    Case("Conv2DTranspose", "strides", lambda x: hk.Conv2DTranspose(5, 3, stride=(2, 3))(x),
         lambda r: nnx.ConvTranspose(4, 5, (3, 3), (2, 3), rngs=r), (2, 7, 6, 4)),
    Case("Conv2DTranspose", "output shape",
         lambda x: hk.Conv2DTranspose(5, 3, stride=2, output_shape=(13, 11))(x),
         lambda r: nnx.ConvTranspose(4, 5, (3, 3), 2, padding=((1, 1), (1, 1)), rngs=r), (2, 7, 6, 4)),
    Case("Conv2DTranspose", "first",
         lambda x: hk.Conv2DTranspose(6, (3, 2), padding="VALID", data_format="NCHW")(x),
         lambda r: first(nnx.ConvTranspose(4, 6, (3, 2), padding="VALID", rngs=r)), (2, 4, 7, 6)),
    Case("Conv3DTranspose", "strides", lambda x: hk.Conv3DTranspose(4, 2, stride=2)(x),
         lambda r: nnx.ConvTranspose(3, 4, (2, 2, 2), 2, rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3DTranspose", "valid", lambda x: hk.Conv3DTranspose(5, (2, 3, 2), padding="VALID")(x),
         lambda r: nnx.ConvTranspose(3, 5, (2, 3, 2), padding="VALID", rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3DTranspose", "bare", lambda x: hk.Conv3DTranspose(2, 3, with_bias=False)(x),
         lambda r: nnx.ConvTranspose(3, 2, (3, 3, 3), use_bias=False, rngs=r), (2, 5, 4, 4, 3)),
    Case("Flipped", "row", lambda x: hk.Conv1DTranspose(5, 3, stride=2)(x),
         lambda r: nnx.ConvTranspose(4, 5, (3,), 2, transpose_kernel=True, rngs=r), (2, 9, 4), kind=FLIP),
    Case("Flipped", "image", lambda x: hk.Conv2DTranspose(5, (3, 2), padding="VALID")(x),
         lambda r: nnx.ConvTranspose(4, 5, (3, 2), padding="VALID", transpose_kernel=True, rngs=r), (2, 7, 6, 4),
         kind=FLIP),
    Case("Flipped", "volume", lambda x: hk.Conv3DTranspose(2, 2, stride=2, with_bias=False)(x),
         lambda r: nnx.ConvTranspose(3, 2, (2, 2, 2), 2, transpose_kernel=True, use_bias=False, rngs=r),
         (2, 5, 4, 4, 3), kind=FLIP),
)


def evaluated(*arguments, **options) -> Layer:
    """Haiku's batch norm with its moving averages."""
    return lambda x: hk.BatchNorm(*arguments, decay_rate=0.9, **options)(x, is_training=hk.running_init())


def averaging(rngs: nnx.Rngs, **options) -> nnx.BatchNorm:
    """NNX's batch norm with its moving averages, of four features."""
    return nnx.BatchNorm(4, use_running_average=True, momentum=0.9, **{"epsilon": 1e-5} | options, rngs=rngs)


NORMS = (
    Case("BatchNorm", "bare", evaluated(False, False), lambda r: averaging(r, use_scale=False, use_bias=False), (5, 4)),
    Case("BatchNorm", "scale", evaluated(True, False, axis=(0, 1, 2)), lambda r: averaging(r, use_bias=False),
         (2, 7, 6, 4)),
    Case("BatchNorm", "offset first", evaluated(False, True, data_format="channels_first"),
         lambda r: first(averaging(r, use_scale=False)), (2, 4, 9)),
    Case("BatchNorm", "eps", evaluated(True, True, eps=1e-3), lambda r: averaging(r, epsilon=1e-3), (5, 4)),
    Case("LayerNorm", "scale", lambda x: hk.LayerNorm(-1, True, False)(x), lambda r: exact(4, r, use_bias=False), (5, 4),
         "norm"),
    Case("LayerNorm", "fast", lambda x: hk.LayerNorm(-1, True, True, eps=1e-6, use_fast_variance=True)(x),
         lambda r: nnx.LayerNorm(4, rngs=r), (5, 4), "norm"),
    Case("LayerNorm", "space", lambda x: hk.LayerNorm((1, 2), True, True, param_axis=-1)(x),
         lambda r: exact(4, r, reduction_axes=(1, 2), feature_axes=-1), (2, 7, 6, 4), "norm"),
    Case("LayerNorm", "first", lambda x: hk.LayerNorm(1, True, True, param_axis=1)(x),
         lambda r: exact(4, r, reduction_axes=1, feature_axes=1), (2, 4, 9), "norm"),
    Case("RMSNorm", "last", lambda x: hk.RMSNorm(-1)(x), lambda r: nnx.RMSNorm(4, epsilon=1e-5, rngs=r), (5, 4), "norm"),
    Case("RMSNorm", "eps", lambda x: hk.RMSNorm(-1, eps=1e-6)(x), lambda r: nnx.RMSNorm(4, rngs=r), (2, 5, 4), "norm"),
    Case("RMSNorm", "first", lambda x: hk.RMSNorm(1, param_axis=1)(x),
         lambda r: nnx.RMSNorm(4, epsilon=1e-5, reduction_axes=1, feature_axes=1, rngs=r), (2, 4, 9), "norm"),
    Case("GroupNorm", "groups", lambda x: hk.GroupNorm(2)(x),
         lambda r: nnx.GroupNorm(4, 2, epsilon=1e-5, use_fast_variance=False, rngs=r), (2, 7, 6, 4), "norm"),
    Case("GroupNorm", "first", lambda x: hk.GroupNorm(1, create_offset=False, data_format="channels_first")(x),
         lambda r: first(nnx.GroupNorm(4, 1, epsilon=1e-5, use_fast_variance=False, use_bias=False, rngs=r)), (2, 4, 9),
         "norm"),
    Case("GroupNorm", "eps", lambda x: hk.GroupNorm(4, create_scale=False, eps=1e-6)(x),
         lambda r: nnx.GroupNorm(4, 4, use_fast_variance=False, use_scale=False, rngs=r), (2, 9, 4), "norm"),
    Case("InstanceNorm", "both", lambda x: hk.InstanceNorm(True, True)(x),
         lambda r: nnx.InstanceNorm(4, epsilon=1e-5, use_fast_variance=False, rngs=r), (2, 7, 6, 4), "norm"),
    Case("InstanceNorm", "first", lambda x: hk.InstanceNorm(True, True, data_format="channels_first")(x),
         lambda r: first(nnx.InstanceNorm(4, epsilon=1e-5, use_fast_variance=False, rngs=r)), (2, 4, 9), "norm"),
    Case("InstanceNorm", "scale", lambda x: hk.InstanceNorm(True, False, eps=1e-6)(x),
         lambda r: nnx.InstanceNorm(4, use_fast_variance=False, use_bias=False, rngs=r), (2, 9, 4), "norm"),
)

def step(core: Callable[[], hk.RNNCore], hidden: int) -> Layer:
    """One step of a core from a state that its input tells, and the state after it."""
    def run(x: jax.Array) -> jax.Array:
        own = core()
        like = own.initial_state(len(x))
        output, after = own(x, jax.tree.map(lambda part: begun(x, hidden), like))
        return jnp.concatenate([output, *jax.tree.leaves(after)], axis=-1)

    return run


def begun(x: jax.Array, hidden: int) -> jax.Array:
    """A state in which a step begins."""
    return jnp.tanh(jnp.tile(x, (1, 2))[:, :hidden])


class Step(nnx.Module):
    """One step of a cell from a state that its input tells, and the state after it in Haiku's order."""

    def __init__(self, cell: nnx.Module, hidden: int):
        self.cell, self.hidden = cell, hidden

    def __call__(self, x: jax.Array) -> jax.Array:
        start = begun(x, self.hidden)
        lstm = isinstance(self.cell, (nnx.LSTMCell, nnx.OptimizedLSTMCell))
        after, output = self.cell((start, start) if lstm else start, x)
        return jnp.concatenate([output, *(after[::-1] if lstm else (after,))], axis=-1)


def cell(rule: str, hidden: int, core: Callable[[int], hk.RNNCore], made: Callable[[int, nnx.Rngs], nnx.Module],
         tolerance: str = "step") -> Case:
    """A recurrent cell of some width in both libraries."""
    return Case(rule, f"of {hidden}", step(lambda: core(hidden), hidden), lambda rngs: Step(made(hidden, rngs), hidden),
                (5, 4), tolerance)


def simple(hidden: int, rngs: nnx.Rngs) -> nnx.SimpleCell:
    """NNX's cell with Haiku's activation."""
    return nnx.SimpleCell(4, hidden, activation_fn=jax.nn.relu, rngs=rngs)


RECURRENT = tuple(case for hidden in (1, 3, 4) for case in (
    cell("LSTM", hidden, hk.LSTM, lambda width, rngs: nnx.OptimizedLSTMCell(4, width, rngs=rngs)),
    cell("LSTMCell", hidden, hk.LSTM, lambda width, rngs: nnx.LSTMCell(4, width, rngs=rngs)),
    cell("VanillaRNN", hidden, hk.VanillaRNN, simple),
    cell("VanillaRNN one bias", hidden, lambda width: hk.VanillaRNN(width, double_bias=False), simple, "exact"),
    cell("GRU", hidden, hk.GRU, lambda width, rngs: HaikuGruCell(4, width, rngs=rngs), "exact")))


def attending(heads: int, size: int, causal: bool = False, **options) -> Layer:
    """Haiku's attention over its own input."""
    return lambda x: hk.MultiHeadAttention(heads, size, w_init=INIT, **options)(
        x, x, x, mask=causal_mask(x.shape[1]) if causal else None)


def attention(heads: int, size: int, causal: bool = False, **options) -> Callable[[nnx.Rngs], nnx.Module]:
    """NNX's, over an input of four features."""
    return lambda rngs: Attending(nnx.MultiHeadAttention(
        heads, 4, qkv_features=heads * size, decode=False, **{"out_features": heads * size} | options, rngs=rngs), 5, causal)


ATTENTIONS = (
    Case("MultiHeadAttention", "one head", attending(1, 3, value_size=3), attention(1, 3), (2, 5, 4)),
    Case("MultiHeadAttention", "bare", attending(2, 2, True, with_bias=False), attention(2, 2, True, use_bias=False),
         (2, 5, 4)),
    Case("MultiHeadAttention", "sizes", attending(3, 2, True, model_size=5), attention(3, 2, True, out_features=5),
         (2, 5, 4)),
)



class InTurn(nnx.Module):
    """Layers in a list, with an activation between them."""

    def __init__(self, layers: Sequence[nnx.Module]):
        self.parts = nnx.List(layers)

    def __call__(self, x: jax.Array) -> jax.Array:
        *first, last = self.parts
        for part in first:
            x = jax.nn.relu(part(x))
        return last(x)


def dense(*widths: int, rngs: nnx.Rngs, **options) -> list[nnx.Linear]:
    """Linear layers from width to width."""
    return [nnx.Linear(inputs, outputs, **options, rngs=rngs) for inputs, outputs in itertools.pairwise(widths)]


CHAINS = (
    Case("MLP", "list", lambda x: hk.nets.MLP([3, 3, 2])(x), lambda r: InTurn(dense(4, 3, 3, 2, rngs=r)), (5, 4)),
    Case("MLP", "sequence", lambda x: hk.nets.MLP([4, 4])(x),
         lambda r: nnx.Sequential(nnx.Linear(4, 4, rngs=r), jax.nn.relu, nnx.Linear(4, 4, rngs=r)), (5, 4)),
    Case("MLP", "bare", lambda x: hk.nets.MLP([4, 3], with_bias=False, activation=jnp.tanh, activate_final=True)(x),
         lambda r: nnx.Sequential(nnx.Linear(4, 4, use_bias=False, rngs=r), jnp.tanh,
                                  nnx.Linear(4, 3, use_bias=False, rngs=r), jnp.tanh), (5, 4)),
    Case("Sequential", "list", lambda x: hk.Sequential([hk.Linear(4), jax.nn.relu, hk.Linear(4)])(x),
         lambda r: InTurn(dense(4, 4, 4, rngs=r)), (5, 4)),
    Case("Sequential", "active first", lambda x: hk.Sequential([jnp.tanh, hk.Linear(4), hk.Linear(2)])(x),
         lambda r: nnx.Sequential(jnp.tanh, nnx.Linear(4, 4, rngs=r), nnx.Linear(4, 2, rngs=r)), (5, 4)),
    Case("Sequential", "nested",
         lambda x: hk.Sequential([hk.Conv1D(4, 3), hk.Flatten(), hk.Sequential([hk.Linear(3), jnp.tanh, hk.Linear(2)])])(x),
         lambda r: nnx.Sequential(
             nnx.Conv(4, 4, (3,), rngs=r), lambda x: x.reshape(len(x), -1),
             nnx.Sequential(nnx.Linear(36, 3, rngs=r), jnp.tanh, nnx.Linear(3, 2, rngs=r))), (2, 9, 4)),
)


def layered(layer: Layer, layers: int = 2, **options) -> Layer:
    """A stack of Haiku's."""
    return lambda x: hk.layer_stack(layers, **options)(layer)(x)


class Over(nnx.Module):
    """A stack of layers that ``nnx.vmap`` made."""

    def __init__(self, make: Callable[[nnx.Rngs], nnx.Module], rngs: nnx.Rngs, layers: int = 2):
        self.layers = nnx.split_rngs(splits=layers)(nnx.vmap(make))(rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return nnx.scan(lambda carry, layer: layer(carry), in_axes=(nnx.Carry, 0), out_axes=nnx.Carry)(x, self.layers)


class Listed(nnx.Module):
    """Layers in a list."""

    def __init__(self, make: Callable[[nnx.Rngs], nnx.Module], rngs: nnx.Rngs, layers: int = 2):
        self.layers = nnx.List([make(rngs) for _ in range(layers)])

    def __call__(self, x: jax.Array) -> jax.Array:
        for layer in self.layers:
            x = layer(x)
        return x


def square(rngs: nnx.Rngs) -> nnx.Linear:
    """A layer that keeps the width."""
    return nnx.Linear(4, 4, rngs=rngs)


STACKS = (
    Case("Stack kept", "plain", layered(lambda x: hk.Linear(4)(x)), lambda r: Over(square, r), (5, 4)),
    Case("Stack kept", "named", layered(evaluated(True, True), name="tower"), lambda r: Over(averaging, r), (5, 4)),
    Case("Stack kept", "nested", layered(layered(lambda x: hk.Linear(4)(x), 3)),
         lambda r: Over(lambda rngs: Over(square, rngs, 3), r), (5, 4)),
    Case("Stack unstacked", "plain", layered(lambda x: hk.Linear(4)(x), 3), lambda r: Listed(square, r, 3), (5, 4)),
    Case("Stack unstacked", "state", layered(evaluated(True, True), 3), lambda r: Listed(averaging, r, 3), (5, 4), "norm"),
    Case("Stack unstacked", "convolution", layered(lambda x: hk.Conv1D(4, 3)(x)),
         lambda r: Listed(lambda rngs: nnx.Conv(4, 4, (3,), rngs=rngs), r), (2, 9, 4)),
)


class Adapted(nnx.Module):
    """A layer with low-rank additions inside another module."""

    def __init__(self, rngs: nnx.Rngs):
        self.inner = nnx.LoRALinear(4, 3, lora_rank=2, use_bias=False, rngs=rngs)
        self.outer = nnx.Linear(3, 2, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.outer(self.inner(x))


LORA = (
    Case("LoRA", "linear", lambda x: hk.Linear(3)(x), lambda r: nnx.LoRALinear(4, 3, lora_rank=2, rngs=r), (5, 4)),
    Case("LoRA", "beside", lambda x: hk.Linear(3)(x),
         lambda r: nnx.LoRA(4, 1, 3, base_module=nnx.Linear(4, 3, rngs=r), rngs=r), (5, 4)),
    Case("LoRA", "inside", lambda x: hk.Linear(2)(hk.Linear(3, with_bias=False, name="low")(x)), Adapted, (5, 4)),
)


class Held(nnx.Module):
    """Arrays of one's own, and what is computed with them."""

    def __init__(self, compute: Callable[..., jax.Array], **shapes: tuple[int, ...]):
        self.compute, self.names = compute, tuple(shapes)
        for name, shape in shapes.items():
            setattr(self, name, nnx.Param(jnp.zeros(shape)))

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.compute(x, *(getattr(self, name)[...] for name in self.names))


def own(x: jax.Array) -> jax.Array:
    """A module with two arrays of one shape that have names of their own."""
    low = hk.get_parameter("low", [4], init=jnp.zeros)
    return jnp.clip(x, low, low + hk.get_parameter("range", [4], init=jnp.ones))


OWN = (
    Case("Own", "bias", lambda x: hk.Bias(bias_dims=[-1])(x), lambda r: Held(jnp.add, shift=(4,)), (2, 5, 4)),
    Case("Own", "names", own, lambda r: Held(lambda x, low, range: jnp.clip(x, low, low + range), low=(4,), range=(4,)),
         (5, 4)),
    Case("Own", "table", lambda x: hk.get_parameter("table", [3, 1, 4], init=jnp.zeros) * x,
         lambda r: Held(jnp.multiply, grid=(3, 1, 4)), (5, 4)),
)

CASES: tuple[Case, ...] = (DENSE + CONVOLUTIONS + TRANSPOSED + NORMS + RECURRENT + ATTENTIONS + CHAINS + STACKS + LORA + OWN)
