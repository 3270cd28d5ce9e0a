"""Makes old_*.pkl with versions of the libraries that people still have pickles of.

    jax04:  python 3.8,  jax 0.4.13, jaxlib 0.4.13, numpy 1.22.4, dm-haiku 0.0.10, optax 0.1.5
    flax08: python 3.10, jax 0.4.26, jaxlib 0.4.26, numpy 1.26.4, dm-haiku 0.0.12, optax 0.2.2, flax 0.8.4
    flax10: python 3.10, jax 0.5.3,  jaxlib 0.5.3,  numpy 1.26.4, optax 0.2.4, flax 0.10.4, dill 0.4.1
Run as: python make_old.py jax04|flax08|flax10
"""
import pickle
import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax
from describe import HERE, save as save_as

WHICH = sys.argv[1]


def save(name, value, protocol=4, **options):
    save_as(f"old_{WHICH}_{name}", value, protocol, **options)


w = jnp.arange(6, dtype=jnp.float32).reshape(2, 3)
tree = {"linear": {"w": w, "b": w[0].astype(jnp.bfloat16)}}
save("arrays", {"params": tree, "opt": optax.adam(1e-3).init(tree), "raw": jax.random.PRNGKey(1)})
if WHICH != "flax10":
    import haiku as hk

    save("haiku", hk.data_structures.to_immutable_dict(tree))
if WHICH == "jax04":
    from haiku._src.data_structures import frozendict

    save("frozendict", frozendict(tree["linear"]), means=tree["linear"])
if WHICH != "jax04":
    from flax import nnx
    from flax.core import FrozenDict

    class Mine(nnx.Variable):
        pass

    class Model(nnx.Module):
        def __init__(self, rngs):
            self.linear = nnx.Linear(2, 3, rngs=rngs)
            self.bn = nnx.BatchNorm(3, rngs=rngs)
            self.dropout = nnx.Dropout(0.5, rngs=rngs)
            self.blocks = [nnx.Linear(1, 1, use_bias=False, rngs=rngs) for _ in range(2)]
            self.mine = Mine(jnp.ones(2))

    model = Model(nnx.Rngs(0))
    _, state = nnx.split(model)
    save("state", state)
    save("variables", {"a": nnx.Param(w), "b": Mine(w)})
    module = pickle.dumps(nnx.Dropout(0.5, rngs=nnx.Rngs(0)), protocol=4)
    (HERE / f"old_{WHICH}_module.p4.pkl").write_bytes(module)
    save("frozen", FrozenDict({"params": {"w": w}}))
if WHICH == "flax10":
    import dill

    for protocol in (2, 4):
        save("dill", {"w": np.arange(3, dtype=np.float32), "jax": w}, protocol, module=dill)
