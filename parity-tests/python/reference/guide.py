"""The guide's other sections: trees and initial numbers of every program, and what sections 4 to 8 compute."""

import pprint
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from parity.entries import Entries, write_text
from reference import haiku_guide, nnx_guide
from reference.set import GoldenSet, fingerprints, haiku_leaves, json_text, nnx_leaves, summaries, summary
from reference.training import (
    CLASSES,
    HIDDEN,
    INPUTS,
    TRAINERS,
    batch,
    descend,
    init_haiku,
    init_nnx,
    mean_loss,
    nnx_step,
)

STEPS = 5
TRAINED = 20
APPLIES = 3


@dataclass(frozen=True)
class Section:
    """A program of the guide in both styles, freshly initialised."""

    haiku: Callable[[], tuple[dict, dict]] | None
    """Parameters and state; none where the guide has no Haiku program of these sizes."""

    nnx: Callable[[], nnx.Module]


def initialised(function: Callable, x: jax.Array, **options: Any) -> Callable[[], tuple[dict, dict]]:
    """What Haiku's ``init`` gives with ``key(0)``."""
    return lambda: hk.transform_with_state(function).init(jax.random.key(0), x, **options)


def init_auto_encoder() -> tuple[dict, dict]:
    """Section 5's parameters."""
    return hk.multi_transform(haiku_guide.auto_encoder).init(jax.random.key(0), x=jnp.ones((1, INPUTS))), {}


def normalised_model() -> nnx_guide.Model:
    """Section 4's block inside the model of section 1, as in Haiku."""
    return nnx_guide.Model(INPUTS, HIDDEN, CLASSES, nnx.Rngs(0), nnx_guide.NormalisedBlock)


SAMPLE = (1, INPUTS)
SECTIONS = {
    "model": Section(initialised(haiku_guide.forward, jnp.ones(SAMPLE), training=False),
                     lambda: nnx_guide.Model(INPUTS, HIDDEN, CLASSES, rngs=nnx.Rngs(0))),
    "batch_norm": Section(initialised(haiku_guide.normalised_forward, jnp.ones(SAMPLE), training=True), normalised_model),
    "batch_norm_block": Section(None, lambda: nnx_guide.NormalisedBlock(4, 4, rngs=nnx.Rngs(0))),
    "auto_encoder": Section(init_auto_encoder, lambda: nnx_guide.AutoEncoder(INPUTS, 256, INPUTS, rngs=nnx.Rngs(0))),
    "rnn": Section(initialised(lambda x: haiku_guide.RNN(64)(x), jnp.ones((3, 12, 32))),
                   lambda: nnx_guide.RNN(32, 64, rngs=nnx.Rngs(0))),
    "layer_stack": Section(initialised(lambda x, training: haiku_guide.MLP(64, num_layers=5)(x, training),
                                       jnp.ones((1, 64)), training=False),
                           lambda: nnx_guide.MLP(64, num_layers=5, rngs=nnx.Rngs(0))),
    "counter": Section(initialised(haiku_guide.count_and_multiply, jnp.ones((1, 64))),
                       lambda: nnx_guide.FooModule(rngs=nnx.Rngs(0))),
}


def shapes(tree: Mapping) -> dict:
    """A tree of shapes, in the order in which Python prints it."""
    return jax.tree.map(jnp.shape, tree)


def trees(section: Section) -> dict[str, dict]:
    """All trees of a section: Haiku's parameters and state, NNX's parameters and everything."""
    found: dict[str, dict] = {}
    if section.haiku:
        params, state = section.haiku()
        found["haiku"] = shapes(params)
        if state:
            found["haiku_state"] = shapes(state)
    model = section.nnx()
    _, params, rest = nnx.split(model, nnx.Param, ...)
    found["nnx"] = shapes(nnx.to_pure_dict(params))
    if nnx.to_pure_dict(rest):
        found["nnx_all"] = shapes(nnx.to_pure_dict(nnx.state(model)))
    return found


def listed(tree: Any) -> Any:
    """The tree with its shapes as lists, sorted as Python prints it."""
    return {key: listed(tree[key]) for key in sorted(tree)} if isinstance(tree, dict) else list(tree)


def initial(section: Section) -> dict[str, dict]:
    """The fingerprints of all initial numbers, but for averages: these are sums."""
    haiku = section.haiku()[0] if section.haiku else {}
    return {"haiku": fingerprints(haiku_leaves(haiku)), "nnx": fingerprints(nnx_leaves(section.nnx()))}


@cache
def batches() -> tuple[tuple[jax.Array, jax.Array], ...]:
    """The batches of ``train``; the last is for evaluation."""
    return tuple(batch(step) for step in range(STEPS + 1))


def batch_norm_haiku(jit: bool) -> Entries:
    """Section 4 in Haiku: losses, the state after every step, final parameters, logits in evaluation."""
    model = hk.transform_with_state(haiku_guide.normalised_forward)
    params, state = model.init(jax.random.key(0), jnp.ones(SAMPLE), training=True)

    def train_step(params, state, inputs, labels):
        def loss_fn(params):
            logits, after = model.apply(params, state, None, inputs, training=True)
            return mean_loss(logits, labels), after

        (loss, after), grads = jax.value_and_grad(loss_fn, has_aux=True)(params)
        return loss, descend(params, grads), after

    step_fn = jax.jit(train_step) if jit else train_step
    found = under("init/state", haiku_leaves(state))
    losses = []
    for step in range(STEPS):
        loss, params, state = step_fn(params, state, *batches()[step])
        losses.append(loss)
        found |= under(f"step{step}/state", haiku_leaves(state))
    logits, _ = model.apply(params, state, None, batches()[STEPS][0], training=False)
    return found | {"losses": np.array(losses), "logits": np.asarray(logits)} | summaries("final", haiku_leaves(params))


def batch_norm_nnx(jit: bool) -> Entries:
    """The same in NNX."""
    model = normalised_model()
    model.train()
    step_fn = nnx.jit(nnx_step) if jit else nnx_step
    found = under("init/state", statistics(model))
    losses = []
    for step in range(STEPS):
        losses.append(step_fn(model, *batches()[step]))
        found |= under(f"step{step}/state", statistics(model))
    model.eval()
    logits = model(batches()[STEPS][0])
    weights = {path: array for path, array in nnx_leaves(model).items() if path not in statistics(model)}
    return found | {"losses": np.array(losses), "logits": np.asarray(logits)} | summaries("final", weights)


def statistics(model: nnx.Module) -> Entries:
    """The moving averages of an NNX model."""
    return {".".join(map(str, path)): np.asarray(variable[...])
            for path, variable in nnx.state(model, nnx.BatchStat).flat_state()}


def model_haiku() -> Entries:
    """Sections 1 to 3 in Haiku: logits without dropout and with it, the first gradient, and what training gives."""
    model, params = init_haiku()
    key, (inputs, labels) = jax.random.fold_in(jax.random.key(1), 0), batches()[0]
    sample = model.apply(params, key, jnp.ones(SAMPLE), training=False)

    def loss_fn(params):
        logits = model.apply(params, key, inputs, training=True)
        return mean_loss(logits, labels), logits

    (_, logits), grads = jax.jit(jax.value_and_grad(loss_fn, has_aux=True))(params)
    return {**summary("sample", sample), **summary("logits", logits), **summaries("grads", haiku_leaves(grads)),
            **trained("haiku")}


def model_nnx() -> Entries:
    """The same in NNX."""
    model = init_nnx()
    inputs, labels = batches()[0]
    model.eval()
    sample = model(jnp.ones(SAMPLE))
    model.train()

    def loss_fn(model, inputs, labels):
        logits = model(inputs)
        return mean_loss(logits, labels), logits

    (_, logits), grads = nnx.jit(nnx.value_and_grad(loss_fn, has_aux=True))(model, inputs, labels)
    return {**summary("sample", sample), **summary("logits", logits), **summaries("grads", gradient_leaves(grads)),
            **trained("nnx")}


def trained(style: str) -> Entries:
    """Losses and numbers after the first steps of ``train``, compiled and with dropout."""
    losses, final = TRAINERS[style](jit=True, training=True, steps=TRAINED)
    return {"losses": np.array(losses, np.float32), **summaries("final", final)}


def gradient_leaves(grads: nnx.State) -> Entries:
    """A gradient's arrays by dotted path."""
    return {".".join(map(str, path)): np.asarray(variable[...]) for path, variable in grads.flat_state()}


def auto_encoder_haiku() -> Entries:
    """Section 5 in Haiku: what its methods give."""
    encode, decode = hk.multi_transform(haiku_guide.auto_encoder).apply
    params, _ = init_auto_encoder()
    code = encode(params, None, x=jnp.ones(SAMPLE))
    return summary("encode", code) | summary("decode", decode(params, None, x=code))


def auto_encoder_nnx() -> Entries:
    """The same in NNX."""
    model = SECTIONS["auto_encoder"].nnx()
    code = model.encode(jnp.ones(SAMPLE))
    return summary("encode", code) | summary("decode", model.decode(code))


def counter_haiku() -> Entries:
    """Section 8 in Haiku: the state before and after every apply, and the outputs."""
    model = hk.transform_with_state(haiku_guide.count_and_multiply)
    params, state = model.init(jax.random.key(0), jnp.ones((1, 64)))
    found = under("before/params", haiku_leaves(params)) | under("before/state", haiku_leaves(state))
    for number in range(1, APPLIES + 1):
        output, state = model.apply(params, state, None, jnp.ones((1, 64)))
        found |= {f"after{number}/output": np.asarray(output)} | under(f"after{number}/state", haiku_leaves(state))
    return found


def counter_nnx() -> Entries:
    """The same in NNX; its state is the whole model."""
    model = SECTIONS["counter"].nnx()
    found = under("before/state", nnx_leaves(model))
    for number in range(1, APPLIES + 1):
        output = model(jnp.ones((1, 64)))
        found |= {f"after{number}/output": np.asarray(output)} | under(f"after{number}/state", nnx_leaves(model))
    return found


def rnn_haiku(jit: bool) -> Entries:
    """Section 6 in Haiku: output, loss and gradient."""
    model = hk.transform(lambda x: haiku_guide.RNN(64)(x))
    params = SECTIONS["rnn"].haiku()[0]
    return judged_haiku(lambda params, x: model.apply(params, jax.random.fold_in(jax.random.key(1), 0), x),
                        params, rnn_inputs(), jit)


def layer_stack_haiku(jit: bool, training: bool) -> Entries:
    """Section 7 in Haiku."""
    model = hk.transform(lambda x: haiku_guide.MLP(64, num_layers=5)(x, training))
    params = SECTIONS["layer_stack"].haiku()[0]
    return judged_haiku(lambda params, x: model.apply(params, jax.random.fold_in(jax.random.key(1), 0), x),
                        params, layer_stack_inputs(), jit)


def judged_haiku(apply: Callable, params: dict, x: jax.Array, jit: bool) -> Entries:
    """The output of a function of parameters, the sum of its squares, and the gradient of that."""
    def loss_fn(params, x):
        y = apply(params, x)
        return jnp.sum(y * y), y

    step = jax.value_and_grad(loss_fn, has_aux=True)
    (loss, y), grads = (jax.jit(step) if jit else step)(params, x)
    return {"loss": np.asarray(loss), **summary("output", y), **summaries("grads", haiku_leaves(grads))}


def rnn_nnx(jit: bool) -> Entries:
    """Section 6 in NNX: output, loss and gradient."""
    return judged_nnx(SECTIONS["rnn"].nnx(), rnn_inputs(), jit)


def layer_stack_nnx(jit: bool, training: bool) -> Entries:
    """Section 7 in NNX: also what the streams are afterwards, and the output of a second call."""
    model = SECTIONS["layer_stack"].nnx()
    (model.train if training else model.eval)()
    found = judged_nnx(model, layer_stack_inputs(), jit)
    streams = {path: array for path, array in nnx_leaves(model).items() if ".rngs." in path}
    again = nnx.jit(lambda model, x: model(x)) if jit else lambda model, x: model(x)
    return found | under("after", streams) | summary("again", again(model, layer_stack_inputs()))


def judged_nnx(model: nnx.Module, x: jax.Array, jit: bool) -> Entries:
    """The output of a model, the sum of its squares, and the gradient of that."""
    def loss_fn(model, x):
        y = model(x)
        return jnp.sum(y * y), y

    step = nnx.value_and_grad(loss_fn, has_aux=True)
    (loss, y), grads = (nnx.jit(step) if jit else step)(model, x)
    return {"loss": np.asarray(loss), **summary("output", y), **summaries("grads", gradient_leaves(grads))}


def rnn_inputs() -> jax.Array:
    """What section 6 runs along."""
    return jax.random.uniform(jax.random.fold_in(jax.random.key(100), 0), (3, 12, 32))


def layer_stack_inputs() -> jax.Array:
    """What section 7's layers are applied to."""
    return jax.random.uniform(jax.random.fold_in(jax.random.key(100), 0), (8, 64))


def loops() -> Entries:
    """Sections 6 and 7 in both styles."""
    found: Entries = {}
    for how in ("eager", "jit"):
        jit = how == "jit"
        found |= under(f"rnn/haiku/{how}", rnn_haiku(jit)) | under(f"rnn/nnx/{how}", rnn_nnx(jit))
        for mode in ("dropout", "plain"):
            training = mode == "dropout"
            found |= under(f"layer_stack/haiku/{how}/{mode}", layer_stack_haiku(jit, training))
            found |= under(f"layer_stack/nnx/{how}/{mode}", layer_stack_nnx(jit, training))
    return found


def under(head: str, entries: Entries) -> Entries:
    """The entries under a head."""
    return {f"{head}/{path}": array for path, array in entries.items()}


def numbers() -> Entries:
    """All that the sections compute, by ``SECTION/STYLE/…``; eager and compiled where there is training."""
    return {
        **under("batch_norm/haiku/eager", batch_norm_haiku(False)), **under("batch_norm/haiku/jit", batch_norm_haiku(True)),
        **under("batch_norm/nnx/eager", batch_norm_nnx(False)), **under("batch_norm/nnx/jit", batch_norm_nnx(True)),
        **under("model/haiku", model_haiku()), **under("model/nnx", model_nnx()),
        **under("auto_encoder/haiku", auto_encoder_haiku()), **under("auto_encoder/nnx", auto_encoder_nnx()),
        **under("counter/haiku", counter_haiku()), **under("counter/nnx", counter_nnx()),
        **loops(),
    }


def write(folder: Path) -> None:
    """Makes the files of the set."""
    all_trees = {name: trees(section) for name, section in SECTIONS.items()}
    write_text(folder / "trees.json", json_text({name: {kind: listed(tree) for kind, tree in found.items()}
                                                 for name, found in all_trees.items()}, 3))
    for name, found in all_trees.items():
        for kind, tree in found.items():
            write_text(folder / f"{name}.{kind}.txt", pprint.pformat(tree) + "\n")
    write_text(folder / "init.json", json_text({name: initial(section) for name, section in SECTIONS.items()}, 3))
    np.savez(folder / "numbers.npz", **numbers())


def tolerance(_file: str, key: str) -> str:
    """Losses and weights as in ``train``; the counter counts without rounding."""
    if key.startswith("counter/"):
        return "exact"
    if key.endswith("/losses"):
        return "losses"
    if key.endswith("/logits"):
        return "output"
    if key.startswith(("model/", "rnn/", "layer_stack/")):
        return "losses" if key.endswith("/loss") else "descended"
    return "summed" if key.startswith("auto_encoder/") or "/init/" in key else "descended"


SET = GoldenSet("guide", write, tolerance)
