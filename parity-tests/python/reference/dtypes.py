"""Of which dtype results are: of two tensors, of a tensor and a Python number, and of functions."""

from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
from jax import lax

from parity.entries import write_text
from reference.set import GoldenSet, json_text

COMPUTED = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bfloat16", "float16",
            "float32", "float64"]
STORED = ["int2", "int4", "uint2", "uint4", "float4_e2m1fn", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz",
          "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", "complex64",
          "complex128"]
NUMBERS = {"int": 2, "float": 0.5}
WITH_NUMBER: dict[str, Callable] = {
    "add": jnp.add, "sub": jnp.subtract, "mul": jnp.multiply, "div": jnp.true_divide, "rem": jnp.fmod,
    "pow": jnp.power, "maximum": jnp.maximum, "minimum": jnp.minimum, "lt": jnp.less, "eq": jnp.equal,
    "mod": jnp.mod, "floorDivide": jnp.floor_divide, "whereLeft": lambda x, n: jnp.where(x == x, n, x),
    "whereRight": lambda x, n: jnp.where(x == x, x, n), "clip": lambda x, n: jnp.clip(x, n, n),
    "fullLike": jnp.full_like, "atSet": lambda x, n: x.at[0].set(n), "atMax": lambda x, n: x.at[0].max(n)}
FUNCTIONS: dict[str, Callable] = {
    "neg": jnp.negative, "abs": jnp.abs, "sign": jnp.sign, "exp": jnp.exp, "log1p": jnp.log1p, "tanh": jnp.tanh,
    "sqrt": jnp.sqrt, "rsqrt": lambda x: 1 / jnp.sqrt(x), "sin": jnp.sin, "floor": jnp.floor, "round": jnp.round,
    "not": jnp.bitwise_not, "isFinite": jnp.isfinite, "arctan": jnp.arctan, "erf": jax.scipy.special.erf,
    "logistic": jax.scipy.special.expit, "sum": jnp.sum, "prod": jnp.prod, "mean": jnp.mean, "max": jnp.max, "all": jnp.all,
    "argMax": lambda x: lax.argmax(x, 0, jnp.int32), "cumsum": jnp.cumsum, "cumprod": jnp.cumprod,
    "cummax": lambda x: lax.cummax(x), "sort": jnp.sort, "matmul": lambda x: jnp.matmul(x, x),
    "populationCount": lax.population_count, "topK": lambda x: lax.top_k(x, 1)[0],
    "nextAfter": lambda x: jnp.nextafter(x, x), "clip": lambda x: jnp.clip(x, 0, 1),
    "where": lambda x: jnp.where(x == x, x, 2), "square": jnp.square, "reciprocal": jnp.reciprocal, "log2": jnp.log2,
    "deg2rad": jnp.deg2rad, "nanToNum": jnp.nan_to_num, "isInf": jnp.isinf,
    "logicalNot": jnp.logical_not, "hypot": lambda x: jnp.hypot(x, x), "heaviside": lambda x: jnp.heaviside(x, x),
    "floorDivide": lambda x: jnp.floor_divide(x, x), "mod": lambda x: jnp.mod(x, x), "pow": lambda x: jnp.power(x, x),
    "median": jnp.median, "quantile": lambda x: jnp.quantile(x, 0.3), "var": jnp.var, "std": jnp.std,
    "nansum": jnp.nansum, "nanmean": jnp.nanmean, "countNonzero": jnp.count_nonzero,
    "average": lambda x: jnp.average(x, weights=x), "logSumExp": jax.scipy.special.logsumexp, "norm": jnp.linalg.norm,
    "diff": jnp.diff, "gradient": jnp.gradient, "trapezoid": jnp.trapezoid, "interp": lambda x: jnp.interp(x, x, x),
    "linspace": lambda x: jnp.linspace(x, x, 2), "dot": lambda x: jnp.dot(x, x), "outer": lambda x: jnp.outer(x, x),
    "cross": lambda x: jnp.cross(x, x), "convolve": lambda x: jnp.convolve(x, x),
    "searchsorted": lambda x: jnp.searchsorted(x, x), "relu": jax.nn.relu, "relu6": jax.nn.relu6,
    "leakyRelu": jax.nn.leaky_relu, "elu": jax.nn.elu, "celu": jax.nn.celu, "selu": jax.nn.selu, "gelu": jax.nn.gelu,
    "softplus": jax.nn.softplus, "softSign": jax.nn.soft_sign,
    "logSigmoid": jax.nn.log_sigmoid, "hardSigmoid": jax.nn.hard_sigmoid, "hardSilu": jax.nn.hard_silu,
    "hardTanh": jax.nn.hard_tanh, "squareplus": jax.nn.squareplus,
    "standardize": jax.nn.standardize}


def result(function: Callable, *dtypes: str) -> str:
    """The dtype of a result on vectors of three elements, or ``none`` where JAX refuses the operands."""
    try:
        return str(jax.eval_shape(lambda: function(*(jnp.zeros(3, dtype) for dtype in dtypes))).dtype)
    except (TypeError, ValueError):
        return "none"


def with_number(function: Callable, dtype: str) -> dict[str, str]:
    """The dtypes of results with a Python number of either kind."""
    return {kind: result(lambda x, n=number: function(x, n), dtype) for kind, number in NUMBERS.items()}


def write(folder: Path) -> None:
    """Makes the table: 64 bits exist where they are asked for, and are not the default."""
    before = jax.config.jax_explicit_x64_dtypes
    jax.config.update("jax_explicit_x64_dtypes", "allow")
    try:
        write_tables(folder)
    finally:
        jax.config.update("jax_explicit_x64_dtypes", before)


CAST = [0.0, -0.0, 0.3, -0.5, 0.75, 1.0, 1.5, -1.5, 2.5, -3.0, 5.0, 6.5, 17.0, -20.0, 0.001, 100.0, 300.0, -500.0, 1e6,
        float("inf"), float("-inf"), float("nan")]
"""Between the numbers of the narrow dtypes, and beyond them."""


def cast(dtype: str) -> list[str]:
    """The numbers after a cast there and back to float32, as Python writes them; of complex numbers the real parts."""
    there = jnp.asarray(CAST, jnp.float32).astype(dtype)
    return [repr(float(number)) for number in there.real.astype(jnp.float32)]


def write_tables(folder: Path) -> None:
    """Makes the tables of all operations."""
    everything = COMPUTED + STORED
    tables = {
        "pairs": {x: {y: result(jnp.add, x, y) for y in everything} for x in everything},
        "numbers": {name: {dtype: with_number(function, dtype) for dtype in COMPUTED}
                    for name, function in WITH_NUMBER.items()},
        "functions": {name: {dtype: result(function, dtype) for dtype in COMPUTED}
                      for name, function in FUNCTIONS.items()},
        "casts": {"float32": [repr(number) for number in CAST]} | {dtype: cast(dtype) for dtype in STORED}}
    write_text(folder / "dtypes.json", json_text(tables, 2))


SET = GoldenSet("dtypes", write, lambda file, key: "exact")
