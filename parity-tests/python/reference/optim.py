"""Optimizers, transformations and schedules of optax, nnx.Optimizer, and the guide's classifier trained with Adam."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import optax
from flax import nnx

from parity.entries import Entries, spec
from reference import training
from reference.cases import EXACT, ROUNDED, drawn
from reference.optim_cases import RUNS, SCHEDULES, Run
from reference.packed import read_packed, write_packed
from reference.set import GoldenSet, haiku_leaves, nnx_leaves, summaries

STEPS = 20
KEPT = (1, 2, 7, 20)
"""After which steps numbers are kept."""

SHAPES = {"a": {"b": (3,), "w": (4, 3)}, "c": {"w": (2, 3, 2, 2)}, "h": (5,), "s": ()}
TRAINED = 30
RATE = 1e-3
TIMES = np.array([*range(46), 60, 100, 1000, 2**31 - 1], np.int32)
"""Steps at which schedules are asked: each of the first, boundaries among them, and some beyond."""

OPTIMIZERS = {
    "sgd": "optax.sgd(0.1)",
    "sgd_momentum": "optax.sgd(0.1, momentum=0.9)",
    "adam": "optax.adam(1e-3)",
    "adam_schedule": "optax.adam(optax.linear_schedule(0.1, 0.01, 10))",
    "chain": "optax.chain(optax.clip_by_global_norm(1.0), optax.adam(1e-3))",
    "ema": "optax.ema(0.9)",
    "inject": "optax.inject_hyperparams(optax.adam)(1e-3)",
    "multi_steps": "optax.MultiSteps(optax.adam(1e-3), 2)",
}


def path_text(path: Iterable[Any]) -> str:
    """A path in a tree as Dovetail prints it: names joined by points, indices in brackets."""
    text = ""
    for key in path:
        match key:
            case jax.tree_util.SequenceKey(idx):
                text += f"[{idx}]"
            case jax.tree_util.GetAttrKey(name) | jax.tree_util.DictKey(name):
                text += f".{name}" if text else str(name)
            case _:
                raise TypeError(f"what is {key!r} here?")
    return text


def leaves(head: str, tree: Any) -> Entries:
    """The arrays of a tree by their paths, in its order; of a random key its two words."""
    found: Entries = {}
    for path, leaf in jax.tree_util.tree_flatten_with_path(tree)[0]:
        is_key = jnp.issubdtype(jnp.asarray(leaf).dtype, jax.dtypes.prng_key)
        name = path_text(path) + (".data" if is_key else "")
        found[f"{head}/{name}"] = np.asarray(jax.random.key_data(leaf) if is_key else leaf)
    return found


def tree_of(name: str) -> Any:
    """Fixed numbers for each parameter; those of ``h`` are bfloat16."""
    def one(path, shape):
        where = path_text(path)
        return drawn(f"optim/{name}/{where}", shape).astype(ml_dtypes.bfloat16 if where == "h" else np.float32)

    return jax.tree_util.tree_map_with_path(one, SHAPES, is_leaf=lambda x: isinstance(x, tuple))


def gradients(step: int, run: Run) -> Any:
    """The gradients of a step, counted from 1."""
    grads = jax.tree.map(jnp.asarray, tree_of(f"step{step}"))
    if step in run.not_finite:
        grads["a"]["w"] = grads["a"]["w"].at[0, 0].set(jnp.nan)
    return grads


def trajectory(run: Run) -> Entries:
    """State, updates and parameters after some of twenty steps."""
    made = run.make()
    params = jax.tree.map(jnp.asarray, tree_of("params"))
    state = made.init(params)
    found = leaves("init/state", state)
    update = jax.jit(made.update) if run.jit else made.update
    for step in range(1, STEPS + 1):
        updates, state = update(gradients(step, run), state, params)
        params = optax.apply_updates(params, updates)
        if step in KEPT:
            head = f"step{step}"
            found |= leaves(f"{head}/updates", updates) | leaves(f"{head}/params", params)
            found |= leaves(f"{head}/state", state)
    return found


def inputs() -> Entries:
    """The parameters before the first step and the gradients of each."""
    found = leaves("params", tree_of("params"))
    for step in range(1, STEPS + 1):
        found |= leaves(f"step{step}", tree_of(f"step{step}"))
    return found


def layout(text: str) -> dict[str, str]:
    """What nnx.Optimizer holds for a small model: path, class and spec of each Variable."""
    class Model(nnx.Module):
        def __init__(self, rngs):
            self.layers = nnx.List([nnx.Linear(2, 3, rngs=rngs), nnx.Linear(3, 1, rngs=rngs)])

    optimizer = nnx.Optimizer(Model(nnx.Rngs(0)), eval(text, {"optax": optax}), wrt=nnx.Param)
    return {".".join(map(str, path)): f"{type(variable).__name__} {spec(np.asarray(variable[...]))}"
            for path, variable in nnx.state(optimizer).flat_state()}


def train_haiku(jit: bool) -> Entries:
    """Losses and final weights of the guide's Haiku program with Adam."""
    model, params = training.init_haiku()
    optimizer = optax.adam(RATE)
    state = optimizer.init(params)

    def train_step(params, state, key, inputs, labels):
        def loss_fn(params):
            return training.mean_loss(model.apply(params, key, inputs, training=True), labels)

        loss, grads = jax.value_and_grad(loss_fn)(params)
        updates, state = optimizer.update(grads, state, params)
        return loss, optax.apply_updates(params, updates), state

    step_fn = jax.jit(train_step) if jit else train_step
    losses = []
    for step in range(TRAINED):
        key = jax.random.fold_in(jax.random.key(1), step)
        loss, params, state = step_fn(params, state, key, *training.batch(step))
        losses.append(loss)
    return {"losses": np.array(losses, np.float32)} | summaries("final", haiku_leaves(params))


def train_nnx(jit: bool) -> Entries:
    """Losses and final weights of the guide's NNX program with nnx.Optimizer and Adam."""
    model = training.init_nnx()
    model.train()
    optimizer = nnx.Optimizer(model, optax.adam(RATE), wrt=nnx.Param)

    def train_step(model, optimizer, inputs, labels):
        def loss_fn(model):
            return training.mean_loss(model(inputs), labels)

        loss, grads = nnx.value_and_grad(loss_fn)(model)
        optimizer.update(model, grads)
        return loss

    step_fn = nnx.jit(train_step) if jit else train_step
    losses = [step_fn(model, optimizer, *training.batch(step)) for step in range(TRAINED)]
    return {"losses": np.array(losses, np.float32)} | summaries("final", nnx_leaves(model, False))


def described(run: Run) -> dict[str, Any]:
    """What a row of the index tells of a run beside its numbers."""
    row: dict[str, Any] = {"python": run.python}
    if run.jit:
        row["jit"] = True
    if run.not_finite:
        row["not_finite"] = list(run.not_finite)
    return row


def write(folder: Path) -> None:
    """Makes the files of the set."""
    rows: dict[str, dict[str, Any]] = {"inputs": {}}
    numbers = {"inputs": inputs()}
    for name, run in RUNS.items():
        rows[f"run/{name}"], numbers[f"run/{name}"] = described(run), trajectory(run)
    for name, (text, schedule) in SCHEDULES.items():
        values = np.array([schedule(jnp.int32(time)) for time in TIMES], np.float32)
        rows[f"schedule/{name}"], numbers[f"schedule/{name}"] = {"python": text}, {"steps": TIMES, "values": values}
    for name, text in OPTIMIZERS.items():
        rows[f"nnx/{name}"], numbers[f"nnx/{name}"] = {"python": text, "layout": layout(text)}, {}
    for style, trained in (("haiku", train_haiku), ("nnx", train_nnx)):
        for how in ("eager", "jit"):
            rows[f"train/{style}/{how}"], numbers[f"train/{style}/{how}"] = {}, trained(how == "jit")
    write_packed(folder / "optim", rows, numbers)


def tolerance(_file: str, key: str) -> str:
    """Gradients are exact, what is trained has the tolerances of the guide's own run."""
    if key.startswith("train/"):
        return "losses" if key.endswith("/losses") else "descended"
    return EXACT if key.startswith("inputs/") else ROUNDED


SET = GoldenSet("optim", write, tolerance, read_packed)
