"""Makes the folders ocdbt, shards and tree beside it, and json/dumped_*.json, with orbax-checkpoint 0.12.8, flax, haiku and
safetensors: PYTHONPATH=docs python make.py

The databases have what Orbax writes for small models, and, through tensorstore, what it writes for large ones and for
several processes: trees of more than one level, many versions, numbered manifests.
"""
import json
import pathlib
import pickle
import shutil

import haiku as hk
import jax
import numpy as np
import orbax.checkpoint as ocp
import tensorstore as ts
from dump_structure import dump_haiku, dump_nnx
from flax import nnx
from safetensors.numpy import save_file

COMMITS = 4

here = pathlib.Path(__file__).parent.absolute()


def fresh(name):
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def unplace(folder):
    """Takes the maker's own folder out of what Orbax notes."""
    for note in folder.rglob("commit_success.txt"):
        note.write_text(note.read_text().replace(str(folder), folder.name))


def save(name, tree, **options):
    folder = fresh(name)
    with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(use_ocdbt=True, **options)) as saver:
        saver.save(folder, args=ocp.args.PyTreeSave(tree))
    unplace(folder)
    return folder


def database(folder, **config):
    return ts.KvStore.open({"driver": "ocdbt", "base": f"file://{folder}/", "config": config}).result()


def rewrite(source, name, parts=("",), **config):
    """The keys of a database in others, which share them; each keeps old versions."""
    folder = fresh(name)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("manifest.ocdbt", "d", "ocdbt.*"))
    old = database(source)
    keys = sorted(old.list().result())
    for number, part in enumerate(parts):
        new = database(folder / part, **config)
        for commit in range(COMMITS):
            with ts.Transaction() as transaction:
                for key in keys[number::len(parts)][commit::COMMITS]:
                    new.with_transaction(transaction)[key] = old[key]


noise = np.random.default_rng(7)
model = {"layers": [{"kernel": np.arange(6, dtype=np.float32).reshape(2, 3), "bias": np.zeros(3, np.float16)}
                    for _ in range(3)],
         "large": noise.integers(0, 2**31, (2, 300), dtype=np.int32), "step": 7, "name": "text"}
zarr2 = save("ocdbt/zarr2", model, use_zarr3=False)
zarr3 = save("ocdbt/zarr3", model, use_zarr3=True)
small = {"max_inline_value_bytes": 100, "version_tree_arity_log2": 1}
rewrite(zarr2, "ocdbt/tall", max_decoded_node_bytes=220, compression=None, **small)
rewrite(zarr3, "ocdbt/tall_zstd", max_decoded_node_bytes=400, **small)
rewrite(zarr2, "ocdbt/numbered", manifest_kind="numbered", **small)
rewrite(zarr3, "ocdbt/processes", parts=("ocdbt.process_0", "ocdbt.process_1"), **small)


class Model(nnx.Module):
    def __init__(self, rngs):
        self.linear = nnx.Linear(2, 3, rngs=rngs)
        self.norm = nnx.BatchNorm(3, rngs=rngs)


def forward(x):
    return hk.BatchNorm(True, True, 0.9)(hk.nets.MLP([3, 2], name="net")(x), is_training=True)


dump_nnx(Model(nnx.Rngs(0)), str(here / "json" / "dumped_nnx.json"))
dump_haiku(forward, str(here / "json" / "dumped_haiku.json"), np.ones((1, 2), np.float32))

state = fresh("ocdbt/state")
with ocp.StandardCheckpointer() as saver:
    saver.save(state, nnx.state(Model(nnx.Rngs(0))))
unplace(state)

shards = fresh("shards/model")
shards.mkdir(parents=True)
parts = {"model-00001-of-00002.safetensors": {"a.kernel": np.ones((2, 3), np.float32), "a.bias": np.zeros(3, np.float32)},
         "model-00002-of-00002.safetensors": {"b.kernel": np.arange(6, dtype=np.int8).reshape(3, 2)}}
for file, tensors in parts.items():
    save_file(tensors, shards / file, {"format": "np"})
index = {"metadata": {"total_size": 42}, "weight_map": {key: file for file, keys in parts.items() for key in keys}}
(shards / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")

tree = {"params": {"linear": {"w": np.ones((2, 3), np.float32), "b": np.zeros(3, np.float32)}},
        "more": [np.arange(3), (np.float16(2), None)]}
folder = fresh("tree/model")
folder.mkdir(parents=True)
(folder / "tree.pkl").write_bytes(pickle.dumps(jax.tree.map(lambda _: 0, tree)))
with open(folder / "arrays.npy", "wb") as file:
    for leaf in jax.tree.leaves(tree):
        np.save(file, leaf, allow_pickle=False)
