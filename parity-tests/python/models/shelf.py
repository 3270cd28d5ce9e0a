"""A shelf of layers: for each rule several configurations, all in one Haiku model and all in one NNX model.

Where ``models/layers.py`` trains one layer at a time, here numbers are drawn, so that one conversion in each direction
carries every configuration.
"""

from collections.abc import Mapping

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from models.cases import Case
from models.composed_cases import COMPOSED
from models.cores import CORES
from models.layer_cases import LAYERS

CASES: tuple[Case, ...] = LAYERS + CORES + COMPOSED
TOP = "top_level"
"""The name of the output that parameters and state of the top level make."""


class Scope(hk.Module):
    """A case in a module of its name."""

    def __init__(self, case: Case):
        super().__init__(name=case.name)
        self.case = case

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.case.haiku(x)


def haiku_shelf(inputs: Mapping[str, jax.Array]) -> dict[str, jax.Array]:
    """The output of every case's Haiku layer, and what the top level itself holds."""
    slope = hk.get_parameter("slope", [7], init=jnp.ones)
    grid = hk.get_parameter("grid", [2, 7], init=jnp.ones)
    calls = hk.get_state("calls", [3], jnp.int32, init=jnp.ones)
    return {case.name: Scope(case)(inputs[case.name]) for case in CASES} | {TOP: slope * grid * calls[0]}


class Shelf(nnx.Module):
    """The same in NNX."""

    def __init__(self, rngs: nnx.Rngs):
        self.steepness = nnx.Param(jnp.ones((7,)))
        self.lattice = nnx.Param(jnp.ones((2, 7)))
        self.uses = Uses(jnp.ones((3,), jnp.int32))
        for case in CASES:
            setattr(self, case.name, case.nnx(rngs))

    def __call__(self, inputs: Mapping[str, jax.Array]) -> dict[str, jax.Array]:
        own = self.steepness[...] * self.lattice[...] * self.uses[0]
        return {case.name: getattr(self, case.name)(inputs[case.name]) for case in CASES} | {TOP: own}


class Uses(nnx.Variable):
    """How often a model was called."""
