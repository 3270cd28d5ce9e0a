"""Programs around ``scan``, ``fori_loop``, ``map`` and ``associative_scan``: name, shapes of the inputs, function."""

from functools import partial

import jax
import jax.numpy as jnp
from jax import lax


def cell(w: jax.Array, h: jax.Array, x: jax.Array) -> jax.Array:
    """One step of a small recurrent network."""
    return jnp.tanh(w @ h + x)


def last(w: jax.Array, h: jax.Array, xs: jax.Array) -> jax.Array:
    """Its state after all steps."""
    return lax.scan(lambda h, x: (cell(w, h, x), None), h, xs)[0]


def loss(w: jax.Array, h: jax.Array, xs: jax.Array) -> jax.Array:
    """A number made of all its states."""
    def step(h, x):
        following = cell(w, h, x)
        return following, jnp.sum(following * jnp.sin(x))

    h, parts = lax.scan(step, h, xs)
    return jnp.sum(h * h) + jnp.mean(parts)


def vmap_of_grad_of_scan(w, hs, xs):
    """Gradients for each example of a batch, the weights shared."""
    return jax.vmap(jax.grad(loss, (0, 1, 2)), (None, 0, 0))(w, hs, xs)


def grad_of_scan_of_remat(w, h, xs):
    """Each step is computed again in reverse mode."""
    step = jax.checkpoint(lambda h, x: (cell(w, h, x) * jnp.cos(x), jnp.sum(h)))

    def total(w, h, xs):
        h, ys = lax.scan(jax.checkpoint(lambda h, x: (cell(w, h, x) * jnp.cos(x), jnp.sum(h))), h, xs)
        return jnp.sum(h) + jnp.sum(ys * ys)

    return (*lax.scan(step, h, xs), *jax.grad(total, (0, 1, 2))(w, h, xs))


def grad_of_remat_of_scan(w, h, xs):
    """A whole loop is computed again in reverse mode."""
    return jax.value_and_grad(lambda w: jnp.sum(jax.checkpoint(last)(w, h, xs) ** 3))(w)


def grad_of_fori_with_static_bounds(w, h):
    """Bounds that are known make a loop that runs backwards, too."""
    def total(w, h):
        return jnp.sum(lax.fori_loop(2, 7, lambda i, h: jnp.tanh(w @ h + i * 0.1), h) ** 2)

    return jax.value_and_grad(total, (0, 1))(w, h)[0], *jax.grad(total, (0, 1))(w, h)


def scan_with_invariant_residuals(w, v, xs):
    """Weights, and what is computed of weights alone, are the same at every step."""
    def total(w, v, xs):
        def step(h, x):
            mixed = jnp.sin(w) @ jnp.exp(v)
            h = jnp.tanh(mixed @ h + x * jnp.sum(v))
            return h, h * x

        h, ys = lax.scan(step, jnp.zeros(3), xs)
        return jnp.sum(h) + jnp.sum(ys ** 2)

    return jax.grad(total, (0, 1, 2))(w, v, xs)


def grad_of_grad_of_scan(x, c):
    """The second derivative of a loop of numbers."""
    def run(x):
        return lax.scan(lambda h, c: (jnp.sin(h * x) + c * h, None), x, c)[0]

    return run(x), jax.grad(run)(x), jax.grad(jax.grad(run))(x), jax.grad(jax.grad(jax.grad(run)))(x)


def jacrev_of_jacfwd_of_scan(w, h, xs):
    """Mixed second derivatives of all states."""
    return (jax.jacrev(jax.jacfwd(lambda h: last(w, h, xs)))(h),)


def hessian_of_scan(w, h, xs):
    """Second derivatives of a loss, forwards over backwards."""
    return (jax.hessian(lambda h: loss(w, h, xs))(h),)


def jvp_of_grad_of_scan(w, h, xs):
    """A Hessian times a vector."""
    return jax.jvp(jax.grad(lambda h: loss(w, h, xs)), (h,), (jnp.cos(h),))


def grad_of_jvp_of_scan(w, h, xs):
    """The gradient of a directional derivative."""
    return (jax.grad(lambda h: jnp.sum(jax.jvp(lambda h: last(w, h, xs), (h,), (jnp.sin(h),))[1]))(h),)


def associative_scan_grad(a, b):
    """Partial products and sums of a linear recurrence, and their gradients."""
    def join(left, right):
        return left[0] * right[0], right[0] * left[1] + right[1]

    def total(a, b):
        return jnp.sum(jnp.sin(lax.associative_scan(join, (a, b))[1]))

    return (*lax.associative_scan(join, (a, b)), *jax.grad(total, (0, 1))(a, b))


def linearize_of_scan(w, h, xs):
    """A loop as a linear function, applied twice."""
    value, push = jax.linearize(lambda h: last(w, h, xs), h)
    return value, push(jnp.ones_like(h)), push(jnp.sin(h))


def vjp_of_reversed_scan(w, h, xs):
    """The last elements come first."""
    def run(w, h, xs):
        return lax.scan(lambda h, x: (cell(w, h, x), h * x), h, xs, reverse=True)

    (state, out), pull = jax.vjp(run, w, h, xs)
    return state, out, *pull((jnp.cos(state), jnp.sin(out)))


def grad_of_scan_of_scan(w, h, xs):
    """A loop in a loop; the inner one runs over what the outer one carries."""
    def total(w, h, xs):
        def outer(h, x):
            inner, ys = lax.scan(lambda k, y: (jnp.tanh(w @ k * y), jnp.sum(k)), h, x)
            return inner + jnp.mean(ys), jnp.sum(inner)

        h, ys = lax.scan(outer, h, xs)
        return jnp.sum(h) + jnp.sum(ys ** 2)

    return jax.grad(total, (0, 1, 2))(w, h, xs)


def vmap_of_scan_with_batched_carry(w, hs, xs):
    """What is scanned is shared, the carry is not, and only at the second step it is batched."""
    def run(h):
        return lax.scan(lambda c, x: ((c[1], cell(w, c[1], h * x)), c[0]), (jnp.zeros(3), jnp.ones(3)), xs)

    (one, two), out = jax.vmap(run)(hs)
    return one, two, out


def vmap_of_hessian_of_fori(x):
    """Second derivatives of each element of a batch."""
    def power(x):
        return jnp.sum(lax.fori_loop(0, 3, lambda _, y: y * x + jnp.sin(y), x))

    return (jax.vmap(jax.hessian(power))(x),)


def grad_of_updates_in_a_loop(x, u):
    """Each step writes one place of what it carries, and reads another."""
    def total(x, u):
        def step(i, x):
            return x.at[i].set(x[i + 1] * u[i] + jnp.sin(x[i]))

        return jnp.sum(lax.fori_loop(0, 4, step, x) ** 2)

    return jax.grad(total, (0, 1))(x, u)


def grad_of_map(w, xs):
    """A function of each element in turn."""
    def total(w, xs):
        return jnp.sum(lax.map(lambda x: jnp.tanh(w @ x) @ x, xs) ** 2)

    return jax.value_and_grad(total, (0, 1))(w, xs)[0], *jax.grad(total, (0, 1))(w, xs)


@jax.custom_vjp
def bounded(x: jax.Array) -> jax.Array:
    """A sine with cotangents that are cut off."""
    return jnp.sin(x)


bounded.defvjp(lambda x: (jnp.sin(x), x), lambda x, g: (jnp.clip(g * jnp.cos(x), -0.5, 0.5),))


def custom_vjp_in_vmap_in_jit(x):
    """The rule holds under both."""
    each = jax.jit(jax.vmap(jax.value_and_grad(lambda x: jnp.sum(bounded(x * 3) * x))))
    return each(x)


@jax.custom_jvp
def softened(x: jax.Array) -> jax.Array:
    """A square root with a derivative that stays finite."""
    return jnp.sqrt(jnp.abs(x) + 0.1)


softened.defjvp(lambda primals, tangents: (softened(primals[0]),
                                           tangents[0] * jnp.sign(primals[0]) / (2 * softened(primals[0]) + 1)))


def custom_jvp_in_scan_in_grad(h, xs):
    """The rule holds in a loop's body, forwards and backwards, and again of the derivative.

    Of the derivative forwards: backwards, JAX forgets the rule for the second derivative of a loop, and of a loop alone.
    """
    def total(h, xs):
        return jnp.sum(lax.scan(lambda h, x: (softened(h * x) + x, None), h, xs)[0])

    return (*jax.grad(total, (0, 1))(h, xs), jax.jvp(lambda h: total(h, xs), (h,), (jnp.ones_like(h),))[1],
            jax.jacfwd(jax.jacfwd(total))(h, xs))


def custom_vjp_in_scan_in_grad(h, xs):
    """The same with a rule for reverse mode."""
    def total(h, xs):
        return jnp.sum(lax.scan(lambda h, x: (bounded(h + x), h * x), h, xs)[0])

    return jax.grad(total, (0, 1))(h, xs)


def remat_with_policies(w, h, xs):
    """What is kept changes nothing but memory."""
    policies = (jax.checkpoint_policies.nothing_saveable, jax.checkpoint_policies.everything_saveable,
                jax.checkpoint_policies.dots_saveable, jax.checkpoint_policies.dots_with_no_batch_dims_saveable)

    def total(policy, w):
        def step(h, x):
            return jax.checkpoint(lambda w, h, x: (jnp.sin(cell(w, h, x)), None), policy=policy)(w, h, x)

        return jnp.sum(lax.scan(step, h, xs)[0] ** 2)

    return tuple(jax.grad(partial(total, policy))(w) for policy in policies)


def jitted_scan(w, h, xs):
    """A jitted loop that is called twice, each time with what the first call gave."""
    step = jax.jit(lambda h, xs: last(w, h, xs))
    once = step(h, xs)
    return once, step(once, xs)


def jit_in_scan_in_vmap_of_grad(w, hs, xs):
    """A jitted function within a loop."""
    inner = jax.jit(cell)

    def total(w, h, xs):
        return jnp.sum(lax.scan(lambda h, x: (inner(w, h, x), None), h, xs)[0])

    return (jax.vmap(jax.grad(total), (None, 0, None))(w, hs, xs),)


def named_axes_in_vmap_of_grad_of_scan(w, hs, xs):
    """Lanes of two axes meet in every step, and in the gradient."""
    def lane(h, xs):
        def total(h):
            def step(h, x):
                return jnp.tanh(w @ h + lax.pmean(x, "i") + lax.psum(h, ("i", "j")) * 0.1), None

            return jnp.sum(lax.scan(step, h, xs)[0] ** 2)

        return lax.psum(jax.grad(total)(h), "j") * (lax.axis_index("i") + 1)

    return (jax.vmap(jax.vmap(lane, axis_name="j"), axis_name="i")(hs, xs),)


STATES = ((3, 3), (3,), (4, 3))
BATCHES = ((3, 3), (2, 3), (4, 3))

LOOPS = {
    "vmap_of_grad_of_scan": (((3, 3), (2, 3), (2, 4, 3)), vmap_of_grad_of_scan),
    "grad_of_scan_of_remat": (STATES, grad_of_scan_of_remat),
    "grad_of_remat_of_scan": (STATES, grad_of_remat_of_scan),
    "grad_of_fori_with_static_bounds": (((3, 3), (3,)), grad_of_fori_with_static_bounds),
    "scan_with_invariant_residuals": (((3, 3), (3, 3), (5, 3)), scan_with_invariant_residuals),
    "grad_of_grad_of_scan": (((), (4,)), grad_of_grad_of_scan),
    "jacrev_of_jacfwd_of_scan": (STATES, jacrev_of_jacfwd_of_scan),
    "hessian_of_scan": (STATES, hessian_of_scan),
    "jvp_of_grad_of_scan": (STATES, jvp_of_grad_of_scan),
    "grad_of_jvp_of_scan": (STATES, grad_of_jvp_of_scan),
    "associative_scan_grad": (((7, 2), (7, 2)), associative_scan_grad),
    "linearize_of_scan": (STATES, linearize_of_scan),
    "vjp_of_reversed_scan": (STATES, vjp_of_reversed_scan),
    "grad_of_scan_of_scan": (((3, 3), (3,), (2, 4)), grad_of_scan_of_scan),
    "vmap_of_scan_with_batched_carry": (BATCHES, vmap_of_scan_with_batched_carry),
    "vmap_of_hessian_of_fori": (((2, 3),), vmap_of_hessian_of_fori),
    "grad_of_updates_in_a_loop": (((6,), (4,)), grad_of_updates_in_a_loop),
    "grad_of_map": (((3, 3), (4, 3)), grad_of_map),
    "custom_vjp_in_vmap_in_jit": (((4, 3),), custom_vjp_in_vmap_in_jit),
    "custom_jvp_in_scan_in_grad": (((3,), (4, 3)), custom_jvp_in_scan_in_grad),
    "custom_vjp_in_scan_in_grad": (((3,), (4, 3)), custom_vjp_in_scan_in_grad),
    "remat_with_policies": (STATES, remat_with_policies),
    "jitted_scan": (STATES, jitted_scan),
    "jit_in_scan_in_vmap_of_grad": (BATCHES, jit_in_scan_in_vmap_of_grad),
    "named_axes_in_vmap_of_grad_of_scan": (((3, 3), (2, 4, 3), (2, 4, 5, 3)), named_axes_in_vmap_of_grad_of_scan),
}
