"""The cases of the other elementary functions, cumulative ones, sorts and factors of matrices."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import EXACT, ROUNDED, SUMMED, Apply, Case, drawn
from reference.primitive_cases import BLOCK, BOOLS, DENORMAL, EDGES, INTS, SPECIAL, UINTS, pairs

SPECIALS: dict[str, tuple[Apply, float, float]] = {
    "tan": (lax.tan, -7, 7), "asin": (lax.asin, -1, 1), "acos": (lax.acos, -1, 1), "atan": (lax.atan, -3, 3),
    "sinh": (lax.sinh, -3, 3), "cosh": (lax.cosh, -3, 3), "asinh": (lax.asinh, -3, 3), "acosh": (lax.acosh, 1, 5),
    "atanh": (lax.atanh, -1, 1), "exp2": (lax.exp2, -5, 5), "cbrt": (lax.cbrt, -5, 5), "erfc": (lax.erfc, -3, 3),
    "lgamma": (lax.lgamma, -3, 9), "digamma": (lax.digamma, -3, 9),
}
"""Functions of one float, with bounds between which they are tried."""


def special() -> Iterator[Case]:
    """Functions of floats that are made of others."""
    for name, (apply, low, high) in SPECIALS.items():
        within = np.float32(low) + (drawn(f"{name}/within", (4, 16)) + 2) / 4 * np.float32(high - low)
        for kind, numbers in (("special", SPECIAL), ("denormal", DENORMAL), ("within", within),
                              ("empty", np.zeros((0, 3), np.float32)), ("scalar", within[0, 0])):
            yield Case(name, kind, f"lax.{name}", apply, (np.asarray(numbers),), ROUNDED, (0,))
    for name, python, apply in (("atan2", "lax.atan2", lax.atan2), ("nextafter", "lax.nextafter", lax.nextafter),
                                ("logaddexp", "jnp.logaddexp", jnp.logaddexp)):
        gradients = () if name == "nextafter" else (0, 1)
        for kind, numbers in (("special", pairs(EDGES)), ("denormal", pairs(DENORMAL, np.float32([1e-38, 0.5, -1.0]))),
                              ("ragged", tuple(drawn(f"{name}/ragged{i}", (3, 5)) for i in range(2)))):
            yield Case(name, kind, python, apply, numbers, ROUNDED, gradients)
    orders, numbers = pairs(np.float32([0, 1, 2, 3]), drawn("polygamma", (12,)) + np.float32(2.2))
    yield Case("polygamma", "positive", "lax.polygamma", lax.polygamma, (orders, numbers), ROUNDED, (1,))
    yield Case("polygamma", "special", "lax.polygamma", lax.polygamma, pairs(np.float32([-1, 0, 0.5, 1, 2]), EDGES), ROUNDED)
    yield Case("is_nan", "special", "jnp.isnan", jnp.isnan, (SPECIAL,))
    for name, apply in (("population_count", lax.population_count), ("clz", lax.clz)):
        for numbers in (INTS, UINTS, INTS.astype(np.int8)):
            yield Case(name, numbers.dtype.name, f"lax.{name}", apply, (numbers,))


def cumulative() -> Iterator[Case]:
    """What is made of all elements up to each."""
    odd = np.array([[1, np.nan, 2, 0], [np.inf, 1, -np.inf, 2], [-np.inf, -np.inf, 1, 3], [-0.0, 0.0, -0.0, 1],
                    [1, 1, 2, 2]], np.float32)
    for name in ("cumsum", "cumprod", "cummax", "cummin", "cumlogsumexp"):
        apply = getattr(lax, name)
        for kind, array, axis, reverse in (
                ("block_0", drawn("block", BLOCK), 0, False), ("block_1_reversed", drawn("block", BLOCK), 1, True),
                ("special", odd, 1, False), ("special_reversed", odd, 1, True), ("long", drawn("long", (300,)), 0, False),
                ("long_reversed", drawn("long", (2, 300)), 1, True), ("sixteen", drawn("sixteen", (16, 2)), 0, False),
                ("seventeen_reversed", drawn("seventeen", (17,)), 0, True),
                ("empty", np.zeros((3, 0), np.float32), 1, False), ("int32", INTS.reshape(2, 5), 1, True),
                ("uint32", UINTS, 0, False)):
            if array.dtype == np.float32 or name != "cumlogsumexp":
                yield Case(name, kind, f"lax.{name}",
                           lambda x, f=apply, a=axis, r=reverse: f(x, axis=a, reverse=r), (array,), ROUNDED,
                           (0,) if array.dtype == np.float32 and kind[:4] != "long" else (),
                           {"axis": axis, "reverse": reverse})


def sorts() -> Iterator[Case]:
    """Elements in order; one case for each result."""
    odd = np.float32([0.0, -0.0, 1, np.nan, -1, np.inf, -np.inf, 1e-40, -1e-40, 2e-40, -0.0, np.nan])
    block, ties = drawn("block", BLOCK), np.float32([[2, 1, 2, 1, 2], [1, 1, 1, 1, 1], [3, 2, 1, 2, 3]])
    for name, operands, axis, keys in (
            ("block_0", (block,), 0, 1), ("block_1", (block,), 1, 1), ("special", (odd, np.arange(12, dtype=np.int32)), 0, 1),
            ("ties", (ties, drawn("ties", (3, 5))), 1, 1), ("two_keys", (INTS[[1, 0, 1, 0, 1]], ties[0], drawn("followers", (5,))), 0, 2),
            ("int32", (INTS,), 0, 1), ("uint32", (UINTS, UINTS[::-1].copy()), 0, 1), ("bool", (BOOLS[[1, 0, 1]], INTS[:3]), 0, 1),
            ("long", (drawn("long", (100,)), np.arange(100, dtype=np.int32)), 0, 1), ("empty", (np.zeros((0, 3), np.float32),), 0, 1)):
        for result in range(len(operands)):
            yield Case("sort", f"{name}_{result}", "lax.sort",
                       lambda *xs, a=axis, k=keys, r=result: lax.sort(xs, dimension=a, num_keys=k)[r], operands, EXACT,
                       tuple(i for i, x in enumerate(operands) if x.dtype == np.float32)
                       if operands[result].dtype == np.float32 else (),
                       {"dimension": axis, "num_keys": keys, "result": result})
    for name, array, count, axis in (("block_last", block, 2, 2), ("block_0", block, 1, 0), ("special", odd, 12, 0),
                                     ("ties", ties, 3, 1), ("none", block, 0, 2), ("int32", INTS, 4, 0), ("uint32", UINTS, 3, 0)):
        for result in range(2):
            yield Case("top_k", f"{name}_{result}", "lax.top_k",
                       lambda x, k=count, a=axis, r=result: lax.top_k(x, k, axis=a)[r], (array,), EXACT,
                       (0,) if array.dtype == np.float32 and result == 0 else (), {"k": count, "axis": axis, "result": result})


def factors() -> Iterator[Case]:
    """Factors of matrices and triangular systems."""
    for shape, full in product(((3, 3), (5, 3), (3, 5), (4, 1), (1, 3), (2, 4, 3), (2, 0, 3, 3), (3, 0), (0, 3)), (False, True)):
        array = drawn(f"qr/{shape}", shape)
        for result in range(2):
            yield Case("qr", f"{'x'.join(map(str, shape))}{'_full' if full else ''}_{result}", "lax.linalg.qr",
                       lambda x, f=full, r=result: lax.linalg.qr(x, full_matrices=f)[r], (array,), SUMMED,
                       (0,) if 0 not in shape else (), {"full_matrices": full, "result": result})
    upper = np.triu(drawn("qr/upper", (4, 4)))
    for result in range(2):
        yield Case("qr", f"triangular_{result}", "lax.linalg.qr", lambda x, r=result: lax.linalg.qr(x)[r], (upper,), SUMMED, (),
                   {"full_matrices": True, "result": result})
    for shape in ((1, 1), (4, 4), (2, 3, 3), (0, 0)):
        matrix = drawn(f"cholesky/{shape}", shape)
        array = (matrix @ np.swapaxes(matrix, -1, -2) + 2 * np.eye(shape[-1])).astype(np.float32)
        name = "x".join(map(str, shape))
        yield Case("cholesky", name, "jnp.linalg.cholesky", jnp.linalg.cholesky, (array,), SUMMED, (0,) if array.size else ())
        yield Case("cholesky_of_lower", name, "lax.linalg.cholesky",
                   lambda x: lax.linalg.cholesky(x, symmetrize_input=False), (array,), SUMMED, (0,) if array.size else ())
    yield Case("cholesky", "indefinite", "jnp.linalg.cholesky", jnp.linalg.cholesky, (np.float32([[1, 2], [2, 1]]),), SUMMED)
    for left, lower, transposed, unit in product((False, True), repeat=4):
        for name, rows, columns in (("tall", 3, 2), ("wide", 2, 4)):
            order = rows if left else columns
            yield triangular(name, left, lower, transposed, unit, (order, order), (rows, columns))
    yield triangular("batch", True, True, False, False, (2, 3, 3), (2, 3, 2))
    yield triangular("batch", False, False, True, True, (2, 3, 3), (2, 2, 3))


def triangular(name: str, left: bool, lower: bool, transposed: bool, unit: bool, a: tuple, b: tuple) -> Case:
    """One system; its matrix is full, so that it shows which triangle is read."""
    options: dict[str, Any] = {"left_side": left, "lower": lower, "transpose_a": transposed, "unit_diagonal": unit}
    kind = "_".join([name] + [option for option, is_set in options.items() if is_set])
    matrix = (drawn(f"{kind}/a", a) / 2 + 2 * np.eye(a[-1])).astype(np.float32)
    return Case("triangular_solve", kind, "lax.linalg.triangular_solve",
                lambda x, y: lax.linalg.triangular_solve(x, y, **options), (matrix, drawn(f"{kind}/b", b)), SUMMED, (0, 1),
                options)


def elementary() -> Iterator[Case]:
    """Every case."""
    yield from special()
    yield from cumulative()
    yield from sorts()
    yield from factors()
