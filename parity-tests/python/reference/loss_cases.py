"""The cases of ``optax.losses``: values and derivatives, at kinks and edges too."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import ml_dtypes
import numpy as np
import optax

from reference.cases import ROUNDED, SUMMED, Apply, Case, drawn

ERRORS = np.array([0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.0000001, 2.5, -3.0, 20.0, 1e10, -1e20, np.inf, np.nan], np.float32)
"""Both sides of the bends, large errors, infinity, NaN."""

LOGITS = np.array([[1, 2, 3, 0], [1e4, -1e4, 0, 1], [-np.inf, 0, 1, 2], [88, 89, 90, 91], [2, 2, 2, 2], [0.0, -0.0, 1, 1]], np.float32)
"""Ties, large numbers, a class without probability."""

TARGETS = np.array([[0.1, 0.2, 0.3, 0.4], [1, 0, 0, 0], [0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25], [0, 0, 0.5, 0.5], [0, 0, 0, 1]], np.float32)
MASK = np.array([[1, 1, 1, 1], [1, 0, 1, 1], [0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 1]], np.bool_)


def regression() -> Iterator[Case]:
    """Losses of differences, and of angles."""
    losses: dict[str, tuple[Apply, dict[str, Any]]] = {
        "squared_error": (optax.losses.squared_error, {}), "l2_loss": (optax.losses.l2_loss, {}),
        "huber_loss": (optax.losses.huber_loss, {}), "huber_loss_delta": (optax.losses.huber_loss, {"delta": 2.5}),
        "log_cosh": (optax.losses.log_cosh, {})}
    for name, (apply, parameters) in losses.items():
        python, function = f"optax.losses.{apply.__name__}", partial(apply, **parameters)
        yield Case(name, "edges", python, function, (ERRORS,), ROUNDED, (0,), parameters)
        yield Case(name, "targets", python, function, (drawn(f"{name}/x", (3, 4)), drawn(f"{name}/y", (3, 4))), ROUNDED, (0, 1),
                   parameters)
        yield Case(name, "bfloat16", python, function, (drawn(f"{name}/x", (12,)).astype(ml_dtypes.bfloat16),), ROUNDED, (),
                   parameters)
    x, y = drawn("cosine/x", (3, 4)), drawn("cosine/y", (3, 4))
    for name, apply in (("cosine_similarity", optax.losses.cosine_similarity), ("cosine_distance", optax.losses.cosine_distance)):
        python = f"optax.losses.{name}"
        yield Case(name, "rows", python, apply, (x, y), SUMMED, (0, 1))
        yield Case(name, "columns", python, partial(apply, axis=0), (x, y), SUMMED, (0, 1), {"axes": [0]})
        yield Case(name, "all", python, partial(apply, axis=None), (x, y), SUMMED, (0, 1), {"axes": [0, 1]})
        yield Case(name, "zero", python, apply, (np.zeros((2, 3), np.float32), y[:2, :3]), SUMMED, (0, 1))
        yield Case(name, "epsilon", python, partial(apply, epsilon=1e-3), (np.zeros((2, 3), np.float32), y[:2, :3]), SUMMED, (0, 1),
                   {"epsilon": 1e-3})
        yield Case(name, "masked", python, lambda a, b, w, f=apply: f(a, b, where=w), (x, y, MASK[:3]), SUMMED, (0, 1))


def binary() -> Iterator[Case]:
    """Losses of one logit or score for each label."""
    logits = np.array([0.0, -0.0, 1, -1, 20, -20, 100, -100, 1e10, np.inf, -np.inf, np.nan], np.float32)
    for name, apply in (("sigmoid_binary_cross_entropy", optax.losses.sigmoid_binary_cross_entropy),
                        ("sigmoid_focal_loss", optax.losses.sigmoid_focal_loss)):
        python = f"optax.losses.{name}"
        for label in (0, 1, 0.3):
            yield Case(name, f"edges_{label}", python, apply, (logits, np.full(12, label, np.float32)), ROUNDED, (0,))
        yield Case(name, "int32", python, apply, (drawn(name, (5,)), np.array([0, 1, 1, 0, 1], np.int32)), ROUNDED, (0,))
        yield Case(name, "block", python, apply, (drawn(f"{name}/x", (3, 4)), drawn(f"{name}/y", (3, 4)) / 4 + np.float32(0.5)),
                   ROUNDED, (0, 1))
    yield Case("sigmoid_focal_loss", "alpha", "optax.losses.sigmoid_focal_loss",
               partial(optax.losses.sigmoid_focal_loss, alpha=0.25, gamma=1.5),
               (drawn("focal", (6,)), np.float32([0, 1, 1, 0, 1, 0])), ROUNDED, (0,), {"alpha": 0.25, "gamma": 1.5})
    scores = np.array([1, -1, 1, -1, 0, 0.5, 2, -3, np.nan], np.float32)
    signs = np.array([1, 1, -1, -1, 1, -1, 1, 1, 1], np.float32)
    for name, apply in (("hinge_loss", optax.losses.hinge_loss), ("perceptron_loss", optax.losses.perceptron_loss)):
        yield Case(name, "edges", f"optax.losses.{name}", apply, (scores, signs), ROUNDED, (0, 1))


def classes() -> Iterator[Case]:
    """Losses of a logit for each class."""
    block, shares = drawn("classes/x", (2, 3, 4)), drawn("classes/y", (2, 3, 4)) / 8 + np.float32(0.25)
    for name, apply, parameters in (
            ("softmax_cross_entropy", optax.losses.softmax_cross_entropy, {}),
            ("poly_loss_cross_entropy", optax.losses.poly_loss_cross_entropy, {}),
            ("poly_loss_cross_entropy_epsilon", optax.losses.poly_loss_cross_entropy, {"epsilon": -0.5}),
            ("kl_divergence", optax.losses.kl_divergence, {}),
            ("kl_divergence_with_log_targets", optax.losses.kl_divergence_with_log_targets, {}),
            ("generalized_kl_divergence", optax.losses.generalized_kl_divergence, {})):
        python, function = f"optax.losses.{apply.__name__}", partial(apply, **parameters)
        yield Case(name, "edges", python, function, (LOGITS, TARGETS), SUMMED, (0, 1), parameters)
        for axes in ((0,), (1, 2), (0, 1, 2)):
            yield Case(name, f"block_{'_'.join(map(str, axes))}", python, partial(function, axis=axes), (block, shares), SUMMED,
                       (0, 1), parameters | {"axes": list(axes)})
        yield Case(name, "masked", python, lambda x, y, w, f=function: f(x, y, where=w), (LOGITS[[0, 1, 3, 4, 5]],
                   TARGETS[[0, 1, 3, 4, 5]], MASK[[0, 1, 3, 4, 5]]), SUMMED, (0, 1), parameters)
    yield Case("safe_softmax_cross_entropy", "edges", "optax.losses.safe_softmax_cross_entropy",
               optax.losses.safe_softmax_cross_entropy, (LOGITS, TARGETS), SUMMED, (0, 1))
    labels = np.array([[0, 3, -1], [2, 1, 7]], np.int32)
    integer = optax.losses.softmax_cross_entropy_with_integer_labels
    name, python = "softmax_cross_entropy_with_integer_labels", f"optax.losses.{integer.__name__}"
    yield Case(name, "last", python, integer, (block, labels), SUMMED, (0,))
    yield Case(name, "middle", python, partial(integer, axis=1), (np.moveaxis(block, 2, 1).copy(), labels), SUMMED, (0,), {"axes": [1]})
    yield Case(name, "two_axes", python, partial(integer, axis=(0, 2)), (block, np.array([0, 7, 5], np.int32)), SUMMED, (0,),
               {"axes": [0, 2]})
    yield Case(name, "masked", python, lambda x, y, w: integer(x, y, where=w), (LOGITS, np.array([1, 0, 2, 0, 3, 3], np.int32), MASK),
               SUMMED, (0,))
    rows = np.array([0, 3, 1, 2, 0, 7], np.int32)
    for name, apply in (("multiclass_hinge_loss", optax.losses.multiclass_hinge_loss),
                        ("multiclass_perceptron_loss", optax.losses.multiclass_perceptron_loss)):
        yield Case(name, "rows", f"optax.losses.{name}", apply, (drawn(name, (6, 4)), rows), SUMMED, (0,))
    for name, parameters in (("last", {}), ("axes", {"axis": (0, 1)})):
        yield Case("smooth_labels", name, "optax.losses.smooth_labels",
                   partial(optax.losses.smooth_labels, alpha=0.1, **parameters), (TARGETS,), ROUNDED, (0,),
                   {"alpha": 0.1} | {"axes": list(axis) for axis in parameters.values()})
    yield Case("smooth_labels", "masked", "optax.losses.smooth_labels",
               lambda x, w: optax.losses.smooth_labels(x, 0.1, where=w), (TARGETS[:3], MASK[:3]), ROUNDED, (0,), {"alpha": 0.1})


def loss_cases() -> Iterator[Case]:
    """Every case."""
    yield from regression()
    yield from binary()
    yield from classes()
