"""Each rule in several configurations: both real libraries give equal outputs on converted numbers, both ways."""

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from checks.networks import assert_same
from models.cases import Case
from models.shelf import CASES, TOP, Shelf, haiku_shelf
from models.stacks import INIT
from parity.command import DONE, REFUSED, UNREADABLE, Result, convert, dovetail
from parity.containers import read_entries, read_haiku, write_haiku, write_safetensors
from parity.entries import Entries, HaikuKey, haiku_collections, haiku_entries
from parity.pair import assert_close

CONFIGURATIONS = 3
"""How many each rule has at least."""

UNMATCHED = {"RngStream", "Cache", "GRUCell", "Raw"}
"""Kinds that a plan does not name: what is left out, what is refused, and arrays that are of no layer."""

Outputs = Mapping[str, jax.Array]


def drawn(name: str, array: jax.ShapeDtypeStruct, draw: np.random.Generator) -> np.ndarray:
    """Numbers for an array: small ones, variances above zero, and the zeros that low-rank additions begin with."""
    if jnp.issubdtype(array.dtype, jnp.integer):
        return np.full(array.shape, 3, array.dtype)
    if name.endswith("lora_b"):
        return np.zeros(array.shape, array.dtype)
    numbers = (draw.standard_normal(array.shape) / 2).astype(array.dtype)
    return abs(numbers) + np.float32(0.5) if "var_ema" in name or name.endswith(".var") else numbers


def abstract() -> Shelf:
    """The NNX shelf without numbers."""
    return nnx.eval_shape(lambda: Shelf(nnx.Rngs(0)))


def haiku_numbers(forward: hk.TransformedWithState, *inputs: object) -> dict[HaikuKey, np.ndarray]:
    """A Haiku model with drawn numbers."""
    shapes = haiku_entries(*jax.eval_shape(forward.init, jax.random.key(0), *inputs), as_array=lambda array: array)
    draw = np.random.default_rng(0)
    return {key: drawn(f"{key.module}/{key.name}", array, draw) for key, array in shapes.items()}


class Both:
    """The shelf in both libraries, each with numbers of its own that the command converted into the other."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.inputs = {case.name: case.input for case in CASES}
        self.forward = hk.transform_with_state(haiku_shelf)
        self.lines = [text for case in CASES for text in (
            "--map", f"{case.name}={case.name}", *(("--kind", f"{case.name}={case.kind}") if case.kind else ()))]

    @cached_property
    def haiku(self) -> dict[HaikuKey, np.ndarray]:
        """The Haiku shelf's own numbers."""
        return haiku_numbers(self.forward, self.inputs)

    @cached_property
    def nnx(self) -> Entries:
        """The NNX shelf's own numbers."""
        draw = np.random.default_rng(1)
        return {path: drawn(path, variable.get_value(), draw) for path, variable in variables(abstract())}

    @cached_property
    def haiku_file(self) -> Path:
        """The Haiku shelf as a file."""
        return write_haiku(self.folder, "haiku", self.haiku, "npz stored")

    @cached_property
    def nnx_file(self) -> Path:
        """The NNX shelf as a file."""
        path = self.folder / "nnx.safetensors"
        write_safetensors(path, self.nnx)
        return path

    @cached_property
    def to_nnx(self) -> tuple[Path, Result]:
        """The Haiku shelf converted."""
        out = self.folder / "to_nnx.safetensors"
        return out, convert(self.haiku_file, out, "--like", self.nnx_file, *self.lines)

    @cached_property
    def to_haiku(self) -> tuple[Path, Result]:
        """The NNX shelf converted."""
        out = self.folder / "to_haiku.npz"
        return out, convert(self.nnx_file, out, "--like", self.haiku_file, *self.lines)

    @cached_property
    def outputs(self) -> tuple[tuple[str, Outputs, Outputs], ...]:
        """What both libraries give, in each direction: of the numbers as they were, and as they were converted."""
        return (("to NNX", self.run_haiku(self.haiku), self.run_nnx(read_entries(self.to_nnx[0]))),
                ("to Haiku", self.run_nnx(self.nnx), self.run_haiku(read_haiku(self.to_haiku[0]))))

    def run_haiku(self, entries: Mapping[HaikuKey, np.ndarray]) -> Outputs:
        """The outputs of the real Haiku layers."""
        params, state = jax.tree.map(jnp.asarray, haiku_collections(entries))
        return self.forward.apply(params, state, None, self.inputs)[0]

    def run_nnx(self, entries: Entries) -> Outputs:
        """The outputs of the real NNX layers; low-rank additions that a file lacks are those of a fresh model."""
        model = abstract()
        for path, variable in variables(model):
            fresh = jnp.zeros(variable.shape) if isinstance(variable, nnx.LoRAParam) else None
            variable.set_value(jnp.asarray(entries[path] if fresh is None else entries.get(path, fresh)))
        return model(self.inputs)

    def judge(self, cases: list[tuple[str, str]]) -> None:
        """The same outputs in both directions; each case is a name with its tolerance."""
        for (way, expected, got), (name, tolerance) in itertools.product(self.outputs, cases):
            assert np.any(expected[name]), f"{name}, {way}: all outputs are zero, which proves nothing"
            assert_close(np.asarray(expected[name]), np.asarray(got[name]), tolerance, f"{name}, {way}")

    def known(self) -> set[str]:
        """The kinds of layers that the command knows, as it lists them to who says another."""
        wrong = f"{next(iter(self.haiku)).module}=?"
        told = convert(self.haiku_file, self.folder / "untold.safetensors", "--kind", wrong, status=UNREADABLE)
        return set(re.search(r"there are (.+)", told.text)[1].split(", "))

    def planned(self, source: Path, like: Path) -> Counter[str]:
        """How many cases have layers of each kind, by the plan of a conversion."""
        plan = dovetail("convert", source, self.folder / f"planned{like.suffix}", "--like", like, "--dry-run", "--json",
                        *self.lines, folder=self.folder).expect(DONE).out
        return Counter(kind for kind, _ in {(step["kind"], re.split("[./]", step["target"] or step["source"])[0])
                                            for step in json.loads(plan)["steps"]})

    def kinds(self) -> None:
        """Every kind of layer that the command knows is on the shelf, in enough cases, both ways."""
        for source, like in ((self.haiku_file, self.nnx_file), (self.nnx_file, self.haiku_file)):
            cases = self.planned(source, like)
            few = {kind: cases[kind] for kind in self.known() - UNMATCHED if cases[kind] < CONFIGURATIONS}
            assert not few, f"of {source.name}, cases of a kind: {few}"

    def there_and_back(self) -> None:
        """Every bit of either shelf comes back without options."""
        back, nnx_back = self.folder / "back.npz", self.folder / "back.safetensors"
        convert(self.to_nnx[0], back)
        assert_same(self.haiku, read_haiku(back))
        convert(self.to_haiku[0], nnx_back)
        assert_same(self.nnx, read_entries(nnx_back))

    def told(self) -> None:
        """What has to be set on the other side is told, with the line to write."""
        self.to_nnx[1].says(
            "kernel_dilation=rate", "count_include_pad=False", "explicit pairs", "transpose_kernel=True",
            "nnx.BatchNorm(num_features, momentum=decay_rate, epsilon=1e-5",
            "nnx.LayerNorm(num_features, epsilon=1e-5, use_fast_variance=False", "nnx.RMSNorm(4, epsilon=1e-5",
            "activation_fn=nnx.relu", "decode=False", "1 was added to the forget bias", "double_bias=False",
            "HaikuGruCell(in_features, hidden_size")
        self.to_haiku[1].says(
            "eps=1e-6, use_fast_variance=True", "hk.RMSNorm(axis=-1, eps=1e-6)", "decay_rate=momentum",
            "1 was taken from the forget bias", "a second bias would be zeros", "first add lora_a @ lora_b")


def variables(model: nnx.Module) -> Iterator[tuple[str, nnx.Variable]]:
    """The variables of a model by dotted path."""
    return ((".".join(map(str, path)), variable) for path, variable in nnx.state(model).flat_state())


VECTORS = np.ones((5, 4), np.float32)
SEQUENCES = np.ones((2, 5, 4), np.float32)


def stepped(core: hk.RNNCore, x: jax.Array) -> jax.Array:
    """One step of a core."""
    return core(x, core.initial_state(len(x)))[0]


class Unfit(NamedTuple):
    """A layer of Haiku's, the nearest of NNX's, an input, and what a refusal must say."""

    haiku: Callable[[jax.Array], jax.Array]
    nnx: Callable[[nnx.Rngs], nnx.Module]
    input: np.ndarray
    words: tuple[str, ...]
    back: tuple[str, ...] = ()
    """What the refusal of the way back must say beside the layers that are left over."""


UNFIT = {
    "GRU into NNX's GRUCell": Unfit(
        lambda x: stepped(hk.GRU(3), x), lambda r: nnx.GRUCell(4, 3, rngs=r), VECTORS,
        ("gru", "use a HaikuGruCell"), ("dense_i/kernel", "use a HaikuGruCell")),
    "values of another size than keys": Unfit(
        lambda x: hk.MultiHeadAttention(2, 3, w_init=INIT, value_size=5)(x, x, x),
        lambda r: nnx.MultiHeadAttention(2, 4, qkv_features=6, rngs=r), SEQUENCES,
        *(("values have another width than its keys", "four linear layers"),) * 2),
    "a moving average": Unfit(
        lambda x: hk.ExponentialMovingAverage(0.9)(x), lambda r: nnx.EMA(nnx.Linear(4, 4, rngs=r), decay=0.9), VECTORS,
        ("nnx.EMA begins with a copy", "make the average anew")),
    "a convolutional LSTM": Unfit(
        lambda x: stepped(hk.Conv1DLSTM([5], 3, 2), x), lambda r: nnx.OptimizedLSTMCell(4, 3, rngs=r), SEQUENCES,
        ("conv1_dlstm is Haiku's Conv1DLSTM",)),
}
"""Haiku's layers that no layer of NNX can hold."""


def unfit(name: str, folder: Path) -> None:
    """What no layer can hold is refused in both directions, with the reason and the way out."""
    case = UNFIT[name]
    forward = hk.transform_with_state(case.haiku)
    source = write_haiku(folder, "haiku", haiku_numbers(forward, case.input), "npz stored")
    like = folder / "like.safetensors"
    draw = np.random.default_rng(1)
    write_safetensors(like, {path: drawn(path, variable.get_value(), draw)
                             for path, variable in variables(nnx.eval_shape(lambda: case.nnx(nnx.Rngs(0))))})
    convert(source, folder / "out.safetensors", "--like", like, status=REFUSED).says(*case.words)
    convert(like, folder / "out.npz", "--like", source, status=REFUSED).says("no source", *case.back)


def checks(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A check for each rule, and those of the whole shelf."""
    folder = folder / "rules"
    folder.mkdir()
    both = Both(folder)
    by_rule: dict[str, list[Case]] = {}
    for case in CASES:
        by_rule.setdefault(case.rule, []).append(case)
    for rule, cases in by_rule.items():
        assert len(cases) >= CONFIGURATIONS, f"{rule} has {len(cases)} configurations"
        yield (f"{rule}: {len(cases)} configurations, both ways",
               partial(both.judge, [(case.name, case.tolerance) for case in cases]))
    yield "arrays of the top level: both ways", partial(both.judge, [(TOP, "exact")])
    yield f"each kind that the command knows: {CONFIGURATIONS} configurations or more, both ways", both.kinds
    yield "all there and back", both.there_and_back
    yield "what has to be set is told", both.told
    for number, name in enumerate(UNFIT):
        own = folder / f"unfit{number}"
        own.mkdir()
        yield f"{name} is refused", partial(unfit, name, own)
