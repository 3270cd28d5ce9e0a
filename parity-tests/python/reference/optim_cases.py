"""The optimizers, transformations and schedules whose numbers are goldens: a name each, as tests find them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import optax

NESTED = {"a": {"b": False, "w": True}, "c": True, "h": False, "s": False}
"""A mask that is a prefix of the parameters."""


@dataclass(frozen=True)
class Run:
    """Twenty steps of one transformation over the same gradients."""

    python: str
    """How it is made, as users write it."""

    make: Callable[[], optax.GradientTransformation]
    jit: bool = False
    """Whether the step is compiled."""

    not_finite: tuple[int, ...] = ()
    """The steps, counted from 1, at which the first element of ``a.w`` is NaN."""


def with_rank(params: Any) -> Any:
    """The mask of those with more than one axis."""
    return jax.tree.map(lambda x: x.ndim > 1, params)


def labels(params: Any) -> Any:
    """The groups of :func:`optax.partition`."""
    return {"a": "fast", "c": "slow", "h": "slow", "s": "none"}


def run(text: str, **options: Any) -> Run:
    """The run of a transformation that is written as one expression."""
    names = {"optax": optax, "jnp": jnp, "linear": optax.linear_schedule(0.1, 0.01, 10), "with_rank": with_rank,
             "labels": labels, "NESTED": NESTED, "skip_large": lambda *a: optax.skip_large_updates(*a, 44.0),
             "growing": lambda step: jnp.where(step < 2, 2, 3)}
    return Run(text, lambda: eval(text, names), **options)  # the text is written in this file


TEXTS: dict[str, str] = {
    "sgd": "optax.sgd(0.1)",
    "sgd_momentum": "optax.sgd(0.1, momentum=0.9)",
    "sgd_nesterov": "optax.sgd(0.1, momentum=0.9, nesterov=True)",
    "sgd_accumulator": "optax.sgd(0.1, momentum=0.9, accumulator_dtype=jnp.bfloat16)",
    "sgd_schedule": "optax.sgd(linear, momentum=0.9)",
    "adam": "optax.adam(0.01)",
    "adam_options": "optax.adam(0.01, b1=0.8, b2=0.95, eps=1e-4, eps_root=1e-5)",
    "adam_mu_dtype": "optax.adam(0.01, mu_dtype=jnp.bfloat16)",
    "adam_mu_wide": "optax.adam(0.01, mu_dtype=jnp.float32)",
    "adam_schedule": "optax.adam(linear)",
    "nadam": "optax.nadam(0.01)",
    "adamw": "optax.adamw(0.01, weight_decay=0.1)",
    "adamw_mask": "optax.adamw(0.01, weight_decay=0.1, mask=with_rank)",
    "adamw_mask_tree": "optax.adamw(0.01, weight_decay=0.1, mask=NESTED)",
    "adamw_decay_schedule": "optax.adamw(0.01, weight_decay=linear)",
    "nadamw": "optax.nadamw(0.01, weight_decay=0.1)",
    "adamax": "optax.adamax(0.01)",
    "adamaxw": "optax.adamaxw(0.01, weight_decay=0.1, mask=with_rank)",
    "amsgrad": "optax.amsgrad(0.01)",
    "rmsprop": "optax.rmsprop(0.01)",
    "rmsprop_centered": "optax.rmsprop(0.01, centered=True, initial_scale=4.0)",
    "rmsprop_momentum": "optax.rmsprop(0.01, momentum=0.9, nesterov=True)",
    "rmsprop_outside": "optax.rmsprop(0.01, eps=0.1, eps_in_sqrt=False)",
    "rmsprop_unbiased": "optax.rmsprop(0.01, bias_correction=True)",
    "rmsprop_centered_unbiased": "optax.rmsprop(0.01, eps=1.0, centered=True, bias_correction=True)",
    "rmsprop_initial": "optax.rmsprop(0.01, decay=0.8, initial_scale=1.0)",
    "adagrad": "optax.adagrad(0.1)",
    "adadelta": "optax.adadelta(0.5)",
    "adadelta_decay": "optax.adadelta(0.5, weight_decay=0.1, weight_decay_mask=with_rank)",
    "lamb": "optax.lamb(0.01)",
    "lamb_decay": "optax.lamb(0.01, weight_decay=0.1, mask=with_rank)",
    "lars": "optax.lars(0.1)",
    "lars_masks": "optax.lars(0.1, weight_decay=0.01, weight_decay_mask=with_rank, trust_ratio_mask=with_rank, "
                  "nesterov=True)",
    "lion": "optax.lion(0.01)",
    "lion_options": "optax.lion(0.01, b1=0.8, b2=0.9, mu_dtype=jnp.bfloat16, weight_decay=0.1)",
    "noisy_sgd": "optax.noisy_sgd(0.1, eta=0.5, gamma=0.55, key=7)",
    "trace": "optax.trace(0.9)",
    "ema": "optax.ema(0.9)",
    "ema_biased": "optax.ema(0.9, debias=False, accumulator_dtype=jnp.float32)",
    "identity": "optax.identity()",
    "set_to_zero": "optax.set_to_zero()",
    "scale": "optax.scale(-0.5)",
    "scale_by_schedule": "optax.scale_by_schedule(linear)",
    "clip": "optax.clip(0.5)",
    "clip_by_block_rms": "optax.clip_by_block_rms(0.8)",
    "clip_by_global_norm": "optax.clip_by_global_norm(1.0)",
    "clip_by_global_norm_large": "optax.clip_by_global_norm(100.0)",
    "adaptive_grad_clip": "optax.adaptive_grad_clip(0.3)",
    "add_decayed_weights": "optax.add_decayed_weights(0.1)",
    "centralize": "optax.centralize()",
    "keep_params_nonnegative": "optax.chain(optax.sgd(0.3), optax.keep_params_nonnegative())",
    "scale_by_trust_ratio": "optax.scale_by_trust_ratio(min_norm=1.5, trust_coefficient=0.5, eps=0.1)",
    "chain_clip_adam": "optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.01))",
    "masked": "optax.masked(optax.sgd(0.1, momentum=0.9), with_rank)",
    "masked_adam": "optax.masked(optax.adam(0.01), NESTED)",
    "masked_clip": "optax.masked(optax.clip_by_global_norm(1.0), NESTED)",
    "partition": "optax.partition({'fast': optax.adam(0.1), 'slow': optax.sgd(0.01, momentum=0.9), "
                 "'none': optax.set_to_zero()}, labels)",
    "multi_steps": "optax.MultiSteps(optax.adam(0.01), 4)",
    "multi_steps_sum": "optax.MultiSteps(optax.sgd(0.01), 4, use_grad_mean=False)",
    "multi_steps_schedule": "optax.MultiSteps(optax.sgd(0.1, momentum=0.9), growing)",
    "multi_steps_skip": "optax.MultiSteps(optax.sgd(0.1), 2, should_skip_update_fn=skip_large)",
    "inject_adam": "optax.inject_hyperparams(optax.adam)(0.01)",
    "inject_schedule": "optax.inject_hyperparams(optax.adam)(linear, b1=optax.linear_schedule(0.5, 0.9, 10))",
    "inject_sgd": "optax.inject_hyperparams(optax.sgd)(0.1, momentum=0.9)",
}

RUNS: dict[str, Run] = {name: run(text) for name, text in TEXTS.items()} | {
    "radam": run("optax.radam(0.01)", jit=True),
    "radam_nesterov": run("optax.radam(0.01, b2=0.9, nesterov=True)", jit=True),
    "adam_jit": run("optax.adam(0.01)", jit=True),
    "zero_nans": run("optax.zero_nans()", not_finite=(2, 7)),
    "multi_steps_finite": run("optax.MultiSteps(optax.sgd(0.1), 2, should_skip_update_fn=optax.skip_not_finite)",
                              not_finite=(2, 3, 7)),
    "apply_if_finite": run("optax.apply_if_finite(optax.adam(0.01), 2)", not_finite=(2, 3, 7)),
    "apply_if_finite_overrun": run("optax.apply_if_finite(optax.sgd(0.1), 1)", not_finite=(1, 2)),
}

SCHEDULES: dict[str, tuple[str, optax.Schedule]] = {
    name: (text, eval(text, {"optax": optax})) for name, text in {
        "constant": "optax.constant_schedule(0.3)",
        "linear": "optax.linear_schedule(0.1, 0.7, 10)",
        "linear_begin": "optax.linear_schedule(1.0, 0.0, 10, transition_begin=5)",
        "polynomial": "optax.polynomial_schedule(1.0, 0.1, 2, 20, 3)",
        "polynomial_half": "optax.polynomial_schedule(1.0, 0.1, 0.5, 20)",
        "polynomial_never": "optax.polynomial_schedule(1.0, 0.1, 2, 0)",
        "piecewise_constant": "optax.piecewise_constant_schedule(0.1, {3: 0.5, 10: 0.1, 20: 3.0})",
        "exponential_decay": "optax.exponential_decay(0.1, 7, 0.9)",
        "exponential_decay_staircase": "optax.exponential_decay(0.1, 7, 0.5, transition_begin=3, staircase=True)",
        "exponential_decay_end": "optax.exponential_decay(0.1, 4, 0.5, end_value=0.01)",
        "exponential_growth_end": "optax.exponential_decay(0.1, 4, 1.5, end_value=0.5)",
        "cosine_decay": "optax.cosine_decay_schedule(0.1, 30)",
        "cosine_decay_alpha": "optax.cosine_decay_schedule(0.1, 30, alpha=0.2, exponent=1.5)",
        "warmup_constant": "optax.warmup_constant_schedule(0.0, 0.1, 10)",
        "warmup_cosine_decay": "optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, 40, 0.001, 1.2)",
        "warmup_exponential_decay":
            "optax.warmup_exponential_decay_schedule(0.0, 0.1, 10, 5, 0.7, end_value=0.01)",
        "piecewise_interpolate_linear":
            "optax.piecewise_interpolate_schedule('linear', 0.1, {3: 2.0, 10: 0.5, 20: 0.1})",
        "piecewise_interpolate_cosine":
            "optax.piecewise_interpolate_schedule('cosine', 0.1, {3: 2.0, 10: 0.5, 20: 0.1})",
        "linear_onecycle": "optax.linear_onecycle_schedule(40, 0.1)",
        "cosine_onecycle": "optax.cosine_onecycle_schedule(40, 0.1)",
        "join": "optax.join_schedules([optax.linear_schedule(0.0, 1.0, 5), optax.exponential_decay(1.0, 3, 0.5), "
                "optax.constant_schedule(0.05)], [5, 20])",
        "sgdr": "optax.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=3, decay_steps=10), "
                "dict(init_value=0.01, peak_value=0.05, warmup_steps=4, decay_steps=20, end_value=0.001)])",
    }.items()}
