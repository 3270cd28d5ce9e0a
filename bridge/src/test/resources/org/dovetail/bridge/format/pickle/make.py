"""Makes the pickles beside it, with the real libraries.

Run with numpy 2.4.6, jax 0.10.2, dm-haiku 0.0.17, flax 0.12.8, optax 0.2.8, ml_dtypes 0.6.0, Python 3.11:
    python make.py
Same versions, same bytes. Pickles of versions that are not installed any more are made in OldPicklesTests, instruction by
instruction, from what those versions' sources say.
"""
import collections
import pickle

import haiku as hk
import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import optax
from describe import HERE, save
from flax import nnx

NUMPY = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
         "complex64", "complex128"]
ML = ["bfloat16", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2",
      "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn", "int2", "int4", "uint2", "uint4"]

# All dtypes, the values 0, 1, 2 (as each dtype rounds them) twice.
everything = {name: np.array([[0, 1, 2], [2, 1, 0]], np.float32).astype(name) for name in NUMPY}
everything |= {name: np.array([[0, 1, 2], [2, 1, 0]], np.float32).astype(getattr(ml_dtypes, name)) for name in ML}

count = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
layouts = {
    "c": count,
    "fortran": np.asfortranarray(count),
    "transposed": count.transpose(1, 0, 2),
    "strided": count[:, ::2],
    "big": count.astype(">f4"),
    "big_fortran": np.asfortranarray(count.astype(">f8")),
    "big_complex": (count + 1j).astype(">c8"),
    "zero_d": np.array(7, np.int32),
    "empty": np.zeros((0, 3), np.float32),
    "scalar": np.float32(1.5),
    "bfloat16_scalar": ml_dtypes.bfloat16(2.5),
    "text": np.array("layer"),
    "texts": np.array([["a", "bc"], ["d", ""]]),
    "np_text": np.str_("ab"),
    "ascii": np.array([b"ab", b"c"]),
    "objects": np.array([{"a": np.zeros(1, np.int8)}, None], dtype=object),
    "read_only": np.frombuffer(b"\0\0\x80?", np.float32),
}

plain = {"none": None, "true": True, "false": False, "int": 3, "negative": -70000, "long": 10**30, "longer": -2**63,
         "float": 0.1, "inf": float("-inf"), "text": "é\n🙂\\u0041", "bytes": b"a'\\\xff\0", "empty_bytes": b"",
         "bytearray": bytearray(b"xy"), "list": [1, [2]], "tuple": (1, (2,), ()), "set": {5}, "frozenset": frozenset(["s"]),
         "ordered": collections.OrderedDict(z=1, a=2), "default": collections.defaultdict(dict, k={}),
         "many": list(range(1500)), "dtype": np.dtype("f4"), "empty": {}, "ints": {10: "ten", 2: "two"},
         "w": np.ones(2, np.float32)}
shared = [1, 2]
plain["shared"] = [shared, shared]

jaxes = {"f32": jnp.arange(6.0).reshape(2, 3), "bf16": jnp.arange(3, dtype=jnp.bfloat16), "scalar": jnp.int32(4),
         "key": jax.random.key(7), "keys": jax.random.split(jax.random.key(0), 3), "rbg": jax.random.key(1, impl="rbg"),
         "raw_key": jax.random.PRNGKey(3)}


class Embedding(nnx.Variable):
    """A user's own Variable type."""


class Model(nnx.Module):
    def __init__(self, rngs):
        self.linear = nnx.Linear(2, 3, rngs=rngs)
        self.bn = nnx.BatchNorm(3, rngs=rngs)
        self.dropout = nnx.Dropout(0.5, rngs=rngs)
        self.blocks = nnx.List([nnx.Linear(1, 1, use_bias=False, rngs=rngs) for _ in range(11)])
        self.table = Embedding(jnp.ones(2))


class Experiment(collections.namedtuple("Experiment", ["params", "step"])):
    """A user's NamedTuple."""


model = Model(nnx.Rngs(0))
_, state = nnx.split(model)
params = {"mlp/~/linear_0": {"w": np.ones((2, 3), np.float32), "b": np.zeros(3, np.float32)}}
optimizer = optax.chain(optax.clip(1.0), optax.adam(1e-3))
masked = optax.masked(optax.sgd(0.1, momentum=0.9), {"mlp/~/linear_0": {"w": True, "b": False}})

for protocol in (2, 3, 4, 5):
    save("dtypes", everything, protocol)
    save("layouts", layouts, protocol)
    save("plain", plain, protocol)
    save("jax", jaxes, protocol)
for protocol in (0, 1):
    save("plain", plain, protocol)
    save("few_layouts", {k: layouts[k] for k in ("c", "fortran", "big", "empty", "text")}, protocol)
for protocol in (2, 4, 5):
    save("state", state, protocol)
    save("optax", {"params": params, "chain": optimizer.init(params), "masked": masked.init(params)}, protocol)
save("flat_state", nnx.to_flat_state(state), 4, state)
save("optimizer_state", nnx.state(nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)), 4)
save("pure", nnx.to_pure_dict(state), 4)
(HERE / "module.p4.pkl").write_bytes(pickle.dumps({"step": 3, "model": model}, protocol=4))
save("haiku", hk.data_structures.to_immutable_dict(params), 4)
save("haiku", hk.data_structures.to_immutable_dict(params), 2)
save("named_tuple", Experiment(params, 3), 4)
save("named_tuple", Experiment(params, 3), 0)
numbers = np.arange(3, dtype=np.float32)
save("array", numbers, 4, {"array": numbers})
save("pair", (params, {}), 4)
save("object", np.array(params, dtype=object), 3, params)
paths = {("encoder", "w"): np.ones(1, np.float32), ("encoder", "b"): np.zeros(1, np.float32)}
save("paths", paths, 4, {"encoder": {"w": paths["encoder", "w"], "b": paths["encoder", "b"]}})
