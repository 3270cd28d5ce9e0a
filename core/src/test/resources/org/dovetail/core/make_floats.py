"""Makes floats.bin beside this file, with numpy 2.4.6 and ml_dtypes 0.6.0: python make_floats.py

For each dtype: its name (a byte of length, then ASCII); the number of its patterns, and the float32 that each stands for;
the number of samples, and for each a float32 and the pattern it is rounded to. All little-endian, counts in 16 bits.
"""
import pathlib
import struct

import ml_dtypes
import numpy as np

SMALL = ["float4_e2m1fn", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz",
         "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu"]
random = np.random.default_rng(0)


def samples(dtype, bits):
    """Specials, random numbers, and what lies at, just below and just above the middle of two neighbours."""
    values = np.arange(2**bits, dtype=np.uint8 if bits <= 8 else np.uint16)
    finite = values.view(dtype).astype(np.float64)
    finite = np.unique(finite[np.isfinite(finite)])
    finite = finite if len(finite) <= 256 else random.choice(finite, 120)
    finite.sort()
    if bits > 8:
        patterns = random.integers(0, 2**15 - 2**10, 60).astype(np.uint16)
        low, high = patterns.view(dtype).astype(np.float64), (patterns + 1).astype(np.uint16).view(dtype).astype(np.float64)
    else:
        low, high = finite[:-1], finite[1:]
    with np.errstate(over="ignore"):
        middle = ((low + high) / 2).astype(np.float32)
        largest = np.float32(finite[-1])
        edge = np.float32(finite[-1] + (finite[-1] - finite[-2]) / 2)
    near = [middle, np.nextafter(middle, np.float32(np.inf)), np.nextafter(middle, np.float32(-np.inf))]
    special = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, largest, edge, np.nextafter(edge, np.float32(0)),
                        np.nextafter(edge, np.float32(np.inf)), 1e-45, -1e-45, 3.4028235e38, -1.0, 1e10], np.float32)
    scale = np.exp2(random.integers(-12, 12, 64).astype(np.float32))
    noise = (random.standard_normal(64).astype(np.float32) * scale).astype(np.float32)
    if dtype == ml_dtypes.float4_e2m1fn:
        special = special[~(np.isnan(special) & np.signbit(special))]  # 0 here, -0 from XLA and for a positive NaN
    return np.concatenate([special, *near, noise])


with open(pathlib.Path(__file__).with_name("floats.bin"), "wb") as file:
    for name in [*SMALL, "bfloat16", "float16"]:
        dtype = np.dtype(getattr(ml_dtypes, name, name))
        bits = 4 if name == "float4_e2m1fn" else 8 * dtype.itemsize
        count = 2**bits if bits <= 8 else 0
        file.write(struct.pack("<B", len(name)) + name.encode() + struct.pack("<H", count))
        if count:
            file.write(np.arange(count, dtype=np.uint8).view(dtype).astype("<f4").tobytes())
        with np.errstate(all="ignore"):
            tried = samples(dtype, bits)
            rounded = tried.astype(dtype).view(f"u{dtype.itemsize}")
        file.write(struct.pack("<H", len(tried)))
        for value, pattern in zip(tried, rounded):
            file.write(value.astype("<f4").tobytes() + struct.pack("<H", pattern))
