"""The guide's sections 1 to 3: names, initial numbers, and a hundred steps of training in both styles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

from parity.entries import Entries, write_text
from reference import haiku_guide, nnx_guide
from reference.set import GoldenSet, fingerprint, fingerprints, haiku_leaves, json_text, key_data, nnx_leaves, summaries

STEPS = 100
BATCH, INPUTS, HIDDEN, CLASSES = 32, 784, 256, 10
RATE = 0.1
MASKS = 3

ABOUT = {
    "model": "the guide's Model(784, 256, 10) with dropout 0.5, sections 1 to 3",
    "initialised": "Haiku: init(key(0), ones((1, 784)), training=False); NNX: Model(784, 256, 10, rngs=Rngs(0))",
    "inputs": "jax.random.uniform(fold_in(key(100), step), (32, 784)) in float32, made outside of the step function",
    "labels": "(jax.random.bits(fold_in(key(101), step), (32,)) % 10) as int32; bits are uint32",
    "keys": "Haiku: apply gets fold_in(key(1), step). NNX: the model's own stream advances, it is never reseeded",
    "loss": "softmax_cross_entropy_with_integer_labels(logits, labels).mean(), before the step's update",
    "update": "p - 0.1 * g for every parameter",
    "runs": "STYLE/eager or jit/dropout or plain: plain is training=False and model.eval()",
    "eager": "as Python runs it, with no jit around the step; what the libraries compile themselves is still fused",
    "jit": "Haiku: jax.jit, NNX: nnx.jit of the whole step",
}


def batch(step: int) -> tuple[jax.Array, jax.Array]:
    """The inputs and labels of a step."""
    inputs = jax.random.uniform(jax.random.fold_in(jax.random.key(100), step), (BATCH, INPUTS))
    words = jax.random.bits(jax.random.fold_in(jax.random.key(101), step), (BATCH,))
    return inputs, (words % CLASSES).astype(jnp.int32)


def mean_loss(logits: jax.Array, labels: jax.Array) -> jax.Array:
    """The guide's loss."""
    return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()


def descend(params: Any, gradients: Any) -> Any:
    """The guide's update."""
    return jax.tree.map(lambda p, g: p - RATE * g, params, gradients)


def init_haiku() -> tuple[hk.Transformed, dict]:
    """The Haiku model and its initial parameters."""
    model = hk.transform(haiku_guide.forward)
    return model, model.init(jax.random.key(0), jnp.ones((1, INPUTS)), training=False)


def init_nnx() -> nnx_guide.Model:
    """The NNX model, freshly made."""
    return nnx_guide.Model(INPUTS, HIDDEN, CLASSES, rngs=nnx.Rngs(0))


def train_haiku(jit: bool, training: bool, steps: int = STEPS) -> tuple[list[jax.Array], Entries]:
    """Losses and final parameters of the guide's Haiku program."""
    model, params = init_haiku()

    def train_step(params, key, inputs, labels):
        def loss_fn(params):
            return mean_loss(model.apply(params, key, inputs, training=training), labels)

        loss, grads = jax.value_and_grad(loss_fn)(params)
        return loss, descend(params, grads)

    step_fn = jax.jit(train_step) if jit else train_step
    losses = []
    for step in range(steps):
        loss, params = step_fn(params, jax.random.fold_in(jax.random.key(1), step), *batch(step))
        losses.append(loss)
    return losses, haiku_leaves(params)


def nnx_step(model: nnx.Module, inputs: jax.Array, labels: jax.Array) -> jax.Array:
    """One step of the guide's NNX programs, in place; the loss before it."""
    def loss_fn(model):
        return mean_loss(model(inputs), labels)

    loss, grads = nnx.value_and_grad(loss_fn)(model)
    _, params, rest = nnx.split(model, nnx.Param, ...)
    nnx.update(model, nnx.merge_state(descend(params, grads), rest))
    return loss


def train_nnx(jit: bool, training: bool, steps: int = STEPS) -> tuple[list[jax.Array], Entries]:
    """Losses and final numbers of the guide's NNX program, random streams included."""
    model = init_nnx()
    (model.train if training else model.eval)()
    step_fn = nnx.jit(nnx_step) if jit else nnx_step
    losses = [step_fn(model, *batch(step)) for step in range(steps)]
    return losses, nnx_leaves(model)


TRAINERS: dict[str, Callable[..., tuple[list[jax.Array], Entries]]] = {"haiku": train_haiku, "nnx": train_nnx}


def runs() -> Entries:
    """All eight runs: ``haiku/jit/dropout/losses``, ``…/final/model/linear/w/first``, ``…/statistics``."""
    found: Entries = {}
    for style, trainer in TRAINERS.items():
        for how in ("eager", "jit"):
            for mode in ("dropout", "plain"):
                head = f"{style}/{how}/{mode}"
                losses, final = trainer(how == "jit", mode == "dropout")
                found[f"{head}/losses"] = np.array(losses, np.float32)
                found |= summaries(f"{head}/final", final)
    return found


def haiku_mask() -> Entries:
    """The key that the Haiku model draws at step 0, and what dropout keeps with it."""
    program = hk.transform(lambda: haiku_guide.dropout_of_ones((BATCH, HIDDEN)))
    key, dropped = program.apply({}, jax.random.fold_in(jax.random.key(1), 0))
    return mask("haiku/step0", key, dropped)


def nnx_masks() -> Entries:
    """The keys that the NNX model's dropout draws in its first calls, and what it keeps with them."""
    model = init_nnx()
    model.train()
    found: Entries = {}
    for call in range(MASKS):
        stream = model.block.dropout.rngs
        key = jax.random.fold_in(stream.key[...], stream.count[...])
        dropped = model.block.dropout(jnp.ones((BATCH, HIDDEN)))
        expected = jax.random.bernoulli(key, 0.5, dropped.shape)
        assert bool(jnp.all((dropped != 0) == expected)), "nnx.Dropout drew another key"
        found |= mask(f"nnx/call{call}", key, dropped)
    return found


def mask(head: str, key: jax.Array, dropped: jax.Array) -> Entries:
    """A key and the packed mask: eight elements a byte, the first in the highest bit."""
    return {f"{head}/key": key_data(key), f"{head}/kept": np.packbits(np.asarray(dropped != 0))}


def trees(haiku: Entries, model: nnx.Module) -> dict[str, dict]:
    """Names and shapes of both styles, in the order in which they were made."""
    return {"haiku": {path: list(array.shape) for path, array in haiku.items()},
            "nnx": {path: list(array.shape) for path, array in nnx_leaves(model).items()}}


def write(folder: Path) -> None:
    """Makes the files of the set."""
    _, params = init_haiku()
    haiku, model = haiku_leaves(params), init_nnx()
    first = {f"batch{step}": dict(zip(("inputs", "labels"), (fingerprint(np.asarray(a)) for a in batch(step))))
             for step in (0, STEPS - 1)}
    write_text(folder / "train.json", json_text(
        {"about": ABOUT, "steps": STEPS, "rate": RATE, "shapes": trees(haiku, model), "batches": first}, 3))
    write_text(folder / "init.json", json_text(
        {"haiku": fingerprints(haiku), "nnx": fingerprints(nnx_leaves(model))}, 2))
    np.savez(folder / "runs.npz", **runs())
    np.savez(folder / "masks.npz", **haiku_mask(), **nnx_masks())


SET = GoldenSet("train", write, lambda file, key: "losses" if key.endswith("/losses") else "descended")
