"""Goldens of programs: what the real libraries compute, draw, name and refuse. ``SETS`` lists them all."""

from reference import (
    axes,
    draws,
    dtypes,
    errors,
    functions,
    guide,
    memory,
    naming,
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
    functions.SET,
    axes.SET,
    dtypes.SET,
    programs.SET,
    memory.SET,
    optim.SET,
    errors.SET,
)
BY_NAME: dict[str, GoldenSet] = {made.name: made for made in SETS}
