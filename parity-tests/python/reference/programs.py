"""Hard programs: transformations of loops and choices, in orders that tell a machine that composes from one that does not."""

from collections.abc import Callable, Iterator
from itertools import chain

import jax
import numpy as np

from reference.cases import SUMMED, Case, drawn
from reference.choice_programs import CHOICES
from reference.convolution_programs import convolutions
from reference.loop_programs import LOOPS
from reference.packed import packed_set

Program = Callable[..., tuple[jax.Array, ...]]

KINDS = {"small": 0.25, "middle": 0.5, "large": 1.0}
"""Inputs of each program: numbers in [-2, 2), times this."""


def programs() -> Iterator[Case]:
    """Each program on some inputs, after the compiled program has given the same as the eager one."""
    for name, (shapes, program) in (LOOPS | CHOICES).items():
        for kind, scale in KINDS.items():
            inputs = tuple(np.float32(scale) * drawn(f"{name}/{kind}{i}", shape) for i, shape in enumerate(shapes))
            yield Case(name, kind, name, compared(program), inputs, SUMMED)


def compared(program: Program) -> Program:
    """The program, which asserts that ``jax.jit`` changes nothing but rounding."""
    def run(*inputs: jax.Array) -> tuple[jax.Array, ...]:
        eager, compiled = program(*inputs), jax.jit(program)(*inputs)
        jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5), eager, compiled)
        return eager

    return run


SET = packed_set("programs", chain(programs(), convolutions()))
