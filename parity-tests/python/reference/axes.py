"""Named axes: collectives within ``jax.vmap``, alone, nested, and in and around every other transformation."""

from collections.abc import Callable, Iterator
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import EXACT, SUMMED, Apply, Case, Shape, drawn
from reference.packed import packed_set

VECTOR, GRID, BLOCK = (5,), (2, 3), (4, 3)
Lane = Callable[..., jax.Array]

named = partial(jax.vmap, axis_name="i")


def both(lane: Lane) -> Apply:
    """A function of one number over the rows, named i, and the columns, named j, of a grid."""
    return named(jax.vmap(lane, axis_name="j"))


def weighted(a: jax.Array) -> jax.Array:
    """Some function of a lane that depends on all lanes."""
    return lax.psum(jnp.sin(a), "i") * a


def mean_weighted(a: jax.Array) -> jax.Array:
    """The same with a mean."""
    return lax.pmean(a * a, "i") * a


def of_shared(a: jax.Array, w: jax.Array) -> jax.Array:
    """Sums of what is the same for all lanes, with and without what is not."""
    return lax.psum(w * a, "i") * lax.psum(w, "i") * lax.pmean(w, "i")


def normalized(row: jax.Array) -> jax.Array:
    """Batch norm over lanes."""
    mean = lax.pmean(row, "i")
    return (row - mean) / jnp.sqrt(lax.pmean(jnp.square(row - mean), "i") + 0.1)


def softmax(a: jax.Array) -> jax.Array:
    """Softmax over lanes."""
    power = jnp.exp(a - lax.pmax(lax.stop_gradient(a), "i"))
    return power / lax.psum(power, "i")


def gathered(a: jax.Array) -> jax.Array:
    """A lane's part of what all lanes have."""
    everything = lax.all_gather(a, "i")
    return jnp.sum(everything * jnp.arange(1.0, 6.0)) * a + everything[1]


def scanned(a: jax.Array) -> jax.Array:
    """A loop whose carry is summed over lanes at every step."""
    def step(carry, x):
        following = jnp.tanh(lax.psum(carry * x, "i") + a)
        return following, carry * following

    carry, out = lax.scan(step, a, jnp.array([0.5, -0.25, 0.125]))
    return carry + jnp.sum(out)


def chosen(a: jax.Array) -> jax.Array:
    """A choice for each lane, one of which sums over lanes."""
    return lax.cond(a > 0, lambda x: lax.psum(x, "i") * x, lambda x: x - lax.pmean(x, "i"), a)


@jax.custom_vjp
def clipped(a: jax.Array) -> jax.Array:
    """A lane's value, whose cotangent is weighed by that of all lanes."""
    return a * 2


clipped.defvjp(lambda a: (a * 2, a), lambda a, cotangent: (lax.psum(cotangent * a, "i"),))


def two_means(a: jax.Array) -> jax.Array:
    """Deviations from the means of a row, a column and the whole, weighed by the place."""
    place = lax.axis_index(("i", "j")).astype(jnp.float32)
    return (a - lax.pmean(a, "j")) * (a - lax.pmean(a, "i")) + lax.psum(a * a, ("i", "j")) * place


INNER: dict[str, tuple[str, Lane, Shape]] = {
    "psum": ("lax.psum", weighted, VECTOR),
    "pmean": ("lax.pmean", mean_weighted, VECTOR),
    "batch_norm": ("lax.pmean", normalized, BLOCK),
    "softmax": ("lax.pmax, lax.psum", softmax, VECTOR),
    "all_gather": ("lax.all_gather", gathered, VECTOR),
    "jit": ("jax.jit of lax.psum", jax.jit(weighted), VECTOR),
    "checkpoint": ("jax.checkpoint of lax.psum", jax.checkpoint(weighted), VECTOR),
    "scan": ("lax.scan of lax.psum", scanned, VECTOR),
    "cond": ("lax.cond of lax.psum", chosen, VECTOR),
}
"""Functions of a lane of an axis named i."""


def cases() -> Iterator[Case]:
    """Each collective on its own, then what is differentiated in both orders."""
    for name, reduction in {"psum": lax.psum, "pmean": lax.pmean, "pmax": lax.pmax, "pmin": lax.pmin}.items():
        for dtype in ("float32", "int32", "int8", "bool"):
            yield Case("reduced", f"{name}_{dtype}", f"lax.{name}", named(partial(reduction, axis_name="i")),
                       (drawn(f"axes/{name}/{dtype}", VECTOR, dtype),), SUMMED if dtype == "float32" else EXACT,
                       parameters={"reduction": name})
    yield Case("axis_index", "one", "lax.axis_index", named(lambda a: a + lax.axis_index("i")),
               (drawn("axes/axis_index", VECTOR, "int32"),))
    yield Case("axis_index", "two", "lax.axis_index", both(lambda a: a + lax.axis_index(("i", "j"))),
               (drawn("axes/axis_indices", GRID, "int32"),))
    yield Case("axis_size", "two", "lax.axis_size",
               both(lambda a: a * lax.axis_size("i") + lax.axis_size(("i", "j"))),
               (drawn("axes/axis_size", GRID, "int32"),))
    for name, (python, lane, shape) in INNER.items():
        x = drawn(f"axes/{name}", shape)
        yield Case("vmap", name, python, named(lane), (x,), SUMMED, (0,), {"lane": name})
        slope = jax.grad(lambda a, f=lane: jnp.sum(f(a)))
        yield Case("vmap_of_grad", name, python, named(slope), (x,), SUMMED, (0,), {"lane": name})
    shared = (drawn("axes/shared", VECTOR), np.float32(0.75).reshape(()))
    over = partial(jax.vmap, in_axes=(0, None), axis_name="i")
    yield Case("vmap", "shared", "lax.psum", over(of_shared), shared, SUMMED, (0, 1), {"lane": "shared"})
    yield Case("vmap_of_grad", "shared", "lax.psum", over(jax.grad(of_shared, argnums=1)), shared, SUMMED, (0, 1),
               {"lane": "shared"})
    yield Case("vmap", "two_axes", "lax.psum", both(two_means), (drawn("axes/two_axes", GRID),), SUMMED, (0,),
               {"lane": "two_axes"})
    yield Case("vmap_of_grad", "two_axes", "lax.psum", both(jax.grad(two_means)), (drawn("axes/two_axes", GRID),),
               SUMMED, (0,), {"lane": "two_axes"})
    yield Case("vmap_of_grad", "custom_vjp", "jax.custom_vjp of lax.psum",
               named(jax.grad(lambda a: jnp.sin(clipped(a)))), (drawn("axes/custom_vjp", VECTOR),), SUMMED,
               parameters={"lane": "custom_vjp"})
    yield Case("grad_of_vmap", "custom_vjp", "jax.custom_vjp of lax.psum",
               jax.grad(lambda v: jnp.sum(jnp.sin(named(clipped)(v)))), (drawn("axes/custom_vjp", VECTOR),), SUMMED,
               parameters={"lane": "custom_vjp"})


SET = packed_set("axes", cases())
