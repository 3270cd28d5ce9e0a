"""Goldens of programs: what the real libraries compute, draw, name and refuse. ``SETS`` lists them, the longest first."""

from reference import (
    axes,
    coverage,
    distributions,
    draws,
    dtypes,
    errors,
    functions,
    guide,
    memory,
    naming,
    nn,
    numpy_functions,
    optim,
    primitives,
    programs,
    training,
)
from reference.set import GoldenSet

SETS: tuple[GoldenSet, ...] = (
    primitives.SET,
    nn.SET,
    optim.SET,
    functions.SET,
    numpy_functions.SET,
    guide.SET,
    training.SET,
    programs.SET,
    distributions.SET,
    axes.SET,
    naming.SET,
    draws.SET,
    coverage.SET,
    dtypes.SET,
    memory.SET,
    errors.SET,
)
