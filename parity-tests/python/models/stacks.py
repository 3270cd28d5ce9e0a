"""Attention, and layers that Haiku keeps in a stack."""

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from models.recurrent import unrolled
from parity.pair import Pair
from parity.rules import Joint, attention, linear, lstm, norm, stacked, unstacked

LAYERS = 3
INIT = hk.initializers.VarianceScaling(1.0)


class Attending(nnx.Module):
    """An attention over its own input; the first positions ask."""

    def __init__(self, layer: nnx.MultiHeadAttention, asking: int, causal: bool):
        self.look = layer
        self.asking, self.causal = asking, causal

    def __call__(self, x: jax.Array) -> jax.Array:
        mask = causal_mask(x.shape[1]) if self.causal else None
        return self.look(x[:, :self.asking], x, x, mask=mask)


def causal_mask(length: int) -> jax.Array:
    """Every position sees itself and what is before it."""
    return jnp.tril(jnp.ones((1, 1, length, length), bool))


class Mixer(hk.Module):
    """A block of a transformer: attention, then a linear layer."""

    def __init__(self, heads: int, name: str | None = None):
        super().__init__(name=name)
        self.heads = heads

    def __call__(self, x: jax.Array) -> jax.Array:
        width = x.shape[-1]
        x = x + hk.MultiHeadAttention(self.heads, width // self.heads, w_init=INIT, name="attend")(x, x, x)
        return x + jax.nn.relu(hk.Linear(width)(hk.LayerNorm(-1, True, True)(x)))


class Sieve(nnx.Module):
    """The block, under other names."""

    def __init__(self, width: int, heads: int, rngs: nnx.Rngs):
        self.look = nnx.MultiHeadAttention(heads, width, decode=False, rngs=rngs)
        self.before = nnx.LayerNorm(width, epsilon=1e-5, use_fast_variance=False, rngs=rngs)
        self.dense = nnx.Linear(width, width, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        x = x + self.look(x)
        return x + jax.nn.relu(self.dense(self.before(x)))


class Listed(nnx.Module):
    """Blocks in a list."""

    def __init__(self, width: int, heads: int, rngs: nnx.Rngs):
        self.blocks = nnx.List([Sieve(width, heads, rngs) for _ in range(LAYERS)])

    def __call__(self, x: jax.Array) -> jax.Array:
        for block in self.blocks:
            x = block(x)
        return x


class Kept(nnx.Module):
    """Blocks in a stack."""

    def __init__(self, width: int, heads: int, rngs: nnx.Rngs):
        @nnx.split_rngs(splits=LAYERS)
        @nnx.vmap
        def build(rngs: nnx.Rngs) -> Sieve:
            return Sieve(width, heads, rngs)

        self.blocks = build(rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return nnx.scan(lambda carry, block: block(carry), in_axes=(nnx.Carry, 0), out_axes=nnx.Carry)(x, self.blocks)


class Readers(nnx.Module):
    """Recurrent layers in a list."""

    def __init__(self, width: int, rngs: nnx.Rngs):
        self.layers = nnx.List([nnx.RNN(nnx.OptimizedLSTMCell(width, width, rngs=rngs), rngs=rngs)
                                for _ in range(LAYERS)])

    def __call__(self, x: jax.Array) -> jax.Array:
        for layer in self.layers:
            x = layer(x)
        return x


def stacked_blocks(x: jax.Array, training: bool) -> jax.Array:
    """The blocks in a stack of Haiku's."""
    del training
    return hk.layer_stack(LAYERS)(lambda h: Mixer(2)(h))(x)


def stacked_cells(x: jax.Array, training: bool) -> jax.Array:
    """Recurrent layers in a stack of Haiku's."""
    del training
    return hk.layer_stack(LAYERS)(lambda h: unrolled(hk.LSTM(h.shape[-1]), h))(x)


def heads(source: str, target: str) -> Joint:
    """Attention of two heads."""
    return attention(source, target, 2)


STACK = "__layer_stack_no_per_layer"
BLOCK = f"{STACK}/mixer"

PAIRS = (
    Pair("attention", "MultiHeadAttention over its own input.",
         forward=lambda x, training: hk.MultiHeadAttention(2, 4, w_init=INIT)(x, x, x),
         build=lambda r: Attending(nnx.MultiHeadAttention(2, 8, decode=False, rngs=r), 5, False), shape=(3, 5, 8),
         joints=(attention("multi_head_attention", "look", 2),), tolerance="exact", compares_training=True),
    Pair("attention_masked", "MultiHeadAttention with a mask, without biases, four heads; an author named it.",
         forward=lambda x, training: hk.MultiHeadAttention(4, 3, w_init=INIT, with_bias=False, name="look_back")(
             x, x, x, mask=causal_mask(5)),
         build=lambda r: Attending(nnx.MultiHeadAttention(4, 12, use_bias=False, decode=False, rngs=r), 5, True),
         shape=(3, 5, 12), joints=(attention("look_back", "look", 4),), tolerance="exact", compares_training=True,
         container="npz deflated"),
    Pair("attention_sizes", "MultiHeadAttention whose sizes all differ: what asks, keys, what comes out.",
         forward=lambda x, training: hk.MultiHeadAttention(3, 5, w_init=INIT, model_size=7)(x[:, :2], x, x),
         build=lambda r: Attending(
             nnx.MultiHeadAttention(3, 8, qkv_features=15, out_features=7, decode=False, rngs=r), 2, False),
         shape=(3, 5, 8), joints=(attention("multi_head_attention", "look", 3),), tolerance="exact",
         compares_training=True, container="pickle 4 numpy"),
    Pair("stack_list", "Blocks in a stack of Haiku's and in a list of NNX's.",
         forward=stacked_blocks, build=lambda r: Listed(6, 2, r), shape=(3, 5, 6),
         joints=(*unstacked(heads, f"{BLOCK}/attend", "blocks.{}.look", LAYERS),
                 *unstacked(norm, f"{BLOCK}/layer_norm", "blocks.{}.before", LAYERS),
                 *unstacked(linear, f"{BLOCK}/linear", "blocks.{}.dense", LAYERS)),
         tolerance="network", compares_training=True),
    Pair("stack_kept", "Blocks in stacks on both sides.",
         forward=stacked_blocks, build=lambda r: Kept(6, 2, r), shape=(3, 5, 6),
         joints=(stacked(heads(f"{BLOCK}/attend", "blocks.look")),
                 stacked(norm(f"{BLOCK}/layer_norm", "blocks.before")),
                 stacked(linear(f"{BLOCK}/linear", "blocks.dense"))),
         tolerance="network", compares_training=True, container="pickle 4 jax"),
    Pair("stack_of_cells", "LSTM layers in a stack of Haiku's and in a list of NNX's.",
         forward=stacked_cells, build=lambda r: Readers(4, r), shape=(3, 5, 4),
         joints=unstacked(lstm, f"{STACK}/lstm", "layers.{}.cell", LAYERS), tolerance="network",
         compares_training=True, container="safetensors"),
)
