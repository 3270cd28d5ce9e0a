"""Goldens of programs: what the real libraries compute, draw, name and refuse. ``SETS`` lists them all."""

from reference import coverage, draws, errors, guide, naming, primitives, training
from reference.set import GoldenSet

SETS: tuple[GoldenSet, ...] = (training.SET, guide.SET, naming.SET, draws.SET, primitives.SET, errors.SET,
                               coverage.SET)
BY_NAME: dict[str, GoldenSet] = {made.name: made for made in SETS}
