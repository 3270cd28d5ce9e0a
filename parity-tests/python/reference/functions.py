"""Public functions by the names they have in Java, with the casts before them; loops, choices and rules of their own."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import ROUNDED, SUMMED, Apply, Case, drawn
from reference.packed import packed_set

GRID = (2, 3)

REAL: dict[str, tuple[Apply, float, float]] = {
    "Tensor.neg": (jnp.negative, -3, 3), "Tensor.abs": (jnp.abs, -3, 3), "Tensor.sign": (jnp.sign, -3, 3),
    "Tensor.exp": (jnp.exp, -3, 3), "Tensor.log": (jnp.log, 1, 5), "Tensor.tanh": (jnp.tanh, -3, 3),
    "Tensor.sqrt": (jnp.sqrt, 1, 5), "Tensor.sin": (jnp.sin, -3, 3), "Tensor.cos": (jnp.cos, -3, 3),
    "Tensor.floor": (jnp.floor, -3, 3), "Tensor.isFinite": (jnp.isfinite, -3, 3),
    "Tensors.expm1": (jnp.expm1, -3, 3), "Tensors.log1p": (jnp.log1p, 1, 5),
    "Tensors.logistic": (jax.scipy.special.expit, -3, 3), "Tensors.erf": (jax.scipy.special.erf, -3, 3),
    "Tensors.ceil": (jnp.ceil, -3, 3), "Tensors.round": (jnp.round, -3, 3), "Tensors.tan": (jnp.tan, -1, 1),
    "Tensors.rsqrt": (lambda x: lax.rsqrt(x.astype(jnp.float32)), 1, 5),
    "Tensors.erfInv": (jax.scipy.special.erfinv, -0.9, 0.9), "Tensors.arcsin": (jnp.arcsin, -0.9, 0.9),
    "Tensors.arccos": (jnp.arccos, -0.9, 0.9), "Tensors.arctan": (jnp.arctan, -3, 3),
    "Tensors.sinh": (jnp.sinh, -3, 3), "Tensors.cosh": (jnp.cosh, -3, 3), "Tensors.arcsinh": (jnp.arcsinh, -3, 3),
    "Tensors.arccosh": (jnp.arccosh, 1.2, 5), "Tensors.arctanh": (jnp.arctanh, -0.9, 0.9),
    "Tensors.exp2": (jnp.exp2, -3, 3), "Tensors.cbrt": (jnp.cbrt, 1, 5), "Tensors.erfc": (jax.scipy.special.erfc, -2, 3),
    "Tensors.lgamma": (jax.scipy.special.gammaln, 1, 5), "Tensors.digamma": (jax.scipy.special.digamma, 1, 5),
    "Tensor.prod": (lambda x: jnp.prod(x, -1), 1, 2), "Tensor.max": (lambda x: jnp.max(x, -1), -3, 3),
    "Tensor.min": (lambda x: jnp.min(x, 0), -3, 3), "Tensor.all": (lambda x: jnp.all(x, -1), -1, 1),
    "Tensor.any": (lambda x: jnp.any(x, 0), -1, 1), "Tensor.argMax": (lambda x: jnp.argmax(x, -1), -3, 3),
    "Tensor.argMin": (lambda x: jnp.argmin(x, 0), -3, 3), "Tensor.at": (lambda x: x[-1], -3, 3),
    "Tensor.squeeze": (lambda x: jnp.squeeze(x[:1]), -3, 3), "Tensor.swapAxes": (lambda x: jnp.swapaxes(x, 0, 1), -3, 3),
    "Tensor.expandDims": (lambda x: jnp.expand_dims(x, -1), -3, 3), "Tensor.flip": (lambda x: jnp.flip(x, 1), -3, 3),
    "Tensor.slice": (lambda x: x[:, 1:3], -3, 3), "Tensor.transpose": (jnp.transpose, -3, 3),
    "Tensor.sum": (lambda x: jnp.sum(x, 0), -3, 3), "Tensor.mean": (lambda x: jnp.mean(x, 0), -3, 3),
    "Tensor.cast": (lambda x: x.astype(jnp.bfloat16).astype(jnp.int8), -3, 3),
    "Tensors.stopGradient": (lax.stop_gradient, -3, 3), "Tensors.clip": (lambda x: jnp.clip(x, -1, 1), -3, 3),
    "Tensors.stack": (lambda x: jnp.stack([x, -x], -1), -3, 3),
    "Tensors.concatenate": (lambda x: jnp.concatenate([x, -x], 1), -3, 3),
    "Tensors.arange": (lambda x: x + jnp.arange(3), -3, 3), "Tensors.full": (lambda x: x + jnp.full(3, 2.5), -3, 3),
    "Tensors.ones": (lambda x: x + jnp.ones(3), -3, 3), "Tensors.zeros": (lambda x: x + jnp.zeros(3), -3, 3),
    "Tensors.scalar": (lambda x: x * jnp.int32(3) + jnp.float32(0.5), -3, 3),
    "Tensors.of": (lambda x: x * jnp.array([1.0, 2.0, 3.0]), -3, 3),
    "Nn.sigmoid": (jax.scipy.special.expit, -3, 3),
    "Tensors.bitcast": (lambda x: lax.bitcast_convert_type(x, jnp.uint16 if x.dtype == jnp.int16 else jnp.int32), -3, 3),
    "Slicing.dynamicIndexInDim": (lambda x: lax.dynamic_index_in_dim(x, 5, -1, keepdims=False), -3, 3),
    "Slicing.dynamicSliceInDim": (lambda x: lax.dynamic_slice_in_dim(x, 2, 2, 1), -3, 3),
    "Slicing.dynamicUpdateIndexInDim": (lambda x: lax.dynamic_update_index_in_dim(x, x[:, 0], 1, 1), -3, 3),
    "Slicing.dynamicUpdateSliceInDim": (lambda x: lax.dynamic_update_slice_in_dim(x, x[:, :2], 7, 1), -3, 3),
    "Convolutions.conv": (lambda x: lax.conv_general_dilated(
        x[None, :, :, None], jnp.ones((2, 2, 1, 2), x.dtype), (1, 2), "SAME",
        dimension_numbers=("NHWC", "HWIO", "NHWC")), -3, 3),
    "Sequences.argsort": (lambda x: jnp.argsort(x, -1), -3, 3)}
"""Functions of one tensor, with bounds between which they are tried; integers are cast or kept as Java must."""

FLAT = {"Tensor.sign", "Tensor.floor", "Tensor.isFinite", "Tensors.ceil", "Tensors.round", "Tensor.all", "Tensor.any",
        "Tensor.argMax", "Tensor.argMin", "Tensor.cast", "Sequences.argsort", "Tensors.stopGradient",
        "Tensors.bitcast"}
SUMS = {"Convolutions.conv", "Tensor.sum", "Tensor.mean", "Tensor.prod"}

PAIRS: dict[str, Apply] = {
    "Tensor.add": jnp.add, "Tensor.sub": jnp.subtract, "Tensor.mul": jnp.multiply, "Tensor.div": jnp.true_divide,
    "Tensor.rem": jnp.fmod, "Tensor.maximum": jnp.maximum, "Tensor.minimum": jnp.minimum, "Tensor.eq": jnp.equal,
    "Tensor.ne": jnp.not_equal, "Tensor.lt": jnp.less, "Tensor.le": jnp.less_equal, "Tensor.gt": jnp.greater,
    "Tensor.ge": jnp.greater_equal, "Tensors.arctan2": jnp.arctan2, "Tensors.logAddExp": jnp.logaddexp,
    "Tensors.nextAfter": jnp.nextafter}
"""Functions of two tensors, which are broadcast and promoted: the second is a row of small integers."""

BITS: dict[str, Apply] = {
    "Tensor.and": jnp.bitwise_and, "Tensor.or": jnp.bitwise_or, "Tensor.xor": jnp.bitwise_xor}


def of_one() -> Iterator[Case]:
    """Functions of one tensor, on floats, integers and truth values."""
    for name, (apply, low, high) in REAL.items():
        real = np.float32(low) + (drawn(f"{name}/real", GRID) + 2) / 4 * np.float32(high - low)
        tolerance = SUMMED if name in SUMS else ROUNDED
        yield Case(name, "float32", name, apply, (real,), tolerance, () if name in FLAT else (0,))
        whole = np.array([[1, 2, 3], [3, 1, 2]], np.int16) if low >= 0.6 else np.array([[0, 1, 0], [0, 0, -1]], np.int16)
        yield Case(name, "int16", name, apply, (np.clip(whole, int(np.ceil(low)), int(high)),), tolerance)
    for name, apply in (("Nn.swish", jax.nn.swish), ("Nn.hardSwish", jax.nn.hard_swish)):
        yield Case(name, "float32", name, apply, (3 * drawn(name, GRID),), ROUNDED, (0,))
    for name, apply in (("Tensor.not", jnp.bitwise_not), ("Tensors.populationCount", lax.population_count),
                        ("Tensors.countLeadingZeros", lax.clz)):
        yield Case(name, "uint8", name, apply, (np.array([0, 1, 7, 200], np.uint8),))


def of_two() -> Iterator[Case]:
    """Functions of two tensors of other dtypes and shapes."""
    row = np.array([1, 2, 3], np.int16)
    for name, apply in PAIRS.items():
        for dtype in ("float32", "int8", "uint32"):
            numbers = drawn(f"{name}/pair", GRID) if dtype == "float32" else np.array([[4, 5, 3], [7, 2, 9]], dtype)
            yield Case(name, dtype, name, apply, (numbers, row), ROUNDED)
    for name, apply in BITS.items():
        yield Case(name, "integers", name, apply, (np.array([[4, 5, 3], [7, 2, 255]], np.uint8), row))
        yield Case(name, "bool", name, apply, (np.array([True, False, True]), np.array([True, True, False])))
    halves = jnp.array([0, -0.0, 1, -1, 2.5, jnp.inf, -jnp.inf, jnp.nan, 1e-7, -1e-7, 60000], jnp.float32)
    for dtype in (jnp.bfloat16, jnp.float16):
        left, right = np.meshgrid(np.asarray(halves.astype(dtype)), np.asarray(halves.astype(dtype)), indexing="ij")
        yield Case("Tensors.nextAfter", jnp.dtype(dtype).name, "jnp.nextafter", jnp.nextafter,
                   (left.reshape(-1), right.reshape(-1)))
    truth = np.array([[True, False, True], [False, False, True]])
    yield Case("Tensor.matmul", "bool", "jnp.matmul", jnp.matmul, (truth, truth.T))


def of_other_dtypes() -> Iterator[Case]:
    """Functions of dtypes that they are seldom called with: truth values, 16-bit floats, integers of a matrix."""
    truth = np.array([[True, False, True], [False, True, True]])
    yield Case("Convolutions.conv", "bool", "lax.conv_general_dilated", REAL["Convolutions.conv"][0], (truth,))
    posed = np.float32([[2, 0.5, -1], [0.25, -3, 1], [1.5, 0.75, 2.5]])
    for dtype in (jnp.bfloat16, jnp.float16):
        numbers = np.asarray(jnp.asarray(posed, dtype))
        yield Case("Pointwise.clamp", numbers.dtype.name, "lax.clamp", clamped, (numbers,))
        yield Case("Linalg.triangularSolve", numbers.dtype.name, "lax.linalg.triangular_solve",
                   lambda x: lax.linalg.triangular_solve(x, x.T, left_side=True, lower=True), (numbers,), SUMMED)
    yield Case("Pointwise.clamp", "bool", "lax.clamp", clamped, (truth,))
    for dtype in (np.int8, np.int32, np.int64):
        numbers = np.array([[4, 2, 1], [2, 5, 3], [1, 3, 6]], dtype)
        yield Case("Linalg.cholesky", numbers.dtype.name, "jnp.linalg.cholesky", jnp.linalg.cholesky, (numbers,), SUMMED,
                   x64=numbers.itemsize == 8)
        yield Case("Linalg.qr", numbers.dtype.name, "jnp.linalg.qr", lambda x: jnp.linalg.qr(x)[1], (numbers,), SUMMED,
                   x64=numbers.itemsize == 8)


def clamped(x: jax.Array) -> jax.Array:
    """Elements between those that lie opposite them."""
    return lax.clamp(jnp.flip(x, 0), x, jnp.flip(x, 1))


def rows(name: str) -> np.ndarray:
    """What a loop runs along."""
    return drawn(f"{name}/rows", (4, 3))


def recurrence(reverse: bool) -> Apply:
    """A scan that keeps its carry and gives an output; both are in the result."""
    def apply(xs, weight):
        carry, out = lax.scan(lambda h, x: ((n := jnp.sin(h * weight + x)), n * x), weight, xs, reverse=reverse)
        return out + carry
    return apply


@jax.custom_jvp
def with_jvp(x):
    """The sine of twice a number."""
    return jnp.sin(x * 2)


@with_jvp.defjvp
def _(primals, tangents):
    return with_jvp(primals[0]), jnp.cos(primals[0] * 2) * 3 * tangents[0]


@jax.custom_vjp
def with_vjp(x):
    """The sine of twice a number."""
    return jnp.sin(x * 2)


with_vjp.defvjp(lambda x: (jnp.sin(x * 2), jnp.cos(x * 2)), lambda cos, cotangent: (cos * 3 * cotangent,))


def control() -> Iterator[Case]:
    """Loops and choices, and functions with a derivative of their own: three times the cosine, which tells it from the true one."""
    weight = drawn("weight", (3,))
    count = np.int32(3)
    loops: dict[str, tuple[Apply, tuple[Any, ...], tuple[int, ...]]] = {
        "scan": (recurrence(False), (rows("scan"), weight), (0, 1)),
        "scan_reversed": (recurrence(True), (rows("scan"), weight), (0, 1)),
        "map": (lambda xs, w: lax.map(lambda x: jnp.sin(x * w), xs), (rows("map"), weight), (0, 1)),
        "associativeScan": (lambda xs: lax.associative_scan(
            lambda a, b: (b[0] * a[0], b[0] * a[1] + b[1]), (jnp.sin(xs), xs))[1], (rows("associative"),), (0,)),
        "foriLoop": (lambda x: lax.fori_loop(1, 4, lambda i, h: jnp.sin(h * i), x), (weight,), (0,)),
        "foriLoop_traced": (lambda x, n: lax.fori_loop(0, n, lambda i, h: jnp.sin(h + i), x), (weight, count), ()),
        "whileLoop": (lambda x, n: lax.while_loop(
            lambda s: s[0] < n, lambda s: (s[0] + 1, jnp.sin(s[2]), s[1] + x), (0, x, x * 2))[1], (weight, count), ())}
    for truth in (False, True):
        loops[f"cond_{truth}"] = (lambda x, w, p: lax.cond(p, jnp.sin, lambda y: y * w, x),
                                  (weight, rows("cond")[0], np.bool_(truth)), (0, 1))
    for index in (-1, 0, 1, 2, 5):
        loops[f"switchCase_{index}"] = (lambda x, i: lax.switch(i, [jnp.sin, lambda y: y * 3, lambda y: y], x),
                                        (weight, np.int32(index)), (0,))
    for name, (apply, inputs, gradients) in loops.items():
        function, _, case = name.partition("_")
        yield Case(f"ControlFlow.{function}", case or "plain", name, apply, tuple(map(np.asarray, inputs)), ROUNDED,
                   gradients)
    yield Case("Transforms.checkpoint", "plain", "jax.checkpoint",
               jax.checkpoint(lambda x: jnp.sin(jnp.sin(x) * x)), (weight,), ROUNDED, (0,))
    yield Case("Transforms.customJvp", "plain", "jax.custom_jvp", with_jvp, (weight,), ROUNDED, (0,))
    yield Case("Transforms.customVjp", "gradient", "jax.custom_vjp",
               lambda x: jax.grad(lambda y: (with_vjp(y) * y).sum())(x), (weight,), ROUNDED)


SET = packed_set("functions", tuple(chain(of_one(), of_two(), of_other_dtypes(), control())))
