"""Structures that ``docs/dump_structure.py`` makes of live models: they tell kinds, settings, and an order to assume."""

import importlib.util
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

import haiku as hk
import jax
import numpy as np
from flax import nnx

from parity.command import REFUSED, UNREADABLE, convert, dovetail
from parity.containers import read_entries, read_haiku, write_haiku, write_safetensors
from parity.entries import haiku_collections, haiku_entries, load_nnx, nnx_entries, same_bits

SCRIPT = Path(__file__).resolve().parents[3] / "docs/dump_structure.py"
IMAGES = np.linspace(-1, 1, 2 * 5 * 6 * 4, dtype=np.float32).reshape(2, 5, 6, 4)
VECTORS = np.linspace(-1, 1, 3 * 8, dtype=np.float32).reshape(3, 8)
CLOSE = {"rtol": 1e-5, "atol": 1e-5}
"""Sums of up to 36 products in float32, in either library's order."""


def dumper() -> ModuleType:
    """The file that users copy."""
    spec = importlib.util.spec_from_file_location("dump_structure", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rising(x: jax.Array, training: bool) -> jax.Array:
    """A transposed convolution whose name and shape tell nothing, and a norm with settings of its own."""
    x = hk.Conv2DTranspose(4, 3, stride=2, name="rise")(x)
    return hk.BatchNorm(True, True, 0.9, eps=0.01, name="even")(x, training)


class Rising(nnx.Module):
    """The same in NNX; the kernel is the other way round if asked for."""

    def __init__(self, rngs: nnx.Rngs, transpose_kernel: bool = False):
        self.grow = nnx.ConvTranspose(4, 4, (3, 3), 2, transpose_kernel=transpose_kernel, rngs=rngs)
        self.norm = nnx.BatchNorm(4, momentum=0.9, epsilon=0.01, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.norm(self.grow(x), use_running_average=True)


def headed(x: jax.Array, training: bool) -> jax.Array:
    """Three heads of one shape that Haiku numbers."""
    return jax.numpy.concatenate([hk.Linear(1)(x) for _ in range(3)], axis=-1)


class Headed(nnx.Module):
    """The same heads, whose order of definition is not that of the alphabet."""

    def __init__(self, rngs: nnx.Rngs):
        self.value, self.advantage, self.reward = (nnx.Linear(8, 1, rngs=rngs) for _ in range(3))

    def __call__(self, x: jax.Array) -> jax.Array:
        return jax.numpy.concatenate([self.value(x), self.advantage(x), self.reward(x)], axis=-1)


class Narrow(nnx.Linear):
    """An author's layer that extends the library's."""


class Conv(nnx.Module):
    """An author's module that has the name of a layer, and an array that is no Variable."""

    def __init__(self, rngs: nnx.Rngs):
        self.narrow = Narrow(2, 3, rngs=rngs)
        self.offsets = nnx.data(jax.numpy.zeros(3))


@dataclass
class Fields(nnx.Module):
    """Modules as fields, in a list and in a dict."""

    listed: nnx.List
    named: nnx.Dict


class Cell(nnx.RNNCellBase):
    """An author's cell: what all cells extend is no layer."""


class Chain(hk.Sequential):
    """An author's module that extends the library's."""


class Core(hk.RNNCore):
    """An author's core: what all cores extend is no layer."""

    def __call__(self, x: jax.Array, state: jax.Array) -> tuple[jax.Array, jax.Array]:
        return Chain([hk.Linear(3)])(x), state

    def initial_state(self, batch_size: int | None) -> jax.Array:
        return jax.numpy.zeros(batch_size or 1)


class Case:
    """A model in both libraries, with its files."""

    def __init__(self, folder: Path, forward, model: nnx.Module, x: np.ndarray):
        self.folder, self.forward, self.model, self.x = folder, forward, model, x
        self.haiku = hk.transform_with_state(forward)
        self.entries = haiku_entries(*self.haiku.init(jax.random.key(3), x, True))
        self.checkpoint = write_haiku(folder, "haiku", self.entries, "npz stored")
        self.like = folder / "live.json"
        dumper().dump_nnx(model, str(self.like))

    def judge(self, converted: Path) -> None:
        """The real NNX model with the converted numbers gives Haiku's outputs."""
        load_nnx(self.model, read_entries(converted))
        params, state = haiku_collections(self.entries)
        wanted, _ = self.haiku.apply(params, state, None, self.x, False)
        np.testing.assert_allclose(self.model(self.x), wanted, **CLOSE)

    def bare(self) -> Path:
        """The structure without its modules: what a checkpoint would tell."""
        document = json.loads(self.like.read_text(encoding="utf-8"))
        del document["modules"]
        path = self.folder / "bare.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path


def kinds(folder: Path, transpose_kernel: bool) -> None:
    """The class of a kernel of equal channels is told, as are the settings of its norm."""
    case = Case(folder, rising, Rising(nnx.Rngs(1), transpose_kernel), IMAGES)
    out = folder / "nnx.safetensors"
    convert(case.checkpoint, out, "--like", case.bare(), status=REFUSED).says("--kind")
    convert(case.checkpoint, out, "--like", case.like, "--strict").says(
        "rest on shape", "BatchNorm: the target has momentum=0.9, epsilon=0.01 in norm")
    case.judge(out)


def nested(folder: Path) -> None:
    """Keys of a structure are flat, those of a pickle made after it are nested: the model takes them as they are."""
    case = Case(folder, rising, Rising(nnx.Rngs(1)), IMAGES)
    out = folder / "nnx.pkl"
    convert(case.checkpoint, out, "--like", case.like)
    with out.open("rb") as file:
        numbers = pickle.load(file)
    state = nnx.state(case.model)
    nnx.replace_by_pure_dict(state, numbers)
    nnx.update(case.model, state)
    params, haiku_state = haiku_collections(case.entries)
    wanted, _ = case.haiku.apply(params, haiku_state, None, IMAGES, False)
    np.testing.assert_allclose(case.model(IMAGES), wanted, **CLOSE)


def haiku_kinds(folder: Path) -> None:
    """A dumped Haiku model tells the same on the way back."""
    model = Rising(nnx.Rngs(1))
    source, like, out = folder / "nnx.safetensors", folder / "live.json", folder / "haiku.npz"
    write_safetensors(source, nnx_entries(model))
    dumper().dump_haiku(rising, str(like), IMAGES, training=True)
    convert(source, out, "--like", like, "--strict").says("Conv2DTranspose", "eps=0.01 in even")
    params, state = haiku_collections(read_haiku(out))
    got, _ = hk.transform_with_state(rising).apply(params, state, None, IMAGES, False)
    np.testing.assert_allclose(got, model(IMAGES), **CLOSE)


def order(folder: Path) -> None:
    """The order of definition settles numbered heads, only when it is assumed, and says so."""
    case = Case(folder, headed, Headed(nnx.Rngs(1)), VECTORS)
    out = folder / "nnx.safetensors"
    convert(case.checkpoint, out, "--like", case.like, status=REFUSED).says("3 of 3 layers can go either way")
    convert(case.checkpoint, out, "--like", case.like, "--assume-order", "--strict", status=REFUSED)
    convert(case.checkpoint, out, "--like", case.bare(), "--assume-order", status=UNREADABLE).says("dump_structure.py")
    convert(case.checkpoint, out, "--like", case.like, "--assume-order").says("3 layers rest on order", "rests on order")
    case.judge(out)
    plan = dovetail("plan", case.checkpoint, "--like", case.like, "--assume-order", "--json", folder=folder).expect(0)
    steps = json.loads(plan.out)["steps"]
    assert {step["source"]: (step["target"], step["rests_on"]) for step in steps} == {
        "linear": ("value", "order"), "linear_1": ("advantage", "order"), "linear_2": ("reward", "order")}, plan.out
    back = folder / "back.npz"
    convert(out, back)
    found = read_haiku(back)
    assert found.keys() == case.entries.keys() and all(same_bits(found[key], case.entries[key]) for key in found)


def classes(folder: Path) -> None:
    """A module is called after the library's layer that it is or extends, else after its own class, with its module."""
    rngs = nnx.Rngs(1)
    made = nnx.jit(lambda: Conv(nnx.Rngs(1)))()
    model = Fields(nnx.List([made, nnx.Sequential(nnx.Linear(2, 2, rngs=rngs))]), nnx.Dict(cell=Cell()))
    like = folder / "nnx.json"
    dumper().dump_nnx(model, str(like))
    document = json.loads(like.read_text(encoding="utf-8"))
    own = __name__ + "."
    assert {".".join(module["path"]): module["class"] for module in document["modules"]} == {
        "": own + "Fields", "listed": "List", "listed.0": own + "Conv", "listed.0.narrow": "Linear",
        "listed.1": "Sequential", "listed.1.layers": "List", "listed.1.layers.0": "Linear",
        "named": "Dict", "named.cell": own + "Cell"}, document
    assert document["entries"]["listed.0.offsets"] == {"dtype": "float32", "shape": [3]}, document
    dovetail("inspect", like, folder=folder).expect(0)
    dumper().dump_haiku(lambda x: Core()(x, x), str(like), VECTORS)
    document = json.loads(like.read_text(encoding="utf-8"))
    assert {"/".join(module["path"]): module["class"] for module in document["modules"]} == {
        "core": own + "Core", "core/chain": "Sequential", "core/linear": "Linear"}, document


def checks(folder: Path) -> Iterator[tuple]:
    """All checks, each in a folder of its own."""
    bodies = {"a live NNX model tells kinds and settings": partial(kinds, transpose_kernel=False),
              "a live NNX model tells a transposed kernel": partial(kinds, transpose_kernel=True),
              "a pickle made after a live model's structure is nested": nested,
              "a live Haiku model tells kinds and settings": haiku_kinds,
              "the order of definition is used when it is assumed": order,
              "a live model tells the library's classes": classes}
    for number, (name, body) in enumerate(bodies.items()):
        own = folder / f"structure{number}"
        own.mkdir()
        yield name, partial(body, own)
