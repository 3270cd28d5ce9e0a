"""What the real libraries say of mistakes: type and first line."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx
from jax import lax

from parity.entries import write_text
from reference.set import GoldenSet, json_text


class Mistake(NamedTuple):
    """A program that must fail."""

    id: str
    about: str
    source: str


MISTAKES = (
    Mistake("leaked_tracer", "a traced value kept in a list and used after the trace", """
kept = []
jax.jit(lambda x: kept.append(x) or x)(jnp.ones(3))
kept[0] + 1
"""),
    Mistake("leaked_tracer_of_grad", "the same out of jax.grad", """
kept = []
jax.grad(lambda x: kept.append(x) or x)(1.0)
kept[0] + 1
"""),
    Mistake("leaked_tracer_of_vmap", "the same out of jax.vmap", """
kept = []
jax.vmap(lambda x: kept.append(x) or x)(jnp.ones(3))
kept[0] + 1
"""),
    Mistake("bool_in_jit", "a branch on a traced value", """
jax.jit(lambda x: 1 if x else 2)(True)
"""),
    Mistake("comparison_in_jit", "a branch on a traced comparison", """
jax.jit(lambda x: x if x > 0 else -x)(1.0)
"""),
    Mistake("float_in_jit", "float() of a traced value", """
jax.jit(lambda x: float(x))(1.0)
"""),
    Mistake("int_in_jit", "int() of a traced value", """
jax.jit(lambda x: int(x))(1)
"""),
    Mistake("index_in_jit", "a Python list at a traced place", """
jax.jit(lambda x: [1, 2, 3][x])(1)
"""),
    Mistake("array_in_jit", "NumPy's array of a traced value", """
jax.jit(lambda x: np.asarray(x))(1.0)
"""),
    Mistake("shape_in_jit", "a shape that depends on a traced value", """
jax.jit(lambda n: jnp.zeros(n))(3)
"""),
    Mistake("bool_in_vmap", "a branch on a value of many lanes", """
jax.vmap(lambda x: 1 if x else 2)(jnp.array([True, False]))
"""),
    Mistake("bool_of_many", "the truth of several numbers", """
bool(jnp.ones(3))
"""),
    Mistake("add_shapes", "shapes that do not broadcast", """
jnp.ones((2, 3)) + jnp.ones((4,))
"""),
    Mistake("lax_add_shapes", "lax.add does not broadcast", """
lax.add(jnp.ones((2, 3)), jnp.ones((3,)))
"""),
    Mistake("lax_add_dtypes", "lax.add does not promote", """
lax.add(jnp.ones(3), jnp.ones(3, jnp.int32))
"""),
    Mistake("dot_shapes", "a matrix product of shapes that do not fit", """
jnp.dot(jnp.ones((4, 3)), jnp.ones((5, 2)))
"""),
    Mistake("matmul_shapes", "the same with @", """
jnp.ones((4, 3)) @ jnp.ones((5, 2))
"""),
    Mistake("dot_general_shapes", "the same with dot_general", """
lax.dot_general(jnp.ones((4, 3)), jnp.ones((5, 2)), (((1,), (0,)), ((), ())))
"""),
    Mistake("dot_general_batch", "batch dimensions of different sizes", """
lax.dot_general(jnp.ones((2, 4, 3)), jnp.ones((5, 3, 2)), (((2,), (1,)), ((0,), (0,))))
"""),
    Mistake("reshape_size", "a shape of another size", """
jnp.ones((2, 3)).reshape(4, 2)
"""),
    Mistake("transpose_axes", "a permutation that is none", """
jnp.transpose(jnp.ones((2, 3)), (0, 0))
"""),
    Mistake("concatenate_shapes", "arrays that do not fit side by side", """
jnp.concatenate([jnp.ones((2, 3)), jnp.ones((2, 4))], axis=0)
"""),
    Mistake("broadcast_shapes", "a shape that cannot be broadcast", """
jnp.broadcast_to(jnp.ones((3,)), (2, 4))
"""),
    Mistake("axis_out_of_range", "an axis that is not there", """
jnp.sum(jnp.ones((2, 3)), axis=2)
"""),
    Mistake("max_of_nothing", "the largest of no numbers", """
jnp.max(jnp.zeros((0,)))
"""),
    Mistake("grad_of_vector", "a loss that is no scalar", """
jax.grad(lambda x: x * 2)(jnp.ones(3))
"""),
    Mistake("grad_of_integer_loss", "a loss that is an integer", """
jax.grad(lambda x: jnp.sum(x).astype(jnp.int32))(jnp.ones(3))
"""),
    Mistake("grad_of_integer_input", "a derivative with respect to an integer", """
jax.grad(lambda x: x * 2.0)(3)
"""),
    Mistake("grad_of_tuple", "a loss with more beside it, without has_aux", """
jax.grad(lambda x: (x, x))(1.0)
"""),
    Mistake("grad_aux_missing", "has_aux without anything beside the loss", """
jax.grad(lambda x: x, has_aux=True)(1.0)
"""),
    Mistake("grad_argument_missing", "an argument that is not there", """
jax.grad(lambda x: x, argnums=1)(1.0)
"""),
    Mistake("jvp_tangent_shape", "a tangent of another shape", """
jax.jvp(jnp.sin, (jnp.ones(3),), (jnp.ones(2),))
"""),
    Mistake("vjp_cotangent_shape", "a cotangent of another shape", """
jax.vjp(jnp.sin, jnp.ones(3))[1](jnp.ones(2))
"""),
    Mistake("vmap_sizes", "lanes of different number", """
jax.vmap(lambda x, y: x + y)(jnp.ones(3), jnp.ones(2))
"""),
    Mistake("vmap_scalar", "a scalar has no lanes", """
jax.vmap(lambda x: x)(1.0)
"""),
    Mistake("unhashable_static", "a static argument that has no hash", """
jax.jit(lambda x, sizes: x, static_argnums=1)(1.0, [1, 2])
"""),
    Mistake("static_out_of_range", "a static argument that is not there", """
jax.jit(lambda x: x, static_argnums=3)(1.0)
"""),
    Mistake("jit_of_text", "an argument that is no array", """
jax.jit(lambda x: x)("text")
"""),
    Mistake("jit_returns_text", "a result that is no array", """
jax.jit(lambda x: "text")(1.0)
"""),
    Mistake("tree_structures", "trees of different structure", """
jax.tree.map(lambda a, b: a + b, {"a": 1, "b": 2}, {"a": 1})
"""),
    Mistake("tree_keys", "trees of different keys", """
jax.tree.map(lambda a, b: a + b, {"a": 1, "b": 2}, {"a": 1, "c": 2})
"""),
    Mistake("assignment", "an element assigned in place", """
x = jnp.ones(3)
x[0] = 2.0
"""),
    Mistake("key_is_no_key", "numbers where a key is needed", """
jax.random.uniform(jnp.ones(3))
"""),
    Mistake("labels_of_other_shape", "labels that do not fit the logits", """
optax.softmax_cross_entropy_with_integer_labels(jnp.ones((4, 3)), jnp.zeros((5,), jnp.int32))
"""),
    Mistake("labels_of_floats", "labels that are no integers", """
optax.softmax_cross_entropy_with_integer_labels(jnp.ones((4, 3)), jnp.zeros((4,)))
"""),
    Mistake("hk_outside", "a Haiku module made outside of a transform", """
hk.Linear(2)
"""),
    Mistake("hk_no_key", "apply without a key where one is drawn", """
model = hk.transform(lambda x: hk.dropout(hk.next_rng_key(), 0.5, x))
model.apply(model.init(jax.random.key(0), jnp.ones(3)), None, jnp.ones(3))
"""),
    Mistake("hk_init_no_key", "init without a key", """
hk.transform(lambda x: hk.Linear(2)(x)).init(None, jnp.ones((1, 3)))
"""),
    Mistake("hk_forgotten_key", "apply with the input in the key's place", """
model = hk.transform(lambda x: hk.Linear(2)(x))
model.apply(model.init(jax.random.key(0), jnp.ones((1, 3))), jnp.ones((1, 3)))
"""),
    Mistake("hk_missing_parameter", "apply without a parameter", """
hk.transform(lambda x: hk.Linear(2)(x)).apply({}, None, jnp.ones((1, 3)))
"""),
    Mistake("hk_other_width", "apply with an input of another width", """
model = hk.transform(lambda x: hk.Linear(2)(x))
model.apply(model.init(jax.random.key(0), jnp.ones((1, 3))), None, jnp.ones((1, 4)))
"""),
    Mistake("hk_state_without_state", "state under hk.transform", """
hk.transform(lambda x: hk.get_state("counter", [], init=jnp.zeros)).init(jax.random.key(0), 1.0)
"""),
    Mistake("hk_jit_inside", "a compiled function transformed", """
hk.transform(jax.jit(lambda x: hk.Linear(2)(x)))
"""),
    Mistake("hk_jit_of_part", "a layer made within jax.jit inside of a transform", """
hk.transform(lambda x: hk.Linear(2)(jax.jit(hk.Linear(3))(x))).init(jax.random.key(0), jnp.ones((1, 3)))
"""),
    Mistake("hk_linear_of_scalar", "a layer called with a scalar", """
hk.transform(lambda x: hk.Linear(2)(x)).init(jax.random.key(0), jnp.ones(()))
"""),
    Mistake("nnx_other_width", "an NNX layer called with another width", """
nnx.Linear(3, 2, rngs=nnx.Rngs(0))(jnp.ones((1, 4)))
"""),
    Mistake("nnx_no_rngs", "an NNX layer without rngs", """
nnx.Linear(3, 2)
"""),
    Mistake("nnx_missing_stream", "a stream that is not there", """
nnx.Rngs(params=0).dropout()
"""),
    Mistake("nnx_grad_of_vector", "an NNX loss that is no scalar", """
nnx.grad(lambda m: m(jnp.ones((1, 3))))(nnx.Linear(3, 2, rngs=nnx.Rngs(0)))
"""),
    Mistake("nnx_split_not_all", "a split that does not cover everything", """
nnx.split(nnx.BatchNorm(3, rngs=nnx.Rngs(0)), nnx.Param)
"""),
    Mistake("nnx_ellipsis_first", "a filter after the one that takes everything", """
nnx.split(nnx.BatchNorm(3, rngs=nnx.Rngs(0)), ..., nnx.Param)
"""),
    Mistake("nnx_captured", "a captured variable written inside nnx.jit", """
count = nnx.Variable(jnp.zeros(()))
nnx.jit(lambda x: count.set_value(x))(1.0)
"""),
    Mistake("nnx_dropout_without_key", "dropout made without a stream, called in training", """
nnx.Dropout(0.5)(jnp.ones(3))
"""),
    Mistake("nnx_split_rngs_twice", "streams that are already split, split again", """
rngs = nnx.Rngs(0)
nnx.split_rngs(rngs, splits=2)
nnx.split_rngs(rngs, splits=2)
"""),
)

PLACES = ((re.compile(r"0x[0-9a-f]+"), "0x…"), (re.compile(r"(/\S+/|<)[\w.-]+(\.py|>):\d+"), "FILE:LINE"))
"""What differs from run to run and from machine to machine."""


def failure_of(mistake: Mistake) -> dict[str, Any]:
    """What a program raises: type, the types that it extends, and the first line of the message."""
    names = {"hk": hk, "jax": jax, "jnp": jnp, "lax": lax, "nnx": nnx, "np": np, "optax": optax}
    try:
        exec(compile(mistake.source, f"<{mistake.id}>", "exec"), names)
    except Exception as failure:  # any kind is the answer
        kind = type(failure)
        bases = [base.__name__ for base in kind.__mro__[1:] if issubclass(base, Exception) and base is not Exception]
        return {"type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."), "extends": bases,
                "first_line": first_line(failure)}
    raise AssertionError(f"{mistake.id} raises nothing")


def first_line(failure: Exception) -> str:
    """The first line of a message, without what differs from run to run."""
    line = next((line.strip() for line in str(failure).splitlines() if line.strip()), "")
    for pattern, word in PLACES:
        line = pattern.sub(word, line)
    return line


def write(folder: Path) -> None:
    """Makes the file of the set."""
    rows = [{"id": mistake.id, "about": mistake.about, "source": mistake.source.strip("\n").splitlines()}
            | failure_of(mistake) for mistake in MISTAKES]
    write_text(folder / "errors.json", json_text(rows, 2))


SET = GoldenSet("errors", write, lambda file, key: "exact")
