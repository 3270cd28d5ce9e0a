"""Random numbers: keys, bits and samples of ``jax.random``, one by one and for a batch of keys."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from parity.entries import Entries, same_bits, write_text
from reference.set import GoldenSet, json_text, key_data

SEEDS = (0, 42, 2**31 + 7)
FOLDED = (0, 1, 123456789)
SPLITS = (2, 5)
BIT_SHAPES = ((5,), (3, 4), ())
SHAPES = ((1000,), (7, 3), (), (0,))
LANES, LANE_SHAPE = 4, (5,)

Sampler = Callable[[jax.Array, tuple[int, ...]], jax.Array]

SAMPLERS: dict[str, tuple[dict[str, Any], Sampler]] = {
    "uniform": ({"function": "uniform", "minval": 0.0, "maxval": 1.0}, lambda k, s: jax.random.uniform(k, s)),
    "uniform_range": ({"function": "uniform", "minval": -2.0, "maxval": 3.0},
                      lambda k, s: jax.random.uniform(k, s, minval=-2.0, maxval=3.0)),
    "normal": ({"function": "normal"}, lambda k, s: jax.random.normal(k, s)),
    "truncated": ({"function": "truncated_normal", "lower": -2.0, "upper": 2.0},
                  lambda k, s: jax.random.truncated_normal(k, -2.0, 2.0, s)),
    "truncated_uneven": ({"function": "truncated_normal", "lower": -1.5, "upper": 0.7},
                         lambda k, s: jax.random.truncated_normal(k, -1.5, 0.7, s)),
    "bernoulli": ({"function": "bernoulli", "p": 0.3}, lambda k, s: jax.random.bernoulli(k, 0.3, s)),
}


def shape_name(shape: tuple[int, ...]) -> str:
    """A shape in a key: ``7x3``, and ``scalar`` for rank 0."""
    return "x".join(map(str, shape)) or "scalar"


def draws() -> Iterator[tuple[str, dict[str, Any], Callable[[jax.Array], jax.Array]]]:
    """All draws from one key: their name, what they are, and how they are made."""
    for number in SPLITS:
        yield f"split/{number}", {"function": "split", "num": number}, lambda k, n=number: jax.random.split(k, n)
    for data in FOLDED:
        yield f"fold_in/{data}", {"function": "fold_in", "data": data}, lambda k, d=data: jax.random.fold_in(k, d)
    for shape in BIT_SHAPES:
        yield (f"bits/{shape_name(shape)}", {"function": "bits", "shape": list(shape)},
               lambda k, s=shape: jax.random.bits(k, s))
    for name, (about, sampler) in SAMPLERS.items():
        for shape in SHAPES:
            yield (f"{name}/{shape_name(shape)}", about | {"shape": list(shape)},
                   lambda k, s=shape, f=sampler: f(k, s))


def batched() -> Iterator[tuple[str, dict[str, Any], Callable[[jax.Array], jax.Array]]]:
    """What is drawn from each of a batch of keys by ``jax.vmap``."""
    yield "split/2", {"function": "split", "num": 2}, lambda k: jax.random.split(k, 2)
    yield "fold_in/7", {"function": "fold_in", "data": 7}, lambda k: jax.random.fold_in(k, 7)
    yield "bits/5", {"function": "bits", "shape": [5]}, lambda k: jax.random.bits(k, LANE_SHAPE)
    for name, (about, sampler) in SAMPLERS.items():
        yield f"{name}/5", about | {"shape": list(LANE_SHAPE)}, lambda k, f=sampler: f(k, LANE_SHAPE)


def plain(drawn: jax.Array) -> np.ndarray:
    """The drawn numbers; keys as their words."""
    return key_data(drawn) if jnp.issubdtype(drawn.dtype, jax.dtypes.prng_key) else np.asarray(drawn)


def all_draws() -> tuple[dict[str, dict], Entries]:
    """What is drawn, and the numbers; compiled draws have the bits of eager ones, but for one.

    Bounds that are constants of a compiled program go through another error function than bounds that are its inputs,
    as in every eager call, and erf(-1.5/√2) rounds otherwise there. Those draws are stored under ``…/jit`` too.
    """
    about: dict[str, dict] = {}
    numbers: Entries = {}
    for seed in SEEDS:
        key = jax.random.key(seed)
        numbers[f"key{seed}/key"] = key_data(key)
        about[f"key{seed}/key"] = {"function": "key", "seed": seed}
        for name, what, draw in draws():
            path = f"key{seed}/{name}"
            about[path] = what | {"seed": seed}
            numbers[path] = plain(draw(key))
            compiled = plain(jax.jit(draw)(key))
            if not same_bits(numbers[path], compiled):
                assert name.startswith("truncated_uneven"), f"{path}: jit draws other bits"
                numbers[f"{path}/jit"] = compiled
                about[f"{path}/jit"] = about[path] | {"jit": True}
    keys = jax.random.split(jax.random.key(42), LANES)
    numbers["vmap/keys"] = key_data(keys)
    about["vmap/keys"] = {"function": "split", "seed": 42, "num": LANES}
    for name, what, draw in batched():
        about[f"vmap/{name}"] = what | {"keys": "vmap/keys"}
        numbers[f"vmap/{name}"] = plain(jax.vmap(draw)(keys))
        alone = np.stack([plain(draw(key)) for key in keys])
        assert same_bits(numbers[f"vmap/{name}"], alone), f"{name}: a batch of keys draws other bits"
    folded = jax.vmap(jax.random.fold_in, (None, 0))(jax.random.key(42), jnp.arange(LANES, dtype=jnp.uint32))
    about["vmap/fold_in/arange"] = {"function": "fold_in", "seed": 42, "data": list(range(LANES))}
    numbers["vmap/fold_in/arange"] = plain(folded)
    return about, numbers


def write(folder: Path) -> None:
    """Makes the files of the set."""
    about, numbers = all_draws()
    np.savez(folder / "draws.npz", **numbers)
    write_text(folder / "draws.json", json_text(about, 1))


SET = GoldenSet("random", write, lambda file, key: "exact")
