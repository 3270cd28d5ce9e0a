"""Programs around ``cond``, ``switch`` and ``while_loop``: name, shapes of the inputs, function."""

import jax
import jax.numpy as jnp
from jax import lax


def branch(x: jax.Array) -> jax.Array:
    """One of two functions by the sign of a sum."""
    return lax.cond(jnp.sum(x) > 0, lambda x: jnp.sum(x ** 3 * x[0]), lambda x: jnp.sum(jnp.sin(x) * x) ** 2, x)


def hessian_through_cond(x):
    """Second derivatives of the branch that runs; of both signs."""
    return jax.hessian(branch)(x), jax.hessian(branch)(-x), jax.jacfwd(jax.jacfwd(branch))(x)


def doubled(x: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Grows until it is large, and counts the steps."""
    def grown(carry):
        count, x = carry
        return count + 1, x * 1.5 + jnp.sin(x) * 0.5

    return lax.while_loop(lambda carry: (jnp.sum(carry[1] ** 2) < 20) & (carry[0] < 12), grown, (jnp.int32(0), x))


def jvp_of_while(x):
    """A loop whose number of steps depends on its values, forwards."""
    (count, value), (_, tangent) = jax.jvp(doubled, (x,), (jnp.cos(x),))
    return count, value, tangent


def jacfwd_of_while(x):
    """All derivatives of such a loop."""
    return (jax.jacfwd(lambda x: doubled(x)[1])(x),)


def vmap_of_while(x):
    """Each lane stops by itself."""
    return jax.vmap(doubled)(x)


def vmap_of_jvp_of_while(x):
    """Tangents of lanes that stop at different steps."""
    return (jax.vmap(lambda x: jax.jvp(lambda x: doubled(x)[1], (x,), (jnp.ones_like(x),))[1])(x),)


def fori_with_traced_bounds(x):
    """A number of steps that depends on the data, forwards and batched."""
    def run(x):
        steps = jnp.clip(jnp.abs(x[0]) * 4, 1, 6).astype(jnp.int32)
        return lax.fori_loop(0, steps, lambda i, y: jnp.sin(y) + y * 0.1 * i, x)

    return jax.vmap(run)(x), jax.vmap(lambda x: jax.jvp(run, (x,), (jnp.cos(x),))[1])(x)


BRANCHES = (lambda h, x: jnp.sin(h) * x, lambda h, x: h + x ** 2, lambda h, x: jnp.tanh(h * x) - h)


def switch_in_scan(h, xs):
    """Another function at every step."""
    def total(h, xs):
        def step(carry, x):
            number, h = carry
            h = lax.switch(number, BRANCHES, h, x)
            return ((number + 1) % 3, h), jnp.sum(h)

        (_, h), ys = lax.scan(step, (jnp.int32(0), h), xs)
        return jnp.sum(h) + jnp.sum(ys ** 2)

    return (jax.value_and_grad(total)(h, xs)[0], *jax.grad(total, (0, 1))(h, xs),
            jax.hessian(total)(h, xs))


def cond_in_scan(h, xs):
    """A choice by the data of each step."""
    def total(h, xs):
        def step(h, x):
            h = lax.cond(jnp.sum(h * x) > 0, lambda h: jnp.sin(h) * x, lambda h: h * 0.5 + x, h)
            return h, h

        return jnp.sum(lax.scan(step, h, xs)[1] ** 2)

    return jax.grad(total, (0, 1))(h, xs)


def vmap_of_grad_of_cond_in_scan(hs, xs):
    """The choices of a batch become selections."""
    return jax.vmap(cond_in_scan, (0, None))(hs, xs)


def grad_of_scan_of_remat_of_cond(h, xs):
    """A choice that is made again in reverse mode."""
    def total(h, xs):
        @jax.checkpoint
        def step(h, x):
            return lax.cond(h[0] > x[0], lambda h, x: jnp.sin(h * x), lambda h, x: h - x, h, x), None

        return jnp.sum(lax.scan(step, h, xs)[0] ** 2)

    return jax.grad(total, (0, 1))(h, xs)


def scan_in_cond_in_while(x, xs):
    """Three deep, forwards."""
    def run(x):
        def step(carry):
            count, x = carry
            x = lax.cond(count % 2 == 0,
                         lambda x: lax.scan(lambda h, y: (jnp.sin(h + y), None), x, xs)[0], lambda x: x * 1.2, x)
            return count + 1, x

        return lax.while_loop(lambda carry: carry[0] < 5, step, (jnp.int32(0), x))[1]

    return jax.jvp(run, (x,), (jnp.ones_like(x),))


def vmap_of_cond(x):
    """A predicate for each lane, with gradients."""
    return jax.vmap(branch)(x), jax.vmap(jax.grad(branch))(x), jax.grad(lambda x: jnp.sum(jax.vmap(branch)(x)))(x)


def vmap_of_cond_that_is_not_batched(x, y):
    """One predicate for all lanes."""
    def run(x):
        return lax.cond(y[0] > 0, lambda x: jnp.sin(x) * y, lambda x: x * x + y, x)

    return jax.vmap(run)(x), jax.vmap(jax.vmap(run))(jnp.stack([x, -x]))


def grad_of_cond_of_while(x):
    """A loop that has no derivative backwards stands where no gradient goes."""
    def total(x):
        count, _ = doubled(lax.stop_gradient(x))
        return lax.cond(count > 5, lambda x: jnp.sum(jnp.sin(x)), lambda x: jnp.sum(x * x), x) * count

    return jax.value_and_grad(total)(x)


def vmap_of_switch(x, y):
    """Another branch for each lane, with gradients."""
    def run(x, y):
        return lax.switch(jnp.clip(x[0] * 3, 0, 2).astype(jnp.int32), BRANCHES, x, y)

    return jax.vmap(run)(x, y), jax.grad(lambda x, y: jnp.sum(jax.vmap(run)(x, y) ** 2), 1)(x, y)


CHOICES = {
    "hessian_through_cond": (((3,),), hessian_through_cond),
    "jvp_of_while": (((3,),), jvp_of_while),
    "jacfwd_of_while": (((3,),), jacfwd_of_while),
    "vmap_of_while": (((4, 3),), vmap_of_while),
    "vmap_of_jvp_of_while": (((4, 3),), vmap_of_jvp_of_while),
    "fori_with_traced_bounds": (((4, 3),), fori_with_traced_bounds),
    "switch_in_scan": (((3,), (5, 3)), switch_in_scan),
    "cond_in_scan": (((3,), (5, 3)), cond_in_scan),
    "vmap_of_grad_of_cond_in_scan": (((4, 3), (5, 3)), vmap_of_grad_of_cond_in_scan),
    "grad_of_scan_of_remat_of_cond": (((3,), (5, 3)), grad_of_scan_of_remat_of_cond),
    "scan_in_cond_in_while": (((3,), (4, 3)), scan_in_cond_in_while),
    "vmap_of_cond": (((4, 3),), vmap_of_cond),
    "vmap_of_cond_that_is_not_batched": (((4, 3), (3,)), vmap_of_cond_that_is_not_batched),
    "grad_of_cond_of_while": (((3,),), grad_of_cond_of_while),
    "vmap_of_switch": (((4, 3), (4, 3)), vmap_of_switch),
}
