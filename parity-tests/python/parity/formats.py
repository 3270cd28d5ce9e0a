"""Small files of every container and dtype, each made by the library that owns the format."""

import json
import os
import pickle
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import dill
import haiku as hk
import jax
import jax.numpy as jnp
import joblib
import ml_dtypes
import numpy as np
import optax
import orbax.checkpoint as ocp
import orbax.checkpoint.experimental.v1 as ocp_v1
from flax import nnx, serialization
from haiku._src import data_structures
from safetensors.numpy import save_file

from parity.codecs import ZARR2, ZARR3, save_recoded
from parity.containers import load_orbax, read_entries, safetensors_metadata
from parity.entries import write_text
from parity.processes import save_processes
from parity.recipes import cut_records, load_leaves, read_records, save_leaves, write_records

NUMPY = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32",
         "float64", "complex64", "complex128")
FLOATS8 = ("float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2",
           "float8_e5m2fnuz", "float8_e8m0fnu")
SMALL = ("int2", "int4", "uint2", "uint4", "float4_e2m1fn")
SAFETENSORS = (*(name for name in NUMPY if name != "complex128"), "bfloat16", "float8_e4m3fn", "float8_e4m3fnuz",
               "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu")
ORBAX = (*NUMPY, "bfloat16", *(name for name in FLOATS8 if name != "float8_e4m3"), "int2", "int4", "float4_e2m1fn")
JAX = ("bool", "int8", "int16", "int32", "uint8", "uint16", "uint32", "float16", "bfloat16", "float32", "complex64",
       *FLOATS8, *SMALL)


def sample(dtype: str, shape: tuple[int, ...] = (2, 3)) -> np.ndarray:
    """Numbers that a dtype holds exactly, with its signs and parts where it has them."""
    kind = np.dtype(getattr(ml_dtypes, dtype, dtype))
    count = int(np.prod(shape))
    if dtype == "bool":
        numbers = np.arange(count) % 3 == 0
    elif dtype.startswith("uint"):
        numbers = np.arange(count) % 4
    elif dtype == "int2":
        numbers = np.arange(count) % 4 - 2
    elif dtype.startswith("complex"):
        numbers = np.arange(count) - 1j * (np.arange(count) + 0.5)
    elif dtype == "float8_e8m0fnu":
        numbers = 2.0 ** (np.arange(count) - 3)
    elif dtype == "float4_e2m1fn":
        numbers = np.arange(count) / 2 - 1
    else:
        numbers = np.arange(count) - 3
    return numbers.astype(kind).reshape(shape)


def specials(dtype: str) -> np.ndarray:
    """Numbers whose bits are easily lost: both zeros, infinities, not-a-number, the smallest subnormal."""
    smallest = ml_dtypes.finfo(dtype).smallest_subnormal
    return np.array([0.0, -0.0, np.inf, -np.inf, np.nan, smallest], dtype=getattr(ml_dtypes, dtype, dtype))


def shapes() -> dict[str, np.ndarray]:
    """Arrays of unusual shapes and memory orders."""
    return {
        "scalar": np.array(2.5, np.float32),
        "empty": np.zeros((0, 3), np.float32),
        "five_axes": np.arange(16, dtype=np.float32).reshape(2, 1, 2, 2, 2),
        "fortran": np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)),
        "big_endian": np.arange(4, dtype=">f4"),
        "special32": specials("float32"),
    }


def dtypes(names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """One array of each dtype."""
    return {name: sample(name) for name in names}


def write_npy(folder: Path) -> None:
    """Lone arrays: every version of the header, every dtype, orders and shapes."""
    folder.mkdir(parents=True)
    for version in ((1, 0), (2, 0), (3, 0)):
        for order in "CF":
            with open(folder / f"version{version[0]}_{order}.npy", "wb") as file:
                array = np.asarray(np.arange(6, dtype=np.float32).reshape(2, 3), order=order)
                np.lib.format.write_array(file, array, version)
    for name in (*NUMPY, "bfloat16", "float8_e4m3fn", "int4"):
        np.save(folder / f"{name}.npy", sample(name))
    for name, array in shapes().items():
        np.save(folder / f"{name}.npy", array)


def write_npz(folder: Path) -> None:
    """Archives, stored and deflated, and one with plain values beside the collections."""
    folder.mkdir(parents=True)
    arrays = {f"codes//{name}": array for name, array in (dtypes((*NUMPY, "bfloat16")) | shapes()).items()}
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)
    np.savez(folder / "slashes.npz", **{"net/~/linear/w": sample("float32"), "net/~/linear/b": sample("float32", (3,))})
    np.savez(folder / "values.npz", **{
        "params/net/linear//w": sample("float32"), "state/net//counter": np.array(7, np.int32),
        "global_step": np.array(3), "description": np.array("a net")})


def write_safetensors(folder: Path) -> None:
    """Every dtype that the library writes, and its metadata."""
    folder.mkdir(parents=True)
    arrays = dtypes(SAFETENSORS) | {name: np.ascontiguousarray(array).reshape(array.shape)
                                    for name, array in shapes().items() if name != "big_endian"}
    save_file({f"codes/{name}": array for name, array in arrays.items()}, folder / "dtypes.safetensors",
              {"note": 'quote " backslash \\ ü'})
    save_file({"net.linear.kernel": sample("bfloat16"), "net.blocks.10.bias": specials("bfloat16")},
              folder / "bare.safetensors")


def write_shards(folder: Path) -> None:
    """A model in two safetensors files with an index, as ``save_pretrained`` writes large ones."""
    shards = [{f"codes/{name}": sample(name) for name in names} for names in (SAFETENSORS[::2], SAFETENSORS[1::2])]
    model = folder / "model"
    model.mkdir(parents=True)
    files = [f"model-{index + 1:05d}-of-{len(shards):05d}.safetensors" for index in range(len(shards))]
    for file, shard in zip(files, shards):
        save_file(shard, model / file, {"format": "np"})
    index = {"metadata": {"total_size": sum(array.nbytes for shard in shards for array in shard.values())},
             "weight_map": {key: file for file, shard in zip(files, shards) for key in shard}}
    write_text(model / "model.safetensors.index.json", json.dumps(index, indent=2, sort_keys=True) + "\n")


def network() -> tuple[dict, dict, Any]:
    """Parameters and state of a small Haiku model, and Adam's state after one step."""
    def forward(x):
        return hk.nets.MLP([3, 2])(x) + hk.BatchNorm(True, True, 0.9)(x, is_training=True)[:, :2]

    x = jnp.asarray(sample("float32", (4, 5)))
    params, state = hk.transform_with_state(forward).init(jax.random.key(0), x)
    adam = optax.adam(0.1)
    _, moments = adam.update(jax.tree.map(jnp.ones_like, params), adam.init(params))
    return params, state, moments


class Model(nnx.Module):
    """A small NNX model with a list, batch statistics and, when asked for, a random stream."""

    def __init__(self, streams: bool, rngs: nnx.Rngs):
        self.blocks = nnx.List([nnx.Linear(3, 3, rngs=rngs) for _ in range(2)])
        self.norm = nnx.BatchNorm(3, rngs=rngs)
        if streams:
            self.drop = nnx.Dropout(0.5, rngs=rngs)


def numpy_arrays() -> dict[str, Any]:
    """What a NumPy pickle can hold: dtypes, orders, scalars, a read-only and a shared array."""
    frozen = sample("float32")
    frozen.flags.writeable = False
    shared = sample("int32")
    return {"codes": dtypes((*NUMPY, "bfloat16", *FLOATS8, *SMALL)) | shapes() | {
        "frozen": frozen, "shared": shared, "shared_again": shared, "number": np.float32(1.5)}}


def jax_arrays() -> dict[str, Any]:
    """What a pickle of jax arrays can hold."""
    return {"codes": {name: jnp.asarray(array) for name, array in dtypes(JAX).items()} | {
        "scalar": jnp.float32(2.5), "empty": jnp.zeros((0, 3)), "weak": jnp.asarray(1.0) * 2}}


def write_pickles(folder: Path) -> None:
    """Trees as users pickle them, of both libraries."""
    folder.mkdir(parents=True)
    for protocol in (2, 3, 4, 5):
        (folder / f"numpy_{protocol}.pkl").write_bytes(pickle.dumps(numpy_arrays(), protocol))
        (folder / f"jax_{protocol}.pkl").write_bytes(pickle.dumps(jax_arrays(), protocol))
    params, state, moments = network()
    as_numpy = jax.tree.map(np.asarray, (params, state))
    pure = nnx.to_pure_dict(nnx.state(Model(False, nnx.Rngs(0))))
    trees = {
        "flat_mapping_2": data_structures.to_immutable_dict(params),
        "flat_mapping_4": data_structures.to_immutable_dict(as_numpy[0]),
        "frozendict_4": data_structures.frozendict(as_numpy[0]),
        "ordered_dict_2": OrderedDict((module, OrderedDict(arrays)) for module, arrays in as_numpy[0].items()),
        "experiment_4": {"params": params, "state": state, "opt_state": moments, "global_step": 3,
                         "config": {"name": "mlp", "rate": 0.1, "sizes": [3, 2], "normalised": True, "seed": None}},
        "pair_5": as_numpy,
        "nnx_state_2": nnx.state(Model(False, nnx.Rngs(0))),
        "nnx_state_4": nnx.state(Model(False, nnx.Rngs(0))),
        "nnx_state_5": nnx.state(Model(False, nnx.Rngs(0))),
        "nnx_streams_4": nnx.state(Model(True, nnx.Rngs(0))),
        "nnx_pure_3": jax.tree.map(np.asarray, pure),
        "nnx_pure_4": pure,
    }
    for name, tree in trees.items():
        (folder / f"{name}.pkl").write_bytes(pickle.dumps(tree, int(name[-1])))
    np.save(folder / "tapir.npy", np.array(
        {"params": as_numpy[0], "state": as_numpy[1], "global_step": np.array(3)}, dtype=object), allow_pickle=True)
    np.save(folder / "robustness.npy", np.array(as_numpy, dtype=object), allow_pickle=True)


def write_msgpack(folder: Path) -> None:
    """State dicts as flax writes them: dtypes, both libraries' trees, plain values, an array in pieces."""
    folder.mkdir(parents=True)
    params, state, moments = network()
    arrays = {name: np.ascontiguousarray(array).reshape(array.shape)
              for name, array in shapes().items() if name != "big_endian"}
    trees = {
        "dtypes": {"codes": dtypes((*NUMPY, "bfloat16", *FLOATS8, *SMALL)) | arrays},
        "jax": jax_arrays(),
        "experiment": {"params": params, "state": state, "opt_state": moments, "global_step": 3, "description": "ü",
                       "number": np.float32(1.5)},
        "nnx_pure": nnx.to_pure_dict(nnx.state(Model(False, nnx.Rngs(0)))),
    }
    for name, tree in trees.items():
        (folder / f"{name}.msgpack").write_bytes(serialization.to_bytes(tree))
    whole, serialization.MAX_CHUNK_SIZE = serialization.MAX_CHUNK_SIZE, 16
    (folder / "pieces.msgpack").write_bytes(serialization.to_bytes({"codes": dtypes(("bool", "float32", "complex128"))}))
    serialization.MAX_CHUNK_SIZE = whole


def write_joblib(folder: Path) -> None:
    """Haiku's and other trees as joblib dumps them: plain, of old protocols, and compressed as a whole."""
    folder.mkdir(parents=True)
    params, state, _ = network()
    experiment = {"params": jax.tree.map(np.asarray, params), "state": state, "global_step": 3,
                  "config": {"name": "mlp", "sizes": [3, 2]}}
    for protocol in (2, 4, 5):
        joblib.dump(numpy_arrays(), folder / f"numpy_{protocol}.joblib", protocol=protocol)
    joblib.dump(experiment, folder / "experiment.joblib")
    for compression in ("zlib", "gzip", "bz2", "xz", "lzma", "lz4"):
        joblib.dump(experiment, folder / f"{compression}.joblib", compress=(compression, 3))


def write_alphafold3(folder: Path) -> None:
    """AlphaFold 3's records, plain and as they are published."""
    folder.mkdir(parents=True)
    params = {"diffuser/~/codes": dtypes((*NUMPY, "bfloat16", "float8_e4m3fn")) | {
        name: array for name, array in shapes().items() if name in ("scalar", "five_axes", "special32")}}
    write_records(folder / "dtypes.bin", params)
    write_records(folder / "af3.bin.zst", {
        "diffuser/~/linear": {"weights": sample("bfloat16"), "bias": sample("float32", (3,))},
        "__meta__": {"__identifier__": np.frombuffer(b"identifier", np.uint8)}})
    cut_records(folder / "af3.bin.zst", folder / "parts", 3)


def write_trees(folder: Path) -> None:
    """A tree of zeros and its leaves, as Haiku's authors advise."""
    folder.mkdir(parents=True)
    params, state, moments = network()
    ordered = OrderedDict(z=sample("int8"), a=sample("float16"))
    save_leaves(folder / "experiment", {"params": params, "state": state, "opt_state": moments, "ordered": ordered,
                                        "layers": {10: sample("int16"), 9: sample("uint8"), -1: np.float32(2.5)},
                                        "none": None, "pair": (sample("bool"), [sample("complex64")])})


class ExperimentState(NamedTuple):
    """What BYOL's checkpoints hold, but for its optimizer."""

    online_params: Any
    target_params: Any
    online_state: Any


def write_releases(folder: Path) -> None:
    """Checkpoints as published: GraphCast's keys with its configuration, BYOL's NamedTuple by dill, Uni-Fold's one object."""
    folder.mkdir(parents=True)
    params, state, _ = jax.tree.map(np.asarray, network())
    weights = {f"params:{module}:{name}": array for module, arrays in params.items() for name, array in arrays.items()}
    np.savez(folder / "graphcast.npz", **weights, **{
        "model_config:resolution": np.float64(0.25), "model_config:mesh_size": np.int64(5),
        "task_config:input_variables:0": np.array("2m_temperature"), "task_config:pressure_levels:0": np.int64(50),
        "description": np.array("GraphCast in the small"), "license": np.array("CC BY-NC-SA 4.0")})
    byol = {"experiment_state": ExperimentState(params, params, state), "step": 300, "rng": np.array([0, 7], np.uint32)}
    (folder / "byol.pkl").write_bytes(dill.dumps(byol, 2))
    np.savez(folder / "unifold.npz", params)


def save_tree(path: Path, tree: Any, ocdbt: bool = True, zarr3: bool = False, chunk_bytes: int | None = None) -> None:
    """Saves a tree by Orbax' handler of trees."""
    handler = ocp.PyTreeCheckpointHandler(use_ocdbt=ocdbt, use_zarr3=zarr3)
    arguments = jax.tree.map(lambda _: ocp.SaveArgs(chunk_byte_size=chunk_bytes), tree)
    with ocp.Checkpointer(handler) as saver:
        saver.save(path.absolute(), args=ocp.args.PyTreeSave(tree, arguments))


def write_orbax(folder: Path) -> None:
    """Checkpoint folders: arrays as files and in databases, of both versions of zarr, of every front end."""
    folder.mkdir(parents=True)
    orders = {name: array for name, array in shapes().items() if name in ("scalar", "five_axes", "special32")}
    arrays = {"codes": dtypes(ORBAX) | orders | {"large": sample("float32", (30, 40))}}
    for ocdbt in (False, True):
        for zarr3 in (False, True):
            name = f"{'ocdbt' if ocdbt else 'files'}_zarr{3 if zarr3 else 2}"
            some = arrays if ocdbt else {"codes": {key: arrays["codes"][key] for key in ("bfloat16", "scalar", "large")}}
            save_tree(folder / name, some, ocdbt, zarr3)
            save_tree(folder / f"{name}_chunks", {"codes": {"large": sample("int16", (31, 41))}}, ocdbt, zarr3, 512)
    count = np.arange(16 * 20, dtype=np.float32).reshape(16, 20)
    save_recoded(folder / "codecs_zarr2", dict.fromkeys(ZARR2, count), False)
    save_recoded(folder / "codecs_zarr3", dict.fromkeys(ZARR3, count), True)
    save_processes(folder)
    params, state, moments = network()
    save_tree(folder / "experiment", {"params": params, "state": state, "opt_state": moments, "global_step": 3,
                                      "description": "ü"})
    nnx_state = nnx.state(Model(False, nnx.Rngs(0)))
    with ocp.StandardCheckpointer() as saver:
        saver.save((folder / "nnx_state").absolute(), nnx_state)
        saver.save((folder / "nnx_pure").absolute(), nnx.to_pure_dict(nnx_state))
        saver.save((folder / "nnx_streams").absolute(), nnx.state(Model(True, nnx.Rngs(0))))
    with ocp.CheckpointManager((folder / "nnx_manager").absolute()) as manager:
        manager.save(7, args=ocp.args.StandardSave(nnx_state))
    ocp_v1.save_pytree((folder / "nnx_v1").absolute(), nnx.to_pure_dict(nnx_state))
    forget_place(folder)


def forget_place(folder: Path) -> None:
    """Takes the folder's own path out of Orbax' notes of success, so that goldens are the same wherever they are made."""
    for note in folder.rglob("commit_success.txt"):
        note.write_text(note.read_text(encoding="utf-8").replace(f"{folder.absolute()}{os.sep}", ""), encoding="utf-8")


class Shout:
    """A pickle that would run a command where it is loaded without care."""

    def __reduce__(self):
        return os.system, ("echo ran > dovetail-ran-a-pickle",)


REFUSED = {
    "module.pkl": {"global": "flax.nnx.nn.linear.Linear", "reason": "a whole pickled Module; nnx.split it"},
    "command.pkl": {"global": f"{os.name}.system", "reason": "a call of a function that no array needs"},
    "float8_e5m2.npy": {"reason": "numpy writes the descriptor <f1 and refuses to read it"},
}


def write_refused(folder: Path) -> None:
    """Files that real libraries write and that must not be read."""
    folder.mkdir(parents=True)
    (folder / "module.pkl").write_bytes(pickle.dumps(nnx.Linear(2, 2, rngs=nnx.Rngs(0)), 4))
    (folder / "command.pkl").write_bytes(pickle.dumps({"net": {"w": sample("float32"), "b": Shout()}}, 4))
    np.save(folder / "float8_e5m2.npy", sample("float8_e5m2"))


def write_formats(folder: Path) -> None:
    """Writes all files, a folder for each container, and beside them what they hold."""
    for name, write in {"npy": write_npy, "npz": write_npz, "safetensors": write_safetensors,
                        "shards": write_shards, "pickle": write_pickles, "msgpack": write_msgpack,
                        "orbax": write_orbax, "joblib": write_joblib, "alphafold3": write_alphafold3,
                        "tree": write_trees, "releases": write_releases, "refused": write_refused}.items():
        write(folder / name)
        write_text(folder / name / "expected.json", expected_text(folder / name))


def leaves(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, str], Any]]:
    """The leaves of any of these trees: path, notes on what holds the leaf, the leaf."""
    if isinstance(tree, nnx.Variable):
        for _, notes, value in leaves(tree.get_value(), path):
            yield path, {"variable": type(tree).__name__} | notes, value
    elif isinstance(tree, jax.Array) and jnp.issubdtype(tree.dtype, jax.dtypes.prng_key):
        yield path, {"prng": str(jax.random.key_impl(tree))}, jax.random.key_data(tree)
    elif isinstance(tree, (Mapping, nnx.State)):
        for key, child in tree.items():
            yield from leaves(child, (*path, str(key)))
    elif isinstance(tree, ExperimentState):  # dill keeps the names of fields
        yield from leaves(tree._asdict(), path)
    elif isinstance(tree, (list, tuple)) or isinstance(tree, np.ndarray) and tree.dtype == object and tree.ndim:
        for index, child in enumerate(tree):
            yield from leaves(child, (*path, str(index)))
    else:
        yield path, {}, tree


def load(path: Path) -> Any:
    """A file's content as its own library gives it."""
    if (path / "tree.pkl").exists():
        return load_leaves(path)
    if path.is_dir() and list(path.glob("*.bin.zst.*")):
        return read_records(path)
    if path.is_dir() and not list(path.glob("*.safetensors")):
        return load_orbax(path)
    match path.suffix:
        case ".npz":
            with np.load(path, allow_pickle=True) as archive:
                return archive["arr_0"].item() if "arr_0" in archive else dict(archive)
        case ".joblib":
            return joblib.load(path)
        case ".bin" | ".zst":
            return read_records(path)
        case ".npy":
            array = np.load(path, allow_pickle=True)
            return array.item() if array.dtype == object and array.ndim == 0 else array
        case ".pkl":
            return pickle.loads(path.read_bytes())
        case ".msgpack":
            return serialization.msgpack_restore(path.read_bytes())
    return read_entries(path)


def described(path: tuple[str, ...], notes: dict[str, str], leaf: Any) -> dict:
    """One array or plain value, in JSON's terms; bytes in C order, little-endian, as NumPy holds them."""
    if not hasattr(leaf, "dtype") or leaf.dtype.kind == "U":
        return {"path": path, "value": leaf.item() if hasattr(leaf, "dtype") else leaf}
    array = np.asarray(leaf)
    little = array.astype(array.dtype.newbyteorder("<"))
    name = f"V{array.itemsize}" if array.dtype.kind == "V" and array.dtype.type is np.void else array.dtype.name
    return {"path": path, "dtype": name, "shape": array.shape, "hex": little.tobytes().hex(), **notes}


def expected_text(folder: Path) -> str:
    """What each file of a folder holds, one entry a line, or why it must be refused."""
    blocks = []
    for path in sorted(path for path in folder.iterdir() if path.suffix != ".json"):
        if why := REFUSED.get(path.name):
            rows = json.dumps(why)
        else:
            rows = "[\n" + ",\n".join(
                "    " + json.dumps(described(*leaf), ensure_ascii=False) for leaf in leaves(load(path))) + "\n  ]"
        blocks.append(f"  {json.dumps(path.name)}: {rows}")
        if path.suffix == ".safetensors":
            blocks.append(f"  {json.dumps(path.name + ' metadata')}: "
                          + json.dumps(safetensors_metadata(path), ensure_ascii=False, sort_keys=True))
    return "{\n" + ",\n".join(blocks) + "\n}\n"
