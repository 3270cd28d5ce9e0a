"""The lines that ``dovetail convert`` prints to make a layer, run as they are; the layers give the other library's outputs."""

import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from parity.command import DONE, convert, dovetail
from parity.documented import documented
from parity.pair import TOLERANCES

Layer = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """A layer in both libraries with settings that the arrays do not tell."""

    name: str
    haiku: Callable[[], Any]
    nnx: Callable[[nnx.Rngs], nnx.Module]
    shape: tuple[int, ...]
    tolerance: str = "exact"
    told: dict[str, Any] = field(default_factory=dict)
    """What the names in the line to NNX stand for: settings of the Haiku layer."""

    back: dict[str, Any] = field(default_factory=dict)
    """The same for the line to Haiku."""

    arguments: tuple[str, ...] = ()
    returning: tuple[str, ...] = ()
    """Options that the conversions to NNX and to Haiku need."""

    run_haiku: Layer = staticmethod(lambda layer, x: layer(x))
    run_nnx: Layer = staticmethod(lambda layer, x: layer(x))


def recurrent(start: Callable[[nnx.Module, jax.Array], Any]) -> dict[str, Layer]:
    """How one step of a core and of a cell is taken, from a state that is not zero."""
    def core(layer: Any, x: jax.Array) -> jax.Array:
        return layer(x, jax.tree.map(lambda state: state + 0.5, layer.initial_state(x.shape[0])))[0]

    return {"run_haiku": core, "run_nnx": lambda cell, x: cell(start(cell, x), x)[1]}


def half(cell: nnx.Module, x: jax.Array) -> jax.Array:
    """A state of halves."""
    return jnp.full((x.shape[0], cell.hidden_features if hasattr(cell, "hidden_features") else cell.hidden_size), 0.5)


GRU = documented("rules.md", "HaikuGruCell", nnx=nnx, jnp=jnp, jax=jax)
STRIDED = {"stride": 2, "rate": 1, "padding": "SAME", "groups": 1, "channels": 4}
BACK = {"strides": 2, "kernel_dilation": 1, "padding": "SAME", "feature_group_count": 1, "in_features": 4}
IMAGES = (2, 6, 6, 4)

CASES = [
    Case("Linear", lambda: hk.Linear(3), lambda r: nnx.Linear(4, 3, rngs=r), (2, 4)),
    Case("LayerNorm", lambda: hk.LayerNorm(-1, True, True), lambda r: nnx.LayerNorm(4, rngs=r), IMAGES, "norm"),
    Case("LayerNorm without offset", lambda: hk.LayerNorm(-1, True, False),
         lambda r: nnx.LayerNorm(4, use_bias=False, rngs=r), IMAGES, "norm", arguments=("--kind", "layer=LayerNorm"),
         returning=("--kind", "layer=LayerNorm")),
    Case("RMSNorm", lambda: hk.RMSNorm(-1), lambda r: nnx.RMSNorm(4, rngs=r), IMAGES, "norm",
         arguments=("--kind", "layer=RMSNorm"), returning=("--kind", "layer=RMSNorm")),
    Case("GroupNorm", lambda: hk.GroupNorm(2),
         lambda r: nnx.GroupNorm(4, num_groups=2, use_fast_variance=False, rngs=r), IMAGES, "norm", {"groups": 2}, {"num_groups": 2}, ("--kind", "layer=GroupNorm"), ("--kind", "layer=GroupNorm")),
    Case("InstanceNorm", lambda: hk.InstanceNorm(True, True),
         lambda r: nnx.InstanceNorm(4, use_fast_variance=False, rngs=r), IMAGES, "norm",
         arguments=("--kind", "layer=InstanceNorm"), returning=("--kind", "layer=InstanceNorm")),
    Case("BatchNorm", lambda: hk.BatchNorm(True, True, 0.9), lambda r: nnx.BatchNorm(4, momentum=0.9, rngs=r), IMAGES,
         "norm", {"decay_rate": 0.9}, {"momentum": 0.9}, returning=("--kind", "layer=BatchNorm(4)"),
         run_haiku=lambda layer, x: layer(x, False), run_nnx=lambda layer, x: layer(x, use_running_average=True)),
    Case("Conv2D", lambda: hk.Conv2D(3, 3, 2), lambda r: nnx.Conv(4, 3, (3, 3), 2, rngs=r), IMAGES, "exact", STRIDED,
         BACK, ("--kind", "layer=Conv2D"), ("--kind", "layer=Conv2D")),
    Case("Conv2D in groups, without bias", lambda: hk.Conv2D(6, (3, 2), 2, with_bias=False, feature_group_count=2),
         lambda r: nnx.Conv(4, 6, (3, 2), 2, use_bias=False, feature_group_count=2, rngs=r), IMAGES, "exact",
         STRIDED | {"groups": 2}, BACK | {"feature_group_count": 2}, ("--kind", "layer=Conv2D"),
         ("--kind", "layer=Conv2D")),
    Case("Conv1D", lambda: hk.Conv1D(3, 3, 2), lambda r: nnx.Conv(4, 3, (3,), 2, rngs=r), (2, 6, 4), "exact", STRIDED,
         BACK, ("--kind", "layer=Conv1D"), ("--kind", "layer=Conv1D")),
    Case("DepthwiseConv2D", lambda: hk.DepthwiseConv2D(2, (3, 3), 2),
         lambda r: nnx.Conv(4, 8, (3, 3), 2, feature_group_count=4, rngs=r), IMAGES, "exact", STRIDED, BACK,
         ("--kind", "layer=DepthwiseConv2D"), ("--kind", "layer=DepthwiseConv2D")),
    Case("Conv2DTranspose", lambda: hk.Conv2DTranspose(3, 3, 2), lambda r: nnx.ConvTranspose(4, 3, (3, 3), 2, rngs=r),
         IMAGES, "exact", STRIDED, BACK, ("--kind", "layer=Conv2DTranspose"), ("--kind", "layer=Conv2DTranspose")),
    Case("a transposed kernel", lambda: hk.Conv2DTranspose(3, 3, 2),
         lambda r: nnx.ConvTranspose(4, 3, (3, 3), 2, transpose_kernel=True, rngs=r), IMAGES, "exact", STRIDED, BACK,
         ("--kind", "layer=Conv2DTranspose(transpose_kernel)"), ("--kind", "layer=Conv2DTranspose(transpose_kernel)")),
    Case("MultiHeadAttention",
         lambda: hk.MultiHeadAttention(2, 3, w_init=hk.initializers.VarianceScaling(), model_size=4),
         lambda r: nnx.MultiHeadAttention(2, 4, qkv_features=6, out_features=4, decode=False, rngs=r), (2, 5, 4),
         "exact", {}, {"num_heads": 2}, ("--kind", "layer=MultiHeadAttention(2)"), (),
         run_haiku=lambda layer, x: layer(x, x, x)),
    Case("LSTM", lambda: hk.LSTM(3), lambda r: nnx.OptimizedLSTMCell(4, 3, rngs=r), (2, 4), "recurrent",
         arguments=("--kind", "layer=LSTM"), **recurrent(lambda cell, x: (half(cell, x), half(cell, x)))),
    Case("LSTM by gate", lambda: hk.LSTM(3), lambda r: nnx.LSTMCell(4, 3, rngs=r), (2, 4), "recurrent",
         arguments=("--kind", "layer=LSTM(LSTMCell)"), **recurrent(lambda cell, x: (half(cell, x), half(cell, x)))),
    Case("VanillaRNN", lambda: hk.VanillaRNN(3, double_bias=False),
         lambda r: nnx.SimpleCell(4, 3, activation_fn=nnx.relu, rngs=r), (2, 4), "recurrent",
         arguments=("--kind", "layer=VanillaRNN"), **recurrent(half)),
    Case("VanillaRNN with two biases", lambda: hk.VanillaRNN(3),
         lambda r: nnx.SimpleCell(4, 3, activation_fn=nnx.relu, rngs=r), (2, 4), "recurrent",
         arguments=("--kind", "layer=VanillaRNN"), **recurrent(half)),
    Case("GRU", lambda: hk.GRU(3), lambda r: GRU(4, 3, rngs=r), (2, 4), "recurrent",
         arguments=("--kind", "layer=GRU(HaikuGruCell)"), returning=("--kind", "layer=GRU"), **recurrent(half)),
]


def perturbed(tree: Any) -> Any:
    """Numbers that no initialiser gives; variances stay positive."""
    draws = np.random.default_rng(3)
    return jax.tree.map(lambda array: array + draws.uniform(0.1, 0.4, array.shape).astype(array.dtype)
                        if jnp.issubdtype(array.dtype, jnp.floating) else array, tree)


def line_of(source: Path, out: Path, *arguments: str) -> str | None:
    """Converts, and gives the line of Python that makes the layer; nothing where no setting must change."""
    convert(source, out, *arguments)
    done = dovetail("convert", source, out, "--json", *arguments, folder=out.parent).expect(DONE)
    notes = json.loads(done.out)["notes"]
    assert len(notes) <= 1, notes
    return notes[0].split(": ", 1)[1].split(";")[0] if notes else None


def written(line: str, names: dict[str, Any]) -> Any:
    """What a printed line makes."""
    return eval(line, {"nnx": nnx, "hk": hk, "HaikuGruCell": GRU, **names})


def assert_close(case: Case, expected: jax.Array, got: jax.Array) -> None:
    """Asserts equal outputs within the figure of the kind."""
    apart = float(jnp.abs(expected - got).max() / jnp.maximum(1, jnp.abs(expected).max()))
    assert apart <= TOLERANCES[case.tolerance]["limit"], f"outputs are {apart:.3g} apart"


class Haiku:
    """One layer of Haiku's, which files call ``layer``."""

    def __init__(self, case: Case, make: Callable[[], Any]):
        self.case, self.make, self.name = case, make, ""
        self.run = hk.transform_with_state(lambda x: case.run_haiku(self.made(), x))

    def made(self) -> Any:
        """The layer, whose name Haiku derives from its class."""
        layer = self.make()
        self.name = layer.module_name
        return layer

    def init(self, x: jax.Array) -> tuple[Any, Any]:
        """Parameters and state; a normalisation has its averages after a call in training."""
        def first(x: jax.Array) -> jax.Array:
            layer = self.made()
            return layer(x, True) if isinstance(layer, hk.BatchNorm) else self.case.run_haiku(layer, x)

        params, state = hk.transform_with_state(first).init(jax.random.key(0), x)
        return renamed(params, self.name, "layer"), renamed(state, self.name, "layer")

    def __call__(self, params: Any, state: Any, x: jax.Array) -> jax.Array:
        """The output."""
        self.init(x)  # tells the name
        return self.run.apply(renamed(params, "layer", self.name), renamed(state, "layer", self.name), None, x)[0]


def renamed(collection: Any, old: str, new: str) -> Any:
    """A collection of Haiku's with another name of its only layer."""
    return {module.replace(old, new, 1): arrays for module, arrays in collection.items()}


def to_nnx(case: Case, folder: Path) -> None:
    """The line for NNX makes a layer that gives Haiku's outputs."""
    x = np.random.default_rng(0).random(case.shape, np.float32)
    haiku = Haiku(case, case.haiku)
    params, state = (perturbed(collection) for collection in haiku.init(x))
    source, out = folder / "haiku.pkl", folder / "nnx.pkl"
    source.write_bytes(pickle.dumps({"params": params, "state": state} if state else params, 4))
    line = line_of(source, out, "--from", "haiku", *case.arguments)
    layer = case.nnx(nnx.Rngs(0)) if line is None else written(line, {"rngs": nnx.Rngs(0), **case.told})
    tree = pickle.loads(out.read_bytes())
    nnx.update(layer, tree.get("layer", tree))
    assert_close(case, haiku(params, state, x), case.run_nnx(layer, x))


def to_haiku(case: Case, folder: Path) -> None:
    """The line for Haiku makes a layer that gives NNX's outputs."""
    x = np.random.default_rng(0).random(case.shape, np.float32)
    layer = case.nnx(nnx.Rngs(0))
    nnx.update(layer, perturbed(nnx.to_pure_dict(nnx.state(layer))))
    source, out = folder / "nnx_source.pkl", folder / "haiku_target.pkl"
    source.write_bytes(pickle.dumps({"layer": jax.tree.map(np.asarray, nnx.to_pure_dict(nnx.state(layer)))}, 4))
    line = line_of(source, out, "--from", "nnx", *case.returning)
    tree = pickle.loads(out.read_bytes())
    params, state = (tree["params"], tree["state"]) if "state" in tree else (tree.get("params", tree), {})
    haiku = Haiku(case, case.haiku if line is None else partial(written, line, case.back))
    assert_close(case, case.run_nnx(layer, x), haiku(params, state, x))


def checks(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The checks of each layer, both ways."""
    folder = folder / "settings"
    folder.mkdir()
    for number, case in enumerate(CASES):
        own = folder / str(number)
        own.mkdir()
        yield f"{case.name}: the line for NNX", partial(to_nnx, case, own)
        yield f"{case.name}: the line for Haiku", partial(to_haiku, case, own)
