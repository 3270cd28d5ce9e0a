"""Configurations of what is made of layers: cells, chains, stacks, low-rank additions, modules of one's own."""

import itertools
from collections.abc import Callable, Sequence

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from models.cases import Case, Layer
from models.layer_cases import averaging, evaluated
from models.recurrent import HaikuGruCell


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
         lambda x: hk.Sequential(
             [hk.Conv1D(4, 3), hk.Flatten(), hk.Sequential([hk.Linear(3), jnp.tanh, hk.Linear(2)])])(x),
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
    Case("Stack unstacked", "plain", layered(lambda x: hk.Linear(4)(x)), lambda r: Listed(square, r), (5, 4)),
    Case("Stack unstacked", "state", layered(evaluated(True, True), 3),
         lambda r: Listed(averaging, r, 3), (5, 4), "norm"),
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

COMPOSED: tuple[Case, ...] = RECURRENT + CHAINS + STACKS + LORA + OWN
