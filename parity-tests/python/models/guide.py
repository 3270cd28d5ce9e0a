"""The programs of the migration guide, with other names on the NNX side."""

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from parity.pair import Pair
from parity.rules import batch_norm, linear, raw


class Block(hk.Module):
    """A linear layer with dropout or batch norm."""

    def __init__(self, features: int, normalised: bool, name: str | None = None):
        super().__init__(name=name)
        self.features = features
        self.normalised = normalised

    def __call__(self, x: jax.Array, training: bool) -> jax.Array:
        x = hk.Linear(self.features)(x)
        if self.normalised:
            x = hk.BatchNorm(create_scale=True, create_offset=True, decay_rate=0.99)(x, training)
        else:
            x = hk.dropout(hk.next_rng_key(), 0.5 if training else 0.0, x)
        return jax.nn.relu(x)


class Model(hk.Module):
    """The guide's classifier."""

    def __init__(self, hidden: int, classes: int, normalised: bool, name: str | None = None):
        super().__init__(name=name)
        self.sizes = hidden, classes
        self.normalised = normalised

    def __call__(self, x: jax.Array, training: bool) -> jax.Array:
        hidden, classes = self.sizes
        return hk.Linear(classes)(Block(hidden, self.normalised)(x, training))


class AutoEncoder(hk.Module):
    """The guide's auto-encoder; its layers are made in the constructor."""

    def __init__(self, hidden: int, features: int, name: str | None = None):
        super().__init__(name=name)
        self.encoder = hk.Linear(hidden, name="encoder")
        self.decoder = hk.Linear(features, name="decoder")

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.decoder(self.encoder(x))


class RNNCell(hk.Module):
    """The guide's cell: one linear layer over carry and input."""

    def __init__(self, hidden: int, name: str | None = None):
        super().__init__(name=name)
        self.hidden = hidden

    def __call__(self, carry: jax.Array, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        y = jax.nn.relu(hk.Linear(self.hidden)(jnp.concatenate([carry, x], axis=-1)))
        return y, y


class RNN(hk.Module):
    """The guide's recurrent network, a scan over time."""

    def __init__(self, hidden: int, name: str | None = None):
        super().__init__(name=name)
        self.hidden = hidden

    def __call__(self, x: jax.Array) -> jax.Array:
        carry = jnp.zeros((x.shape[0], self.hidden))
        _, y = hk.scan(RNNCell(self.hidden), carry, jnp.swapaxes(x, 0, 1))
        return jnp.swapaxes(y, 0, 1)


def count_and_multiply(x: jax.Array, training: bool) -> jax.Array:
    """The guide's model without a module: a top-level parameter and a top-level state."""
    del training
    counter = hk.get_state("counter", shape=[], dtype=jnp.int32, init=jnp.ones)
    multiplier = hk.get_parameter("multiplier", shape=[1], dtype=x.dtype, init=jnp.ones)
    hk.set_state("counter", counter + 1)
    return x + multiplier * counter


class Hidden(nnx.Module):
    """The block, under other names."""

    def __init__(self, inputs: int, features: int, normalised: bool, rngs: nnx.Rngs):
        self.dense = nnx.Linear(inputs, features, rngs=rngs)
        self.regular = (
            nnx.BatchNorm(features, momentum=0.99, epsilon=1e-5, rngs=rngs) if normalised
            else nnx.Dropout(0.5, rngs=rngs))

    def __call__(self, x: jax.Array) -> jax.Array:
        return jax.nn.relu(self.regular(self.dense(x)))


class Classifier(nnx.Module):
    """The model, under other names."""

    def __init__(self, inputs: int, hidden: int, classes: int, normalised: bool, rngs: nnx.Rngs):
        self.body = Hidden(inputs, hidden, normalised, rngs)
        self.readout = nnx.Linear(hidden, classes, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.readout(self.body(x))


class Bottleneck(nnx.Module):
    """The auto-encoder, under other names."""

    def __init__(self, features: int, hidden: int, rngs: nnx.Rngs):
        self.squeeze = nnx.Linear(features, hidden, rngs=rngs)
        self.expand = nnx.Linear(hidden, features, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.expand(self.squeeze(x))


class Recurrent(nnx.Module):
    """The recurrent network, under other names and as a loop."""

    def __init__(self, inputs: int, hidden: int, rngs: nnx.Rngs):
        self.mix = nnx.Linear(hidden + inputs, hidden, rngs=rngs)
        self.hidden = hidden

    def __call__(self, x: jax.Array) -> jax.Array:
        carry, outputs = jnp.zeros((x.shape[0], self.hidden)), []
        for time in range(x.shape[1]):
            carry = jax.nn.relu(self.mix(jnp.concatenate([carry, x[:, time]], axis=-1)))
            outputs.append(carry)
        return jnp.stack(outputs, axis=1)


class Calls(nnx.Variable):
    """How often a model was called."""


class Meter(nnx.Module):
    """The counter and the multiplier, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.calls = Calls(jnp.ones((), jnp.int32))
        self.factor = nnx.Param(jnp.ones((1,)))

    def __call__(self, x: jax.Array) -> jax.Array:
        output = x + self.factor[...] * self.calls[...]
        self.calls[...] += 1
        return output


def classifier(name: str, sizes: tuple[int, int, int], normalised: bool, about: str, **options) -> Pair:
    """The guide's classifier in both libraries."""
    inputs, hidden, classes = sizes
    return Pair(
        name, about,
        forward=lambda x, training: Model(hidden, classes, normalised)(x, training),
        build=lambda rngs: Classifier(inputs, hidden, classes, normalised, rngs),
        shape=(8, inputs),
        joints=(
            linear("model/block/linear", "body.dense"),
            *([batch_norm("model/block/batch_norm", "body.regular")] if normalised else []),
            linear("model/linear", "readout")),
        tolerance="network", compares_training=normalised, **options)


def auto_encoder(name: str, sizes: tuple[int, int], about: str, **options) -> Pair:
    """The guide's auto-encoder in both libraries."""
    features, hidden = sizes
    return Pair(
        name, about,
        forward=lambda x, training: AutoEncoder(hidden, features)(x),
        build=lambda rngs: Bottleneck(features, hidden, rngs),
        shape=(8, features),
        joints=(linear("auto_encoder/~/encoder", "squeeze"), linear("auto_encoder/~/decoder", "expand")),
        tolerance="network", compares_training=True, **options)


SAMPLE = classifier(
    "guide_mlp_full", (784, 256, 10), True,
    "The guide's classifier with batch norm at its own size: the README's sample.", golden=False)

PAIRS = (
    classifier("guide_mlp", (12, 8, 5), False,
               "The guide's classifier, made narrow; its dropout holds random streams."),
    classifier("guide_mlp_batch_norm", (12, 8, 5), True, "The guide's classifier with batch norm, so with state.",
               container="npz deflated"),
    auto_encoder("guide_auto_encoder", (12, 6), "The guide's auto-encoder; `~` in its names.",
                 container="pickle 3 numpy"),
    Pair("guide_rnn", "The guide's recurrent network: one layer inside a scan.",
         forward=lambda x, training: RNN(6)(x), build=lambda rngs: Recurrent(4, 6, rngs), shape=(3, 5, 4),
         joints=(linear("rnn/rnn_cell/linear", "mix"),), tolerance="network", container="pickle 4 jax",
         compares_training=True),
    Pair("guide_top_level", "The guide's function without a module: a parameter and a state of the top level.",
         forward=count_and_multiply, build=Meter, shape=(1, 64),
         joints=(raw("~", "", multiplier="factor", counter="calls"),), tolerance="exact", container="pickle 2 numpy",
         compares_training=True),
    classifier("guide_mlp_dropout_full", (784, 256, 10), False, "The guide's classifier at its own size.",
               golden=False),
    SAMPLE,
    auto_encoder("guide_auto_encoder_full", (784, 256), "The guide's auto-encoder at its own size.", golden=False),
)
