"""The functions of ``jax.numpy``: outputs, and derivatives forwards and backwards."""

from itertools import chain

from reference import numpy_cases, numpy_shape_cases
from reference.packed import packed_set

SET = packed_set("numpy", chain(
    numpy_cases.unary(), numpy_cases.binary(), numpy_cases.powers(), numpy_cases.choices(), numpy_cases.reductions(),
    numpy_cases.quantiles(), numpy_cases.norms(), numpy_shape_cases.products(), numpy_shape_cases.arranged(), numpy_shape_cases.made(),
    numpy_shape_cases.diagonals(), numpy_shape_cases.places(), numpy_shape_cases.differences()))
