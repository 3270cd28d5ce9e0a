"""Makes the file beside it, and a folder of its parts, in the format that alphafold3/model/params.py describes, with zstandard 0.25.0: python make_records.py"""
import pathlib
import struct

import ml_dtypes
import numpy as np
import zstandard


def record(scope, name, array):
    texts = [text.encode() for text in (scope, name, str(array.dtype))]
    data = array.tobytes()
    head = struct.pack("<5i", *map(len, texts), array.ndim, len(data))
    return head + b"".join(texts) + struct.pack(f"<{array.ndim}i", *array.shape) + data


records = b"".join([record("diffuser/~/linear", "weights", np.arange(6).reshape(2, 3).astype(ml_dtypes.bfloat16)),
                    record("diffuser/~/linear", "bias", np.arange(3, dtype=np.float32)),
                    record("__meta__", "__identifier__", np.arange(4, dtype=np.uint8))])
here = pathlib.Path(__file__).parent
packed = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(records)
(here / "af3.bin.zst").write_bytes(packed)
for number in range(3):
    part = here / f"records_parts/af3.bin.zst.{number}"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(packed[len(packed) * number // 3:len(packed) * (number + 1) // 3])
