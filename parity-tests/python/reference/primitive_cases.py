"""The cases of :mod:`reference.primitives`: which operation, on what, with which parameters."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from reference.cases import EXACT, ROUNDED, SUMMED, Apply, Case, Shape, drawn

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


def pairs(left: np.ndarray, right: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Every one of the left with every one of the right, flat."""
    first, second = np.meshgrid(left, left if right is None else right, indexing="ij")
    return first.reshape(-1), second.reshape(-1)


FLOAT_UNARY: dict[str, tuple[str, Apply, str]] = {
    "neg": ("lax.neg", lax.neg, EXACT),
    "abs": ("lax.abs", lax.abs, EXACT),
    "sign": ("lax.sign", lax.sign, EXACT),
    "floor": ("lax.floor", lax.floor, EXACT),
    "ceil": ("lax.ceil", lax.ceil, EXACT),
    "round": ("lax.round(TO_NEAREST_EVEN)", lambda x: lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN), EXACT),
    "is_finite": ("lax.is_finite", lax.is_finite, EXACT),
    "square": ("lax.square", lax.square, EXACT),
    "relu": ("jax.nn.relu", jax.nn.relu, EXACT),
    "sqrt": ("lax.sqrt", lax.sqrt, ROUNDED),
    "rsqrt": ("lax.rsqrt", lax.rsqrt, ROUNDED),
    "exp": ("lax.exp", lax.exp, ROUNDED),
    "expm1": ("lax.expm1", lax.expm1, ROUNDED),
    "log": ("lax.log", lax.log, ROUNDED),
    "log1p": ("lax.log1p", lax.log1p, ROUNDED),
    "tanh": ("lax.tanh", lax.tanh, ROUNDED),
    "logistic": ("lax.logistic", lax.logistic, ROUNDED),
    "sin": ("lax.sin", lax.sin, ROUNDED),
    "cos": ("lax.cos", lax.cos, ROUNDED),
    "erf": ("lax.erf", lax.erf, ROUNDED),
    "erf_inv": ("lax.erf_inv", lax.erf_inv, ROUNDED),
}


def unary() -> Iterator[Case]:
    """Functions of one number."""
    for name, (python, apply, tolerance) in FLOAT_UNARY.items():
        gradients = () if name == "is_finite" else (0,)
        for kind, numbers in (
                ("special", SPECIAL), ("denormal", DENORMAL), ("ragged", drawn(f"{name}/ragged", (3, 5))),
                ("empty", np.zeros((0, 3), np.float32)), ("scalar", drawn(f"{name}/scalar", ()))):
            yield Case(name, kind, python, apply, (numbers,), tolerance, gradients)
    for name, kinds in (("neg", "iu"), ("abs", "i"), ("sign", "iu"), ("not", "iub")):
        apply = lax.bitwise_not if name == "not" else getattr(lax, name)
        python = "lax.bitwise_not" if name == "not" else f"lax.{name}"
        for numbers in (INTS, UINTS, BOOLS):
            if numbers.dtype.kind in kinds:
                yield Case(name, numbers.dtype.name, python, apply, (numbers,))
    for exponent in (-2, -1, 0, 1, 2, 3, 5):
        for kind, numbers in (("special", SPECIAL), ("ragged", drawn("integer_pow", (3, 5)))):
            yield Case("integer_pow", f"{kind}_{exponent}", "lax.integer_pow", lambda x, y=exponent: lax.integer_pow(x, y),
                       (numbers,), ROUNDED, (0,), {"y": exponent})


BINARY: dict[str, tuple[Apply, str, str]] = {
    "add": (lax.add, "fiu", EXACT),
    "sub": (lax.sub, "fiu", EXACT),
    "mul": (lax.mul, "fiu", EXACT),
    "div": (lax.div, "fiu", EXACT),
    "rem": (lax.rem, "fiu", EXACT),
    "max": (lax.max, "fiub", EXACT),
    "min": (lax.min, "fiub", EXACT),
    "pow": (lax.pow, "f", ROUNDED),
    "and": (lax.bitwise_and, "iub", EXACT),
    "or": (lax.bitwise_or, "iub", EXACT),
    "xor": (lax.bitwise_xor, "iub", EXACT),
    "eq": (lax.eq, "fiub", EXACT),
    "ne": (lax.ne, "fiub", EXACT),
    "lt": (lax.lt, "fiu", EXACT),
    "le": (lax.le, "fiu", EXACT),
    "gt": (lax.gt, "fiu", EXACT),
    "ge": (lax.ge, "fiu", EXACT),
}
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
SHIFTS = ("shift_left", "shift_right_logical", "shift_right_arithmetic")


def binary() -> Iterator[Case]:
    """Functions of two numbers, of equal shapes."""
    for name, (apply, kinds, tolerance) in BINARY.items():
        python = f"lax.bitwise_{name}" if name in ("and", "or", "xor") else f"lax.{name}"
        gradients = () if name in COMPARISONS else (0, 1)
        if "f" in kinds:
            for kind, numbers in (
                    ("special", pairs(EDGES)), ("denormal", pairs(DENORMAL, np.float32([1e-38, 0.5, -1.0]))),
                    ("ragged", tuple(drawn(f"{name}/ragged{i}", (3, 5)) for i in range(2))),
                    ("empty", (np.zeros((2, 0), np.float32),) * 2),
                    ("scalar", tuple(drawn(f"{name}/scalar{i}", ()) for i in range(2)))):
                yield Case(name, kind, python, apply, numbers, tolerance, gradients)
        for numbers in (INTS, UINTS, BOOLS):
            if numbers.dtype.kind in kinds:
                yield Case(name, numbers.dtype.name, python, apply, pairs(numbers))
    for name in SHIFTS:
        for numbers, by in ((INTS, np.int32([0, 1, 5, 31, 32, 33, -1])), (UINTS, np.uint32([0, 1, 5, 31, 32, 33]))):
            yield Case(name, numbers.dtype.name, f"lax.{name}", getattr(lax, name), pairs(numbers, by))
    positive = np.abs(drawn("pow/positive", (3, 5))) + np.float32(0.1)
    yield Case("pow", "positive", "lax.pow", lax.pow, (positive, drawn("pow/by", (3, 5))), ROUNDED, (0, 1))
    yield Case("pow", "integer_exponent", "lax.pow", lax.pow, pairs(EDGES, np.int32([-3, -1, 0, 1, 2, 5])), ROUNDED, (0,))


def choices() -> Iterator[Case]:
    """Select and clamp."""
    a, b, c = (drawn(f"select/{i}", (3, 4)) for i in "abc")
    odd = np.array([0.0, -0.0, np.nan, np.inf], np.float32)
    yield Case("select", "ragged", "lax.select", lax.select, (drawn("select/p", (3, 4), "bool"), a, b), gradients=(1, 2))
    yield Case("select", "scalar_predicate", "lax.select", lax.select, (np.array(True), a, b), gradients=(1, 2))
    yield Case("select", "special", "lax.select", lax.select, (np.array([True, False] * 2), odd, odd[::-1].copy()),
               gradients=(1, 2))
    yield Case("select", "int32", "lax.select", lax.select, (np.array([True, False, True]), INTS[:3], INTS[3:6]))
    yield Case("select", "bool", "lax.select", lax.select,
               (np.array([True, False]), np.array([False, True]), np.array([True, True])))
    yield Case("select", "empty", "lax.select", lax.select,
               (np.zeros((0, 2), bool), np.zeros((0, 2), np.float32), np.ones((0, 2), np.float32)), gradients=(1, 2))
    which = np.abs(drawn("select/w", (3, 4), "int32")) % 3
    yield Case("select_n", "three", "lax.select_n", lax.select_n, (which, a, b, c), gradients=(1, 2, 3))
    low, high = np.float32(-0.5), np.float32(1.0)
    ties = np.array([-0.5, 1.0, 0.25, -2.0, 3.0, -0.0, np.inf, -np.inf, np.nan], np.float32)
    yield Case("clamp", "ties", "lax.clamp", lax.clamp, (np.array(low), ties, np.array(high)), gradients=(1,))
    yield Case("clamp", "arrays", "lax.clamp", lax.clamp, (a - 1, b, a + 1), gradients=(0, 1, 2))
    yield Case("clamp", "crossed", "lax.clamp", lax.clamp, (np.array(high), ties, np.array(low)), gradients=(1,))
    yield Case("clamp", "int32", "lax.clamp", lax.clamp, (np.int32(-3), INTS, np.int32(7)))


CAST = {
    "bool": BOOLS,
    "int32": INTS,
    "uint32": UINTS,
    "float32": np.concatenate([SPECIAL, np.float32([2147483520, 2147483648, -2147483648, 4294967040, 4294967296, 1e-40])]),
    "float64": np.array([0.0, -0.0, 1.5, -2.5, 0.1, 1 / 3, 1e-46, 1e-40, 1e39, -1e39, 2147483647.5, -2147483649.0,
                         4294967295.5, 16777217.0, np.inf, -np.inf, np.nan]),
}


def casts() -> Iterator[Case]:
    """Every dtype to every other; float64 only where it is enabled."""
    for source, numbers in CAST.items():
        for target in CAST:
            x64 = "float64" in (source, target)
            yield Case("cast", f"{source}_to_{target}", "lax.convert_element_type",
                       lambda x, t=target: lax.convert_element_type(x, t), (numbers,), EXACT,
                       (0,) if source == target == "float32" else (), {"new_dtype": target}, x64=x64)


def moved(function: str, name: str, python: str, apply: Apply, *inputs: np.ndarray, **parameters: Any) -> Case:
    """A case that moves floats, so every input is differentiated."""
    floats = tuple(i for i, array in enumerate(inputs) if array.dtype == np.float32)
    summed = {"pad": (1,), "broadcast_in_dim": (0,)}.get(function, ())
    return Case(function, name, python, lambda *xs: apply(*xs, **parameters), inputs, EXACT, floats, parameters,
                tuple(i for i in summed if i in floats))


def movements() -> Iterator[Case]:
    """Operations that move numbers and compute nothing."""
    block, row = drawn("movements", BLOCK), drawn("row", (3,))
    grid, scalar = drawn("grid", (5, 7)), drawn("scalar", ())
    empty = np.zeros((0, 3), np.float32)
    for name, array, sizes in (("flat", block, (24,)), ("two", block, (4, 6)), ("ones", row, (1, 3, 1)),
                               ("empty", empty, (3, 0, 2)), ("scalar", scalar, (1, 1)), ("to_scalar", row[:1], ()),
                               ("int32", INTS, (2, 5))):
        yield moved("reshape", name, "lax.reshape", lax.reshape, array, new_sizes=sizes)
    for name, array, shape, axes in (
            ("row", row, (2, 3), (1,)), ("column", row, (3, 2), (0,)), ("scalar", scalar, (2, 2), ()),
            ("ones", drawn("ones", (2, 1)), (2, 4, 3), (0, 2)), ("same", block, BLOCK, (0, 1, 2)),
            ("empty", scalar, (0, 2), ()), ("bool", BOOLS, (2, 2), (1,))):
        yield moved("broadcast_in_dim", name, "lax.broadcast_in_dim", lax.broadcast_in_dim, array, shape=shape,
                    broadcast_dimensions=axes)
    for name, array, order in (("block", block, (2, 0, 1)), ("reversed", block, (2, 1, 0)), ("same", block, (0, 1, 2)),
                               ("matrix", grid, (1, 0)), ("empty", empty, (1, 0)), ("scalar", scalar, ()),
                               ("int32", INTS.reshape(2, 5), (1, 0))):
        yield moved("transpose", name, "lax.transpose", lax.transpose, array, permutation=order)
    for name, array, start, limit, strides in (
            ("strided", grid, (1, 0), (5, 7), (2, 3)), ("unit", grid, (2, 3), (4, 7), None),
            ("nothing", grid, (2, 3), (2, 7), (1, 2)), ("whole", row, (0,), (3,), (1,)), ("scalar", scalar, (), (), ()),
            ("int32", INTS, (1,), (10,), (4,))):
        yield moved("slice", name, "lax.slice", lax.slice, array, start_indices=start, limit_indices=limit,
                    strides=strides)
    yield from pads(grid, row, scalar, empty)
    three = tuple(drawn(f"concatenate/{i}", (n, 2)) for i, n in enumerate((1, 3, 2)))
    for name, arrays, axis in (
            ("rows", three, 0), ("columns", (grid, grid[:, :2].copy()), 1),
            ("with_empty", (three[0], np.zeros((0, 2), np.float32), three[1]), 0), ("one", (row,), 0),
            ("int32", (INTS[:2], INTS[4:]), 0), ("bool", (BOOLS, BOOLS), 0)):
        yield moved("concatenate", name, "lax.concatenate", lambda *xs, dimension: lax.concatenate(xs, dimension),
                    *arrays, dimension=axis)
    for name, array, axes in (("block", block, (0, 2)), ("one", block, (1,)), ("none", block, ()), ("empty", empty, (0, 1)),
                              ("int32", INTS, (0,))):
        yield moved("rev", name, "lax.rev", lax.rev, array, dimensions=axes)
    for dtype, shape, axis in (("int32", (4,), 0), ("int32", (2, 3), 0), ("int32", (2, 3), 1), ("float32", (2, 3), 1),
                               ("uint32", (3, 2), 0), ("int32", (0, 3), 1)):
        yield moved("iota", f"{dtype}_{'x'.join(map(str, shape))}_{axis}", "lax.broadcasted_iota",
                    lax.broadcasted_iota, dtype=dtype, shape=shape, dimension=axis)


def pads(grid: np.ndarray, row: np.ndarray, scalar: np.ndarray, empty: np.ndarray) -> Iterator[Case]:
    """Pad: (low, high, interior) for each axis."""
    for name, array, value, config in (
            ("edges", row, scalar, [(2, 1, 0)]), ("interior", row, scalar, [(0, 0, 2)]),
            ("grid", grid, scalar, [(1, 2, 0), (0, 1, 2)]), ("negative", grid, scalar, [(-1, -2, 0), (-1, 1, 0)]),
            ("mixed", grid, scalar, [(-1, 0, 1), (2, -3, 2)]), ("to_nothing", row, scalar, [(-2, -1, 0)]),
            ("empty", empty, scalar, [(2, 1, 1), (0, 0, 0)]), ("scalar", scalar, np.float32(1.0), []),
            ("int32", INTS[:4], np.int32(-5), [(1, 1, 1)]), ("bool", BOOLS, np.array(True), [(1, 0, 1)])):
        yield moved("pad", name, "lax.pad", lambda x, v, padding_config: lax.pad(x, v, padding_config),
                    array, np.asarray(value), padding_config=config)


REDUCTIONS: dict[str, tuple[Apply, str]] = {
    "reduce_sum": (lax.reduce_sum, SUMMED),
    "reduce_prod": (lax.reduce_prod, SUMMED),
    "reduce_max": (lax.reduce_max, EXACT),
    "reduce_min": (lax.reduce_min, EXACT),
}


def reductions() -> Iterator[Case]:
    """Sums, products, extremes and their places, over axes."""
    block = drawn("reductions", BLOCK)
    ties = np.array([[1, 3, 3, 2], [3, 3, 3, 3], [0.0, -0.0, -1, -1], [-0.0, 0.0, -1, -1]], np.float32)
    odd = np.array([[1, np.nan, 2], [np.inf, 1, -np.inf], [np.inf, 2, 3], [-np.inf, -1, 0], [0, 2, 0], [0, -3, 4]],
                   np.float32)
    for name, (apply, tolerance) in REDUCTIONS.items():
        for axes in ((0,), (1,), (2,), (0, 2), (0, 1, 2), ()):
            yield reduced(name, "block_" + ("".join(map(str, axes)) or "none"), apply, block, axes, tolerance)
        yield reduced(name, "ties", apply, ties, (1,), tolerance)
        yield reduced(name, "special", apply, odd, (1,), tolerance)
        yield reduced(name, "empty", apply, np.zeros((0, 3), np.float32), (0,), tolerance)
        yield reduced(name, "empty_kept", apply, np.zeros((0, 3), np.float32), (1,), tolerance)
        yield reduced(name, "scalar", apply, drawn(f"{name}/scalar", ()), (), tolerance)
        yield reduced(name, "int32", apply, INTS.reshape(2, 5), (1,), EXACT)
        yield reduced(name, "uint32", apply, UINTS.reshape(3, 3), (0,), EXACT)
    yield reduced("reduce_sum", "long", lax.reduce_sum, drawn("long", (257, 2)), (0,), SUMMED)
    truth = np.array([[True, True, False], [True, True, True], [False, False, False]])
    for name, apply in (("reduce_and", lax.reduce_and), ("reduce_or", lax.reduce_or)):
        for axes in ((0,), (1,), (0, 1), ()):
            yield reduced(name, "bool_" + ("".join(map(str, axes)) or "none"), apply, truth, axes, EXACT)
        yield reduced(name, "empty", apply, np.zeros((0, 3), bool), (0,), EXACT)
        yield reduced(name, "int32", apply, INTS.reshape(2, 5), (1,), EXACT)
    for name, apply in (("argmax", lax.argmax), ("argmin", lax.argmin)):
        for kind, array, axis in (("block_0", block, 0), ("block_1", block, 1), ("block_2", block, 2), ("ties", ties, 1),
                                  ("special", odd, 1), ("int32", INTS.reshape(2, 5), 1), ("bool", truth, 1),
                                  ("empty_kept", np.zeros((0, 3), np.float32), 1)):
            yield Case(name, kind, f"lax.{name}", lambda x, f=apply, a=axis: f(x, a, np.int32), (array,),
                       parameters={"axis": axis, "index_dtype": "int32"})


def reduced(function: str, name: str, apply: Apply, array: np.ndarray, axes: Shape, tolerance: str) -> Case:
    """A reduction of one array."""
    return Case(function, name, f"lax.{function}", lambda x: apply(x, axes), (array,), tolerance,
                (0,) if array.dtype == np.float32 else (), {"axes": axes})


DOTS: tuple[tuple[str, Shape, Shape, tuple], ...] = (
    ("matrix", (3, 4), (4, 5), (((1,), (0,)), ((), ()))),
    ("vectors", (7,), (7,), (((0,), (0,)), ((), ()))),
    ("matrix_vector", (3, 4), (4,), (((1,), (0,)), ((), ()))),
    ("both_transposed", (4, 3), (5, 4), (((0,), (1,)), ((), ()))),
    ("outer", (3,), (2,), (((), ()), ((), ()))),
    ("scalars", (), (), (((), ()), ((), ()))),
    ("batch", (2, 3, 4), (2, 4, 5), (((2,), (1,)), ((0,), (0,)))),
    ("batch_last", (3, 4, 2), (4, 5, 2), (((1,), (0,)), ((2,), (2,)))),
    ("two_batches", (2, 3, 4, 5), (3, 2, 5), (((3,), (2,)), ((0, 1), (1, 0)))),
    ("two_contracted", (2, 3, 4), (4, 3, 5), (((1, 2), (1, 0)), ((), ()))),
    ("everything", (2, 3), (2, 3), (((0, 1), (0, 1)), ((), ()))),
    ("batch_only", (3, 2), (3, 4), (((), ()), ((0,), (0,)))),
    ("elementwise", (3, 2), (3, 2), (((), ()), ((0, 1), (0, 1)))),
    ("nothing_contracted", (3, 0), (0, 2), (((1,), (0,)), ((), ()))),
    ("no_rows", (0, 4), (4, 2), (((1,), (0,)), ((), ()))),
    ("long", (2, 100), (100, 3), (((1,), (0,)), ((), ()))),
)


def dots() -> Iterator[Case]:
    """Contractions; the dimension numbers are ((left contracting, right), (left batch, right))."""
    for name, left, right, numbers in DOTS:
        yield dot(name, drawn(f"{name}/left", left), drawn(f"{name}/right", right), numbers, SUMMED)
    matrix = (((1,), (0,)), ((), ()))
    yield dot("special", np.array([[1, np.inf], [0, np.nan], [0, 2]], np.float32),
              np.array([[1, 0], [2, 0]], np.float32), matrix, SUMMED)
    yield dot("int32", INTS.reshape(2, 5), INTS.reshape(5, 2), matrix, EXACT)


def dot(name: str, left: np.ndarray, right: np.ndarray, numbers: tuple, tolerance: str) -> Case:
    """One contraction."""
    return Case("dot_general", name, "lax.dot_general", lambda x, y: lax.dot_general(x, y, numbers), (left, right),
                tolerance, (0, 1) if left.dtype == np.float32 else (), {"dimension_numbers": numbers})


def losses() -> Iterator[Case]:
    """Softmax and its kin."""
    logits = drawn("logits", (4, 5))
    odd = np.array([[0, 0, 0], [100, 0, -100], [-np.inf, 0, 1], [np.inf, 0, 1], [-np.inf, -np.inf, -np.inf],
                    [np.nan, 0, 1], [3e38, -3e38, 0]], np.float32)
    for name, apply in (("softmax", jax.nn.softmax), ("log_softmax", jax.nn.log_softmax), ("logsumexp", jax.nn.logsumexp)):
        for kind, array, axis in (("last", logits, -1), ("first", logits, 0), ("special", odd, -1),
                                  ("block", drawn("block", BLOCK), 1), ("vector", drawn("vector", (6,)), -1),
                                  ("empty", np.zeros((0, 3), np.float32), -1)):
            yield Case(name, kind, f"jax.nn.{name}", lambda x, f=apply, a=axis: f(x, axis=a), (array,), SUMMED, (0,),
                       {"axis": axis})
    yield Case("logsumexp", "all", "jax.nn.logsumexp", jax.nn.logsumexp, (logits,), SUMMED, (0,), {"axis": None})
    yield Case("logsumexp", "keepdims", "jax.nn.logsumexp", lambda x: jax.nn.logsumexp(x, axis=1, keepdims=True),
               (logits,), SUMMED, (0,), {"axis": 1, "keepdims": True})
    for kind, labels, classes in (("row", np.int32([0, 2, 1]), 3), ("outside", np.int32([-1, 3, 5, 0]), 3),
                                  ("matrix", np.int32([[0, 1], [2, 3]]), 4), ("scalar", np.int32(2), 3),
                                  ("empty", np.zeros((0,), np.int32), 3), ("uint32", np.uint32([1, 0]), 2)):
        yield Case("one_hot", kind, "jax.nn.one_hot", lambda x, n=classes: jax.nn.one_hot(x, n, dtype=jnp.float32),
                   (np.asarray(labels),), parameters={"num_classes": classes, "dtype": "float32"})
    loss = optax.softmax_cross_entropy_with_integer_labels
    for kind, array, labels in (("rows", logits, np.int32([0, 4, 2, 2])), ("vector", logits[0], np.int32(3)),
                                ("block", drawn("block", BLOCK), np.int32([[0, 1, 2], [3, 0, 1]])),
                                ("large", np.float32([[100, -100, 0], [1e4, 0, 1]]), np.int32([1, 2])),
                                ("empty", np.zeros((0, 3), np.float32), np.zeros((0,), np.int32))):
        yield Case("softmax_cross_entropy_with_integer_labels", kind, "optax.softmax_cross_entropy_with_integer_labels",
                   loss, (array, np.asarray(labels)), SUMMED, (0,))
        yield Case("mean_softmax_cross_entropy", kind, "optax.softmax_cross_entropy_with_integer_labels(…).mean()",
                   lambda x, y: loss(x, y).mean(), (array, np.asarray(labels)), SUMMED, (0,))


def all_cases() -> Iterator[Case]:
    """Every case."""
    return chain(unary(), binary(), choices(), casts(), movements(), reductions(), dots(), losses())
