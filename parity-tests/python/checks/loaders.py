"""Models in files of ours, read by the loader that a user would use, bit for bit into the real model."""

import json
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import dill
import joblib
import numpy as np
import orbax.checkpoint as ocp
from flax import nnx, serialization
from safetensors.flax import load_file as load_flax
from safetensors.numpy import load_file as load_numpy

from checks.networks import assert_same
from models import PAIRS
from parity.command import convert
from parity.containers import read_entries, read_haiku
from parity.entries import attribute, haiku_entries, nnx_entries
from parity.recipes import load_leaves

GOLDENS = Path(__file__).resolve().parents[2] / "src/test/resources/golden"
HAIKU_MODEL = GOLDENS / "guide_mlp_batch_norm"
NNX_MODEL = GOLDENS / "mobile_net"
"""Models with state; that of NNX has a list, whose elements have numbers for names."""

Tree = dict[str, Any]


class Loader(NamedTuple):
    """How a file is written by us and read by a user."""

    out: str
    arguments: tuple[str, ...]
    load: Callable[[Path], Tree]


def nested(flat: Mapping[str, Any], cut: Callable[[str], list[str]]) -> Tree:
    """A tree of flat entries, whose keys are cut into the names of its levels."""
    tree: Tree = {}
    for key, array in flat.items():
        *parents, leaf = cut(key)
        level = tree
        for name in parents:
            level = level.setdefault(name, {})
        level[leaf] = array
    return tree


def cut_module(separator: str) -> Callable[[str], list[str]]:
    """Cuts ``params/MODULE//NAME`` and its like into three."""
    def cut(key: str) -> list[str]:
        module, name = key.rsplit(separator, 1)
        return [*module.split("/", 1), name]

    return cut


def of_archive(path: Path, cut: Callable[[str], list[str]]) -> Tree:
    """The arrays of an archive, of which none is a pickle."""
    with np.load(path, allow_pickle=False) as archive:
        return nested(archive, cut)


def of_orbax(path: Path) -> Tree:
    """An Orbax checkpoint without a target."""
    with ocp.StandardCheckpointer() as standard:
        return standard.restore(path)


HAIKU: dict[str, Loader] = {
    "npz by np.load": Loader("o.npz", (), lambda path: of_archive(path, cut_module("//"))),
    "npz by np.load, module/name": Loader("s.npz", ("--scheme", "module/name"),
                                          lambda path: of_archive(path, cut_module("/"))),
    "npz by np.load, GraphCast's keys": Loader("g.npz", ("--scheme", "module:name"),
                                               lambda path: of_archive(path, lambda key: key.split(":"))),
    "compressed npz by np.load": Loader("c.npz", ("--format", "npz-compressed"),
                                        lambda path: of_archive(path, cut_module("//"))),
    "npy by np.load with pickles": Loader("o.npy", (), lambda path: np.load(path, allow_pickle=True).item()),
    "pickle by pickle.load": Loader("o.pkl", (), lambda path: pickle.loads(path.read_bytes())),
    "pickle by dill.load": Loader("d.pkl", (), lambda path: dill.loads(path.read_bytes())),
    "joblib by joblib.load": Loader("o.joblib", (), joblib.load),
    "tree by its recipe": Loader("o", ("--format", "tree"), load_leaves),
    "safetensors by load_file": Loader("o.safetensors", ("--scheme", "module/name"),
                                       lambda path: nested(load_numpy(path), cut_module("/"))),
    "msgpack by msgpack_restore": Loader("o.msgpack", (),
                                         lambda path: serialization.msgpack_restore(path.read_bytes())),
    "orbax by StandardCheckpointer": Loader("o.orbax", (), of_orbax),
}
"""Loaders of Haiku's users: what they give is what ``apply`` takes."""


def dotted(flat: Mapping[str, Any]) -> Tree:
    """The pure dict of dotted keys."""
    return nested(flat, lambda key: [attribute(part) for part in key.split(".")])


def sharded(folder: Path) -> Mapping[str, Any]:
    """A model in several safetensors files, by its index, as Hugging Face's loaders go about it."""
    index = json.loads((folder / "model.safetensors.index.json").read_text(encoding="utf-8"))
    arrays: Tree = {}
    for file in sorted(set(index["weight_map"].values())):
        arrays |= load_flax(folder / file)
    assert arrays.keys() == index["weight_map"].keys()
    assert sum(array.nbytes for array in arrays.values()) == index["metadata"]["total_size"]
    return arrays


def abstract() -> nnx.Module:
    """The NNX model without numbers."""
    pair, = (pair for pair in PAIRS if pair.name == NNX_MODEL.name)
    return nnx.eval_shape(pair.init_nnx)


def by_target(path: Path) -> Tree:
    """An Orbax checkpoint with the pure dict of the model as the target."""
    with ocp.StandardCheckpointer() as standard:
        return standard.restore(path, nnx.to_pure_dict(nnx.state(abstract())))


def of_state(path: Path) -> Tree:
    """An Orbax checkpoint with the state of the model as the target."""
    with ocp.StandardCheckpointer() as standard:
        return nnx.to_pure_dict(standard.restore(path, nnx.state(abstract())))


def of_tree(path: Path) -> Tree:
    """An Orbax checkpoint by the handler of trees, whose texts NNX takes for numbers again."""
    with ocp.PyTreeCheckpointer() as trees:
        return nnx.restore_int_paths(trees.restore(path))


def of_manager(path: Path) -> Tree:
    """The latest step of a manager's folder."""
    shutil.move(path, path.with_name("manager") / "3/default")
    with ocp.CheckpointManager(path.with_name("manager")) as manager:
        target = nnx.to_pure_dict(nnx.state(abstract()))
        return manager.restore(manager.latest_step(), args=ocp.args.StandardRestore(target))


def into_dict(path: Path) -> Tree:
    """flax' own way back into a state of the same structure."""
    return serialization.from_bytes(nnx.to_pure_dict(nnx.state(abstract())), path.read_bytes())


NESTED = "--scheme", "nested"

NNX: dict[str, Loader] = {
    "safetensors by flax' load_file": Loader("o.safetensors", (), lambda path: dotted(load_flax(path))),
    "safetensors in shards by their index": Loader("o", ("--shard-size", "4KB"), lambda path: dotted(sharded(path))),
    "npz by np.load": Loader("o.npz", (), lambda path: dotted(np.load(path))),
    "pickle by pickle.load": Loader("o.pkl", NESTED,
                                    lambda path: nnx.restore_int_paths(pickle.loads(path.read_bytes()))),
    "msgpack by from_bytes": Loader("o.msgpack", NESTED, into_dict),
    "msgpack by msgpack_restore": Loader(
        "r.msgpack", NESTED, lambda path: nnx.restore_int_paths(serialization.msgpack_restore(path.read_bytes()))),
    "orbax by StandardCheckpointer with a target": Loader("s.orbax", NESTED, by_target),
    "orbax by PyTreeCheckpointer without one": Loader("t.orbax", NESTED, of_tree),
    "orbax by CheckpointManager": Loader("m.orbax", NESTED, of_manager),
    "orbax' nnx.State by StandardCheckpointer": Loader("n.orbax", (*NESTED, "--nnx-layout", "state"), of_state),
}
"""Loaders of NNX's users: what they give is what ``replace_by_pure_dict`` takes."""


def into_haiku(loader: Loader, folder: Path) -> None:
    """A Haiku model that a loader gives has every bit."""
    source, out = HAIKU_MODEL / "haiku.npz", folder / loader.out
    convert(source, out, "--from", "haiku", "--to", "haiku", *loader.arguments)
    tree = loader.load(out)
    assert_same(read_haiku(source), haiku_entries(tree["params"], tree["state"]))


def into_nnx(loader: Loader, folder: Path) -> None:
    """An NNX model into which a loader's numbers are put has every bit."""
    source, out = NNX_MODEL / "nnx.safetensors", folder / loader.out
    convert(source, out, "--from", "nnx", "--to", "nnx", *loader.arguments)
    model = abstract()
    state = nnx.state(model)
    nnx.replace_by_pure_dict(state, loader.load(out))
    nnx.update(model, state)
    assert_same(read_entries(source), nnx_entries(model))


def checks(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A check for each loader."""
    for style, loaders, into in (("haiku", HAIKU, into_haiku), ("nnx", NNX, into_nnx)):
        own = folder / f"loaders_{style}"
        own.mkdir()
        for name, loader in loaders.items():
            yield f"{style}: {name}", partial(into, loader, own)
