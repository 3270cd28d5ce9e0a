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


class Model(hk.Module):
    """Sections 1 to 3: the classifier."""

    def __init__(self, dmid: int, dout: int, name=None):
        super().__init__(name=name)
        self.dmid = dmid
        self.dout = dout

    def __call__(self, x, training: bool):
        x = Block(self.dmid)(x, training)
        return hk.Linear(self.dout)(x)


def forward(x, training: bool):
    """The function that Haiku transforms."""
    return Model(256, 10)(x, training)


def dropout_of_ones(shape):
    """What the model's dropout does to ones, and the key that it draws: the program's only draw at ``apply``."""
    key = hk.next_rng_key()
    return key, hk.dropout(key, 0.5, jnp.ones(shape))
