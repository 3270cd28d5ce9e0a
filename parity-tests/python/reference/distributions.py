"""What ``jax.random``, ``jax.nn.initializers`` and ``hk.initializers`` draw from three keys."""

from reference.distribution_cases import distribution_cases
from reference.initializer_cases import initializer_cases
from reference.packed import packed_set

SET = packed_set("distributions", (*distribution_cases(), *initializer_cases()))
