"""The cases of products, of shapes, and of places of elements of ``jax.numpy``."""

from collections.abc import Iterator
from itertools import product

import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import EXACT, ROUNDED, SUMMED, Case, drawn
from reference.numpy_cases import BLOCK, SMALL, halves
from reference.primitive_cases import INTS

EINSUMS: dict[str, tuple[tuple[int, ...], ...]] = {
    "ij,jk->ik": ((2, 3), (3, 4)), "ij,jk": ((2, 3), (3, 4)), "ba,ca": ((2, 3), (4, 3)),
    "bhqd,bhkd->bhqk": ((2, 2, 3, 4), (2, 2, 5, 4)), "bhqk,bkhd->bqhd": ((2, 2, 3, 5), (2, 5, 2, 4)),
    "...i,...i->...": ((2, 3, 4), (4,)), "...ij,...jk": ((2, 1, 3, 4), (5, 4, 2)), "ii->i": ((3, 3),),
    "ii": ((3, 3),), "iji->ji": ((3, 2, 3),), "i,j->ij": ((3,), (4,)), "ij->": ((2, 3),), "ij->ji": ((2, 3),),
    "ij,ij->ij": ((2, 3), (2, 3)), "ij,jk,kl->il": ((2, 3), (3, 4), (4, 5)),
    "ab,bc,cd,de->ea": ((2, 9), (9, 3), (3, 8), (8, 2)), "i,i,i->": ((4,), (4,), (4,)),
    "ij,kj,lk,li->ik": ((2, 3), (4, 3), (5, 4), (5, 2)), "bi,ij,bj->b": ((2, 3), (3, 4), (2, 4)),
    "ij,j->i": ((2, 1), (3,)), "ijk,ij->k": ((2, 3, 4), (2, 1)), "aab,bcc->ac": ((2, 2, 3), (3, 4, 4)),
    "...->": ((2, 3),), "i...,...->i...": ((2, 3, 4), (3, 4)), "...,...": ((3,), (2, 3)),
    "i , j -> j i": ((2,), (3,)), "B...n,nm->B...m": ((2, 3, 4), (4, 5)), ",ij->ij": ((), (2, 3)),
    "xy,yz,zx->xyz": ((2, 3), (3, 4), (4, 2)), "ij,ij->": ((0, 3), (0, 3)),
}


def products() -> Iterator[Case]:
    """Sums of products."""
    for number, (formula, shapes) in enumerate(EINSUMS.items()):
        operands = tuple(drawn(f"einsum/{number}/{i}", shape) for i, shape in enumerate(shapes))
        yield Case("einsum", f"{number:02}", "jnp.einsum", lambda *xs, f=formula: jnp.einsum(f, *xs), operands, SUMMED,
                   tuple(range(len(operands))), {"formula": formula})
    yield Case("einsum", "int32", "jnp.einsum", lambda x, y: jnp.einsum("i,j->", x, y), (SMALL, SMALL), EXACT, (),
               {"formula": "i,j->"})
    yield Case("einsum", "mixed", "jnp.einsum", lambda x, y: jnp.einsum("i,ij->j", x, y),
               (SMALL, drawn("einsum/mixed", (8, 2))), SUMMED, (), {"formula": "i,ij->j"})
    yield Case("einsum", "bfloat16", "jnp.einsum", lambda x, y: jnp.einsum("ij,jk->ik", x, y),
               (halves("bfloat16", (2, 3)), halves("bfloat16", (3, 2))), SUMMED, (), {"formula": "ij,jk->ik"})
    shapes = (((), (2, 3)), ((4,), (4,)), ((2, 4), (4,)), ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)))
    for left, right in shapes:
        operands = (drawn(f"dot/{left}", left), drawn(f"dot/{right}/right", right))
        name = "x".join(map(str, left)) + "_" + "x".join(map(str, right))
        yield Case("dot", name, "jnp.dot", jnp.dot, operands, SUMMED, (0, 1))
        if left != ():
            yield Case("matmul", name, "jnp.matmul", jnp.matmul, operands, SUMMED, (0, 1))
    for left, right in (((4,), (2, 4, 3)), ((2, 3, 4), (4,)), ((2, 1, 3, 4), (5, 4, 2))):
        yield Case("matmul", f"{len(left)}_{len(right)}", "jnp.matmul", jnp.matmul,
                   (drawn(f"matmul/{left}", left), drawn(f"matmul/{right}/right", right)), SUMMED, (0, 1))
    for name, (left, right), numbers in (
            ("plain", (BLOCK, (5, 4)), (((2,), (1,)), ((), ()))), ("crossed", (BLOCK, (4, 2, 5)), (((0, 2), (1, 0)), ((), ()))),
            ("batch", (BLOCK, (4, 3, 2)), (((2,), (0,)), ((0, 1), (2, 1)))), ("outer", ((2,), (3,)), (((), ()), ((), ())))):
        yield Case("dot_general", name, "jax.lax.dot_general", lambda x, y, d=numbers: lax.dot_general(x, y, d),
                   (drawn(f"dot_general/{left}", left), drawn(f"dot_general/{right}/right", right)), SUMMED, (0, 1),
                   {"dimension_numbers": numbers})
    yield Case("vdot", "block", "jnp.vdot", jnp.vdot, (drawn("vdot", BLOCK), drawn("vdot/right", (6, 4))), SUMMED,
               (0, 1))
    yield Case("inner", "block", "jnp.inner", jnp.inner, (drawn("inner", BLOCK), drawn("inner/right", (5, 4))), SUMMED,
               (0, 1))
    yield Case("inner", "scalar", "jnp.inner", jnp.inner, (drawn("inner", BLOCK), np.float32(3)), SUMMED, (0,))
    yield Case("outer", "block", "jnp.outer", jnp.outer, (drawn("outer", (2, 3)), drawn("outer/right", (4,))), EXACT,
               (0, 1), summed=(0, 1))
    yield Case("outer", "mixed", "jnp.outer", jnp.outer, (SMALL, drawn("outer/right", (4,))))
    block, other = drawn("tensordot", BLOCK), drawn("tensordot/right", (3, 4, 2))
    yield Case("tensordot", "count_2", "jnp.tensordot", lambda x, y: jnp.tensordot(x, y, 2), (block, other), SUMMED,
               (0, 1), {"axes": 2})
    yield Case("tensordot", "count_0", "jnp.tensordot", lambda x, y: jnp.tensordot(x, y, 0), (block, other), SUMMED, (),
               {"axes": 0})
    yield Case("tensordot", "lists", "jnp.tensordot", lambda x, y: jnp.tensordot(x, y, ((0, -1), (2, 1))),
               (block, other), SUMMED, (0, 1), {"axes": [[0, -1], [2, 1]]})
    yield Case("kron", "block", "jnp.kron", jnp.kron, (block, drawn("kron", (2, 3))), EXACT, (0, 1), summed=(0, 1))
    yield Case("cross", "broadcast", "jnp.cross", jnp.cross, (drawn("cross", (2, 3)), drawn("cross/right", (3,))),
               ROUNDED, (0, 1), summed=(1,))
    for mode, (left, right) in product(("full", "same", "valid"), ((7, 3), (3, 6), (4, 4))):
        yield Case("convolve", f"{mode}_{left}_{right}", "jnp.convolve", lambda x, y, m=mode: jnp.convolve(x, y, m),
                   (drawn(f"convolve/{left}", (left,)), drawn(f"convolve/{right}/right", (right,))), SUMMED, (0, 1),
                   {"mode": mode})


def arranged() -> Iterator[Case]:
    """Elements in other places."""
    block, row, matrix = drawn("arranged/block", BLOCK), drawn("arranged/row", (5,)), drawn("arranged/matrix", (3, 4))
    yield Case("moveaxis", "one", "jnp.moveaxis", lambda x: jnp.moveaxis(x, 0, -1), (block,), EXACT, (0,),
               {"source": [0], "destination": [-1]})
    yield Case("moveaxis", "two", "jnp.moveaxis", lambda x: jnp.moveaxis(x, (0, 2), (1, 0)), (block,), EXACT, (0,),
               {"source": [0, 2], "destination": [1, 0]})
    yield Case("expand_dims", "three", "jnp.expand_dims", lambda x: jnp.expand_dims(x, (0, -1, 2)), (block,), EXACT,
               (0,), {"axis": [0, -1, 2]})
    for shift in (0, 2, -3, 30):
        yield Case("roll", f"flat_{shift}", "jnp.roll", lambda x, s=shift: jnp.roll(x, s), (block,), EXACT, (0,),
                   {"shift": shift})
        yield Case("roll", f"axes_{shift}", "jnp.roll", lambda x, s=shift: jnp.roll(x, s, (0, -1)), (block,), EXACT,
                   (0,), {"shift": shift, "axis": [0, -1]})
        yield Case("roll", f"traced_{shift}", "jnp.roll", lambda x, s: jnp.roll(x, s, -1), (block, np.int32(shift)),
                   EXACT, (0,), {"axis": [-1], "traced": True})
    for turns in (-1, 0, 1, 2, 3):
        yield Case("rot90", f"turns_{turns}", "jnp.rot90", lambda x, k=turns: jnp.rot90(x, k), (block,), EXACT, (0,),
                   {"k": turns})
    modes = ("constant", "edge", "reflect", "symmetric", "wrap")
    for mode, (before, after) in product(modes, ((1, 2), (7, 0), (0, 9))):
        yield Case("pad", f"{mode}_{before}_{after}", "jnp.pad",
                   lambda x, m=mode, w=(before, after): jnp.pad(x, ((1, 0), w), m), (matrix,), EXACT, (0,),
                   {"mode": mode, "widths": [[1, 0], [before, after]]}, summed=(0,))
    yield Case("pad", "reflect_one", "jnp.pad", lambda x: jnp.pad(x, 3, "reflect"), (row[:1],), EXACT, (),
               {"mode": "reflect", "widths": [[3, 3]]})
    yield Case("pad", "number", "jnp.pad", lambda x: jnp.pad(x, 2, constant_values=7), (SMALL,), EXACT, (),
               {"mode": "constant", "widths": [[2, 2]], "value": 7})
    for name, operands in (("matrices", (matrix, matrix)), ("vectors", (row, row[:2])), ("mixed", (SMALL, row))):
        yield Case("hstack", name, "jnp.hstack", lambda *xs: jnp.hstack(xs), operands)
    yield Case("vstack", "vectors", "jnp.vstack", lambda *xs: jnp.vstack(xs), (row, row + 1))
    yield Case("vstack", "matrices", "jnp.vstack", lambda *xs: jnp.vstack(xs), (matrix, matrix[:1]))
    yield Case("split", "sections", "jnp.split", lambda x: jnp.split(x, 2, axis=-1), (block,), EXACT, (),
               {"sections": 2, "axis": -1})
    yield Case("split", "indices", "jnp.split", lambda x: jnp.split(x, [1, 3], axis=2), (block,), EXACT, (),
               {"indices": [1, 3], "axis": 2})
    yield Case("array_split", "three", "jnp.array_split", lambda x: jnp.array_split(x, 3), (SMALL,), EXACT, (),
               {"sections": 3, "axis": 0})
    yield Case("hsplit", "two", "jnp.hsplit", lambda x: jnp.hsplit(x, 2), (matrix,), EXACT, (), {"sections": 2})
    yield Case("vsplit", "three", "jnp.vsplit", lambda x: jnp.vsplit(x, 3), (matrix,), EXACT, (), {"sections": 3})
    yield Case("unstack", "middle", "jnp.unstack", lambda x: jnp.unstack(x, axis=1), (block,), EXACT, (), {"axis": 1})
    for times in ([2], [2, 1, 3], [1, 2, 1, 2], [0, 1, 1]):
        yield Case("tile", "x".join(map(str, times)), "jnp.tile", lambda x, t=tuple(times): jnp.tile(x, t), (block,),
                   EXACT, (0,), {"reps": times}, summed=(0,))
    yield Case("repeat", "number", "jnp.repeat", lambda x: jnp.repeat(x, 3, axis=1), (block,), EXACT, (0,),
               {"repeats": 3, "axis": 1}, summed=(0,))
    yield Case("repeat", "each", "jnp.repeat", lambda x: jnp.repeat(x, np.array([2, 0, 1]), axis=1), (block,), EXACT,
               (0,), {"repeats": [2, 0, 1], "axis": 1}, summed=(0,))
    for total in (3, 6, 8):
        yield Case("repeat", f"total_{total}", "jnp.repeat",
                   lambda x, r, t=total: jnp.repeat(x, r, axis=0, total_repeat_length=t), (matrix, np.int32([1, 3, 2])),
                   EXACT, (0,), {"total": total, "axis": 0}, summed=(0,))
    for name, numbers in (("scalar", np.float32(3)), ("vector", row), ("block", block)):
        yield Case("atleast_1d", name, "jnp.atleast_1d", jnp.atleast_1d, (numbers,), EXACT, (0,))
        yield Case("atleast_2d", name, "jnp.atleast_2d", jnp.atleast_2d, (numbers,), EXACT, (0,))
        yield Case("ravel", name, "jnp.ravel", jnp.ravel, (numbers,), EXACT, (0,))
    yield Case("broadcast_arrays", "three", "jnp.broadcast_arrays", lambda *xs: jnp.broadcast_arrays(*xs),
               (matrix[:, :1], SMALL[:4], np.float32(2)))
    for name, shapes in (("none", []), ("two", [[2, 1], [3]]), ("empty", [[0, 1], [4]]), ("three", [[5, 1, 4], [3, 1], []])):
        yield Case("broadcast_shapes", name, "jnp.broadcast_shapes",
                   lambda s=shapes: jnp.zeros(jnp.broadcast_shapes(*map(tuple, s))), (), EXACT, (), {"shapes": shapes})


def made() -> Iterator[Case]:
    """Tensors of few numbers."""
    for start, stop, step in ((1, 5, None), (0.5, 3, None), (-3, 4, 2), (5, 0, -2), (0.1, 1, 0.2), (3, 1, 1),
                              (0, 7, 3)):
        arguments = (start, stop) if step is None else (start, stop, step)
        yield Case("arange", f"{start}_{stop}_{step}", "jnp.arange", lambda a=arguments: jnp.arange(*a), (), ROUNDED,
                   parameters={"arguments": list(arguments)})
    for dtype in ("float32", "int32", "bfloat16", "uint8"):
        yield Case("arange", dtype, "jnp.arange", lambda d=dtype: jnp.arange(1, 9, 2, dtype=d), (), ROUNDED,
                   parameters={"arguments": [1, 9, 2], "dtype": dtype})
    for start, stop, count, endpoint in ((0, 1, 5, True), (-2.5, 3, 7, False), (1, 1, 1, True), (2, 3, 0, True),
                                         (3, -1, 2, True), (0, 9, 10, True)):
        yield Case("linspace", f"{start}_{stop}_{count}", "jnp.linspace",
                   lambda a=start, b=stop, n=count, e=endpoint: jnp.linspace(a, b, n, endpoint=e), (), ROUNDED,
                   parameters={"start": start, "stop": stop, "num": count, "endpoint": endpoint})
    yield Case("linspace", "tensors", "jnp.linspace", lambda x, y: jnp.linspace(x, y, 4),
               (drawn("linspace", (2, 1)), drawn("linspace/y", (3,))), ROUNDED, (0, 1), {"num": 4, "endpoint": True},
               summed=(0, 1))
    yield Case("logspace", "plain", "jnp.logspace", lambda: jnp.logspace(-1, 2, 6), (), ROUNDED,
               parameters={"start": -1, "stop": 2, "num": 6})
    for rows, columns, k in ((3, 3, 0), (2, 4, 1), (4, 2, -1), (0, 2, 0)):
        yield Case("eye", f"{rows}_{columns}_{k}", "jnp.eye", lambda n=rows, m=columns, k=k: jnp.eye(n, m, k), (),
                   parameters={"rows": rows, "columns": columns, "k": k})
        yield Case("tri", f"{rows}_{columns}_{k}", "jnp.tri", lambda n=rows, m=columns, k=k: jnp.tri(n, m, k), (),
                   parameters={"rows": rows, "columns": columns, "k": k})
    yield Case("full_like", "half", "jnp.full_like", lambda x: jnp.full_like(x, 0.3), (halves("bfloat16", (2,)),),
               EXACT, (), {"value": 0.3})
    for numbers in (SMALL, drawn("like", (2, 3)), drawn("like", (3,), "bool"), halves("bfloat16", (2,))):
        for name in ("zeros_like", "ones_like"):
            yield Case(name, numbers.dtype.name, f"jnp.{name}", getattr(jnp, name), (numbers,))
    vectors = (drawn("meshgrid/x", (2,)), drawn("meshgrid/y", (3,)), SMALL[:2])
    for indexing in ("xy", "ij"):
        yield Case("meshgrid", indexing, "jnp.meshgrid", lambda *xs, i=indexing: jnp.meshgrid(*xs, indexing=i), vectors,
                   EXACT, (), {"indexing": indexing})


def diagonals() -> Iterator[Case]:
    """Diagonals and triangles."""
    block, row = drawn("diagonals/block", BLOCK), drawn("diagonals/row", (3,))
    matrix = drawn("diagonals/matrix", (3, 5))
    for k in (-2, 0, 1, 7):
        for name in ("tril", "triu"):
            yield Case(name, f"k_{k}", f"jnp.{name}", lambda x, f=getattr(jnp, name), k=k: f(x, k), (block,), EXACT,
                       (0,), {"k": k})
        yield Case("diag", f"matrix_{k}", "jnp.diag", lambda x, k=k: jnp.diag(x, k), (matrix,), EXACT, (0,), {"k": k})
        yield Case("diag", f"vector_{k}", "jnp.diag", lambda x, k=k: jnp.diag(x, k), (row,), EXACT, (0,), {"k": k})
        yield Case("diagonal", f"k_{k}", "jnp.diagonal", lambda x, k=k: jnp.diagonal(x, k, 2, 0), (block,), EXACT, (0,),
                   {"k": k, "axis1": 2, "axis2": 0})
        yield Case("trace", f"k_{k}", "jnp.trace", lambda x, k=k: jnp.trace(x, k, 0, 1), (block,), SUMMED, (0,),
                   {"k": k, "axis1": 0, "axis2": 1})
    yield Case("trace", "int8", "jnp.trace", jnp.trace, (drawn("trace", (3, 3), "int8"),), EXACT, (),
               {"k": 0, "axis1": 0, "axis2": 1})


def places() -> Iterator[Case]:
    """Places and counts of elements."""
    order = np.float32([-1, 0, 0, 0.5, 2, 2, np.inf, np.nan])
    wanted = np.float32([[-2, 0, 0.25, 0.5], [2, 5, np.inf, np.nan]])
    for side in ("left", "right"):
        yield Case("searchsorted", side, "jnp.searchsorted", lambda x, v, s=side: jnp.searchsorted(x, v, side=s),
                   (order, wanted), EXACT, (), {"side": side})
        yield Case("searchsorted", f"int32_{side}", "jnp.searchsorted",
                   lambda x, v, s=side: jnp.searchsorted(x, v, side=s), (np.sort(INTS), SMALL), EXACT, (),
                   {"side": side})
    yield Case("digitize", "floats", "jnp.digitize", jnp.digitize, (wanted, order[[0, 1, 3, 4]]))
    numbers = np.int32([0, 3, 1, 3, -2, 9, 0])
    yield Case("bincount", "length", "jnp.bincount", lambda x: jnp.bincount(x, length=5), (numbers,), EXACT, (),
               {"length": 5})
    yield Case("bincount", "weights", "jnp.bincount", lambda x, w: jnp.bincount(x, weights=w, length=4),
               (numbers, drawn("bincount", (7,))), SUMMED, (), {"length": 4})
    mask = np.array([[0, 2, 0], [-1, 0, 3]], np.int32)
    for size in (2, 3, 5):
        yield Case("nonzero", f"size_{size}", "jnp.nonzero", lambda x, s=size: jnp.nonzero(x, size=s), (mask,), EXACT,
                   (), {"size": size})
        yield Case("nonzero", f"filled_{size}", "jnp.nonzero", lambda x, s=size: jnp.nonzero(x, size=s, fill_value=-1),
                   (mask,), EXACT, (), {"size": size, "fill": -1})
        yield Case("argwhere", f"size_{size}", "jnp.argwhere", lambda x, s=size: jnp.argwhere(x, size=s), (mask,),
                   EXACT, (), {"size": size})
    floats = np.float32([2, np.nan, -0.0, 0, np.nan, 2, -5])
    for kind, array in (("int32", numbers), ("floats", floats), ("bool", np.array([True, True]))):
        for size in (2, 6):
            yield Case("unique", f"{kind}_{size}", "jnp.unique", lambda x, s=size: jnp.unique(x, size=s), (array,),
                       EXACT, (), {"size": size})
            yield Case("unique", f"{kind}_{size}_filled", "jnp.unique",
                       lambda x, s=size: jnp.unique(x, size=s, fill_value=1), (array,), EXACT, (),
                       {"size": size, "fill": 1})
    yield Case("lexsort", "two", "jnp.lexsort", lambda *keys: jnp.lexsort(keys),
               (np.int32([3, 1, 2, 1]), np.int32([0, 1, 0, 1])))


def differences() -> Iterator[Case]:
    """Differences, areas, and what lies between."""
    block = drawn("differences/block", BLOCK)
    for times, axis in ((1, -1), (2, 1), (0, 0), (3, 0)):
        yield Case("diff", f"{times}_{axis}", "jnp.diff", lambda x, n=times, a=axis: jnp.diff(x, n, axis=a), (block,),
                   EXACT, (0,), {"n": times, "axis": axis}, summed=(0,))
    yield Case("diff", "bool", "jnp.diff", jnp.diff, (drawn("diff", (7,), "bool"),), EXACT, (), {"n": 1, "axis": -1})
    yield Case("gradient", "all", "jnp.gradient", jnp.gradient, (block,), ROUNDED)
    yield Case("gradient", "spacing", "jnp.gradient", lambda x: jnp.gradient(x, 0.3, axis=2), (block,), ROUNDED, (0,),
               {"spacing": 0.3, "axis": 2}, summed=(0,))
    yield Case("trapezoid", "plain", "jnp.trapezoid", jnp.trapezoid, (block,), SUMMED, (0,))
    yield Case("trapezoid", "dx", "jnp.trapezoid", lambda y: jnp.trapezoid(y, dx=0.3), (block,), SUMMED, (0,),
               {"dx": 0.3})
    yield Case("trapezoid", "x", "jnp.trapezoid", jnp.trapezoid, (block, np.sort(drawn("trapezoid", (4,)))), SUMMED,
               (0, 1))
    known, heights = np.float32([-1, 0, 0, 2]), drawn("interp/heights", (4,))
    yield Case("interp", "floats", "jnp.interp", jnp.interp,
               (np.float32([[-3, -1, -0.3], [0, 1.7, 9]]), known, heights), ROUNDED)
    yield Case("interp", "smooth", "jnp.interp", jnp.interp,
               (np.float32([-0.7, 0.3, 1.5]), np.float32([-1, 0, 1, 2]), heights), ROUNDED, (0, 2), summed=(2,))
    yield Case("cumsum", "flat", "jnp.cumsum", jnp.cumsum, (block,), SUMMED, (0,))
    yield Case("cumprod", "flat", "jnp.cumprod", jnp.cumprod, (drawn("cumprod", (2, 3)),), SUMMED, (0,))
    mask = np.array([[True, False, True], [False, False, True]])
    array = drawn("masked", (2, 3))
    yield Case("masked", "get", "x[mask]", lambda x: x[mask], (array,), EXACT, (0,))
    yield Case("masked", "set", "x.at[mask].set(y)", lambda x, y: x.at[mask].set(y), (array, drawn("masked/y", (3,))),
               EXACT, (0, 1))
