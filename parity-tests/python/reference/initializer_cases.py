"""The cases of ``jax.nn.initializers`` and ``hk.initializers``: what each makes from three keys, of several shapes and dtypes."""

from collections.abc import Callable, Iterator
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
from jax.nn import initializers

from reference.cases import EXACT, SUMMED, Case
from reference.distribution_cases import KEYS, from_each

HALVES = ("bfloat16", "float16")

Making = Callable[[jax.Array, tuple[int, ...], Any], jax.Array]


def cases(library: str, name: str, kind: str, init: Making, shapes: tuple[tuple[int, ...], ...], dtypes: tuple[str, ...] = HALVES,
          tolerance: str = EXACT, **parameters: Any) -> Iterator[Case]:
    """An initializer for some shapes of float32, and for other dtypes for the first of them."""
    for dtype, shape in (*(("float32", shape) for shape in shapes), *((dtype, shapes[0]) for dtype in dtypes)):
        yield Case(f"{library}_{name}", f"{kind}_{dtype}_{'x'.join(map(str, shape)) or 'scalar'}", name,
                   from_each(lambda key, s=shape, d=dtype: init(key, s, jnp.dtype(d))), (KEYS,), tolerance, (),
                   parameters | {"shape": list(shape), "dtype": dtype})


def of_jax() -> Iterator[Case]:
    """JAX's own."""
    shapes = ((5, 4), (3, 2, 4))
    yield from cases("jax", "uniform", "scale", initializers.uniform(0.3), shapes, scale=0.3)
    yield from cases("jax", "normal", "stddev", initializers.normal(0.3), shapes, stddev=0.3)
    yield from cases("jax", "truncated_normal", "stddev", initializers.truncated_normal(0.3), shapes, stddev=0.3)
    yield from cases("jax", "truncated_normal", "bounds", initializers.truncated_normal(0.3, lower=-1, upper=1.5), shapes, stddev=0.3,
                     lower=-1, upper=1.5)
    for name in ("lecun_normal", "lecun_uniform", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "xavier_normal",
                 "xavier_uniform", "kaiming_normal", "kaiming_uniform"):
        yield from cases("jax", name, "plain", getattr(initializers, name)(), ((5, 4), (3, 2, 4, 6)))
    yield from cases("jax", "lecun_normal", "axes", initializers.lecun_normal(in_axis=(0, 1), out_axis=3, batch_axis=2),
                     ((3, 2, 2, 4),), (), in_axis=[0, 1], out_axis=[3], batch_axis=[2])
    yield from cases("jax", "he_uniform", "axes", initializers.he_uniform(in_axis=0, out_axis=()), ((6,),), (), in_axis=[0], out_axis=[],
                     batch_axis=[])
    for mode in ("fan_in", "fan_out", "fan_avg", "fan_geo_avg"):
        for distribution in ("truncated_normal", "normal", "uniform"):
            yield from cases("jax", "variance_scaling", f"{mode}_{distribution}", initializers.variance_scaling(0.7, mode, distribution),
                             ((3, 2, 4),), ("bfloat16",), scale=0.7, mode=mode, distribution=distribution)
    for name, init, parameters in (("plain", initializers.orthogonal(), {}),
                                   ("scaled", initializers.orthogonal(0.5, 0), {"scale": 0.5, "column_axis": 0})):
        yield from cases("jax", "orthogonal", name, init, ((4, 3), (3, 5), (2, 3, 4)), (), SUMMED, **parameters)
    yield from cases("jax", "delta_orthogonal", "plain", initializers.delta_orthogonal(), ((3, 2, 4), (2, 3, 3, 3), (1, 2, 3, 2, 2)), (),
                     SUMMED)


def drawing(init: hk.initializers.Initializer) -> Making:
    """Haiku's initializers with a key of their own: the one that a sequence of it gives first."""
    return lambda key, shape, dtype: hk.transform(lambda: init(shape, dtype)).apply({}, key)


def of_haiku() -> Iterator[Case]:
    """Haiku's."""
    shapes = ((5, 4), (3, 2, 4))
    made = hk.initializers
    yield from cases("hk", "RandomNormal", "mean", drawing(made.RandomNormal(0.3, 0.1)), shapes, stddev=0.3, mean=0.1)
    yield from cases("hk", "RandomUniform", "bounds", drawing(made.RandomUniform(-0.3, 0.7)), shapes, minval=-0.3, maxval=0.7)
    yield from cases("hk", "TruncatedNormal", "stddev", drawing(made.TruncatedNormal(0.3)), shapes, stddev=0.3)
    yield from cases("hk", "TruncatedNormal", "bounds", drawing(made.TruncatedNormal(0.3, 0.1, -1.5, 0.75)), shapes, stddev=0.3, mean=0.1,
                     lower=-1.5, upper=0.75)
    yield from cases("hk", "UniformScaling", "scale", drawing(made.UniformScaling(0.7)), (*shapes, (3,)), scale=0.7)
    for mode in ("fan_in", "fan_out", "fan_avg"):
        for distribution in ("truncated_normal", "normal", "uniform"):
            yield from cases("hk", "VarianceScaling", f"{mode}_{distribution}", drawing(made.VarianceScaling(0.7, mode, distribution)),
                             ((3, 2, 4), (5, 4), (6,), ()), scale=0.7, mode=mode, distribution=distribution)
    yield from cases("hk", "VarianceScaling", "axes", drawing(made.VarianceScaling(2.0, "fan_avg", "normal", [0, 2])), ((3, 2, 4),), (),
                     scale=2.0, mode="fan_avg", distribution="normal", fan_in_axes=[0, 2])
    for name, init, parameters in (("plain", made.Orthogonal(), {"scale": 1.0, "axis": -1}),
                                   ("scaled", made.Orthogonal(0.5, 1), {"scale": 0.5, "axis": 1})):
        yield from cases("hk", "Orthogonal", name, drawing(init), ((4, 3), (3, 5), (2, 3, 4)), (), SUMMED, **parameters)
    yield from cases("hk", "Identity", "gain", drawing(made.Identity(0.3)), ((3, 4), (2, 3, 3)), gain=0.3)
    yield from cases("hk", "Constant", "value", drawing(made.Constant(0.3)), ((3,),), constant=0.3)


def initializer_cases() -> Iterator[Case]:
    """Every case."""
    yield from of_jax()
    yield from of_haiku()
