"""Operations whose places are operands: dynamic slices, gather, scatter and what ``jax.numpy`` makes of them."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import EXACT, Apply, Case, drawn
from reference.primitive_cases import BLOCK, BOOLS, INTS

ROW, GRID = drawn("indexing/row", (5,)), drawn("indexing/grid", (4, 3))
CUBE = drawn("indexing/cube", BLOCK)
OUTSIDE = np.int32([7, -7, -1, 2])
MODES = ("clip", "fill", "promise_in_bounds")
DNUMS = dict[str, tuple[int, ...]]


def floats(*inputs: np.ndarray) -> tuple[int, ...]:
    """The inputs that can be differentiated."""
    return tuple(i for i, array in enumerate(inputs) if array.dtype == np.float32)


def placed(function: str, name: str, python: str, apply: Apply, *inputs: Any, summed: tuple[int, ...] = (),
           gradients: tuple[int, ...] | None = None, **parameters: Any) -> Case:
    """A case whose float inputs are differentiated."""
    arrays = tuple(np.asarray(array) for array in inputs)
    return Case(function, name, python, apply, arrays, EXACT, floats(*arrays) if gradients is None else gradients,
                parameters, summed)


def slices() -> Iterator[Case]:
    """Windows that begin at scalars."""
    for name, array, starts, sizes in (
            ("inside", CUBE, (0, 1, 2), (1, 2, 2)), ("moved", CUBE, (5, -1, 3), (2, 2, 3)),
            ("negative", CUBE, (-9, -2, -3), (1, 1, 2)), ("nothing", GRID, (3, 1), (0, 2)), ("scalar", drawn("s", ()), (), ()),
            ("int32", INTS, (8,), (4,)), ("bool", BOOLS, (1,), (1,))):
        yield placed("dynamic_slice", name, "lax.dynamic_slice",
                     lambda x, *at, n=sizes: lax.dynamic_slice(x, at, n), array, *np.int32(starts).reshape(-1, *()),
                     slice_sizes=sizes)
    yield placed("dynamic_slice", "by_bytes", "lax.dynamic_slice", lambda x, at: lax.dynamic_slice(x, (at,), (2,)), ROW,
                 np.uint8(255), slice_sizes=(2,))
    for name, array, update, starts in (
            ("inside", CUBE, drawn("u", (1, 2, 2)), (0, 1, 2)), ("moved", CUBE, drawn("v", (2, 2, 3)), (5, -1, 3)),
            ("nothing", GRID, np.zeros((0, 2), np.float32), (3, 1)), ("scalar", drawn("s", ()), drawn("t", ()), ()),
            ("int32", INTS, np.int32([5, 6, 7]), (9,))):
        yield placed("dynamic_update_slice", name, "lax.dynamic_update_slice",
                     lambda x, u, *at: lax.dynamic_update_slice(x, u, at), array, update, *np.int32(starts))


DIMENSIONS: tuple[tuple[str, tuple[int, ...], DNUMS, tuple[int, ...], tuple], ...] = (
    ("rows", (4, 3), {"offset_dims": (1,), "collapsed_slice_dims": (0,), "start_index_map": (0,)}, (1, 3),
     ((2,), (9,), (-1,), (2,), (0,))),
    ("blocks", (4, 3), {"offset_dims": (0, 2), "collapsed_slice_dims": (), "start_index_map": (1, 0)}, (2, 2),
     ((0, 0), (1, 1), (2, 2), (-1, 3), (1, 2))),
    ("elements", (4, 3), {"offset_dims": (), "collapsed_slice_dims": (0, 1), "start_index_map": (0, 1)}, (1, 1),
     (((0, 0), (3, 2)), ((4, 0), (3, 2)), ((-1, 1), (1, 1)))),
    ("columns_of_cubes", BLOCK, {"offset_dims": (0, 1), "collapsed_slice_dims": (2,), "start_index_map": (2,)}, (2, 3, 1),
     ((3,), (0,), (5,), (3,))),
    ("batched", (2, 4, 3), {"offset_dims": (2,), "collapsed_slice_dims": (1,), "start_index_map": (1,),
                            "operand_batching_dims": (0,), "start_indices_batching_dims": (1,)}, (1, 1, 3),
     (((3,), (1,)), ((3,), (4,)), ((-2,), (1,)))),
    ("one", (4, 3), {"offset_dims": (0, 1), "collapsed_slice_dims": (), "start_index_map": (0,)}, (2, 3), (3,)),
    ("whole", (4, 3), {"offset_dims": (0, 1), "collapsed_slice_dims": (), "start_index_map": ()}, (4, 3), ()),
)


def gather_numbers(numbers: DNUMS) -> lax.GatherDimensionNumbers:
    """As a gather takes them."""
    return lax.GatherDimensionNumbers(**numbers)


def scatter_numbers(numbers: DNUMS) -> lax.ScatterDimensionNumbers:
    """As the scatter that goes the other way takes them."""
    return lax.ScatterDimensionNumbers(
        numbers["offset_dims"], numbers["collapsed_slice_dims"], numbers["start_index_map"],
        numbers.get("operand_batching_dims", ()), numbers.get("start_indices_batching_dims", ()))


def gathers() -> Iterator[Case]:
    """Windows that begin at indices."""
    for name, shape, numbers, sizes, indices in DIMENSIONS:
        for mode in MODES:
            yield gathered(f"{name}_{mode}", drawn(f"gather/{name}", shape), np.array(indices, np.int32), numbers, sizes, mode)
    _, _, rows, sizes, indices = DIMENSIONS[0]
    for dtype in ("int32", "uint32", "bool"):
        yield gathered(f"rows_{dtype}", drawn("gather", (4, 3), dtype), np.array(indices, np.int32), rows, sizes, "fill")
    yield gathered("rows_filled", GRID, np.array(indices, np.int32), rows, sizes, "fill", 0.5)
    yield gathered("rows_by_bytes", GRID, np.uint8([[200], [1]]), rows, sizes, "clip")
    yield gathered("no_rows", GRID, np.zeros((0, 1), np.int32), rows, sizes, "clip")


def gathered(name: str, array: np.ndarray, indices: np.ndarray, numbers: DNUMS, sizes: tuple[int, ...], mode: str,
             fill: float | None = None) -> Case:
    """One gather."""
    return placed("gather", name, "lax.gather", lambda x, i: lax.gather(
        x, i, gather_numbers(numbers), sizes, mode=mode, fill_value=fill), array, indices,
        dimension_numbers=numbers, slice_sizes=sizes, mode=mode, fill_value=fill)


SCATTERS: dict[str, Apply] = {"scatter": lax.scatter, "scatter_add": lax.scatter_add, "scatter_mul": lax.scatter_mul,
                              "scatter_min": lax.scatter_min, "scatter_max": lax.scatter_max}


def scatters() -> Iterator[Case]:
    """Windows put where indices say; extremes out of bounds are not differentiated: JAX's rule counts as if there were none."""
    for function, apply in SCATTERS.items():
        for name, shape, numbers, sizes, indices in DIMENSIONS:
            array = drawn(f"scatter/{name}", shape)
            index = np.array(indices, np.int32)
            listed = lax.gather(array, index, gather_numbers(numbers), sizes, mode="clip").shape
            for mode in MODES:
                extreme = function in ("scatter_min", "scatter_max") and mode == "clip"
                yield scattered(function, f"{name}_{mode}", apply, array, index, drawn(f"{function}/{name}", listed),
                                numbers, mode, gradients=() if extreme else (0,) if function == "scatter_mul" else (0, 2))
        rows = DIMENSIONS[0][2]
        inside = np.int32([[1], [3], [1], [1]])
        ties = np.float32([[1, 2, np.nan], [1, -np.inf, 0], [1, 2, 0.0], [2, 2, -0.0]])
        known = np.float32([[0, 0, 0], [1, 2, np.nan], [0, 0, 0], [-0.0, np.inf, 1e-40]])
        yield scattered(function, "ties", apply, known, inside, ties, rows, "clip",
                        gradients=(0,) if function == "scatter_mul" else (0, 2))
        for dtype in ("int32", "uint32") + (("bool",) if function not in ("scatter_add", "scatter_mul") else ()):
            yield scattered(function, dtype, apply, drawn("scatter", (4, 3), dtype), inside,
                            drawn("updates", (4, 3), dtype), rows, "fill", gradients=())
        yield scattered(function, "no_rows", apply, GRID, np.zeros((0, 1), np.int32), np.zeros((0, 3), np.float32), rows,
                        "clip", gradients=(0,) if function == "scatter_mul" else (0, 2))
        half = np.asarray(jnp.full((600, 1), 1.003, jnp.float16))
        yield scattered(function, "float16", apply, np.zeros((2, 1), np.float16), np.zeros((600, 1), np.int32), half, rows,
                        "clip", gradients=())
    yield scattered("scatter_mul", "unique", lax.scatter_mul, GRID, np.int32([[2], [0]]), drawn("unique", (2, 3)), rows,
                    "clip", gradients=(0, 2), unique=True)


def scattered(function: str, name: str, apply: Apply, array: np.ndarray, indices: np.ndarray, updates: np.ndarray,
              numbers: DNUMS, mode: str, gradients: tuple[int, ...], unique: bool = False) -> Case:
    """One scatter."""
    return placed(function, name, f"lax.{function}", lambda x, i, u: apply(
        x, i, u, scatter_numbers(numbers), mode=mode, unique_indices=unique), array, indices, updates,
        gradients=gradients, dimension_numbers=numbers, mode=mode, unique=unique)


def takes() -> Iterator[Case]:
    """Elements along an axis."""
    for name, array, indices, axis, mode in (
            ("rows", GRID, np.int32([[3, 0], [-1, 2]]), 0, None), ("columns", GRID, OUTSIDE, 1, None),
            ("clipped", GRID, OUTSIDE, 0, "clip"), ("scalar", CUBE, np.int32(-2), 1, None),
            ("none", CUBE, np.zeros((0, 2), np.int32), 1, None), ("uint8", GRID, np.uint8([3, 255]), 0, None),
            ("int32", INTS, OUTSIDE, 0, None), ("bool", BOOLS, OUTSIDE, 0, None)):
        yield placed("take", name, "jnp.take", lambda x, i, a=axis, m=mode: jnp.take(x, i, a, mode=m), array, indices,
                     axis=axis, mode=mode)
    for name, array, indices, axis in (
            ("last", GRID, np.int32([[0], [2], [-1], [3]]), -1), ("first", GRID, np.int32([[0, 3, -4], [9, 1, 1]]), 0),
            ("repeated", CUBE, np.int32([[[3, 0, 0]]]), 2), ("repeated_operand", CUBE[:, :1], np.int32(
                np.arange(24).reshape(BLOCK) % 2), 0), ("no_axis", np.zeros((0, 3), np.float32), np.zeros((2, 3), np.int32), 0),
            ("vector", ROW, OUTSIDE, 0), ("int32", INTS.reshape(2, 5), np.int32([[4, 5], [-5, 0]]), 1)):
        yield placed("take_along_axis", name, "jnp.take_along_axis",
                     lambda x, i, a=axis: jnp.take_along_axis(x, i, a), array, indices, axis=axis)


INDICES: tuple[tuple[str, np.ndarray, tuple, tuple[np.ndarray, ...]], ...] = (
    ("element", GRID, (-1, 1), ()),
    ("row", GRID, (2,), ()),
    ("row_outside", GRID, (9,), ()),
    ("range", ROW, (slice(1, 4),), ()),
    ("backwards", ROW, (slice(None, None, -2),), ()),
    ("backwards_range", GRID, (Ellipsis, slice(2, None, -1)), ()),
    ("long_range", ROW, (slice(3, 99),), ()),
    ("no_range", GRID, (slice(3, 1), 0), ()),
    ("everything", GRID, (Ellipsis,), ()),
    ("new_axes", GRID, (None, slice(None, None, 2), None), ()),
    ("array", GRID, ("a",), (OUTSIDE,)),
    ("array_twice", GRID, ("a",), (np.int32([1, 1, 3]),)),
    ("scalar", GRID, ("a",), (np.int32(-2),)),
    ("pairs", GRID, ("a", "b"), (np.int32([0, 3, 0]), np.int32([1, -1, 1]))),
    ("crossed", GRID, ("a", "b"), (np.int32([[0], [3]]), np.int32([2, 0]))),
    ("behind", CUBE, (slice(None), slice(None), "a"), (np.int32([[0, 1], [3, 3]]),)),
    ("apart", CUBE, ("a", slice(None), "b"), (np.int32([0, 1, 1]), np.int32([3, 3, 0]))),
    ("together", CUBE, (slice(None, None, -1), "a", 1), (np.int32([2, 0]),)),
    ("new_axis_between", CUBE, ("a", None, "b"), (np.int32([0, 1]), np.int32([2, 0]))),
    ("ellipsis_between", GRID, ("a", Ellipsis, "b"), (np.int32([0, 1]), np.int32([2, 0]))),
    ("with_range", CUBE, (slice(0, 2), "a", slice(None, None, 2)), (np.int32([2, 0]),)),
    ("bytes", GRID, ("a",), (np.uint8([2, 200]),)),
)
UPDATES = ("set", "add", "multiply", "min", "max")


def described(index: tuple) -> list:
    """An index as JSON."""
    return [{"array": "ab".index(i)} if isinstance(i, str) else {"slice": [i.start, i.stop, i.step]}
            if isinstance(i, slice) else "..." if i is Ellipsis else i for i in index]


def filled(index: tuple, arrays: tuple[jax.Array, ...]) -> tuple:
    """An index with its arrays."""
    return tuple(arrays["ab".index(i)] if isinstance(i, str) else i for i in index)


def indexed() -> Iterator[Case]:
    """``x.at[index]``: the tensor, the arrays of the index, the values."""
    for name, array, index, arrays in INDICES:
        for mode in (None, "clip", "fill"):
            yield placed("at_get", f"{name}_{mode}", "x.at[…].get", lambda x, *i, n=index, m=mode: x.at[filled(n, i)].get(
                mode=m), array, *arrays, index=described(index), mode=mode)
        taken = array[filled(index, tuple(np.clip(a, -1, 1) for a in arrays))].shape if "outside" not in name else (3,)
        for operation in UPDATES:
            for mode in (None, "clip"):
                yield updated(operation, f"{name}_{mode}", array, index, arrays, drawn(f"at/{operation}/{name}", taken), mode)
        yield updated("set", f"{name}_scalar", array, index, arrays, drawn("value", ()), None)
    yield updated("set", "int32_by_float", INTS, (1,), (), np.float32(2.7), None)
    yield updated("add", "int32_by_float", INTS, ("a",), (np.int32([1, 1]),), np.float32(2.7), None)


def updated(operation: str, name: str, array: np.ndarray, index: tuple, arrays: tuple[np.ndarray, ...],
            values: np.ndarray, mode: str | None) -> Case:
    """One update; derivatives where JAX has them."""
    advanced = any(a.ndim > 0 for a in arrays)
    both = (0, 1 + len(arrays))
    gradients = both if operation in ("set", "add") else (0,) if operation == "multiply" and advanced else both
    if array.dtype != np.float32 or operation in ("min", "max") and mode == "clip":
        gradients = ()
    return placed(f"at_{operation}", name, f"x.at[…].{operation}", lambda x, *more: getattr(
        x.at[filled(index, more[:-1])], operation)(more[-1], mode=mode), array, *arrays, values, gradients=gradients,
        summed=(both[1],) if np.ndim(values) == 0 and both[1] in gradients else (), index=described(index), mode=mode)


def indexing() -> Iterator[Case]:
    """Every case."""
    return chain(slices(), gathers(), scatters(), takes(), indexed())
