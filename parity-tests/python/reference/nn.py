"""Functions of ``jax.nn`` and ``optax.losses``: inputs, outputs, and derivatives forwards and backwards."""

from reference.loss_cases import loss_cases
from reference.nn_cases import nn_cases
from reference.packed import packed_set

SET = packed_set("nn", (*nn_cases(), *loss_cases()))
