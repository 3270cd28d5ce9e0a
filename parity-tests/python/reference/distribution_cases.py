"""The cases of ``jax.random``: what each distribution draws from three keys, of several shapes and dtypes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from reference.cases import EXACT, SUMMED, Case, drawn

KEYS = np.array([[0, 0], [0, 42], [0, 2**31 + 7]], np.uint32)
SHAPES = ((40,), (3, 5), (), (0, 2))
FLOATS = ("float32", "bfloat16", "float16", "float64")

Draw = Callable[..., jax.Array]


def from_each(draw: Draw) -> Draw:
    """Draws from each of many keys."""
    return lambda keys, *rest: jnp.stack([draw(jax.random.wrap_key_data(key), *rest) for key in keys])


def case(function: str, name: str, draw: Draw, inputs: tuple[np.ndarray, ...] = (), tolerance: str = EXACT,
         **parameters: Any) -> Case:
    """What a function draws from the three keys, and takes beside a key."""
    x64 = any(word in (parameters.get("dtype"), *(array.dtype.name for array in inputs)) for word in ("float64", "int64", "uint64"))
    return Case(function, name, f"jax.random.{function}", from_each(draw), (KEYS, *inputs), tolerance, (), parameters, x64=x64)


def floats() -> Iterator[Case]:
    """Distributions of floats, in every dtype and shape."""
    plain: dict[str, tuple[str, dict[str, Any]]] = {
        "uniform": ("uniform", {"minval": -2.0, "maxval": 3.0}), "normal": ("normal", {}), "exponential": ("exponential", {}),
        "gumbel": ("gumbel", {}), "gumbel_high": ("gumbel", {"mode": "high"}), "laplace": ("laplace", {}),
        "logistic": ("logistic", {}), "cauchy": ("cauchy", {})}
    for name, (function, parameters) in plain.items():
        for dtype in FLOATS:
            for shape in SHAPES if dtype == "float32" else SHAPES[:1]:
                draw = partial(getattr(jax.random, function), shape=shape, dtype=dtype, **parameters)
                yield case(function, f"{name}_{dtype}_{'x'.join(map(str, shape)) or 'scalar'}", draw, shape=list(shape), dtype=dtype,
                           **parameters)
    for dtype in FLOATS:
        yield case("truncated_normal", dtype,
                   lambda k, low, high, d=dtype: jax.random.truncated_normal(k, low, high, (40,), d),
                   (np.asarray(-1.5, np.float32), np.asarray(0.75, np.float32)), shape=[40], dtype=dtype)
        low, high = drawn("truncated/low", (5,)), drawn("truncated/high", (3, 1)) + np.float32(4)
        yield case("truncated_normal", f"each_{dtype}",
                   lambda k, a, b, d=dtype: jax.random.truncated_normal(k, a, b, (3, 5), d), (low, high), shape=[3, 5], dtype=dtype)
        yield case("uniform", f"each_{dtype}",
                   lambda k, a, b, d=dtype: jax.random.uniform(k, (3, 5), d, a, b), (low, high), shape=[3, 5], dtype=dtype)


def orthogonal() -> Iterator[Case]:
    """Orthogonal matrices."""
    for rows, columns, batch in ((3, 3, ()), (5, 2, ()), (2, 4, (2,))):
        yield case("orthogonal", f"{rows}x{columns}", lambda k, n=rows, m=columns, s=batch: jax.random.orthogonal(k, n, s, m=m),
                   tolerance=SUMMED, n=rows, m=columns, shape=list(batch), dtype="float32")


def bits() -> Iterator[Case]:
    """Bits of every width, and truth values."""
    for dtype in ("uint8", "uint16", "uint32", "uint64"):
        for shape in SHAPES:
            yield case("bits", f"{dtype}_{'x'.join(map(str, shape)) or 'scalar'}",
                       lambda k, s=shape, d=dtype: jax.random.bits(k, s, d), shape=list(shape), dtype=dtype)
    share = np.array([0, 0.25, 0.5, 0.999, 1], np.float32)
    for mode in ("low", "high"):
        yield case("bernoulli", f"each_{mode}", lambda k, p, m=mode: jax.random.bernoulli(k, p, (8, 5), m), (share,), shape=[8, 5],
                   mode=mode)
        for dtype in ("float16", "float64"):
            yield case("bernoulli", f"{dtype}_{mode}", lambda k, p, m=mode: jax.random.bernoulli(k, p, (40,), m),
                       (np.asarray(0.3, dtype),), shape=[40], mode=mode)
    for dtype in ("int32", "int8", "float32", "bfloat16"):
        yield case("rademacher", dtype, lambda k, d=dtype: jax.random.rademacher(k, (40,), d), shape=[40], dtype=dtype)


def integers() -> Iterator[Case]:
    """Integers of every dtype between all kinds of bounds."""
    bounds = {"int8": ((-5, 7), (-128, 128), (3, 3)), "uint8": ((0, 256), (7, 9), (250, 300)), "int16": ((-300, 20000), (-2**15, 2**15)),
              "uint16": ((0, 2**16), (5, 6)), "int32": ((0, 10), (-2**31, 2**31 - 1), (5, -5), (0, 65537), (-7, 3000000)),
              "uint32": ((0, 10), (5, 2**31 - 1)), "int64": ((0, 10), (-2**63, 2**63 - 1), (-5, 2**40)), "uint64": ((0, 10), (3, 2**62))}
    for dtype, many in bounds.items():
        for low, high in many:
            yield case("randint", f"{dtype}_{low}_{high}", lambda k, a=low, b=high, d=dtype: jax.random.randint(k, (40,), a, b, d),
                       shape=[40], dtype=dtype, minval=low, maxval=high)
    low, high = np.array([0, -5, 100, 7], np.int32), np.array([[1], [2**31 - 1], [50]], np.int32)
    for dtype in ("int32", "uint32", "int16", "uint8", "int64"):
        yield case("randint", f"each_{dtype}", lambda k, a, b, d=dtype: jax.random.randint(k, (3, 4), a, b, d), (low, high),
                   shape=[3, 4], dtype=dtype)
    wide = np.array([2**32 - 1, 2**31, 17], np.uint32)
    yield case("randint", "uint32_bounds", lambda k, b: jax.random.randint(k, (5, 3), 0, b, "uint32"), (wide,), shape=[5, 3],
               dtype="uint32", minval=0)


def orders() -> Iterator[Case]:
    """Elements in a random order, or some of them."""
    block, row = drawn("orders", (4, 3)), np.arange(10, 17, dtype=np.int32)
    for count in (0, 1, 8, 100, 2500):
        yield case("permutation", f"count_{count}", lambda k, n=count: jax.random.permutation(k, n), count=count)
    yield case("permutation", "row", jax.random.permutation, (row,), axis=0)
    for axis in (0, 1):
        yield case("permutation", f"axis_{axis}", partial(jax.random.permutation, axis=axis), (block,), axis=axis)
        yield case("permutation", f"independent_{axis}", partial(jax.random.permutation, axis=axis, independent=True), (block,),
                   axis=axis, independent=True)
    share = np.array([0.1, 0, 0.4, 0.3, 0.2, 0.25, 0.05], np.float32)
    for replace in (True, False):
        shape = (2, 3)
        name = "replace" if replace else "no_replace"
        yield case("choice", f"count_{name}", lambda k, r=replace: jax.random.choice(k, 7, shape, r), count=7, shape=list(shape),
                   replace=replace)
        yield case("choice", f"count_{name}_p", lambda k, p, r=replace: jax.random.choice(k, 7, shape, r, p), (share,), count=7,
                   shape=list(shape), replace=replace)
        yield case("choice", f"row_{name}", lambda k, x, r=replace: jax.random.choice(k, x, shape, r), (row,), shape=list(shape),
                   replace=replace)
        yield case("choice", f"columns_{name}", lambda k, x, r=replace: jax.random.choice(k, x, (2,), r, axis=1), (block,),
                   shape=[2], replace=replace, axis=1)
    yield case("choice", "columns_p", lambda k, x, p: jax.random.choice(k, x, (5,), p=p, axis=1), (block, share[2:5]), shape=[5],
               replace=True, axis=1)
    yield case("choice", "many_p", lambda k, p: jax.random.choice(k, 1000, (200,), p=p), (drawn("choice/p", (1000,)) + np.float32(2),),
               count=1000, shape=[200], replace=True)


def classes() -> Iterator[Case]:
    """Classes by their logits."""
    logits = drawn("categorical", (3, 5)) * 2
    for dtype in FLOATS:
        yield case("categorical", dtype, lambda k, x: jax.random.categorical(k, x).astype("int32"), (logits.astype(jnp.dtype(dtype)),),
                   axis=-1, shape=[3])
    yield case("categorical", "row", jax.random.categorical, (np.float32([0, 1, 2, 3]),), axis=-1, shape=[])
    yield case("categorical", "first_axis", partial(jax.random.categorical, axis=0), (logits,), axis=0, shape=[5])
    yield case("categorical", "many", partial(jax.random.categorical, shape=(7, 2, 3)), (logits,), axis=-1, shape=[7, 2, 3])
    yield case("categorical", "many_first", partial(jax.random.categorical, axis=0, shape=(7, 5)), (logits,), axis=0, shape=[7, 5])
    yield case("categorical", "high", partial(jax.random.categorical, mode="high"), (logits,), axis=-1, shape=[3], mode="high")
    yield case("categorical", "no_replace", partial(jax.random.categorical, shape=(2, 2, 3), replace=False), (logits,), axis=-1,
               shape=[2, 2, 3], replace=False)
    yield case("categorical", "no_replace_first", partial(jax.random.categorical, axis=0, shape=(3, 5), replace=False), (logits,),
               axis=0, shape=[3, 5], replace=False)


def distribution_cases() -> Iterator[Case]:
    """Every case."""
    yield from floats()
    yield from orthogonal()
    yield from bits()
    yield from integers()
    yield from orders()
    yield from classes()
