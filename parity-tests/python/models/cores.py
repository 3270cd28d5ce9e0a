"""Configurations of recurrent cells, and of what is made of them: over one another, reset, left out, unrolled."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from models.cases import Case, Layer
from models.recurrent import HaikuGruCell, unrolled


class Floor(NamedTuple):
    """One layer of a core in both libraries: a core, a layer without a state, or an activation."""

    haiku: Callable[[], Callable]
    nnx: Callable[[int, nnx.Rngs], Callable]
    """Takes the width of what comes in."""

    width: int = 0
    """Of what comes out; 0 where it is as wide as what comes in."""


def weighted(haiku: Callable[[int], Callable], made: Callable[..., nnx.Module]) -> Callable[[int], Floor]:
    """Layers with arrays, by the width of what comes out."""
    return lambda width: Floor(lambda: haiku(width), lambda inputs, rngs: made(inputs, width, rngs=rngs), width)


SIMPLE = partial(nnx.SimpleCell, activation_fn=jax.nn.relu)

lstm = weighted(hk.LSTM, nnx.OptimizedLSTMCell)
lstm_by_gate = weighted(hk.LSTM, nnx.LSTMCell)
vanilla = weighted(hk.VanillaRNN, SIMPLE)
one_bias = weighted(partial(hk.VanillaRNN, double_bias=False), SIMPLE)
gru = weighted(hk.GRU, HaikuGruCell)
dense = weighted(hk.Linear, nnx.Linear)
dense_within = weighted(lambda width: lambda x: hk.Linear(width)(x), nnx.Linear)
"""A layer that is made when the core runs, and so stands in the core's own scope."""

IDENTITY = Floor(hk.IdentityCore, lambda inputs, rngs: lambda x: x)
TANH = Floor(lambda: jnp.tanh, lambda inputs, rngs: jnp.tanh)
RELU = Floor(lambda: jax.nn.relu, lambda inputs, rngs: jax.nn.relu)


def begun(x: jax.Array, hidden: int) -> jax.Array:
    """A state in which a step begins."""
    return jnp.tanh(jnp.tile(x, (1, 2))[:, :hidden])


class Step(nnx.Module):
    """One step of a cell from a state that its input tells, and the state after it in Haiku's order."""

    def __init__(self, cell: nnx.Module, hidden: int):
        self.cell, self.hidden = cell, hidden

    def __call__(self, x: jax.Array) -> jax.Array:
        start = begun(x, self.hidden)
        two = isinstance(self.cell, (nnx.LSTMCell, nnx.OptimizedLSTMCell))
        after, output = self.cell((start, start) if two else start, x)
        return jnp.concatenate([output, *in_haikus_order(after)], axis=-1)


def in_haikus_order(carry: tuple[jax.Array, ...] | jax.Array) -> tuple[jax.Array, ...]:
    """The parts of a state, of which an LSTM has two: the output's before the cell's."""
    return carry[::-1] if isinstance(carry, tuple) else (carry,)


def step(rule: str, floor: Floor, tolerance: str = "step") -> Case:
    """One step of a core from a state that its input tells, and the state after it."""
    def haiku(x: jax.Array) -> jax.Array:
        core = floor.haiku()
        start = jax.tree.map(lambda part: begun(x, floor.width), core.initial_state(len(x)))
        output, after = core(x, start)
        return jnp.concatenate([output, *jax.tree.leaves(after)], axis=-1)

    return Case(rule, f"of {floor.width}", haiku, lambda rngs: Step(floor.nnx(4, rngs), floor.width), (5, 4), tolerance)


STEPS = tuple(case for hidden in (1, 3, 4) for case in (
    step("LSTM", lstm(hidden)), step("LSTMCell", lstm_by_gate(hidden)), step("VanillaRNN", vanilla(hidden)),
    step("VanillaRNN one bias", one_bias(hidden), "exact"), step("GRU", gru(hidden), "exact")))


def anew(floor: Floor) -> Floor:
    """A core whose state starts anew where the last feature of its input is above zero."""
    return Floor(lambda: hk.ResetCore(floor.haiku()), lambda inputs, rngs: Anew(floor.nnx(inputs - 1, rngs)),
                 floor.width)


class Anew(nnx.RNNCellBase):
    """A cell whose state starts anew where the last feature of its input is above zero."""

    def __init__(self, cell: nnx.RNNCellBase):
        self.kept = cell

    def __call__(self, carry: Any, x: jax.Array) -> tuple[Any, jax.Array]:
        fresh = x[..., -1:] > 0
        return self.kept(jax.tree.map(lambda part: jnp.where(fresh, 0, part), carry), x[..., :-1])

    def initialize_carry(self, input_shape: tuple[int, ...], rngs: nnx.RngStream | None = None, **_) -> Any:
        return self.kept.initialize_carry(input_shape, rngs)

    @property
    def num_feature_axes(self) -> int:
        return 1


class Tower(nnx.RNNCellBase):
    """Layers over one another in one cell: each step goes through all of them."""

    def __init__(self, floors: Sequence[Floor], inputs: int, rngs: nnx.Rngs):
        parts, width = [], inputs
        for floor in floors:
            parts.append(floor.nnx(width, rngs))
            width = self.enter(jnp.zeros(inputs), jnp.zeros(floor.width or width)).size
        self.parts = nnx.List(parts)

    def enter(self, x: jax.Array, below: jax.Array) -> jax.Array:
        """What goes into a layer that is not the lowest."""
        del x
        return below

    def leave(self, outputs: list[jax.Array]) -> jax.Array:
        """What comes out of all layers."""
        return outputs[-1]

    def __call__(self, carry: tuple, x: jax.Array) -> tuple[tuple, jax.Array]:
        states, outputs = [], []
        for part, state in zip(self.parts, carry, strict=True):
            own = self.enter(x, outputs[-1]) if outputs else x
            state, output = part(state, own) if isinstance(part, nnx.RNNCellBase) else (state, part(own))
            states.append(state)
            outputs.append(output)
        return tuple(states), self.leave(outputs)

    def initialize_carry(self, input_shape: tuple[int, ...], rngs: nnx.RngStream | None = None, **_) -> tuple:
        return tuple(part.initialize_carry(input_shape, rngs) if isinstance(part, nnx.RNNCellBase) else ()
                     for part in self.parts)

    @property
    def num_feature_axes(self) -> int:
        return 1


class Skipping(Tower):
    """Cores that see the input beside what is below them, and whose outputs leave side by side."""

    def enter(self, x: jax.Array, below: jax.Array) -> jax.Array:
        return jnp.concatenate([x, below], axis=-1)

    def leave(self, outputs: list[jax.Array]) -> jax.Array:
        return jnp.concatenate(outputs, axis=-1)


class Frame(NamedTuple):
    """What makes one core of several, in both libraries, and how Haiku's is unrolled."""

    haiku: Callable[[list[Callable]], hk.RNNCore]
    nnx: Callable[[Sequence[Floor], int, nnx.Rngs], nnx.RNNCellBase]
    unroll: Callable[[hk.RNNCore, jax.Array], jax.Array]


def signalled(core: hk.RNNCore, x: jax.Array) -> jax.Array:
    """What a core gives along the second axis that takes the last feature as the signal to start anew."""
    steps = jnp.swapaxes(x, 0, 1)
    outputs, _ = hk.dynamic_unroll(core, (steps[..., :-1], steps[..., -1] > 0), core.initial_state(len(x)))
    return jnp.swapaxes(outputs, 0, 1)


def reset(frame: Frame) -> Frame:
    """A core of several whose states all start anew together."""
    return Frame(lambda layers: hk.ResetCore(frame.haiku(layers)),
                 lambda floors, inputs, rngs: Anew(frame.nnx(floors, inputs - 1, rngs)), signalled)


DEEP = Frame(hk.DeepRNN, Tower, unrolled)
SKIPS = Frame(hk.deep_rnn_with_skip_connections, Skipping, unrolled)


class Unrolled(nnx.Module):
    """A cell along an axis of time, from zeros."""

    def __init__(self, cell: nnx.RNNCellBase, **options):
        self.steps = nnx.RNN(cell, rngs=False, **options)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.steps(x, rngs=nnx.Rngs(0))


def tower(rule: str, setting: str, frame: Frame, shape: tuple[int, ...], *floors: Floor) -> Case:
    """A core of several in both libraries."""
    return Case(rule, setting, lambda x: frame.unroll(frame.haiku([floor.haiku() for floor in floors]), x),
                lambda rngs: Unrolled(frame.nnx(floors, shape[-1], rngs)), shape, "recurrent")


class Between(hk.Module):
    """A part of a model between two linear layers."""

    def __init__(self, part: Layer, entering: int):
        super().__init__()
        self.part, self.entering = part, entering

    def __call__(self, x: jax.Array) -> jax.Array:
        return hk.Linear(2)(self.part(jnp.tanh(hk.Linear(self.entering)(x))))


class Flanked(nnx.Module):
    """The same, under other names."""

    def __init__(self, part: nnx.Module, inputs: int, entering: int, leaving: int, rngs: nnx.Rngs):
        self.lead = nnx.Linear(inputs, entering, rngs=rngs)
        self.part = part
        self.tail = nnx.Linear(leaving, 2, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.tail(self.part(jnp.tanh(self.lead(x))))


def within(case: Case, leaving: int) -> Case:
    """A case as a part of a bigger module, given the width of what comes out of it."""
    *steps, entering = case.shape
    return replace(case, haiku=lambda x: Between(case.haiku, entering)(x), shape=(*steps, 3),
                   nnx=lambda rngs: Flanked(case.nnx(rngs), 3, entering, leaving, rngs))


TOWERS = (
    tower("DeepRNN", "of one kind", DEEP, (2, 7, 3), lstm(5), lstm(5), lstm(2)),
    tower("DeepRNN", "of all kinds", DEEP, (4, 3, 5), vanilla(4), gru(6), one_bias(2), lstm_by_gate(3)),
    tower("DeepRNN", "with layers between", DEEP, (1, 6, 2), dense(4), RELU, gru(3), dense_within(5), TANH, lstm(4)),
    within(tower("DeepRNN", "within", DEEP, (3, 4, 6), gru(5), TANH, gru(4)), 4),
    tower("DeepRNN skipping", "of one kind", SKIPS, (2, 6, 3), lstm(4), lstm(4), lstm(2)),
    tower("DeepRNN skipping", "of all kinds", SKIPS, (4, 3, 5), gru(3), one_bias(6), lstm_by_gate(2), vanilla(4)),
    tower("DeepRNN skipping", "of one", SKIPS, (3, 1, 4), vanilla(5)),
    within(tower("DeepRNN skipping", "within", SKIPS, (1, 5, 4), gru(3), lstm(2)), 5),
    tower("ResetCore", "below", DEEP._replace(unroll=signalled), (5, 6, 4), anew(lstm(5)), gru(3)),
    tower("ResetCore", "of all kinds", reset(DEEP), (3, 7, 5), gru(4), vanilla(3), lstm_by_gate(2)),
    tower("ResetCore", "skipping", reset(SKIPS), (2, 5, 4), lstm(3), one_bias(5)),
    within(tower("ResetCore", "within", reset(DEEP), (4, 4, 6), lstm(4), TANH, lstm(4)), 4),
    tower("IdentityCore", "below", DEEP, (2, 5, 3), IDENTITY, lstm(4)),
    tower("IdentityCore", "skipping", SKIPS, (3, 4, 2), gru(3), IDENTITY, one_bias(4)),
    tower("IdentityCore", "reset", reset(DEEP), (2, 6, 5), vanilla(4), IDENTITY, dense(2)),
)


def ended(outputs: jax.Array, states: Sequence[jax.Array]) -> jax.Array:
    """What comes out at every step, and the states after the last one."""
    return jnp.concatenate([outputs.reshape(-1, outputs.shape[-1]), *states])


class Ended(Unrolled):
    """A cell along an axis of time, with the states after the last step in Haiku's order."""

    def __call__(self, x: jax.Array) -> jax.Array:
        carry, outputs = self.steps(x, return_carry=True, rngs=nnx.Rngs(0))
        return ended(outputs, in_haikus_order(carry))


class Way(NamedTuple):
    """How a core is unrolled."""

    haiku: Callable[..., tuple]
    time_major: bool
    options: dict[str, bool]
    """What ``nnx.RNN`` is told beside ``time_major``."""


WAYS = {
    "dynamic": Way(hk.dynamic_unroll, True, {}),
    "dynamic reversed": Way(partial(hk.dynamic_unroll, reverse=True), False, {"reverse": True, "keep_order": True}),
    "static": Way(hk.static_unroll, True, {}),
    "static rows first": Way(hk.static_unroll, False, {}),
}


def unroll(name: str, setting: str, shape: tuple[int, ...], floor: Floor) -> Case:
    """A cell unrolled in some way."""
    way = WAYS[name]

    def haiku(x: jax.Array) -> jax.Array:
        core = floor.haiku()
        start = core.initial_state(x.shape[1 if way.time_major else 0])
        outputs, states = way.haiku(core, x, start, time_major=way.time_major)
        return ended(outputs, jax.tree.leaves(states))

    return Case(f"Unroll {name}", setting, haiku,
                lambda rngs: Ended(floor.nnx(shape[-1], rngs), time_major=way.time_major, **way.options), shape,
                "recurrent")


UNROLLS = tuple(unroll(name, *cell) for name in WAYS for cell in (
    ("LSTM", (5, 3, 4), lstm(3)), ("GRU", (2, 6, 3), gru(5)), ("VanillaRNN", (4, 1, 2), one_bias(4))))

CORES: tuple[Case, ...] = STEPS + TOWERS + UNROLLS
