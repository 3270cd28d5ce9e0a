"""Training runs that go on in the other library with the losses that they would have had."""

import pickle
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

from parity.command import REFUSED, UNREADABLE, convert
from parity.entries import same_bits
from parity.pair import TOLERANCES

STEPS = 3
Tree = dict[str, Any]


def decays(params: Any) -> Any:
    """Which parameters decay: those with axes for inputs and outputs."""
    return jax.tree.map(lambda parameter: parameter.ndim > 1, params)


def halves(params: Any) -> Any:
    """A label for each parameter, by its number of axes: kernels have most, biases one."""
    most = max(parameter.ndim for parameter in jax.tree.leaves(params))
    return jax.tree.map(lambda parameter: "turned" if parameter.ndim == most else "flat", params)


OPTIMIZERS: dict[str, Callable[[], optax.GradientTransformation]] = {
    "momentum": lambda: optax.sgd(0.05, momentum=0.9),
    "adam": lambda: optax.adam(0.02),
    "masked adamw": lambda: optax.adamw(0.02, weight_decay=0.1, mask=decays),
    "centered rmsprop": lambda: optax.rmsprop(0.01, momentum=0.9, centered=True),
    "lion": lambda: optax.lion(0.01),
    "clipping and a schedule": lambda: optax.chain(
        optax.clip_by_global_norm(1.0), optax.adam(optax.exponential_decay(0.05, 2, 0.5))),
    "two steps in one": lambda: optax.MultiSteps(optax.adam(0.05), 2).gradient_transformation(),
    "injected hyperparameters": lambda: optax.inject_hyperparams(optax.adam)(learning_rate=0.02),
    "two optimizers": lambda: optax.multi_transform(
        {"turned": optax.adam(0.02), "flat": optax.sgd(0.05, momentum=0.9)}, halves),
}

RARER: dict[str, Callable[[], optax.GradientTransformation]] = {
    "adagrad, an average and LAMB while finite": lambda: optax.apply_if_finite(
        optax.chain(optax.scale_by_rss(), optax.ema(0.9), optax.lamb(0.02)), 3),
    "plain descent, RMSprop and Nadam": lambda: optax.chain(optax.sgd(0.1), optax.rmsprop(0.01), optax.nadam(0.02)),
}
"""Optimizers whose states come back, as those of the others do, in runs that are not gone on with."""

X = np.random.default_rng(0).random((4, 5, 5, 3), np.float32)
Y = np.random.default_rng(1).random((4, 2), np.float32)


def forward(x: jax.Array) -> jax.Array:
    """The Haiku model; its transposed convolution has its last two axes the other way round than NNX's."""
    x = jnp.tanh(hk.Conv2DTranspose(4, 3, name="up")(x))
    return hk.Linear(2, name="head")(x.mean((1, 2)))


def remembering(x: jax.Array) -> jax.Array:
    """A recurrent model in Haiku: its gates have another order than NNX's, and 1 more in the forget gate."""
    core = hk.LSTM(4, name="core")
    outputs, _ = hk.dynamic_unroll(core, x.reshape(4, 5, 15).swapaxes(0, 1), core.initial_state(4))
    return hk.Linear(2, name="head")(outputs[-1])


class Model(nnx.Module):
    """The same in NNX."""

    def __init__(self, rngs: nnx.Rngs):
        self.grow = nnx.ConvTranspose(3, 4, (3, 3), rngs=rngs)
        self.read_out = nnx.Linear(4, 2, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.read_out(jnp.tanh(self.grow(x)).mean((1, 2)))


class Recurrent(nnx.Module):
    """The recurrent model in NNX."""

    def __init__(self, rngs: nnx.Rngs):
        self.remember = nnx.RNN(nnx.OptimizedLSTMCell(15, 4, rngs=rngs), rngs=False)
        self.read_out = nnx.Linear(4, 2, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        start = jnp.zeros((4, 4)), jnp.zeros((4, 4))
        return self.read_out(self.remember(x.reshape(4, 5, 15), initial_carry=start)[:, -1])


class ByGate(Recurrent):
    """The same with a kernel for each gate."""

    def __init__(self, rngs: nnx.Rngs):
        super().__init__(rngs)
        self.remember = nnx.RNN(nnx.LSTMCell(15, 4, rngs=rngs), rngs=False)


MODELS = {"": (forward, Model), "an LSTM, ": (remembering, Recurrent), "an LSTM by gate, ": (remembering, ByGate)}
FOLLOWED = {"": tuple(OPTIMIZERS), "an LSTM, ": ("momentum", "adam", "masked adamw", "clipping and a schedule",
                                                 "two optimizers"), "an LSTM by gate, ": ("adam",)}
"""The optimizers of each model. Decay of biases moves an LSTM's forget bias elsewhere, so that of adamw is masked."""


class Run:
    """One optimizer's training of a model, in either library."""

    def __init__(self, name: str, folder: Path, model: str = ""):
        self.tx = (OPTIMIZERS | RARER)[name]()
        self.folder = folder / f"{model}{name}".replace(", ", "_").replace(" ", "_")
        self.folder.mkdir()
        function, self.model = MODELS[model]
        self.haiku = hk.without_apply_rng(hk.transform(function))

    def begin_haiku(self) -> Tree:
        """A Haiku model that was not trained yet."""
        params = self.haiku.init(jax.random.key(0), X)
        return {"params": params, "opt_state": self.tx.init(params), "ema_params": params, "step": 0}

    def begin_nnx(self) -> nnx.ModelAndOptimizer:
        """The same in NNX."""
        return nnx.ModelAndOptimizer(self.model(nnx.Rngs(0)), self.tx)

    def train_haiku(self, tree: Tree) -> tuple[Tree, list[float]]:
        """Some steps in Haiku, with the loss before each."""
        params, state, average, losses = tree["params"], tree["opt_state"], tree["ema_params"], []
        for _ in range(STEPS):
            loss, grads = jax.value_and_grad(lambda p: ((self.haiku.apply(p, X) - Y) ** 2).mean())(params)
            updates, state = self.tx.update(grads, state, params)
            params = optax.apply_updates(params, updates)
            average = jax.tree.map(lambda a, p: 0.9 * a + 0.1 * p, average, params)
            losses.append(float(loss))
        return {"params": params, "opt_state": state, "ema_params": average, "step": tree["step"] + STEPS}, losses

    def train_nnx(self, optimizer: nnx.ModelAndOptimizer) -> list[float]:
        """The same in NNX, in place."""
        losses = []
        for _ in range(STEPS):
            loss, grads = nnx.value_and_grad(lambda model: ((model(X) - Y) ** 2).mean())(optimizer.model)
            optimizer.update(grads)
            losses.append(float(loss))
        return losses

    def dump(self, name: str, tree: Any) -> Path:
        """A pickle of a tree."""
        path = self.folder / name
        path.write_bytes(pickle.dumps(tree, 4))
        return path

    def goes_on_in_nnx(self) -> None:
        """Haiku to NNX, through a pickle and through an npz."""
        tree, _ = self.train_haiku(self.begin_haiku())
        source = self.dump("haiku.pkl", tree)
        like = self.dump("nnx_like.pkl", {**nnx.state(self.begin_nnx()), "ema_params": nnx.state(self.model(nnx.Rngs(0)))})
        _, expected = self.train_haiku(tree)
        through = self.folder / "haiku.npz"
        convert(source, through, "--to", "haiku")
        for name, checkpoint in {"nnx.pkl": source, "nnx_of_npz.pkl": through}.items():
            out = self.folder / name
            convert(checkpoint, out, "--like", like)
            got = pickle.loads(out.read_bytes())
            optimizer = self.begin_nnx()
            nnx.update(optimizer, {"model": got["model"], "opt_state": got["opt_state"],
                                   "step": jnp.uint32(got["step"])})
            average = self.model(nnx.Rngs(0))
            nnx.update(average, got["ema_params"])
            assert_close(expected, self.train_nnx(optimizer))
            assert int(optimizer.step[...]) == 2 * STEPS
            assert_close([float(self.haiku.apply(tree["ema_params"], X).sum())], [float(average(X).sum())])

    def goes_on_in_haiku(self) -> None:
        """NNX to Haiku: with a like file, optax's own classes are in the pickle."""
        optimizer = self.begin_nnx()
        self.train_nnx(optimizer)
        source, out = self.dump("trained_nnx.pkl", nnx.state(optimizer)), self.folder / "trained_haiku.pkl"
        start = self.begin_haiku()
        like = self.dump("haiku_like.pkl", {key: start[key] for key in ("params", "opt_state")})
        convert(source, out, "--like", like)
        got = pickle.loads(out.read_bytes())
        assert jax.tree.structure(got["opt_state"]) == jax.tree.structure(start["opt_state"])
        _, losses = self.train_haiku({**start, **got})
        assert_close(self.train_nnx(optimizer), losses)

    def there_and_back(self) -> None:
        """Every bit, and every class of optax's."""
        self.comes_back(self.train_haiku(self.begin_haiku())[0])

    def drawn_there_and_back(self) -> None:
        """The same of a run whose numbers are drawn."""
        draw = np.random.default_rng(2)
        self.comes_back(jax.tree.map(lambda leaf: draw.random(leaf.shape, np.float32) if is_float(leaf) else leaf,
                                     self.begin_haiku()))

    def comes_back(self, tree: Tree) -> None:
        """A run goes to NNX and comes back."""
        source, out, back = self.dump("run.pkl", tree), self.folder / "there.safetensors", self.folder / "back.pkl"
        convert(source, out)
        convert(out, back)
        got = pickle.loads(back.read_bytes())
        assert jax.tree.structure(got) == jax.tree.structure(tree)
        for before, after in zip(jax.tree.leaves(tree), jax.tree.leaves(got), strict=True):
            assert same_bits(np.asarray(before), np.asarray(after)), f"{before} became {after}"


def is_float(leaf: Any) -> bool:
    """Whether a leaf of a run is an array of floats."""
    return hasattr(leaf, "dtype") and jnp.issubdtype(leaf.dtype, jnp.floating)


def assert_close(expected: list[float], got: list[float]) -> None:
    """Asserts equal losses, up to rounding."""
    apart = max(abs(a - b) for a, b in zip(expected, got, strict=True))
    assert apart <= TOLERANCES["losses"]["limit"], f"{expected} and {got} are {apart:.3g} apart"


def copies(folder: Path) -> None:
    """A checkpoint with an axis of devices is one without, if the copies are equal."""
    folder = folder / "copies"
    folder.mkdir()
    run = Run("adam", folder)
    tree, _ = run.train_haiku(run.begin_haiku())
    arrays = {key: value for key, value in tree.items() if key != "step"}
    alone = run.dump("alone.pkl", arrays)
    spread = run.dump("spread.pkl", jax.tree.map(lambda array: jnp.stack([array] * 2), arrays))
    convert(alone, folder / "alone.npz")
    convert(spread, folder / "spread.npz", "--device-axis", "first")
    assert (folder / "alone.npz").read_bytes() == (folder / "spread.npz").read_bytes()
    arrays["params"] = jax.tree.map(lambda array: jnp.stack([array, array + 1]), arrays["params"])
    arrays["opt_state"], arrays["ema_params"] = jax.tree.map(
        lambda array: jnp.stack([array] * 2), (arrays["opt_state"], arrays["ema_params"]))
    convert(run.dump("apart.pkl", arrays), folder / "apart.npz", "--device-axis", "first", status=UNREADABLE).says(
        "differs between device 0 and device 1")


def factored(folder: Path) -> None:
    """Adafactor's rows and columns do not survive a transposition."""
    folder = folder / "factored"
    folder.mkdir()
    run = Run("adam", folder)
    params = run.begin_haiku()["params"]
    state = optax.adafactor(0.01, min_dim_size_to_factor=2).init(params)
    convert(run.dump("haiku.pkl", {"params": params, "opt_state": state}), folder / "nnx.npz", status=REFUSED).says(
        "has not its parameter's shape", "--skip 'opt_state/**'")


def two_biases(folder: Path) -> None:
    """Both biases of a VanillaRNN take every step, NNX's one bias only one: the losses part, so moments are refused."""
    folder = folder / "two_biases"
    folder.mkdir()
    run = Run("momentum", folder)

    def unrolled(x: jax.Array) -> jax.Array:
        core = hk.VanillaRNN(4)
        return hk.dynamic_unroll(core, x.reshape(5, 4, 15), core.initial_state(4))[0]

    params = hk.transform(unrolled).init(jax.random.key(0), X)
    source = run.dump("haiku.pkl", {"params": params, "opt_state": run.tx.init(params)})
    convert(source, folder / "nnx.npz", status=REFUSED).says("double_bias=False", "--skip 'opt_state/**'")
    convert(source, folder / "nnx.npz", "--skip", "opt_state/**").says("of two biases the sum is kept")


def checks(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The checks of each optimizer."""
    folder = folder / "training"
    folder.mkdir()
    for model, names in FOLLOWED.items():
        for name in names:
            run = Run(name, folder, model)
            yield f"{model}{name}: goes on in NNX", run.goes_on_in_nnx
            yield f"{model}{name}: goes on in Haiku", run.goes_on_in_haiku
            yield f"{model}{name}: there and back", run.there_and_back
    for name in RARER:
        yield f"{name}: there and back", Run(name, folder).drawn_there_and_back
    yield "two biases with an optimizer are refused", partial(two_biases, folder)
    yield "copies of devices", partial(copies, folder)
    yield "factored moments are refused", partial(factored, folder)
