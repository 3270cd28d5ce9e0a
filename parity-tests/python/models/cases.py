"""A configuration of a rule in both libraries."""

from collections.abc import Callable
from dataclasses import dataclass

import jax
import numpy as np
from flax import nnx

Layer = Callable[[jax.Array], jax.Array]


@dataclass(frozen=True)
class Case:
    """One configuration of a rule, in both libraries."""

    rule: str
    setting: str
    haiku: Layer
    """Makes and calls Haiku's layer, inside a module that has this case's name."""

    nnx: Callable[[nnx.Rngs], nnx.Module]
    shape: tuple[int, ...]
    tolerance: str = "exact"
    below: int = 0
    """Integer inputs are drawn from 0 up to this."""

    kind: str = ""
    """What the user must say of the layer, because its shape does not."""

    @property
    def name(self) -> str:
        """The scope of the case in Haiku, and its attribute in NNX."""
        return f"{self.rule}_{self.setting}".replace(" ", "_").lower()

    @property
    def input(self) -> np.ndarray:
        """The input of both layers."""
        draw = np.random.default_rng(len(self.name))
        if self.below:
            return draw.integers(0, self.below, self.shape, dtype=np.int32)
        return draw.random(self.shape, np.float32) * 2 - 1
