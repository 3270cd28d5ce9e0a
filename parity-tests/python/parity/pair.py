"""A model in both libraries: how it is made, trained, run and judged."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from parity.entries import Entries, HaikuKey, haiku_collections, haiku_entries, load_nnx, nnx_entries
from parity.rules import Joint, to_nnx

TOLERANCES: dict[str, dict] = json.loads((Path(__file__).parents[1] / "tolerances.json").read_text(encoding="utf-8"))
SEED = 0
STEPS = 3


@dataclass(frozen=True)
class Ambiguity:
    """What a converter must refuse to guess, and the truth that settles it."""

    candidates: dict[str, list[str]]
    """NNX targets, each with all Haiku modules that it could come from."""

    settled: dict[str, str]
    """The truth: Haiku module to NNX path, the fewest lines that settle everything."""


@dataclass(frozen=True)
class Untold:
    """A kernel whose shape fits two kinds of layer and whose name tells neither."""

    module: str
    kind: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """One network written in Haiku and, with other attribute names, in NNX."""

    name: str
    about: str
    forward: Callable[[jax.Array, bool], jax.Array]
    """The Haiku model, called inside ``hk.transform_with_state`` with an input and whether it is training."""

    build: Callable[[nnx.Rngs], nnx.Module]
    shape: tuple[int, ...]
    joints: tuple[Joint, ...]
    tolerance: str
    container: str = "npz stored"
    dtype: str = "float32"
    below: int = 0
    """Integer inputs are drawn from 0 up to this."""

    compares_training: bool = False
    """Whether outputs in training mode can be equal: not where dropout draws other bits."""

    steps: int = STEPS
    golden: bool = True
    lane: bool = True
    open: Ambiguity | Untold | None = field(default=None)

    @cached_property
    def input(self) -> np.ndarray:
        """The input of training and judging."""
        draw = np.random.default_rng(SEED)
        if self.below:
            return draw.integers(0, self.below, self.shape, dtype=np.int32)
        return (draw.random(self.shape, np.float32) * 2 - 1).astype(jnp.dtype(self.dtype))

    @cached_property
    def haiku(self) -> hk.TransformedWithState:
        """The pure functions of the Haiku model."""
        return hk.transform_with_state(self.forward)

    def init_haiku(self, seed: int = SEED) -> dict[HaikuKey, np.ndarray]:
        """A freshly initialised Haiku model."""
        return haiku_entries(*self.haiku.init(jax.random.key(seed), self.input, True))

    def init_nnx(self, seed: int = SEED) -> nnx.Module:
        """A freshly initialised NNX model."""
        return self.build(nnx.Rngs(seed))

    def run_haiku(self, entries: dict[HaikuKey, np.ndarray], training: bool = False) -> np.ndarray:
        """The Haiku model's output."""
        params, state = jax.tree.map(jnp.asarray, haiku_collections(entries))
        output, _ = self.haiku.apply(params, state, jax.random.key(SEED), self.input, training)
        return np.asarray(output)

    def run_nnx(self, entries: Entries, training: bool = False) -> np.ndarray:
        """The output of a real NNX model that holds the given numbers."""
        model = self.init_nnx(seed=SEED + 1)
        load_nnx(model, entries)
        (model.train if training else model.eval)()
        return np.asarray(model(jnp.asarray(self.input)))

    def target(self, output: jax.Array) -> jax.Array:
        """What training pulls an output towards: fixed numbers of its shape."""
        drawn = np.random.default_rng(SEED + 1).random(output.shape, np.float32)
        return jnp.asarray(drawn, output.dtype)

    def train_haiku(self) -> dict[HaikuKey, np.ndarray]:
        """The Haiku model after a few steps of gradient descent."""
        params, state = self.haiku.init(jax.random.key(SEED), self.input, True)

        @jax.jit
        def step(params, state, key):
            def loss(params):
                output, after = self.haiku.apply(params, state, key, self.input, True)
                return jnp.mean((output - self.target(output)) ** 2), after

            gradients, after = jax.grad(loss, has_aux=True)(params)
            return descend(params, gradients), after

        for number in range(self.steps):
            params, state = step(params, state, jax.random.key(number))
        return haiku_entries(params, state)

    def train_nnx(self) -> nnx.Module:
        """The NNX model after a few steps of gradient descent."""
        model = self.init_nnx()
        model.train()

        @nnx.jit
        def step(model, x):
            def loss(model):
                output = model(x)
                return jnp.mean((output - self.target(output)) ** 2)

            gradients = nnx.grad(loss)(model)
            nnx.update(model, descend(nnx.state(model, nnx.Param), gradients))

        for _ in range(self.steps):
            step(model, jnp.asarray(self.input))
        return model

    def convert(self, entries: dict[HaikuKey, np.ndarray]) -> Entries:
        """The NNX model's arrays, by the joints that this pair tells by hand."""
        return to_nnx(entries, self.joints)

    @property
    def rounded(self) -> set[tuple[str, str]]:
        """The Haiku arrays, as module and name, that side data alone restores bit for bit."""
        return {place for joint in self.joints for place in joint.rounded()}

    def judge(self, haiku: dict[HaikuKey, np.ndarray], nnx_numbers: Entries) -> float:
        """Asserts that both models give the same outputs; the largest difference over the largest output."""
        worst = 0.0
        for training in (False, True) if self.compares_training else (False,):
            expected = self.run_haiku(haiku, training)
            got = self.run_nnx(nnx_numbers, training)
            mode = "training" if training else "evaluation"
            worst = max(worst, assert_close(expected, got, self.tolerance, f"{self.name}, {mode}"))
        return worst

    def judge_state(self, haiku: dict[HaikuKey, np.ndarray], nnx_numbers: Entries) -> None:
        """Asserts that the state of both models, as moving averages, is the same after one more training call."""
        params, state = jax.tree.map(jnp.asarray, haiku_collections(haiku))
        _, after = self.haiku.apply(params, state, jax.random.key(SEED), self.input, True)
        expected = self.convert(haiku_entries(params, after))
        model = self.init_nnx()
        load_nnx(model, nnx_numbers)
        model.train()
        model(jnp.asarray(self.input))
        for path, got in nnx_entries(model).items():
            if self.compares_training:
                assert_close(expected[path], got, "state", f"{self.name}, {path} after a step")


def descend(params, gradients, rate: float = 0.1):
    """One step of gradient descent."""
    return jax.tree.map(lambda p, g: (p - rate * g).astype(p.dtype), params, gradients)


def difference(expected: np.ndarray, got: np.ndarray) -> float:
    """The largest difference over the largest magnitude of what is expected."""
    expected, got = (np.asarray(a, np.float64) for a in (expected, got))
    largest = np.max(np.abs(expected), initial=0.0)
    apart = np.max(np.abs(expected - got), initial=0.0)
    return float(apart / largest) if largest else float(apart)


def assert_close(expected: np.ndarray, got: np.ndarray, tolerance: str, what: str) -> float:
    """Asserts shape, and numbers within a tolerance of the table; returns the difference."""
    assert expected.shape == got.shape, f"{what}: shape {got.shape}, expected {expected.shape}"
    assert np.isfinite(expected.astype(np.float64)).all(), f"{what}: the expected output is not finite"
    apart, limit = difference(expected, got), TOLERANCES[tolerance]["limit"]
    assert apart <= limit, (
        f"{what}: apart by {apart:.3g} of the largest magnitude, allowed is {limit:.3g} ({tolerance})")
    return apart
