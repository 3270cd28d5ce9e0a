"""Makes the files of joblib beside it, as pickles that make.py does not: joblib 1.6.0 with lz4 4.4.5,
and joblib 1.1.1 for those named old.

    python make_joblib.py [old]     with joblib 1.1.1 installed for the latter
"""
import collections
import io
import sys

import joblib
import ml_dtypes
import numpy as np
from describe import save

COUNT = np.arange(6, dtype=np.float32).reshape(2, 3)


class Joblib:
    """What ``describe.save`` dumps with."""

    def __init__(self, **options):
        self.options = options

    def dumps(self, value, protocol):
        file = io.BytesIO()
        joblib.dump(value, file, protocol=protocol, **self.options)
        return file.getvalue()


arrays = {
    "net/linear": {"w": COUNT, "b": np.arange(3).astype(ml_dtypes.bfloat16)},
    "fortran": np.asfortranarray(COUNT), "strided": COUNT[:, ::2], "big": COUNT.astype(">f4"),
    "scalar": np.float32(1.5), "zero_d": np.array(7, np.int64), "empty": np.zeros((0, 3), np.int8),
    "objects": np.array([{"a": np.zeros(1, np.int8)}, None], dtype=object), "texts": np.array(["a", "bc"]),
    "ordered": collections.OrderedDict(z=COUNT[0]), "shared": [COUNT, COUNT], "step": 3,
}
if "old" in sys.argv:
    save("joblib_old", arrays, 4, module=Joblib())
else:
    for protocol in (2, 4, 5):
        save("joblib", arrays, protocol, module=Joblib())
    for how in ("zlib", "gzip", "bz2", "lzma", "xz", "lz4"):
        save(f"joblib_{how}", {"net": {"w": COUNT}, "step": 3}, 4, module=Joblib(compress=(how, 3)))
        save(f"joblib_{how}_arrays", arrays, 5, module=Joblib(compress=(how, 9)))
