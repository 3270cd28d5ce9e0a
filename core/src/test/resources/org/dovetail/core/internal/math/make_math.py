"""Makes math.bin beside this file, with jax 0.10.2 on an x86-64 CPU with FMA: JAX_PLATFORMS=cpu python make_math.py

The number of arguments, and the arguments; for each function its name (a byte of length, then ASCII) and its results. Then
the number of pairs, the bases, the exponents, and the powers. All little-endian, counts in 32 bits, numbers as float32.
"""
import pathlib
import struct

import jax
import jax.numpy as jnp
import numpy as np

FUNCTIONS = {"exp": jnp.exp, "expm1": jnp.expm1, "log": jnp.log, "log1p": jnp.log1p, "logistic": jax.nn.sigmoid,
             "tanh": jnp.tanh, "erf": jax.lax.erf, "erfInv": jax.lax.erf_inv, "rsqrt": jax.lax.rsqrt, "sin": jnp.sin,
             "cos": jnp.cos, "tan": jnp.tan, "asin": jax.lax.asin, "acos": jax.lax.acos, "sinh": jax.lax.sinh,
             "cosh": jax.lax.cosh, "asinh": jax.lax.asinh, "acosh": jax.lax.acosh, "atanh": jax.lax.atanh,
             "exp2": jax.lax.exp2, "erfc": jax.lax.erfc, "lgamma": jax.lax.lgamma, "digamma": jax.lax.digamma}
EDGES = [0, 1.1754944e-38, 2.3509887e-38, 3.4028235e38, 1, 2, 0.5, 5, 10, 20, 0.70710677, 0.41421357, 4e-4, 7.9988117,
         3.8325068, 87.33655, 87.8, 88.72284, 88.8, 103.97, 2.4414062e-4, 0.78539819, 1.5707964, 3.1415927, 120, 1e5, 1e10]
INTEGERS = [0, 1, 2, 3, 8, 16777215, 16777216, 33554432]
random = np.random.default_rng(0)


def patterns(count):
    return random.integers(0, 2**32, count, dtype=np.uint32).view(np.float32)


def both(values):
    values = np.asarray(values, np.float32)
    return np.concatenate([values, -values])


def arguments():
    edges = np.array(EDGES, np.float32).view(np.int32)
    near = np.concatenate([edges + step for step in range(-3, 4)])
    near = near[near >= 0].view(np.float32)
    special = np.array([1, 2, 0x7fffff, 0x7f800000, 0x7fc00000], np.uint32).view(np.float32)
    ranges = [random.uniform(-1, 1, 400), random.uniform(-10, 10, 400), random.uniform(-110, 110, 200),
              1 - 10.0**random.uniform(-7, 0, 200), 10.0**random.uniform(-8, 5, 200)]
    every = np.concatenate([both(special), both(near), *(part.astype(np.float32) for part in ranges), patterns(1100)])
    return every[:len(every) // 16 * 16]


def pairs():
    special = both(np.concatenate([np.array([1, 0x7fffff, 0x7f800000, 0x7fc00000, 0x7f7fffff, 0x3f7fffff, 0x3f800001],
                                            np.uint32).view(np.float32), np.array([0.5, 1.5, 127, 149, 150], np.float32),
                                   np.array(INTEGERS, np.float32)]))
    bases, exponents = (grid.ravel() for grid in np.meshgrid(special, special))
    wide = np.exp(random.uniform(-87, 88, 500)).astype(np.float32)
    edge = (random.uniform(-152, 129, 500) / np.log2(wide.astype(np.float64))).astype(np.float32)
    usual = np.exp(random.normal(0, 3, 500)).astype(np.float32), random.normal(0, 4, 500).astype(np.float32)
    whole = random.normal(0, 5, 300).astype(np.float32), random.normal(0, 8, 300).round().astype(np.float32)
    return (np.concatenate([bases, patterns(300), usual[0], wide, whole[0]]),
            np.concatenate([exponents, patterns(300), usual[1], edge, whole[1]]))


def equal(one, other):
    return np.all((one.view(np.uint32) == other.view(np.uint32)) | (np.isnan(one) & np.isnan(other)))


def results(function, *values):
    """What jit gives, if it also gives so without jit, and for arrays of other lengths."""
    whole = np.asarray(jax.jit(function)(*values))
    for size in [1, 8, 16, 1000]:
        for start in random.choice(len(whole) - size, 10):
            part = slice(start, start + size)
            for run in [function, jax.jit(function)]:
                assert equal(np.asarray(run(*(jnp.asarray(value[part]) for value in values))), whole[part])
    return whole


with open(pathlib.Path(__file__).with_name("math.bin"), "wb") as file:
    tried = arguments()
    file.write(struct.pack("<I", len(tried)) + tried.tobytes())
    for name, function in FUNCTIONS.items():
        file.write(struct.pack("<B", len(name)) + name.encode() + results(function, tried).tobytes())
    bases, exponents = pairs()
    powers = results(jax.lax.pow, bases, exponents)
    file.write(struct.pack("<I", len(bases)) + bases.tobytes() + exponents.tobytes() + powers.tobytes())
