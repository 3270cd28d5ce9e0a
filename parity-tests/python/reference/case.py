"""A case of :mod:`reference.primitives`, and the numbers that cases are tried on."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jax
import numpy as np

Apply = Callable[..., jax.Array]
Shape = tuple[int, ...]

EXACT, ROUNDED, SUMMED = "exact", "rounded", "summed"

SPECIAL = np.array(
    [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 2.0, -2.0, 3.7, -3.7, 1e-6, -1e-6, 0.99999994, -0.99999994,
     10, -10, 88.5, -87, 100, -104, 1e4, 1e10, -1e10, 3.4028235e38, -3.4028235e38, 1.1754944e-38, -1.1754944e-38,
     np.inf, -np.inf, np.nan], np.float32)
"""Zeros, halves for rounding, edges of ranges, infinities, NaN."""

DENORMAL = np.array([1e-40, -1e-40, 1.4e-45, -1.4e-45, 5.9e-39, 1.1754942e-38], np.float32)
EDGES = np.array([0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 3.0, 1e-30, 3.4028235e38, np.inf, -np.inf, np.nan], np.float32)
INTS = np.array([0, 1, -1, 2, -3, 7, -8, 123456789, 2**31 - 1, -(2**31)], np.int32)
UINTS = np.array([0, 1, 2, 3, 7, 31, 123456789, 2**31, 2**32 - 1], np.uint32)
BOOLS = np.array([False, True])
BLOCK = (2, 3, 4)


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


def pairs(left: np.ndarray, right: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Every one of the left with every one of the right, flat."""
    first, second = np.meshgrid(left, left if right is None else right, indexing="ij")
    return first.reshape(-1), second.reshape(-1)
