"""Files of every format: the real libraries read ours, and we read theirs."""

import json
import pickle
import re
import shutil
from pathlib import Path
from typing import Any

import jax
import joblib
import ml_dtypes
import numpy as np
import orbax.checkpoint as ocp
import orbax.checkpoint.experimental.v1 as ocp_v1
from flax import nnx, serialization

from checks.networks import assert_same
from parity.command import UNREADABLE, convert, dovetail, side_file
from parity.containers import read_entries
from parity.entries import spec
from parity.formats import FLOATS8, NUMPY, ORBAX, SAFETENSORS, SMALL, Model, dtypes, leaves, load, shapes
from parity.recipes import load_leaves, read_records

GOLDENS = Path(__file__).resolve().parents[2] / "src/test/resources/golden/formats"
HAIKU = "--from", "haiku", "--to", "haiku"
HELD = {
    "npz": (*NUMPY, "bfloat16"),
    "npz-compressed": (*NUMPY, "bfloat16"),
    "npy": (*NUMPY, "bfloat16", *FLOATS8, *SMALL),
    "safetensors": SAFETENSORS,
    "safetensors-shards": SAFETENSORS,
    "pickle": (*NUMPY, "bfloat16", *FLOATS8, *SMALL),
    "msgpack": (*NUMPY, "bfloat16", *FLOATS8, *SMALL),
    "orbax": ORBAX,
}
"""The dtypes that each container holds."""

NAMES = {"npz": "ours.npz", "npz-compressed": "ours_deflated.npz", "npy": "ours.npy",
         "safetensors": "ours.safetensors", "safetensors-shards": "ours_shards", "pickle": "ours.pkl", "msgpack": "ours.msgpack",
         "orbax": "ours.orbax"}

CHOOSING = {"safetensors-shards": ("--shard-size", "100B")}
"""The arguments that choose a container, where ``--format`` alone would not show all of it."""

VOIDS = {"npy/bfloat16.npy": "V2=bfloat16", "npy/float8_e4m3fn.npy": "V1=float8_e4m3fn", "npy/int4.npy": "V1=int4",
         "npz/stored.npz": "V2=bfloat16", "npz/deflated.npz": "V2=bfloat16"}
"""What NumPy's files do not tell of their own elements."""

BESIDE = "global_step", "description", "number", "model_config", "task_config"
"""What stands beside the arrays, though it may be one without axes."""

TUPLES = "pickle/pair_5.pkl", "pickle/robustness.npy"
"""Files of parameters and state in a tuple, which has no names for them."""


def written(folder: Path, form: str) -> None:
    """What we write in a format, the real library reads bit for bit."""
    arrays = dtypes(HELD[form]) | shapes()
    source, out = folder / f"{form}_source.pkl", folder / NAMES[form]
    source.write_bytes(pickle.dumps({"codes": arrays}, 4))
    convert(source, out, *HAIKU, *CHOOSING.get(form, ("--format", form)))
    got = {key.replace("//", "/").removeprefix("codes/"): array for key, array in read_entries(out).items()}
    expected = {name: np.asarray(array, array.dtype.newbyteorder("<"), order="C") for name, array in arrays.items()}
    if form.startswith("npz"):
        assert got["bfloat16"].dtype == "V2", f"bfloat16 is written as {got['bfloat16'].dtype}"
        assert side_file(out).exists(), "nothing tells that the V2 is bfloat16"
        got["bfloat16"] = got["bfloat16"].view(ml_dtypes.bfloat16)
    assert_same(expected, got)


def cast(folder: Path, form: str, dtype: str) -> None:
    """Numbers cast to a narrow dtype are rounded as ml_dtypes rounds them, and the real library reads them."""
    source, out = folder / "wide.pkl", folder / f"{dtype}_{NAMES[form]}"
    wide = np.random.default_rng(0).standard_normal((3, 40)).astype(np.float32)
    source.write_bytes(pickle.dumps({"codes": {"w": wide, "count": np.arange(3, dtype=np.int32)}}, 4))
    convert(source, out, *HAIKU, *CHOOSING.get(form, ("--format", form)), "--dtype", dtype)
    count, narrow = (array for _, array in sorted(read_entries(out).items()))
    kind = getattr(ml_dtypes, dtype)
    assert_same({"w": wide.astype(kind), "count": np.arange(3, dtype=np.int32)},
                {"w": narrow.view(kind) if form.startswith("npz") else narrow, "count": count})


def assumed(folder: Path) -> None:
    """What NumPy's files do not tell is taken as the user says, for all elements of a size and for a single array."""
    source, out = folder / "void.npz", folder / "told.pkl"
    arrays = dtypes(("bfloat16", "float8_e4m3fn", "int4"))
    np.savez(source, **{f"codes//{name}": array for name, array in arrays.items()})
    convert(source, out, *HAIKU, status=UNREADABLE).says("--assume")
    said = "V2=bfloat16", "V1=float8_e4m3fn", "codes//int4=int4"
    convert(source, out, *HAIKU, *(text for line in said for text in ("--assume", line)))
    assert_same(arrays, pickle.loads(out.read_bytes())["codes"])


def lone(folder: Path) -> None:
    """A lone array that we write as ``.npy``, NumPy reads bit for bit."""
    out = folder / "lone.npy"
    for name, array in shapes().items():
        convert(GOLDENS / "npy" / f"{name}.npy", out, *HAIKU)
        assert_same({name: array.astype(array.dtype.newbyteorder("<"))}, {name: np.load(out)})


def restored(folder: Path) -> None:
    """``flax.serialization.from_bytes`` puts what we write into a state of the same structure."""
    model = Model(False, nnx.Rngs(1))
    source, out = GOLDENS / "pickle/nnx_pure_4.pkl", folder / "restored.msgpack"
    convert(source, out, "--from", "nnx", "--to", "nnx", "--scheme", "nested")
    state = serialization.from_bytes(nnx.to_pure_dict(nnx.state(model)), out.read_bytes())
    expected = nnx.to_pure_dict(pickle.loads((GOLDENS / "pickle/nnx_state_4.pkl").read_bytes()))
    assert_equal(expected, state)


def restored_by_orbax(folder: Path) -> None:
    """Every front end of Orbax restores what we write, with a target and without, alone and as a manager's step."""
    source, out = GOLDENS / "pickle/nnx_pure_4.pkl", folder / "restored.orbax"
    convert(source, out, "--from", "nnx", "--to", "nnx", "--scheme", "nested")
    expected = jax.tree.map(np.asarray, nnx.to_pure_dict(pickle.loads((GOLDENS / "pickle/nnx_state_4.pkl").read_bytes())))
    target = nnx.to_pure_dict(nnx.eval_shape(lambda: nnx.state(Model(False, nnx.Rngs(1)))))
    shutil.copytree(out, folder / "manager/7/default")
    with (ocp.StandardCheckpointer() as standard, ocp.Checkpointer(ocp.PyTreeCheckpointHandler()) as trees,
          ocp.CheckpointManager(folder / "manager") as manager):
        assert manager.latest_step() == 7
        assert_equal(expected, standard.restore(out, target))
        assert_equal(expected, manager.restore(7, args=ocp.args.StandardRestore(target)))
        for tree in (standard.restore(out), trees.restore(out), ocp_v1.load_pytree(out)):
            assert_equal(text_keys(expected), tree)


def restored_state(folder: Path) -> None:
    """Orbax restores an ``nnx.State`` that we write into one of the same model."""
    source, out = GOLDENS / "pickle/nnx_state_4.pkl", folder / "state.orbax"
    convert(source, out, "--from", "nnx", "--to", "nnx", "--scheme", "nested", "--nnx-layout", "state")
    with ocp.StandardCheckpointer() as standard:
        state = standard.restore(out, nnx.eval_shape(lambda: nnx.state(Model(False, nnx.Rngs(1)))))
    assert isinstance(state, nnx.State)
    assert_equal(*(nnx.to_pure_dict(each) for each in (pickle.loads(source.read_bytes()), state)))


def restored_keys(folder: Path) -> None:
    """Orbax restores typed keys from what we write, straight from its own checkpoint and by way of an archive and its side data."""
    source, archive, straight, round_about, haiku, back = (
        GOLDENS / "orbax/nnx_streams", folder / "keys.npz", folder / "keys.orbax", folder / "keys_again.orbax",
        folder / "keys_haiku.npz", folder / "keys_back.orbax")
    nnx_to_nnx = "--from", "nnx", "--to", "nnx", "--scheme", "nested", "--nnx-layout", "state"
    convert(source, straight, *nnx_to_nnx)
    convert(source, archive, "--from", "nnx", "--to", "nnx")
    convert(archive, round_about, *nnx_to_nnx)
    convert(source, haiku, "--from", "nnx", "--to", "haiku", "--kind", "norm=BatchNorm(2)")
    convert(haiku, back, "--from", "haiku", *nnx_to_nnx[2:])
    model = Model(True, nnx.Rngs(1))
    with ocp.StandardCheckpointer() as standard, ocp.Checkpointer(ocp.PyTreeCheckpointHandler()) as trees:
        expected = standard.restore(source, nnx.eval_shape(lambda: nnx.state(model)))
        for path in (straight, round_about, back):
            state = standard.restore(path, nnx.eval_shape(lambda: nnx.state(model)))
            for key in (state.drop.rngs.key.get_value(), trees.restore(path)["drop"]["rngs"]["key"]["value"],
                        ocp_v1.load_pytree(path)["drop"]["rngs"]["key"]["value"]):
                assert jax.random.key_impl(key) == jax.random.key_impl(expected.drop.rngs.key.get_value())
                assert np.array_equal(jax.random.key_data(key), jax.random.key_data(expected.drop.rngs.key.get_value()))
            nnx.update(model, state)
            assert model.drop.rngs().shape == (), "the restored stream draws no keys"


def lost_process(folder: Path) -> None:
    """A checkpoint whose databases were not merged, and of which that of a process is gone, is not taken for zeros."""
    for zarr in ("zarr2", "zarr3"):
        copy = shutil.copytree(GOLDENS / f"orbax/processes_unmerged_{zarr}", folder / f"lost_{zarr}")
        shutil.rmtree(copy / "ocdbt.process_1")
        dovetail("inspect", copy, folder=folder).expect(UNREADABLE).says("lacks 2 of its 4 chunks", "ocdbt.process_1")


def incomplete_parts(folder: Path) -> None:
    """A missing part of AlphaFold 3's parameters is named, and so are two models in one folder."""
    parts = shutil.copytree(GOLDENS / "alphafold3/parts", folder / "parts")
    dovetail("inspect", parts / "af3.bin.zst.1", folder=folder).expect(0).says("diffuser")
    shutil.copy(GOLDENS / "alphafold3/af3.bin.zst", parts)
    dovetail("inspect", parts, folder=folder).expect(UNREADABLE).says("holds 2 models", "af3.bin.zst", "af3.bin.zst.*")
    (parts / "af3.bin.zst").unlink()
    (parts / "af3.bin.zst.1").unlink()
    dovetail("inspect", parts, folder=folder).expect(UNREADABLE).says("the part 1", "is missing")


def text_keys(tree: Any) -> Any:
    """A tree whose keys are texts: Orbax does not keep integers."""
    return {str(key): text_keys(child) for key, child in tree.items()} if isinstance(tree, dict) else tree


def assert_equal(expected: Any, got: Any) -> None:
    """Asserts that two trees have the same keys and bits."""
    assert jax.tree.structure(expected) == jax.tree.structure(got), f"{jax.tree.structure(got)}"
    for theirs, ours in zip(jax.tree.leaves(expected), jax.tree.leaves(got)):
        assert ours.dtype == theirs.dtype and np.asarray(ours).tobytes() == np.asarray(theirs).tobytes()


def as_joblib(folder: Path) -> None:
    """What we write by that name, ``joblib.load`` reads bit for bit."""
    source, out = GOLDENS / "joblib/numpy_4.joblib", folder / "ours.joblib"
    convert(source, out, *HAIKU)
    assert_same(flat(joblib.load(source)), flat(joblib.load(out)))


def as_records(folder: Path) -> None:
    """AlphaFold 3's records come out as they went in, from whatever they were kept in between."""
    source, between, out = GOLDENS / "alphafold3/af3.bin.zst", folder / "af3.npz", folder / "af3.bin"
    convert(source, between, *HAIKU)
    convert(between, out, *HAIKU, "--format", "alphafold3")
    assert_same(flat(read_records(source)), flat(read_records(out)))
    convert(GOLDENS / "alphafold3/dtypes.bin", out, *HAIKU, "--format", "alphafold3")
    assert_same(flat(read_records(GOLDENS / "alphafold3/dtypes.bin")), flat(read_records(out)))


def as_tree(folder: Path) -> None:
    """The recipe of Haiku's authors restores the folder that we write."""
    source, out = GOLDENS / "pickle/experiment_4.pkl", folder / "ours_tree"
    convert(source, out, *HAIKU, "--format", "tree", "--skip", "opt_state/**")
    ours, theirs = load_leaves(out), pickle.loads(source.read_bytes())
    for collection in ("params", "state"):
        assert_same(flat(theirs[collection]), flat(ours[collection]))
    assert ours["global_step"] == theirs["global_step"]


def as_graphcast(folder: Path) -> None:
    """GraphCast's keys and configuration come out as they went in, also after a pickle, where they are nested."""
    source, nested, out = GOLDENS / "releases/graphcast.npz", folder / "graphcast.pkl", folder / "graphcast.npz"
    convert(source, nested, *HAIKU)
    assert pickle.loads(nested.read_bytes())["model_config"]["mesh_size"] == 5
    for before in (source, nested):
        convert(before, out, *HAIKU, "--scheme", "module:name")
        assert_same(dict(np.load(source)), dict(np.load(out)))


def configuration(folder: Path) -> None:
    """A configuration stays in a pickle as it was, and comes back from a container that has no room for it."""
    source, out, flat_out, back = (GOLDENS / "pickle/experiment_4.pkl", folder / "configured.pkl",
                                   folder / "configured.safetensors", folder / "configured_back.pkl")
    expected = pickle.loads(source.read_bytes())["config"]
    convert(source, out, *HAIKU, "--skip", "opt_state/**")
    convert(source, flat_out, *HAIKU, "--skip", "opt_state/**")
    convert(flat_out, back, *HAIKU)
    for path in (out, back):
        assert pickle.loads(path.read_bytes())["config"] == expected, f"{path.name} lost the configuration"


def flat(tree: object) -> dict[str, np.ndarray]:
    """The arrays of a tree by path, little-endian and in C order."""
    arrays = {"/".join(path): np.asarray(leaf) for path, _, leaf in leaves(tree) if hasattr(leaf, "dtype")}
    return {path: np.asarray(array, array.dtype.newbyteorder("<"), order="C") for path, array in arrays.items()}


def unheld(folder: Path) -> None:
    """A dtype that a container cannot hold is refused, by its name."""
    source = folder / "unheld.pkl"
    source.write_bytes(pickle.dumps({"codes": {"wide": np.ones(2, np.complex128)}}, 4))
    result = dovetail("convert", source, folder / "unheld.safetensors", *HAIKU, folder=folder)
    assert result.status != 0, f"$ {result.line}\nwrote complex128 into safetensors"
    result.says("complex128")
    assert not (folder / "unheld.safetensors").exists()


def expectation(name: str) -> list[dict]:
    """What a format golden holds."""
    folder, _, file = name.partition("/")
    return json.loads((GOLDENS / folder / "expected.json").read_text(encoding="utf-8"))[file]


def assumption(name: str) -> tuple[dict[str, str], list[str]]:
    """The dtypes behind the void elements of a file, and the arguments that say so."""
    void, _, dtype = VOIDS.get(name, "").partition("=")
    return ({void: dtype}, ["--assume", VOIDS[name]]) if void else ({}, [])


def inspected(name: str, folder: Path) -> None:
    """``inspect --json`` tells the dtype and shape of every array of a real library's file."""
    voids, arguments = assumption(name)
    if voids:
        dovetail("inspect", GOLDENS / name, folder=folder).expect(UNREADABLE).says("--assume")
    result = dovetail("inspect", "--json", *arguments, GOLDENS / name, folder=folder).expect(0)
    told = sorted((row["dtype"], tuple(row["shape"])) for row in rows(json.loads(result.out)))
    beside = [row for row in expectation(name) if first(row["path"]) in BESIDE]
    result.says(*(first(row["path"]) for row in beside))
    arrays = sorted((voids.get(row["dtype"], row["dtype"]), tuple(row["shape"]))
                    for row in expectation(name) if "dtype" in row and row not in beside)
    assert told == arrays, f"$ {result.line}\ntold {told}\nexpected {arrays}"


def first(path: list[str]) -> str:
    """The first component of a path, whatever its separators."""
    return path_text(path).partition("/")[0]


def rows(tree: object) -> list[dict]:
    """The objects of a JSON text that have a dtype and a shape."""
    if isinstance(tree, dict):
        own = [tree] if {"dtype", "shape"} <= tree.keys() else []
        return own + [row for child in tree.values() for row in rows(child)]
    return [row for child in tree for row in rows(child)] if isinstance(tree, list) else []


def read(name: str, folder: Path, suffix: str) -> None:
    """A real library's file converts into another container without a changed bit."""
    source = GOLDENS / name
    out = folder / (name.replace("/", "_") + suffix)
    voids, arguments = assumption(name)
    style = "nnx" if "nnx" in name else "haiku"
    convert(source, out, "--from", style, "--to", style, *arguments)
    pair = {"0": "params", "1": "state"} if name in TUPLES else {}
    held = name.startswith("orbax/nnx") and all(row["path"][-1] == "value" for row in expectation(name))
    expected = {path_text([pair.get(part, part) for part in (row["path"][:-1] if held else row["path"])]): (voids.get(row["dtype"], row["dtype"]), tuple(row["shape"]), row["hex"])
                for row in expectation(name) if "dtype" in row}
    got = {path_text(path): (spec(leaf).partition("[")[0], leaf.shape, leaf.tobytes().hex())
           for path, _, leaf in leaves(load(out)) if hasattr(leaf, "dtype") and leaf.dtype.kind != "U"}
    apart = sorted(key for key in expected.keys() | got.keys() if expected.get(key) != got.get(key))
    assert not apart, f"not as the real library reads them: {apart}"


def path_text(path: list[str] | tuple[str, ...]) -> str:
    """A path as one text, whatever its separators."""
    return "/".join(part for text in path for part in re.split("[/.:]", text) if part)


def refused(name: str, folder: Path) -> None:
    """A file that must not be read is refused in one line that names the cause, and nothing of it runs."""
    result = dovetail("inspect", GOLDENS / name, folder=folder).expect(UNREADABLE)
    cause = expectation(name).get("global")
    result.says(*([cause] if cause else ["<f1"]))
    assert len(result.err.strip().splitlines()) <= 2, f"more than a line:\n{result.err}"
    ran = [path for path in (folder, GOLDENS / "refused") if (path / "dovetail-ran-a-pickle").exists()]
    assert not ran, "the pickle ran its command"


def cut(name: str, folder: Path) -> None:
    """A file cut in the middle is unreadable."""
    whole = (GOLDENS / name).read_bytes()
    for part in (0, 1, len(whole) // 2, len(whole) - 1):
        path = folder / ("cut_" + name.replace("/", "_"))
        path.write_bytes(whole[:part])
        dovetail("inspect", path, folder=folder).expect(UNREADABLE)
