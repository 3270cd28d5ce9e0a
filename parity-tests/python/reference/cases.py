"""One operation on given inputs: what a case of a packed set is made of."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jax
import numpy as np

Apply = Callable[..., jax.Array]
Shape = tuple[int, ...]

EXACT, ROUNDED, SUMMED = "exact", "rounded", "summed"


@dataclass(frozen=True)
class Case:
    """One operation on given inputs."""

    function: str
    name: str
    python: str
    """The Python function, as users find it."""

    apply: Apply
    inputs: tuple[np.ndarray, ...]
    tolerance: str = EXACT
    gradients: tuple[int, ...] = ()
    """The inputs with respect to which it is differentiated, all at once."""

    parameters: dict[str, Any] = field(default_factory=dict)
    summed: tuple[int, ...] = ()
    """The inputs whose vjp is a sum, though the operation is none."""

    x64: bool = False

    @property
    def path(self) -> str:
        """Where its numbers stand."""
        return f"{self.function}/{self.name}"


def drawn(name: str, shape: Shape, dtype: str = "float32") -> np.ndarray:
    """Fixed numbers for a name: floats in [-2, 2), integers in [-9, 9), truth values."""
    draw = np.random.default_rng(zlib.crc32(name.encode()))
    match dtype:
        case "float32":
            return (draw.random(shape, np.float32) * 4 - 2).reshape(shape)
        case "bool":
            return np.asarray(draw.integers(0, 2, shape), np.bool_)
        case "uint32":
            return np.asarray(draw.integers(0, 18, shape), np.uint32)
        case _:
            return np.asarray(draw.integers(-9, 9, shape), dtype)
