"""Makes the files beside this one, with numpy 2.4.6, ml_dtypes 0.6.0 and safetensors 0.8.0: python make.py"""
import io
import pathlib
import zipfile

import ml_dtypes
import numpy as np
from safetensors.numpy import save_file

here = pathlib.Path(__file__).parent


def numbers(dtype, shape):
    """1, 2, 3, ... in C order."""
    return (np.arange(np.prod(shape, dtype=int)) + 1).reshape(shape).astype(dtype)


plain = {
    "encoder/~/linear//w": numbers(np.float32, (2, 3)),
    "encoder/~/linear//b": numbers(np.float16, (3,)),
    "bits": numbers(ml_dtypes.bfloat16, (2,)),
    "schicht/größe": numbers(np.complex64, (2, 1, 2)),
    "none": numbers(np.uint8, (0, 4)),
    "step": np.array(7),
    "rate": np.array(0.25),
    "done": np.array(True),
    "text": np.array("größer 🙂"),
    "empty": np.array(""),
}
np.savez(here / "savez.npz", **plain)
np.savez_compressed(here / "savez_compressed.npz", **plain)

for name, array in {
    "fortran": np.asfortranarray(numbers(np.float32, (2, 3, 4))),
    "fortran_big": np.asfortranarray(numbers(">i8", (2, 3))),
    "big_f4": numbers(">f4", (3,)),
    "big_i2": numbers(">i2", (3,)),
    "big_c16": numbers(">c16", (2,)),
    "bfloat16": numbers(ml_dtypes.bfloat16, (3,)),
    "float8_e5m2": numbers(ml_dtypes.float8_e5m2, (3,)),
    "int4": numbers(ml_dtypes.int4, (3,)),
    "rank_32": numbers(np.int8, (1,) * 32),
    "dates": np.zeros(2, "M8[s]"),
    "fields": np.zeros(2, [("x", "<f4"), ("y", "<i2")]),
    "long_double": np.zeros(2, np.longdouble),
    "texts": np.array([["a", "bc"], ["", "é"]]),
    "bytes": np.array([b"a", b"\xff\xfe"]),
    "objects": np.array({"w": numbers(np.float32, (2,))}, dtype=object),
}.items():
    np.save(here / f"{name}.npy", array, allow_pickle=True)

for version in ((1, 0), (2, 0), (3, 0)):
    with open(here / f"version_{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, numbers(np.int32, (2, 2)), version=version)

# A stream that cannot seek makes zipfile put sizes behind the data.
class Unseekable(io.RawIOBase):
    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
    with open(here / f"descriptors_{method}.npz", "wb") as file, zipfile.ZipFile(Unseekable(file), "w", method) as zip:
        for large in (False, True):
            info = zipfile.ZipInfo(f"large_{large}.npy")
            info.compress_type = method
            with zip.open(info, "w", force_zip64=large) as member:
                np.lib.format.write_array(member, numbers(np.float64, (5,)))

save_file({name: array for name, array in {
    "encoder.kernel": numbers(np.float32, (2, 3)),
    "encoder.bias": numbers(np.float16, (3,)),
    "bits": numbers(ml_dtypes.bfloat16, (3,)),
    "größe\n\"\\\u0001\u007f\u2028/": numbers(np.float64, (2,)),
    "🙂": numbers(np.float64, (1,)),
    "\uffee": numbers(np.float64, (1,)),
    "none": numbers(np.uint8, (0, 4)),
    "scalar": numbers(np.int64, ()),
    **{dtype: numbers(getattr(ml_dtypes, dtype, dtype), (2,)) for dtype in (
        "bool", "uint8", "int8", "float8_e5m2", "float8_e4m3fn", "float8_e8m0fnu", "float8_e4m3fnuz", "float8_e5m2fnuz",
        "int16", "uint16", "int32", "uint32", "complex64", "int64", "uint64")},
}.items()}, here / "library.safetensors", {"made by": "größer\t\u0002\"\\/"})
