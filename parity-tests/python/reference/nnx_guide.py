"""The guide's NNX programs, with the guide's names."""

import jax
from flax import nnx


class Block(nnx.Module):
    """Sections 1 to 3: a linear layer with dropout."""

    def __init__(self, in_features: int, out_features: int, rngs: nnx.Rngs):
        self.linear = nnx.Linear(in_features, out_features, rngs=rngs)
        self.dropout = nnx.Dropout(0.5, rngs=rngs)

    def __call__(self, x):
        x = self.linear(x)
        x = self.dropout(x)
        return jax.nn.relu(x)


class Model(nnx.Module):
    """Sections 1 to 3: the classifier."""

    def __init__(self, din: int, dmid: int, dout: int, rngs: nnx.Rngs):
        self.block = Block(din, dmid, rngs=rngs)
        self.linear = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        x = self.block(x)
        return self.linear(x)
