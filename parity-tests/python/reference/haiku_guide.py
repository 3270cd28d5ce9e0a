"""The guide's Haiku programs, with the guide's names."""

import haiku as hk
import jax
import jax.numpy as jnp


class Block(hk.Module):
    """Sections 1 to 3: a linear layer with dropout."""

    def __init__(self, features: int, name=None):
        super().__init__(name=name)
        self.features = features

    def __call__(self, x, training: bool):
        x = hk.Linear(self.features)(x)
        x = hk.dropout(hk.next_rng_key(), 0.5 if training else 0, x)
        return jax.nn.relu(x)


class NormalisedBlock(hk.Module):
    """Section 4: a linear layer with batch norm; the guide's name for it is ``Block`` again."""

    def __init__(self, features: int, name="block"):
        super().__init__(name=name)
        self.features = features

    def __call__(self, x, training: bool):
        x = hk.Linear(self.features)(x)
        x = hk.BatchNorm(create_scale=True, create_offset=True, decay_rate=0.99)(x, is_training=training)
        return jax.nn.relu(x)


class Model(hk.Module):
    """Sections 1 to 4: the classifier."""

    def __init__(self, dmid: int, dout: int, block=Block, name=None):
        super().__init__(name=name)
        self.dmid = dmid
        self.dout = dout
        self.block = block

    def __call__(self, x, training: bool):
        x = self.block(self.dmid)(x, training)
        return hk.Linear(self.dout)(x)


def forward(x, training: bool):
    """The function that Haiku transforms in section 2."""
    return Model(256, 10)(x, training)


def normalised_forward(x, training: bool):
    """The function that Haiku transforms in section 4."""
    return Model(256, 10, NormalisedBlock)(x, training)


class AutoEncoder(hk.Module):
    """Section 5: several methods."""

    def __init__(self, embed_dim: int, output_dim: int, name=None):
        super().__init__(name=name)
        self.encoder = hk.Linear(embed_dim, name="encoder")
        self.decoder = hk.Linear(output_dim, name="decoder")

    def encode(self, x):
        return self.encoder(x)

    def decode(self, x):
        return self.decoder(x)

    def __call__(self, x):
        x = self.encode(x)
        return self.decode(x)


def auto_encoder():
    """The template of section 5."""
    module = AutoEncoder(256, 784)
    return lambda x: module(x), (module.encode, module.decode)


class RNNCell(hk.Module):
    """Section 6: one step of the recurrent network."""

    def __init__(self, hidden_size: int, name=None):
        super().__init__(name=name)
        self.hidden_size = hidden_size

    def __call__(self, carry, x):
        x = jnp.concatenate([carry, x], axis=-1)
        x = hk.Linear(self.hidden_size)(x)
        x = jax.nn.relu(x)
        return x, x

    def initial_state(self, batch_size: int):
        return jnp.zeros((batch_size, self.hidden_size))


class RNN(hk.Module):
    """Section 6: the recurrent network."""

    def __init__(self, hidden_size: int, name=None):
        super().__init__(name=name)
        self.hidden_size = hidden_size

    def __call__(self, x):
        cell = RNNCell(self.hidden_size)
        carry = cell.initial_state(x.shape[0])
        _, y = hk.scan(cell, carry, jnp.swapaxes(x, 1, 0))
        return jnp.swapaxes(y, 0, 1)


class MLP(hk.Module):
    """Section 7: stacked layers; the guide makes a second wrapper here that it never calls."""

    def __init__(self, features: int, num_layers: int, name=None):
        super().__init__(name=name)
        self.features = features
        self.num_layers = num_layers

    def __call__(self, x, training: bool):
        @hk.experimental.layer_stack(self.num_layers)
        def stack_block(x):
            return Block(self.features)(x, training)

        return stack_block(x)


def count_and_multiply(x):
    """Section 8: a model without a module."""
    counter = hk.get_state("counter", shape=[], dtype=jnp.int32, init=jnp.ones)
    multiplier = hk.get_parameter("multiplier", shape=[1], dtype=x.dtype, init=jnp.ones)
    output = x + multiplier * counter
    hk.set_state("counter", counter + 1)
    return output


def dropout_of_ones(shape):
    """What the model's dropout does to ones, and the key that it draws: the program's only draw at ``apply``."""
    key = hk.next_rng_key()
    return key, hk.dropout(key, 0.5, jnp.ones(shape))
