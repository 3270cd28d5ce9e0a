"""The cases of ``jax.nn``: activations at their kinks and edges, functions of rows, and attention."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import jax
import ml_dtypes
import numpy as np

from reference.cases import EXACT, ROUNDED, SUMMED, Apply, Case, drawn

EDGES = np.array([0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 3.0, -3.0, 6.0, -6.0, 2.9999998, 6.0000005, 1e-6, -1e-6, 20, -20, 88.5, -88.5,
                  104, -104, 1e10, -1e10, 3.4028235e38, -3.4028235e38, 1.1754944e-38, np.inf, -np.inf, np.nan], np.float32)
"""Kinks of all functions, large and small numbers, infinities, NaN."""

ACTIVATIONS: dict[str, tuple[Apply, dict[str, Any], str]] = {
    "relu": (jax.nn.relu, {}, EXACT),
    "relu6": (jax.nn.relu6, {}, EXACT),
    "leaky_relu": (jax.nn.leaky_relu, {}, EXACT),
    "leaky_relu_slope": (jax.nn.leaky_relu, {"negative_slope": 0.3}, EXACT),
    "elu": (jax.nn.elu, {}, ROUNDED),
    "elu_alpha": (jax.nn.elu, {"alpha": 0.7}, ROUNDED),
    "celu": (jax.nn.celu, {}, ROUNDED),
    "celu_alpha": (jax.nn.celu, {"alpha": 0.7}, ROUNDED),
    "selu": (jax.nn.selu, {}, ROUNDED),
    "gelu": (jax.nn.gelu, {}, ROUNDED),
    "gelu_exact": (jax.nn.gelu, {"approximate": False}, ROUNDED),
    "silu": (jax.nn.silu, {}, ROUNDED),
    "mish": (jax.nn.mish, {}, ROUNDED),
    "softplus": (jax.nn.softplus, {}, ROUNDED),
    "soft_sign": (jax.nn.soft_sign, {}, ROUNDED),
    "sigmoid": (jax.nn.sigmoid, {}, ROUNDED),
    "log_sigmoid": (jax.nn.log_sigmoid, {}, ROUNDED),
    "hard_sigmoid": (jax.nn.hard_sigmoid, {}, ROUNDED),
    "hard_silu": (jax.nn.hard_silu, {}, ROUNDED),
    "hard_tanh": (jax.nn.hard_tanh, {}, EXACT),
    "squareplus": (jax.nn.squareplus, {}, ROUNDED),
    "squareplus_b": (jax.nn.squareplus, {"b": 0.3}, ROUNDED),
    "sparse_plus": (jax.nn.sparse_plus, {}, ROUNDED),
    "sparse_sigmoid": (jax.nn.sparse_sigmoid, {}, ROUNDED),
}

FLOATS_ONLY = ("silu", "sigmoid")
"""Functions that JAX refuses to call with integers."""


def activations() -> Iterator[Case]:
    """Functions of one number."""
    integers = np.array([-7, -1, 0, 1, 2, 9], np.int32)
    for name, (apply, parameters, tolerance) in ACTIVATIONS.items():
        python, function = f"jax.nn.{apply.__name__}", partial(apply, **parameters)
        for kind, numbers in (("edges", EDGES), ("ragged", 3 * drawn(f"nn/{name}", (7, 9)))):
            yield Case(name, kind, python, function, (numbers,), tolerance, (0,), parameters)
        if name not in FLOATS_ONLY:
            yield Case(name, "int32", python, function, (integers,), tolerance, (), parameters)
        for dtype in (ml_dtypes.bfloat16, np.float16):
            halves = (3 * drawn(f"nn/{name}/half", (40,))).astype(dtype)
            yield Case(name, np.dtype(dtype).name, python, function, (halves,), tolerance, (), parameters)


ROWS = np.array([[1, 2, 3, 0], [1e4, -1e4, 0, 1], [-np.inf, 0, 1, -np.inf], [88, 89, 90, 91], [2, 2, 2, 2], [0.0, -0.0, 1, 1],
                 [np.nan, 1, 2, 3], [np.inf, 1, 2, 3], [-np.inf, -np.inf, -np.inf, -np.inf]], np.float32)
"""Ties, large numbers, infinities, NaN."""

MASK = np.array([[1, 1, 1, 1], [0, 1, 1, 0], [1, 0, 1, 1], [1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 1], [0, 1, 1, 1],
                 [1, 1, 0, 0]], np.bool_)


def rows() -> Iterator[Case]:
    """Functions of many numbers at once, with and without masks."""
    block = drawn("nn/rows", (2, 3, 5))
    for name, apply in (("softmax", jax.nn.softmax), ("log_softmax", jax.nn.log_softmax), ("logsumexp", jax.nn.logsumexp)):
        python = f"jax.nn.{name}"
        for axis in ((2,), (0,), (0, 2), (0, 1, 2)):
            yield Case(name, f"block_{'_'.join(map(str, axis))}", python, partial(apply, axis=axis), (block,), SUMMED, (0,),
                       {"axes": list(axis)})
        yield Case(name, "edges", python, partial(apply, axis=(1,)), (ROWS,), SUMMED, (0,), {"axes": [1]})
        yield Case(name, "masked", python, lambda x, w, f=apply: f(x, axis=(1,), where=w), (ROWS, MASK), SUMMED, (0,),
                   {"axes": [1]})
        yield Case(name, "masked_column", python, lambda x, w, f=apply: f(x, axis=(0, 1), where=w),
                   (block[0], np.array([[True], [False], [True]])), SUMMED, (0,), {"axes": [0, 1]})
        yield Case(name, "int32", python, partial(apply, axis=(0,)), (np.array([3, -1, 2], np.int32),), SUMMED, (), {"axes": [0]})
        yield Case(name, "bfloat16", python, partial(apply, axis=(1,)), (block[0].astype(ml_dtypes.bfloat16),), SUMMED, (),
                   {"axes": [1]})
    weights = np.array([[1, 2, 0.5], [-1, 0, 3], [0, 0, 0], [-1, -1, 2]], np.float32)
    yield Case("logsumexp_weighted", "rows", "jax.nn.logsumexp(b=…)", lambda x, b: jax.nn.logsumexp(x, axis=1, b=b),
               (drawn("nn/weighted", (4, 3)), weights), SUMMED, (0,), {"axes": [1]})
    yield Case("glu", "last", "jax.nn.glu", jax.nn.glu, (drawn("nn/glu", (3, 6)),), ROUNDED, (0,), {"axis": -1})
    yield Case("glu", "first", "jax.nn.glu", partial(jax.nn.glu, axis=0), (drawn("nn/glu", (4, 3)),), ROUNDED, (0,), {"axis": 0})
    indices = np.array([[0, 3, 1], [-1, 4, 2]], np.int32)
    for axis, dtype in ((-1, "float32"), (0, "int32"), (1, "bool"), (2, "bfloat16"), (-2, "uint8")):
        yield Case("one_hot", f"axis_{axis}", "jax.nn.one_hot", partial(jax.nn.one_hot, num_classes=4, axis=axis, dtype=dtype),
                   (indices,), EXACT, (), {"num_classes": 4, "axis": axis, "dtype": dtype})


def standardizing() -> Iterator[Case]:
    """Rows with a mean of zero and a variance of one."""
    block, row = drawn("nn/standardize", (4, 5)), np.array([[True], [True], [False], [True]])
    mean, variance = np.float32(0.25), np.float32(1.5)
    for name, parameters, some in (
            ("fast", {}, {}), ("stable", {"algorithm": "stable"}, {}), ("axes", {"axis": (0, 1)}, {}),
            ("epsilon", {"epsilon": 0.1, "axis": 0}, {}), ("known", {}, {"mean": mean, "variance": variance}),
            ("known_mean", {"algorithm": "stable"}, {"mean": mean}), ("masked", {"axis": 0}, {"where": row}),
            ("masked_stable", {"axis": (0, 1), "algorithm": "stable"}, {"where": row})):
        axis = parameters.get("axis", -1)
        described = parameters | {"axes": list(axis) if isinstance(axis, tuple) else [axis], "given": list(some)}
        described.pop("axis", None)
        yield Case("standardize", name, "jax.nn.standardize",
                   lambda x, *given, p=parameters, s=tuple(some): jax.nn.standardize(x, **p, **dict(zip(s, given))),
                   (block, *map(np.asarray, some.values())), SUMMED, (0,), described)
    yield Case("standardize", "constant", "jax.nn.standardize", jax.nn.standardize, (np.full((2, 4), 8, np.float32),), SUMMED, (0,),
               {"axes": [-1], "given": []})


def attention() -> Iterator[Case]:
    """Queries, keys and values, with everything that changes which of them meet."""
    def inputs(name: str, batch: tuple[int, ...], queries: int, keys: int, heads: int, groups: int) -> tuple[np.ndarray, ...]:
        shapes = ((*batch, queries, heads * groups, 4), *2 * ((*batch, keys, heads, 4),))
        return tuple(drawn(f"attention/{name}/{i}", shape) for i, shape in enumerate(shapes))

    def mask(*shape: int) -> np.ndarray:
        return drawn(f"attention/mask/{shape}", shape, "bool")

    lengths = np.array([2, 3], np.int32)
    for name, sizes, parameters, some in (
            ("plain", ((2,), 3, 5, 2, 1), {}, {}), ("unbatched", ((), 3, 4, 2, 1), {}, {}), ("grouped", ((2,), 3, 4, 2, 3), {}, {}),
            ("one_key_head", ((1,), 2, 3, 1, 4), {}, {}), ("scale", ((2,), 3, 4, 2, 1), {"scale": 0.7}, {}),
            ("causal", ((2,), 4, 4, 2, 1), {"is_causal": True}, {}), ("causal_long", ((1,), 2, 5, 2, 1), {"is_causal": True}, {}),
            ("bias", ((2,), 3, 4, 2, 2), {}, {"bias": drawn("attention/bias", (2, 4, 3, 4))}),
            ("bias_shared", ((2,), 3, 4, 2, 2), {}, {"bias": drawn("attention/bias", (1, 1, 3, 4))}),
            ("mask", ((2,), 3, 4, 2, 2), {}, {"mask": mask(2, 4, 3, 4)}),
            ("mask_shared", ((2,), 3, 4, 2, 2), {"is_causal": True}, {"mask": mask(2, 1, 1, 4)}),
            ("mask_plane", ((2,), 3, 4, 2, 2), {}, {"mask": mask(3, 4)}),
            ("mask_nothing", ((1,), 3, 4, 1, 1), {}, {"mask": np.zeros((1, 1, 3, 4), np.bool_)}),
            ("queries", ((2,), 3, 4, 2, 1), {}, {"query_seq_lengths": lengths}),
            ("keys", ((2,), 3, 4, 2, 1), {}, {"key_value_seq_lengths": lengths}),
            ("everything", ((2,), 3, 4, 2, 2), {"scale": 0.3, "is_causal": True},
             {"bias": drawn("attention/bias", (2, 4, 3, 4)), "mask": mask(2, 4, 3, 4), "query_seq_lengths": lengths,
              "key_value_seq_lengths": lengths})):
        yield Case("dot_product_attention", name, "jax.nn.dot_product_attention",
                   lambda q, k, v, *given, p=parameters, s=tuple(some):
                       jax.nn.dot_product_attention(q, k, v, **p, **dict(zip(s, given))),
                   (*inputs(name, *sizes), *some.values()), SUMMED, (0, 1, 2), parameters | {"given": list(some)})
    for dtype in (ml_dtypes.bfloat16, np.float16):
        yield Case("dot_product_attention", np.dtype(dtype).name, "jax.nn.dot_product_attention", jax.nn.dot_product_attention,
                   tuple(x.astype(dtype) for x in inputs("half", (2,), 3, 4, 2, 1)), SUMMED, (), {"given": []})


def nn_cases() -> Iterator[Case]:
    """Every case."""
    yield from activations()
    yield from rows()
    yield from standardizing()
    yield from attention()
