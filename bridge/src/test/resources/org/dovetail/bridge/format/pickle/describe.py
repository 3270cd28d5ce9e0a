"""Says what is in a tree, for tests to compare with what was read; and pickles it."""
import collections.abc
import json
import pathlib
import pickle

import jax
import numpy as np

HERE = pathlib.Path(__file__).parent
written = set()


def is_variable(value):
    return any(cls.__name__ in ("Variable", "VariableState") for cls in type(value).__mro__)


def describe(value, path, variable, lines):
    """Adds a line for each node of a tree."""
    if is_variable(value):
        name = (value.type if hasattr(value, "type") else type(value)).__name__
        value = value.get_raw_value() if hasattr(value, "get_raw_value") else value.value
        return describe(value, path, name, lines)
    if isinstance(value, jax.Array) and str(value.dtype).startswith("key<"):
        return describe(jax.random.key_data(value), path, variable or "RngKey", lines)
    if isinstance(value, (jax.Array, np.ndarray, np.generic)) and np.asarray(value).dtype.kind not in "OUS":
        array = np.asarray(value)
        array = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"))).reshape(array.shape)
        shape = ",".join(map(str, array.shape))
        return lines.append(f"{path}\t{array.dtype.name}[{shape}]\t{variable}\t{array.tobytes().hex()}")
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, bytes) and path.startswith("ascii"):
        value = value.decode()
    if isinstance(value, np.dtype):
        value = value.str
    if isinstance(value, (bytes, bytearray)):
        escaped = "".join(f"\\{chr(b)}" if b in b"\\'" else chr(b) if 32 <= b < 127 else f"\\x{b:02x}" for b in value)
        value = f"b'{escaped}'"
    fields = getattr(value, "_fields", None)
    if value is None or isinstance(value, (bool, int, str)):
        lines.append(f"{path}\t{type(value).__name__}\t{json.dumps(str(value))}")
    elif isinstance(value, float):
        lines.append(f"{path}\tfloat\t{np.float64(value).tobytes().hex()}")
    elif isinstance(value, (dict, collections.abc.Mapping)):
        kind = "INT_DICT" if value and all(isinstance(key, int) for key in value) else "DICT"
        lines.append(f"{path}\t{kind}\t")
        for key, child in value.items():
            describe(child, f"{path}/{key}".lstrip("/"), variable, lines)
    else:
        kind = "NAMED" if fields is not None else "TUPLE" if isinstance(value, tuple) else "LIST"
        lines.append(f"{path}\t{kind}\t{type(value).__module__ + '.' + type(value).__qualname__ if fields is not None else ''}")
        keys = fields if type(value).__module__.startswith("optax") else range(len(value))
        for key, child in zip(keys, value):
            describe(child, f"{path}/{key}".lstrip("/"), variable, lines)


def save(name, value, protocol, means=None, module=pickle):
    (HERE / f"{name}.p{protocol}.pkl").write_bytes(module.dumps(value, protocol=protocol))
    if name not in written:
        written.add(name)
        lines = []
        describe(value if means is None else means, "", "", lines)
        (HERE / f"{name}.txt").write_text("\n".join(lines) + "\n")
