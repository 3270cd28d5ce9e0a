"""The guide's NNX programs, with the guide's names."""

import jax
import jax.numpy as jnp
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


class NormalisedBlock(nnx.Module):
    """Section 4: a linear layer with batch norm; the guide's name for it is ``Block`` again."""

    def __init__(self, in_features: int, out_features: int, rngs: nnx.Rngs):
        self.linear = nnx.Linear(in_features, out_features, rngs=rngs)
        self.batchnorm = nnx.BatchNorm(num_features=out_features, momentum=0.99, rngs=rngs)

    def __call__(self, x):
        x = self.linear(x)
        x = self.batchnorm(x)
        return jax.nn.relu(x)


class Model(nnx.Module):
    """Sections 1 to 4: the classifier."""

    def __init__(self, din: int, dmid: int, dout: int, rngs: nnx.Rngs, block=Block):
        self.block = block(din, dmid, rngs=rngs)
        self.linear = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        x = self.block(x)
        return self.linear(x)


class AutoEncoder(nnx.Module):
    """Section 5: several methods."""

    def __init__(self, in_dim: int, embed_dim: int, output_dim: int, rngs):
        self.encoder = nnx.Linear(in_dim, embed_dim, rngs=rngs)
        self.decoder = nnx.Linear(embed_dim, output_dim, rngs=rngs)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, x):
        return self.decoder(x)


class RNNCell(nnx.Module):
    """Section 6: one step of the recurrent network."""

    def __init__(self, input_size, hidden_size, rngs):
        self.linear = nnx.Linear(hidden_size + input_size, hidden_size, rngs=rngs)
        self.hidden_size = hidden_size

    def __call__(self, carry, x):
        x = jnp.concatenate([carry, x], axis=-1)
        x = self.linear(x)
        x = jax.nn.relu(x)
        return x, x

    def initial_state(self, batch_size: int):
        return jnp.zeros((batch_size, self.hidden_size))


class RNN(nnx.Module):
    """Section 6: the recurrent network."""

    def __init__(self, input_size: int, hidden_size: int, rngs: nnx.Rngs):
        self.hidden_size = hidden_size
        self.cell = RNNCell(input_size, self.hidden_size, rngs=rngs)

    def __call__(self, x):
        scan_fn = lambda carry, cell, x: cell(carry, x)
        carry = self.cell.initial_state(x.shape[0])
        _, y = nnx.scan(scan_fn, in_axes=(nnx.Carry, None, 1), out_axes=(nnx.Carry, 1))(carry, self.cell, x)
        return y


class MLP(nnx.Module):
    """Section 7: stacked layers, without the second ``split_rngs``, which raises in flax 0.12.8."""

    def __init__(self, features, num_layers, rngs):
        @nnx.split_rngs(splits=num_layers)
        @nnx.vmap(in_axes=(0,), out_axes=0)
        def create_block(rngs: nnx.Rngs):
            return Block(features, features, rngs=rngs)

        self.blocks = create_block(rngs)
        self.num_layers = num_layers

    def __call__(self, x):
        @nnx.scan(in_axes=(nnx.Carry, 0), out_axes=nnx.Carry)
        def forward(x, model):
            return model(x)

        return forward(x, self.blocks)


class Counter(nnx.Variable):
    """Section 8: a kind of variable of the user's own."""


class FooModule(nnx.Module):
    """Section 8: a counter and a multiplier."""

    def __init__(self, rngs):
        self.counter = Counter(jnp.ones((), jnp.int32))
        self.multiplier = nnx.Param(nnx.initializers.ones(rngs.params(), [1], jnp.float32))

    def __call__(self, x):
        output = x + self.multiplier * self.counter[...]
        self.counter[...] += 1
        return output
