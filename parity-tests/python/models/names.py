"""Networks whose names are the question: numbered blocks, authors' names, and what no name decides."""

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from parity.pair import Ambiguity, Pair
from parity.rules import embed, linear, norm, raw

BLOCKS = 12


class Block(hk.Module):
    """A block as in a transformer: norm, two linear layers, a shortcut."""

    def __call__(self, x: jax.Array) -> jax.Array:
        y = hk.LayerNorm(-1, True, True)(x)
        y = hk.Linear(2 * x.shape[-1])(y)
        return x + hk.Linear(x.shape[-1])(jax.nn.gelu(y))


class Tower(hk.Module):
    """An embedding, numbered blocks, a head."""

    def __call__(self, tokens: jax.Array) -> jax.Array:
        x = hk.Embed(9, 6)(tokens)
        for _ in range(BLOCKS):
            x = Block()(x)
        return hk.Linear(9)(x)


class Feed(nnx.Module):
    """The block, under other names."""

    def __init__(self, width: int, rngs: nnx.Rngs):
        self.before = nnx.LayerNorm(width, epsilon=1e-5, use_fast_variance=False, rngs=rngs)
        self.fc_in = nnx.Linear(width, 2 * width, rngs=rngs)
        self.fc_out = nnx.Linear(2 * width, width, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return x + self.fc_out(jax.nn.gelu(self.fc_in(self.before(x))))


class Stack(nnx.Module):
    """The tower, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.tokens = nnx.Embed(9, 6, rngs=rngs)
        self.layers = nnx.List([Feed(6, rngs) for _ in range(BLOCKS)])
        self.logits = nnx.Linear(6, 9, rngs=rngs)

    def __call__(self, tokens: jax.Array) -> jax.Array:
        x = self.tokens(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.logits(x)


def block(number: int, name: str = "block") -> str:
    """A numbered name, as Haiku makes it unique."""
    return f"{name}_{number}" if number else name


def tower_joints():
    """What feeds what in the tower."""
    yield embed("tower/embed", "tokens")
    yield linear("tower/linear", "logits")
    for number in range(BLOCKS):
        source, target = f"tower/{block(number)}", f"layers.{number}"
        yield norm(f"{source}/layer_norm", f"{target}.before")
        yield linear(f"{source}/linear", f"{target}.fc_in")
        yield linear(f"{source}/linear_1", f"{target}.fc_out")


class Ordinals(hk.Module):
    """Two layers of one shape whose author numbered them."""

    def __call__(self, x: jax.Array) -> jax.Array:
        for number in range(2):
            x = jax.nn.relu(hk.Linear(5, name=f"dense_{number}")(x))
        return hk.Linear(3, name="out")(x)


class Lettered(nnx.Module):
    """The same, with words instead of digits."""

    def __init__(self, rngs: nnx.Rngs):
        self.first = nnx.Linear(5, 5, rngs=rngs)
        self.second = nnx.Linear(5, 5, rngs=rngs)
        self.last = nnx.Linear(5, 3, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.last(jax.nn.relu(self.second(jax.nn.relu(self.first(x)))))


class ActorCritic(hk.Module):
    """A trunk with two heads of one shape."""

    def __init__(self, heads: tuple[str, str], name: str | None = None):
        super().__init__(name=name)
        self.heads = heads

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(hk.Linear(6, name="torso")(x))
        left, right = (hk.Linear(3, name=head)(x) for head in self.heads)
        return jnp.stack([left, 2 * right])


class TwoHeads(nnx.Module):
    """The same, with heads of the given names."""

    def __init__(self, heads: tuple[str, str], rngs: nnx.Rngs):
        self.trunk = nnx.Linear(4, 6, rngs=rngs)
        self.heads = heads
        for head in heads:
            setattr(self, head, nnx.Linear(6, 3, rngs=rngs))

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(self.trunk(x))
        left, right = (getattr(self, head)(x) for head in self.heads)
        return jnp.stack([left, 2 * right])


class Nested(hk.Module):
    """Two layers of one shape in one expression: Python makes the outer one first."""

    def __call__(self, z: jax.Array) -> jax.Array:
        return hk.Linear(8)(jax.nn.relu(hk.Linear(8)(z)))


class InOrder(nnx.Module):
    """The same, named in the order of application."""

    def __init__(self, rngs: nnx.Rngs):
        self.first = nnx.Linear(8, 8, rngs=rngs)
        self.second = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, z: jax.Array) -> jax.Array:
        return self.second(jax.nn.relu(self.first(z)))


class NestedBlocks(hk.Module):
    """Numbered blocks, each with two layers of one shape in one expression."""

    def __call__(self, x: jax.Array) -> jax.Array:
        for _ in range(3):
            x = NestedBlock(name="block")(x)
        return x


class NestedBlock(hk.Module):
    """One of them."""

    def __call__(self, x: jax.Array) -> jax.Array:
        return x + hk.Linear(4)(jax.nn.relu(hk.Linear(4)(x)))


class Square(nnx.Module):
    """The block of two layers of one shape, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.fc_in = nnx.Linear(4, 4, rngs=rngs)
        self.fc_out = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return x + self.fc_out(jax.nn.relu(self.fc_in(x)))


class Squares(nnx.Module):
    """Three of them."""

    def __init__(self, rngs: nnx.Rngs):
        self.layers = nnx.List([Square(rngs) for _ in range(3)])

    def __call__(self, x: jax.Array) -> jax.Array:
        for layer in self.layers:
            x = layer(x)
        return x


class Affine(hk.Module):
    """A user's own module with arrays of its own and one layer."""

    def __call__(self, x: jax.Array) -> jax.Array:
        gain = hk.get_parameter("gain", [4], init=jnp.ones)
        table = hk.get_parameter("table", [3, 4], init=hk.initializers.RandomNormal())
        seen = hk.get_state("seen", [], jnp.int32, init=jnp.zeros)
        hk.set_state("seen", seen + 1)
        return hk.Linear(5)(x * gain) + jnp.sum(table) * seen


class Seen(nnx.Variable):
    """How often a module was called in training."""


class Scaled(nnx.Module):
    """The user's module, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.slope = nnx.Param(jnp.ones((4,)))
        self.grid = nnx.Param(jnp.zeros((3, 4)))
        self.visits = Seen(jnp.zeros((), jnp.int32))
        self.out = nnx.Linear(4, 5, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        output = self.out(x * self.slope[...]) + jnp.sum(self.grid[...]) * self.visits[...]
        self.visits[...] += 1
        return output


def perceptron(rngs: nnx.Rngs) -> nnx.Sequential:
    """Layers of one shape and activations, so that the layers have every second number."""
    return nnx.Sequential(
        nnx.Linear(5, 5, rngs=rngs), jax.nn.relu, nnx.Linear(5, 5, rngs=rngs), jax.nn.relu,
        nnx.Linear(5, 5, rngs=rngs))


def heads(name: str, about: str, haiku: tuple[str, str], other: tuple[str, str], **options) -> Pair:
    """A trunk with two heads in both libraries."""
    return Pair(
        name, about, forward=lambda x, training: ActorCritic(haiku)(x),
        build=lambda rngs: TwoHeads(other, rngs), shape=(5, 4),
        joints=(linear("actor_critic/torso", "trunk"),
                *(linear(f"actor_critic/{a}", b) for a, b in zip(haiku, other))),
        tolerance="network", compares_training=True, **options)


class Perceptron(hk.Module):
    """A multi-layer perceptron that is made in a constructor."""

    def __init__(self, name: str | None = None):
        super().__init__(name=name)
        self.mlp = hk.nets.MLP([6, 4], with_bias=False, activate_final=True)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.mlp(x)


class Inside(nnx.Module):
    """The perceptron, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.body = nnx.Sequential(nnx.Linear(5, 6, use_bias=False, rngs=rngs), jax.nn.relu,
                                   nnx.Linear(6, 4, use_bias=False, rngs=rngs), jax.nn.relu)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.body(x)


def sequence(rngs: nnx.Rngs) -> nnx.Sequential:
    """Layers and activations in turn."""
    return nnx.Sequential(
        nnx.Linear(5, 5, rngs=rngs), nnx.LayerNorm(5, epsilon=1e-5, use_fast_variance=False, rngs=rngs), jnp.tanh,
        nnx.Linear(5, 5, rngs=rngs), jax.nn.relu, nnx.Linear(5, 3, rngs=rngs))


PAIRS = (
    Pair("numbered_blocks", "Twelve blocks in Haiku's automatic numbers; `block_10` sorts before `block_2`.",
         forward=lambda x, training: Tower()(x), build=Stack, shape=(2, 5), below=9, joints=tuple(tower_joints()),
         tolerance="network", container="npz deflated", compares_training=True),
    Pair("mlp_sequential", "`hk.nets.MLP` of equal layers into `nnx.Sequential`, whose activations take numbers too.",
         forward=lambda x, training: hk.nets.MLP([5, 5, 5])(x), build=perceptron, shape=(4, 5),
         joints=tuple(linear(f"mlp/~/linear_{i}", f"layers.{2 * i}") for i in range(3)), tolerance="network",
         container="safetensors", compares_training=True),
    Pair("mlp_all_active", "`hk.nets.MLP` without biases whose last layer is active too, inside a module.",
         forward=lambda x, training: Perceptron()(x), build=lambda rngs: Inside(rngs), shape=(4, 5),
         joints=tuple(linear(f"perceptron/~/mlp/~/linear_{i}", f"body.layers.{2 * i}") for i in range(2)),
         tolerance="network", container="npz deflated", compares_training=True),
    Pair("sequential", "`hk.Sequential` with a norm between its layers, into `nnx.Sequential`.",
         forward=lambda x, training: hk.Sequential(
             [hk.Linear(5), hk.LayerNorm(-1, True, True), jnp.tanh, hk.Linear(5), jax.nn.relu, hk.Linear(3)])(x),
         build=sequence, shape=(4, 5),
         joints=(linear("linear", "layers.0"), norm("layer_norm", "layers.1"), linear("linear_1", "layers.3"),
                 linear("linear_2", "layers.5")),
         tolerance="network", container="pickle 4 numpy", compares_training=True),
    Pair("written_ordinals", "Layers of one shape, numbered by the author on one side, first and second on the other.",
         forward=lambda x, training: Ordinals()(x), build=Lettered, shape=(4, 5),
         joints=(linear("ordinals/dense_0", "first"), linear("ordinals/dense_1", "second"),
                 linear("ordinals/out", "last")),
         tolerance="network", container="pickle 2 jax", compares_training=True),
    heads("named_heads", "Two heads of one shape that have the same names on both sides.",
          ("policy", "value"), ("policy", "value"), container="pickle 5 numpy"),
    heads("open_heads", "Two heads of one shape and no common name.",
          ("policy", "value"), ("left", "right"), container="npz stored",
          open=Ambiguity({"left": ["actor_critic/policy", "actor_critic/value"],
                          "right": ["actor_critic/policy", "actor_critic/value"]},
                         {"actor_critic/policy": "left"})),
    Pair("open_nested", "Two nested layers of one shape: Haiku's `linear` is applied second.",
         forward=lambda x, training: Nested()(x), build=InOrder, shape=(4, 8),
         joints=(linear("nested/linear_1", "first"), linear("nested/linear", "second")),
         tolerance="network", container="pickle 4 jax", compares_training=True,
         open=Ambiguity({"first": ["nested/linear", "nested/linear_1"],
                         "second": ["nested/linear", "nested/linear_1"]},
                        {"nested/linear_1": "first"})),
    Pair("open_blocks", "Such a pair in each of three blocks: one line settles them all.",
         forward=lambda x, training: NestedBlocks()(x), build=Squares, shape=(4, 4),
         joints=tuple(joint for i in range(3) for joint in (
             linear(f"nested_blocks/{block(i)}/linear_1", f"layers.{i}.fc_in"),
             linear(f"nested_blocks/{block(i)}/linear", f"layers.{i}.fc_out"))),
         tolerance="network", container="npy pickled dict", compares_training=True,
         open=Ambiguity({f"layers.{i}.{fc}": [f"nested_blocks/{block(i)}/linear", f"nested_blocks/{block(i)}/linear_1"]
                         for i in range(3) for fc in ("fc_in", "fc_out")},
                        {"nested_blocks/block/linear_1": "layers.0.fc_in"})),
    Pair("user_module", "A user's own module: arrays and state of its own beside a layer.",
         forward=lambda x, training: Affine()(x), build=Scaled, shape=(3, 4),
         joints=(raw("affine", "", gain="slope", table="grid", seen="visits"), linear("affine/linear", "out")),
         tolerance="network", container="pickle 3 numpy", compares_training=True),
)
