"""Goldens of programs: what the real libraries compute, draw, name and refuse. ``SETS`` lists them all."""

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
    training.SET,
    guide.SET,
    naming.SET,
    draws.SET,
    primitives.SET,
    coverage.SET,
    functions.SET,
    numpy_functions.SET,
    axes.SET,
    dtypes.SET,
    programs.SET,
    memory.SET,
    optim.SET,
    nn.SET,
    distributions.SET,
    errors.SET,
)
BY_NAME: dict[str, GoldenSet] = {made.name: made for made in SETS}
