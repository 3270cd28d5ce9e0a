"""Configurations of what is made of layers: chains, stacks, low-rank additions, modules of one's own, pooling."""

import itertools
from collections.abc import Callable, Sequence
from functools import partial

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from models.cases import Case, Layer
from models.layer_cases import averaging, evaluated


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


def pooled(rule: str, haiku: Callable, made: Callable, padding: str) -> tuple[Case, ...]:
    """Pooling of what a layer gives, over one, two and three axes of space."""
    def case(setting: str, shape: tuple[int, ...], window: tuple[int, ...], strides: tuple[int, ...]) -> Case:
        return Case(rule, setting, lambda x: haiku(hk.Linear(3)(x), (1, *window, 1), (1, *strides, 1), padding),
                    lambda rngs: Followed(nnx.Linear(4, 3, rngs=rngs), lambda x: made(x, window, strides, padding)),
                    shape)

    return (case("row", (2, 9, 4), (4,), (2,)), case("image", (2, 7, 6, 4), (3, 2), (2, 1)),
            case("volume", (2, 5, 4, 6, 4), (2, 3, 3), (1, 2, 3)))


class Followed(nnx.Module):
    """A layer, and a function of what it gives."""

    def __init__(self, layer: nnx.Module, function: Callable[[jax.Array], jax.Array]):
        self.layer, self.function = layer, function

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.function(self.layer(x))


def dropping(setting: str, seed: int, rate: float, shape: tuple[int, ...], *axes: int) -> Case:
    """Dropout of what a layer gives, with the same key in both libraries."""
    return Case("Dropout", setting,
                lambda x: hk.dropout(jax.random.key(seed), rate, hk.Linear(6)(x), axes),
                lambda rngs: Followed(nnx.Linear(4, 6, rngs=rngs), lambda x: nnx.Dropout(rate, broadcast_dims=axes)(
                    x, rngs=jax.random.key(seed))), shape)


BARE = (
    *pooled("MaxPool valid", hk.max_pool, nnx.max_pool, "VALID"),
    *pooled("MaxPool same", hk.max_pool, nnx.max_pool, "SAME"),
    *pooled("AvgPool valid", hk.avg_pool, nnx.avg_pool, "VALID"),
    *pooled("AvgPool same", hk.avg_pool, partial(nnx.avg_pool, count_include_pad=False), "SAME"),
    dropping("half", 0, 0.5, (5, 4)), dropping("rarely", 1, 0.1, (2, 5, 4)), dropping("rows", 2, 0.3, (2, 5, 4), 1),
)

COMPOSED: tuple[Case, ...] = CHAINS + STACKS + LORA + OWN + BARE
