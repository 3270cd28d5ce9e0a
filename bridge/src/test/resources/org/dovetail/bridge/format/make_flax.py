"""Makes the msgpack files beside this one, with flax 0.12.8 and jax 0.10.2: python make_flax.py"""
import pathlib

import ml_dtypes
import numpy as np
from flax import serialization

here = pathlib.Path(__file__).parent
DTYPES = (
    "bool", "int2", "int4", "int8", "int16", "int32", "int64", "uint2", "uint4", "uint8", "uint16", "uint32", "uint64",
    "float4_e2m1fn", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2",
    "float8_e5m2fnuz", "float8_e8m0fnu", "bfloat16", "float16", "float32", "float64", "complex64", "complex128")


def numbers(dtype, shape):
    """1, then 0 or 1 in turn, in C order."""
    return ((np.arange(np.prod(shape, dtype=int)) + 1) % 2).reshape(shape).astype(getattr(ml_dtypes, dtype, dtype))


arrays = {
    "codes": {dtype: numbers(dtype, (3,)) for dtype in DTYPES},
    "none": np.zeros((0, 4), np.uint8),
    "scalar": np.array(2.5),
    "wide": numbers("int8", (1,) * 20),
}
(here / "arrays.msgpack").write_bytes(serialization.to_bytes(arrays))
(here / "values.msgpack").write_bytes(serialization.msgpack_serialize({
    "params": {"blocks": [{"w": numbers("float32", (2,))}, {"w": numbers("float32", (2,))}], "ü": numbers("int8", (1,))},
    "step": 3, "many": 2**64 - 1, "few": -2**63, "rate": 0.25, "done": True, "seed": None, "note": "größer 🙂",
    "raw": b"a'\xff", "imaginary": 1.5 - 2j, "number": np.float32(1.5), "layers": {0: 1, 10: 2}}))
serialization.MAX_CHUNK_SIZE = 16
(here / "chunked.msgpack").write_bytes(serialization.to_bytes(
    {"a": {"large": np.arange(15, dtype=np.float32).reshape(3, 5)}, "small": np.arange(4, dtype=np.float32)}))
