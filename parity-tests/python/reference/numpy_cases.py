"""The cases of arithmetic, logic, choice, reductions, norms and quantiles of ``jax.numpy``."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import EXACT, ROUNDED, SUMMED, Case, drawn
from reference.primitive_cases import BOOLS, EDGES, INTS, SPECIAL, UINTS, pairs

BLOCK = (2, 3, 4)
HALVES = ("bfloat16", "float16")
SOME = np.array([0.0, -0.0, 0.5, -1.5, 2.5, 7.25, -30.0, 1e-6, 3e8], np.float32)
SMALL = np.array([-7, -3, -1, 0, 1, 2, 5, 8], np.int32)
WITH_NAN = np.float32([[1, np.nan, -2, 0.5], [np.nan, np.nan, np.nan, np.nan], [3, 1, 2, -np.inf]])


def halves(dtype: str, shape: tuple[int, ...]) -> np.ndarray:
    """Fixed numbers of a 16-bit dtype."""
    return np.asarray(jnp.asarray(drawn(f"halves/{shape}", shape), dtype))


def unary() -> Iterator[Case]:
    """Functions of one number."""
    for name, low, high in (("square", -3, 3), ("reciprocal", 0.3, 3), ("log2", 0.1, 9), ("log10", 0.1, 9),
                            ("deg2rad", -360, 360), ("rad2deg", -7, 7), ("nan_to_num", -3, 3)):
        apply = getattr(jnp, name)
        within = np.float32(low) + (drawn(f"{name}/within", (4, 5)) + 2) / 4 * np.float32(high - low)
        yield Case(name, "within", f"jnp.{name}", apply, (within.astype(np.float32),), ROUNDED, (0,))
        yield Case(name, "special", f"jnp.{name}", apply, (SPECIAL,), ROUNDED)
        yield Case(name, "int32", f"jnp.{name}", apply, (SMALL,), ROUNDED)
        yield Case(name, "bool", f"jnp.{name}", apply, (BOOLS,), ROUNDED)
        for dtype in HALVES:
            yield Case(name, dtype, f"jnp.{name}", apply, (halves(dtype, (6,)),), ROUNDED)
    for name, numbers in product(("isinf", "logical_not"), (SPECIAL, INTS, UINTS, BOOLS)):
        yield Case(name, numbers.dtype.name, f"jnp.{name}", getattr(jnp, name), (numbers,))
    for decimals, numbers in product((-1, 0, 2), (SOME, halves("float16", (7,)), halves("bfloat16", (7,)))):
        yield Case("round", f"{numbers.dtype.name}_{decimals}", "jnp.round", lambda x, d=decimals: jnp.round(x, d),
                   (numbers,), ROUNDED, parameters={"decimals": decimals})
    yield Case("nan_to_num", "other", "jnp.nan_to_num", lambda x: jnp.nan_to_num(x, nan=1.5, posinf=7, neginf=-7),
               (SPECIAL,), parameters={"nan": 1.5, "posinf": 7, "neginf": -7})


def binary() -> Iterator[Case]:
    """Functions of two numbers."""
    smooth = (drawn("binary/left", (3, 4)) + np.float32(2.5), drawn("binary/right", (4,)) + np.float32(2.7))
    for name in ("floor_divide", "mod", "fmax", "fmin", "hypot", "heaviside", "power"):
        apply = getattr(jnp, name)
        gradients = () if name in ("floor_divide", "heaviside") else (0, 1)
        yield Case(name, "broadcast", f"jnp.{name}", apply, smooth, ROUNDED, gradients)
        if name != "power":
            yield Case(name, "edges", f"jnp.{name}", apply, pairs(EDGES), ROUNDED)
        yield Case(name, "int32", f"jnp.{name}", apply, pairs(SMALL), ROUNDED)
        yield Case(name, "uint32", f"jnp.{name}", apply, pairs(UINTS), ROUNDED)
        yield Case(name, "mixed", f"jnp.{name}", apply, pairs(SMALL, np.float32([0.5, 2, -1.5])), ROUNDED)
        yield Case(name, "bfloat16", f"jnp.{name}", apply,
                   (np.abs(halves("bfloat16", (3, 3))), halves("bfloat16", (3,))), ROUNDED)
    yield Case("floor_divide", "number", "x // 3", lambda x: x // 3, (SMALL,))
    yield Case("floor_divide", "bool", "jnp.floor_divide", jnp.floor_divide, pairs(np.array([True]), BOOLS[1:]))
    yield Case("mod", "number", "x % 3", lambda x: x % 3, (SMALL,), parameters={"number": 3})
    yield Case("divmod", "floats", "jnp.divmod", jnp.divmod, pairs(SOME, np.float32([0.7, -1.3, 2])), ROUNDED)
    yield Case("divmod", "int32", "jnp.divmod", jnp.divmod, pairs(SMALL))
    yield Case("clip", "tensors", "jnp.clip", jnp.clip,
               (drawn("clip", (3, 4)), np.float32([-1, 0, -0.5, 3]), np.float32(1)), EXACT, (0, 1, 2), summed=(1, 2))
    low, high = np.float32(-1), np.float32(0.5)
    yield Case("clamp", "scalars", "jax.lax.clamp", lax.clamp, (low, drawn("clamp", (3, 4)), high), EXACT, (1,))
    yield Case("clamp", "tensors", "jax.lax.clamp", lax.clamp,
               (drawn("clamp/low", (4,)), np.float32([-0.5, -0.5, 3, 0]), drawn("clamp/low", (4,)) + 1), EXACT, (0, 1, 2))
    yield Case("clamp", "int32", "jax.lax.clamp", lax.clamp, (np.int32(-2), SMALL, np.int32(3)))
    yield Case("clamp", "bfloat16", "jax.lax.clamp", lax.clamp,
               (halves("bfloat16", ()), halves("bfloat16", (5,)), halves("bfloat16", ()) + 1))
    for name, (left, right) in product(("logical_and", "logical_or", "logical_xor"),
                                       (pairs(BOOLS), pairs(SMALL), pairs(np.float32([0, -0.0, 2, np.nan])))):
        yield Case(name, left.dtype.name, f"jnp.{name}", getattr(jnp, name), (left, right))
    for name in ("left_shift", "right_shift"):
        yield Case(name, "int32", f"jnp.{name}", getattr(jnp, name), pairs(INTS, np.int32([0, 1, 5, 31])))
        yield Case(name, "uint32", f"jnp.{name}", getattr(jnp, name), pairs(UINTS, np.uint32([0, 1, 5, 31])))
    near = np.float32([1, 1.00001, 1.0001, 0, 1e-9, 1e-7, np.inf, -np.inf, np.nan])
    for kind, options in (("default", {}), ("wide", {"rtol": 0.1, "atol": 0.01}), ("nan", {"equal_nan": True})):
        for name in ("isclose", "allclose"):
            yield Case(name, kind, f"jnp.{name}", lambda x, y, f=getattr(jnp, name), o=options: f(x, y, **o),
                       pairs(near), parameters=options)
    yield Case("isclose", "int32", "jnp.isclose", jnp.isclose, pairs(SMALL))
    for kind, (left, right) in (("equal", (SMALL, SMALL)), ("shapes", (SMALL, SMALL[:3])), ("nan", (near, near))):
        yield Case("array_equal", kind, "jnp.array_equal", jnp.array_equal, (left, right))


def powers() -> Iterator[Case]:
    """Powers of integers, which stay such, and of integer exponents."""
    exponents = np.array([-3, -2, -1, 0, 1, 2, 3, 7, 31, 63, 64, 65], np.int8)
    for dtype in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        bases = np.array([0, 1, 2, 3, 11, 127, -1, -2, -7][:6 if dtype.startswith("u") else 9], dtype)
        for name, numbers in (("same", exponents.astype(dtype)), ("int8", exponents), ("bool", BOOLS)):
            yield Case("power", f"{dtype}_{name}", "jnp.power", jnp.power, pairs(bases, numbers), ROUNDED,
                       x64=bases.itemsize == 8)
    yield Case("power", "bool_bool", "jnp.power", jnp.power, pairs(BOOLS))
    yield Case("power", "bool_uint8", "jnp.power", jnp.power, pairs(BOOLS, np.uint8([0, 1, 2])))
    yield Case("power", "integer_exponent", "jnp.power", jnp.power,
               pairs(np.float32([0, 0.5, 3, -2]), np.int32([0, 1, 2, 5, -2])), ROUNDED, (0,))
    for number in (0, 1, 3, 40, 0.5):
        yield Case("power_of_number", f"int32_{number}", "jnp.power", lambda x, n=number: jnp.power(x, n), (SMALL,),
                   ROUNDED, (), {"number": number})
    for number in (-2, 0, 3, 0.5):
        yield Case("power_of_number", f"float32_{number}", "jnp.power", lambda x, n=number: jnp.power(x, n),
                   (drawn("power_of_number", (5,)) + np.float32(2.5),), ROUNDED, (0,), {"number": number})
    yield Case("power_of_number", "bool", "jnp.power", lambda x: jnp.power(x, 2), (BOOLS,), EXACT, (), {"number": 2})


def choices() -> Iterator[Case]:
    """Values chosen by conditions."""
    mask, block = drawn("where/mask", (3, 4), "bool"), drawn("where/x", (3, 4))
    for name, numbers, number in (("float", block, 2), ("int_fraction", np.resize(SMALL, (3, 4)), 0.5),
                                  ("int", np.resize(SMALL, (3, 4)), 7), ("half", halves("bfloat16", (3, 4)), 0.3)):
        yield Case("where_right", name, "jnp.where", lambda c, x, n=number: jnp.where(c, x, n), (mask, numbers), EXACT,
                   (1,) if name == "float" else (), {"number": number})
        yield Case("where_left", name, "jnp.where", lambda c, x, n=number: jnp.where(c, n, x), (mask, numbers), EXACT,
                   (), {"number": number})
    yield Case("where_numbers", "ints", "jnp.where", lambda c: jnp.where(c, 1, 2), (mask,),
               parameters={"yes": 1, "no": 2})
    yield Case("where_numbers", "floats", "jnp.where", lambda c: jnp.where(c, 1, 2.5), (mask,),
               parameters={"yes": 1, "no": 2.5})
    yield Case("select", "three", "jnp.select", lambda a, b, x, y, z: jnp.select([a, b], [x, y], z),
               (mask, drawn("select/other", (4,), "bool"), block, drawn("select/y", (3, 1)), np.int32(3)), EXACT,
               (2, 3), summed=(3,))
    yield Case("piecewise", "three", "jnp.piecewise",
               lambda x: jnp.piecewise(x, [x < 0, x > -1], [lambda y: -y, lambda y: y * 3, lambda y: y * y]), (block,),
               ROUNDED, (0,))


def along(axis: Any, keepdims: bool = False) -> dict[str, Any]:
    """The arguments of a reduction."""
    return {"axis": axis, "keepdims": keepdims}


def arguments(options: dict[str, Any]) -> dict[str, Any]:
    """The arguments as Python takes them."""
    axis = options["axis"]
    return options | {"axis": tuple(axis) if isinstance(axis, list) else axis}


ALONG = (("all", along(None)), ("first", along([0])), ("two", along([-1, 0], True)), ("middle", along([1], True)))


def reductions() -> Iterator[Case]:
    """One number of many."""
    block, mask = drawn("reductions/block", BLOCK), drawn("reductions/mask", (3, 4), "bool")
    names = ("sum", "prod", "max", "min", "ptp", "mean", "var", "std", "nansum", "nanmean", "nanmax", "nanmin",
             "median", "count_nonzero", "all", "any")
    for name, (kind, options) in product(names, ALONG):
        apply = getattr(jnp, name)
        gradients = (0,) if name not in ("count_nonzero", "all", "any") else ()
        yield Case(name, kind, f"jnp.{name}", lambda x, f=apply, o=options: f(x, **arguments(o)), (block,), SUMMED,
                   gradients, options)
    for name in ("sum", "prod", "mean", "var", "std", "max", "ptp", "median", "nanmean", "nansum", "all",
                 "count_nonzero"):
        for numbers in (SMALL.reshape(2, 4), UINTS[:8].reshape(2, 4), drawn("reductions/bool", (2, 4), "bool"),
                        halves("bfloat16", (2, 4)), halves("float16", (2, 4))):
            if name != "ptp" or numbers.dtype != bool:
                yield Case(name, f"dtype_{numbers.dtype.name}", f"jnp.{name}",
                           lambda x, f=getattr(jnp, name): f(x, axis=(1,) if f is not jnp.median else 1), (numbers,),
                           SUMMED, (), along([1]))
    for name in ("sum", "prod", "mean", "var", "std", "all", "any"):
        for kind, options in ALONG:
            yield Case(name, f"where_{kind}", f"jnp.{name}",
                       lambda x, m, f=getattr(jnp, name), o=options: f(x, **arguments(o), where=m), (block, mask),
                       SUMMED, (0,) if name not in ("all", "any", "var", "std") else (), options | {"where": True})
    for name, initial in (("max", -1), ("min", 1)):
        yield Case(name, "where", f"jnp.{name}",
                   lambda x, m, f=getattr(jnp, name), i=initial: f(x, axis=-1, initial=i, where=m), (block, mask),
                   EXACT, (0,), along([-1]) | {"where": True, "initial": initial})
        yield Case(name, "empty", f"jnp.{name}", lambda x, f=getattr(jnp, name), i=initial: f(x, axis=0, initial=i),
                   (np.zeros((0, 3), np.float32),), EXACT, (), along([0]) | {"initial": initial})
    for name, ddof in product(("var", "std"), (1, 3, 5)):
        yield Case(name, f"ddof_{ddof}", f"jnp.{name}", lambda x, f=getattr(jnp, name), d=ddof: f(x, axis=1, ddof=d),
                   (block,), SUMMED, (0,) if ddof == 1 else (), along([1]) | {"ddof": ddof})
    for name in ("nansum", "nanmean", "nanmax", "nanmin", "median", "mean"):
        yield Case(name, "nan", f"jnp.{name}", lambda x, f=getattr(jnp, name): f(x, axis=1), (WITH_NAN,), SUMMED, (),
                   along([1]))
    for kind, weights, options in (("vector", drawn("average/w", (3,)) + np.float32(3), along([1], True)),
                                   ("whole", drawn("average/W", BLOCK) + np.float32(3), along(None)),
                                   ("int", np.arange(1, 5, dtype=np.int32), along([-1]))):
        yield Case("average", kind, "jnp.average", lambda x, w, o=options: jnp.average(x, weights=w, **arguments(o)),
                   (block, weights), SUMMED, (0, 1) if kind != "int" else (0,), options)
    infinite = np.float32([[-np.inf, -np.inf], [np.inf, 1], [0, 1000], [np.nan, 1], [-np.inf, 2]])
    for kind, (_, options) in zip("abcd", ALONG):
        yield Case("logsumexp", kind, "jax.scipy.special.logsumexp",
                   lambda x, o=options: jax.scipy.special.logsumexp(x, **arguments(o)), (block,), SUMMED, (0,), options)
    yield Case("logsumexp", "special", "jax.scipy.special.logsumexp", lambda x: jax.scipy.special.logsumexp(x, axis=1),
               (infinite,), SUMMED, (), along([1]))
    yield Case("logsumexp", "where", "jax.scipy.special.logsumexp",
               lambda x, m: jax.scipy.special.logsumexp(x, axis=(1,), where=m), (block, mask), SUMMED, (),
               along([1]) | {"where": True})


def quantiles() -> Iterator[Case]:
    """Elements by their place in order."""
    block = drawn("quantiles/block", BLOCK)
    for method, part in product(("linear", "lower", "higher", "midpoint", "nearest"), (0.0, 0.3, 0.5, 0.9, 1.0)):
        yield Case("quantile", f"{method}_{part}", "jnp.quantile",
                   lambda x, q=part, m=method: jnp.quantile(x, q, axis=-1, method=m), (block,), ROUNDED,
                   (0,) if part == 0.3 else (), along([-1]) | {"q": part, "method": method})
    for kind, options in ALONG:
        yield Case("quantile", kind, "jnp.quantile", lambda x, o=options: jnp.quantile(x, 0.4, **arguments(o)),
                   (block,), ROUNDED, (), options | {"q": 0.4})
        yield Case("percentile", kind, "jnp.percentile", lambda x, o=options: jnp.percentile(x, 35, **arguments(o)),
                   (block,), ROUNDED, (), options | {"q": 35})
    yield Case("quantile", "several", "jnp.quantile", lambda x: jnp.quantile(x, jnp.float32([0.1, 0.5]), axis=(0, 2)),
               (block,), ROUNDED, (), along([0, 2]) | {"q": [0.1, 0.5]})
    yield Case("quantile", "nan", "jnp.quantile", lambda x: jnp.quantile(x, 0.4, axis=1), (WITH_NAN,), ROUNDED, (),
               along([1]) | {"q": 0.4})
    yield Case("quantile", "int32", "jnp.quantile", lambda x: jnp.quantile(x, 0.4), (SMALL,), ROUNDED, (),
               along(None) | {"q": 0.4})
    yield Case("quantile", "bfloat16", "jnp.quantile", lambda x: jnp.quantile(x, 0.4), (halves("bfloat16", (7,)),),
               ROUNDED, (), along(None) | {"q": 0.4})


def norms() -> Iterator[Case]:
    """Lengths of vectors and sizes of matrices."""
    block = drawn("norms/block", BLOCK)
    yield Case("norm", "all", "jnp.linalg.norm", jnp.linalg.norm, (block,), SUMMED, (0,), along(None))
    yield Case("norm", "int32", "jnp.linalg.norm", jnp.linalg.norm, (SMALL,), SUMMED, (), along(None))
    yield Case("norm", "keepdims", "jnp.linalg.norm", lambda x: jnp.linalg.norm(x, axis=1, keepdims=True), (block,),
               SUMMED, (0,), along([1], True))
    for order in (0, 1, 2, 3, 0.5, np.inf, -np.inf):
        yield Case("norm", f"order_{order}", "jnp.linalg.norm", lambda x, o=order: jnp.linalg.norm(x, ord=o, axis=-1),
                   (block,), SUMMED, (0,) if order != 0 else (), along([-1]) | {"ord": str(order)})
    for order, kind in (("fro", "FROBENIUS"), (1, "LARGEST_COLUMN"), (-1, "SMALLEST_COLUMN"), (np.inf, "LARGEST_ROW"),
                        (-np.inf, "SMALLEST_ROW")):
        yield Case("matrix_norm", kind.lower(), "jnp.linalg.matrix_norm",
                   lambda x, o=order: jnp.linalg.matrix_norm(x, ord=o), (block,), SUMMED, (0,), {"kind": kind})
