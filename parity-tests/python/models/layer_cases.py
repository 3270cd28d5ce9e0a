"""Configurations of single layers: every setting that changes names, shapes or arithmetic."""

from collections.abc import Callable, Sequence
from typing import Any

import haiku as hk
from flax import nnx

from models.cases import Case, Layer
from models.layers import Around, Bounded, Pairwise, Single
from models.stacks import INIT, Attending, causal_mask


def first(op: nnx.Module) -> nnx.Module:
    """A layer whose input and output have their channels first, as Haiku may have them."""
    return Single(op, channels_first=True)


def exact(features: int, rngs: nnx.Rngs, **options) -> nnx.LayerNorm:
    """A layer norm with Haiku's settings."""
    return nnx.LayerNorm(features, **{"epsilon": 1e-5, "use_fast_variance": False} | options, rngs=rngs)


SPACES = {1: (9,), 2: (7, 6), 3: (5, 4, 4)}
"""The extents of space by the number of its axes."""

CHANNELS_FIRST = {1: "NCW", 2: "NCHW", 3: "NCDHW"}
FLIP = "ConvTranspose(transpose_kernel)"


def depthwise(axes: int) -> tuple[Case, ...]:
    """A depthwise convolution over some axes of space."""
    rule, kernel, space = f"DepthwiseConv{axes}D", (3, 2, 2)[:axes], SPACES[axes]
    layer = getattr(hk, rule)
    bias = axes == 2  # with its channels first, Haiku's has shape (C,1,1) whatever the axes are, and fails for others

    def made(multiplier: int, rngs: nnx.Rngs, **options) -> nnx.Conv:
        return nnx.Conv(4, 4 * multiplier, kernel, feature_group_count=4, **options, rngs=rngs)

    return (
        Case(rule, "rate", lambda x: layer(2, kernel, rate=2)(x), lambda r: made(2, r, kernel_dilation=2),
             (2, *space, 4)),
        Case(rule, "stride", lambda x: layer(1, kernel, stride=2, with_bias=False)(x),
             lambda r: made(1, r, strides=2, use_bias=False), (2, *space, 4)),
        Case(rule, "first", lambda x: layer(3, kernel, with_bias=bias, data_format=CHANNELS_FIRST[axes])(x),
             lambda r: first(made(3, r, use_bias=bias)), (2, 4, *space)),
    )


def flipped(axes: int) -> tuple[Case, ...]:
    """A transposed convolution over some axes of space for ``transpose_kernel=True``."""
    rule, kernel, space = f"Conv{axes}DTranspose flipped", (3, 2, 2)[:axes], SPACES[axes]
    layer = getattr(hk, f"Conv{axes}DTranspose")

    def made(rngs: nnx.Rngs, **options) -> nnx.ConvTranspose:
        return nnx.ConvTranspose(4, 5, kernel, transpose_kernel=True, **options, rngs=rngs)

    return (
        Case(rule, "stride", lambda x: layer(5, kernel, stride=2)(x), lambda r: made(r, strides=2), (2, *space, 4),
             kind=FLIP),
        Case(rule, "bare", lambda x: layer(5, kernel, stride=3, padding="VALID", with_bias=False)(x),
             lambda r: made(r, strides=3, padding="VALID", use_bias=False), (2, *space, 4), kind=FLIP),
        Case(rule, "first", lambda x: layer(5, kernel, data_format=CHANNELS_FIRST[axes])(x), lambda r: first(made(r)),
             (2, 4, *space), kind=FLIP),
    )


def turned(setting: str, haiku: dict[str, Any], made: dict[str, Any]) -> Case:
    """A convolution over NCHW, whose bias is (C,1,1), with options of both libraries."""
    return Case("Conv2D first", setting, lambda x: hk.Conv2D(6, 3, data_format="NCHW", **haiku)(x),
                lambda r: first(nnx.Conv(4, 6, (3, 3), **made, rngs=r)), (2, 4, 7, 6))


def padded(setting: str, kernel: tuple[int, int], padding: Any, pairs: Sequence[tuple[int, int]]) -> Case:
    """A convolution with stride and one of Haiku's functions for its padding, which NNX has as explicit pairs."""
    return Case("Conv2D padded", setting, lambda x: hk.Conv2D(5, kernel, stride=2, padding=padding)(x),
                lambda r: nnx.Conv(4, 5, kernel, 2, padding=pairs, rngs=r), (2, 8, 6, 4))


def shaped(setting: str, length: int, padding: str, pair: tuple[int, int]) -> Case:
    """A transposed convolution from 9 to a length that is asked for, which NNX has as an explicit pair."""
    return Case("Conv1DTranspose shaped", setting,
                lambda x: hk.Conv1DTranspose(5, 3, stride=2, output_shape=length, padding=padding)(x),
                lambda r: nnx.ConvTranspose(4, 5, (3,), 2, padding=(pair,), rngs=r), (2, 9, 4))


def bounded(setting: str, kernel: tuple[int, ...], layer: Callable[[nnx.Rngs], nnx.Module], shape: tuple[int, ...],
            steps: int = 1) -> Case:
    """The first call of a layer with spectral norm."""
    return Case("SpectralNorm", setting, lambda x: Bounded(kernel, steps)(x, True),
                lambda r: Around(layer(r), steps, r), shape)


DENSE = (
    Case("Linear", "plain", lambda x: hk.Linear(3)(x), lambda r: nnx.Linear(4, 3, rngs=r), (5, 4)),
    Case("Linear", "bare", lambda x: hk.Linear(3, with_bias=False)(x),
         lambda r: nnx.Linear(4, 3, use_bias=False, rngs=r), (5, 4)),
    Case("Linear", "axes", lambda x: hk.Linear(3)(x), lambda r: nnx.Linear(4, 3, rngs=r), (2, 5, 4)),
    Case("Embed", "row", lambda x: hk.Embed(11, 4)(x), lambda r: nnx.Embed(11, 4, rngs=r), (5,), below=11),
    Case("Embed", "one hot", lambda x: hk.Embed(7, 3, lookup_style="ONE_HOT")(x),
         lambda r: nnx.Embed(7, 3, rngs=r), (2, 5), below=7),
    Case("Embed", "axes", lambda x: hk.Embed(5, 5)(x), lambda r: nnx.Embed(5, 5, rngs=r), (2, 1, 3), below=5),
)

CONVOLUTIONS = (
    Case("Conv1D", "stride", lambda x: hk.Conv1D(5, 3, stride=2)(x),
         lambda r: nnx.Conv(4, 5, (3,), 2, rngs=r), (2, 9, 4)),
    Case("Conv1D", "causal", lambda x: hk.Conv1D(5, 3, rate=2, padding=hk.pad.causal)(x),
         lambda r: nnx.Conv(4, 5, (3,), kernel_dilation=2, padding="CAUSAL", rngs=r), (2, 9, 4)),
    Case("Conv1D", "first", lambda x: hk.Conv1D(6, 3, feature_group_count=2, data_format="NCW")(x),
         lambda r: first(nnx.Conv(4, 6, (3,), feature_group_count=2, rngs=r)), (2, 4, 9)),
    Case("Conv2D", "rate", lambda x: hk.Conv2D(6, (3, 2), rate=2, padding="VALID", with_bias=False)(x),
         lambda r: nnx.Conv(4, 6, (3, 2), kernel_dilation=2, padding="VALID", use_bias=False, rngs=r), (2, 7, 6, 4)),
    Case("Conv2D", "even", lambda x: hk.Conv2D(5, 4, padding=hk.pad.same)(x),
         lambda r: nnx.Conv(4, 5, (4, 4), padding=((1, 2), (1, 2)), rngs=r), (2, 7, 6, 4)),
    Case("Conv2D", "groups", lambda x: hk.ConvND(2, 6, 3, stride=2, feature_group_count=2)(x),
         lambda r: nnx.Conv(4, 6, (3, 3), 2, feature_group_count=2, rngs=r), (2, 7, 6, 4)),
    Case("Conv3D", "valid", lambda x: hk.Conv3D(4, (3, 2, 2), padding="VALID")(x),
         lambda r: nnx.Conv(3, 4, (3, 2, 2), padding="VALID", rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3D", "groups", lambda x: hk.Conv3D(6, 2, stride=2, feature_group_count=3, with_bias=False)(x),
         lambda r: nnx.Conv(3, 6, (2, 2, 2), 2, feature_group_count=3, use_bias=False, rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3D", "first", lambda x: hk.Conv3D(5, 2, rate=2, data_format="NCDHW")(x),
         lambda r: first(nnx.Conv(3, 5, (2, 2, 2), kernel_dilation=2, rngs=r)), (2, 3, 5, 4, 4)),
    turned("plain", {}, {}),
    turned("groups", {"stride": 2, "feature_group_count": 2}, {"strides": 2, "feature_group_count": 2}),
    turned("rate", {"rate": 2, "padding": "VALID"}, {"kernel_dilation": 2, "padding": "VALID"}),
    padded("same", (4, 3), hk.pad.same, ((1, 2), (1, 1))),
    padded("full", (3, 2), hk.pad.full, ((2, 2), (1, 1))),
    padded("causal", (3, 4), (hk.pad.reverse_causal, hk.pad.causal), ((0, 2), (3, 0))),
    *(case for axes in SPACES for case in depthwise(axes)),
    Case("Separable", "same", lambda x: hk.SeparableDepthwiseConv2D(2, (3, 2))(x),
         lambda r: separable(2, (3, 2), 1, "SAME", True, r), (2, 7, 6, 4)),
    Case("Separable", "valid", lambda x: hk.SeparableDepthwiseConv2D(1, 3, padding="VALID")(x),
         lambda r: separable(1, (3, 3), 1, "VALID", True, r), (2, 7, 6, 4)),
    Case("Separable", "stride", lambda x: hk.SeparableDepthwiseConv2D(3, (2, 3), stride=2, with_bias=False)(x),
         lambda r: separable(3, (2, 3), 2, "SAME", False, r), (2, 7, 6, 4)),
)


def separable(multiplier: int, kernel: tuple[int, int], stride: int, padding: str, bias: bool,
              rngs: nnx.Rngs) -> nnx.Module:
    """Haiku's separable depthwise convolution of four channels: rows with the stride, columns with the bias."""
    rows, columns = kernel
    outputs = 4 * multiplier
    return Pairwise(
        nnx.Conv(4, outputs, (rows, 1), stride, padding=padding, feature_group_count=4, use_bias=False, rngs=rngs),
        nnx.Conv(outputs, outputs, (1, columns), padding=padding, feature_group_count=outputs, use_bias=bias,
                 rngs=rngs))


TRANSPOSED = (
    Case("Conv1DTranspose", "valid", lambda x: hk.Conv1DTranspose(5, 3, stride=3, padding="VALID")(x),
         lambda r: nnx.ConvTranspose(4, 5, (3,), 3, padding="VALID", rngs=r), (2, 9, 4)),
    Case("Conv1DTranspose", "bare", lambda x: hk.Conv1DTranspose(6, 4, with_bias=False)(x),
         lambda r: nnx.ConvTranspose(4, 6, (4,), use_bias=False, rngs=r), (2, 9, 4)),
    Case("Conv1DTranspose", "first", lambda x: hk.Conv1DTranspose(5, 3, stride=2, data_format="NCW")(x),
         lambda r: first(nnx.ConvTranspose(4, 5, (3,), 2, rngs=r)), (2, 4, 9)),
    Case("Conv2DTranspose", "strides", lambda x: hk.Conv2DTranspose(5, 3, stride=(2, 3))(x),
         lambda r: nnx.ConvTranspose(4, 5, (3, 3), (2, 3), rngs=r), (2, 7, 6, 4)),
    Case("Conv2DTranspose", "output shape",
         lambda x: hk.Conv2DTranspose(5, 3, stride=2, output_shape=(13, 11))(x),
         lambda r: nnx.ConvTranspose(4, 5, (3, 3), 2, padding=((1, 1), (1, 1)), rngs=r), (2, 7, 6, 4)),
    Case("Conv2DTranspose", "first",
         lambda x: hk.Conv2DTranspose(6, (3, 2), padding="VALID", data_format="NCHW")(x),
         lambda r: first(nnx.ConvTranspose(4, 6, (3, 2), padding="VALID", rngs=r)), (2, 4, 7, 6)),
    Case("Conv3DTranspose", "strides", lambda x: hk.Conv3DTranspose(4, 2, stride=2)(x),
         lambda r: nnx.ConvTranspose(3, 4, (2, 2, 2), 2, rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3DTranspose", "valid", lambda x: hk.Conv3DTranspose(5, (2, 3, 2), padding="VALID")(x),
         lambda r: nnx.ConvTranspose(3, 5, (2, 3, 2), padding="VALID", rngs=r), (2, 5, 4, 4, 3)),
    Case("Conv3DTranspose", "bare", lambda x: hk.Conv3DTranspose(2, 3, with_bias=False)(x),
         lambda r: nnx.ConvTranspose(3, 2, (3, 3, 3), use_bias=False, rngs=r), (2, 5, 4, 4, 3)),
    shaped("odd", 17, "SAME", (1, 1)), shaped("even", 18, "SAME", (2, 1)), shaped("valid", 20, "VALID", (2, 3)),
    *(case for axes in SPACES for case in flipped(axes)),
)


def evaluated(*arguments, **options) -> Layer:
    """Haiku's batch norm with its moving averages."""
    return lambda x: hk.BatchNorm(*arguments, decay_rate=0.9, **options)(x, is_training=hk.running_init())


def averaging(rngs: nnx.Rngs, **options) -> nnx.BatchNorm:
    """NNX's batch norm with its moving averages, of four features."""
    return nnx.BatchNorm(4, use_running_average=True, momentum=0.9, **{"epsilon": 1e-5} | options, rngs=rngs)


def trained(setting: str, shape: tuple[int, ...], create_scale: bool = True, **options) -> Case:
    """What batch norm of four features gives in training, where its averages play no part."""
    return Case("BatchNorm training", setting,
                lambda x: hk.BatchNorm(create_scale, True, 0.9, **options)(x, is_training=True),
                lambda r: nnx.BatchNorm(4, use_scale=create_scale, momentum=0.9, epsilon=1e-5, rngs=r), shape)


def fast(setting: str, axis: int | tuple[int, ...], shape: tuple[int, ...]) -> Case:
    """Layer norm with the settings that NNX has by itself."""
    return Case("LayerNorm fast", setting,
                lambda x: hk.LayerNorm(axis, True, True, eps=1e-6, use_fast_variance=True, param_axis=-1)(x),
                lambda r: nnx.LayerNorm(4, reduction_axes=axis, rngs=r), shape)


NORMS = (
    Case("BatchNorm", "bare", evaluated(False, False), lambda r: averaging(r, use_scale=False, use_bias=False), (5, 4)),
    Case("BatchNorm", "scale", evaluated(True, False, axis=(0, 1, 2)), lambda r: averaging(r, use_bias=False),
         (2, 7, 6, 4)),
    Case("BatchNorm", "offset first", evaluated(False, True, data_format="channels_first"),
         lambda r: first(averaging(r, use_scale=False)), (2, 4, 9)),
    Case("BatchNorm", "eps", evaluated(True, True, eps=1e-3), lambda r: averaging(r, epsilon=1e-3), (5, 4)),
    trained("row", (5, 4)), trained("image", (2, 7, 6, 4), axis=(0, 1, 2)), trained("offset", (2, 9, 4), False),
    Case("LayerNorm", "scale", lambda x: hk.LayerNorm(-1, True, False)(x),
         lambda r: exact(4, r, use_bias=False), (5, 4), "norm"),
    Case("LayerNorm", "space", lambda x: hk.LayerNorm((1, 2), True, True, param_axis=-1)(x),
         lambda r: exact(4, r, reduction_axes=(1, 2), feature_axes=-1), (2, 7, 6, 4), "norm"),
    Case("LayerNorm", "first", lambda x: hk.LayerNorm(1, True, True, param_axis=1)(x),
         lambda r: exact(4, r, reduction_axes=1, feature_axes=1), (2, 4, 9), "norm"),
    fast("last", -1, (5, 4)), fast("space", (1, 2), (2, 7, 6, 4)), fast("rows", (-2, -1), (2, 5, 4)),
    Case("RMSNorm", "last", lambda x: hk.RMSNorm(-1)(x),
         lambda r: nnx.RMSNorm(4, epsilon=1e-5, rngs=r), (5, 4), "norm"),
    Case("RMSNorm", "eps", lambda x: hk.RMSNorm(-1, eps=1e-6)(x), lambda r: nnx.RMSNorm(4, rngs=r), (2, 5, 4), "norm"),
    Case("RMSNorm", "first", lambda x: hk.RMSNorm(1, param_axis=1)(x),
         lambda r: nnx.RMSNorm(4, epsilon=1e-5, reduction_axes=1, feature_axes=1, rngs=r), (2, 4, 9), "norm"),
    Case("GroupNorm", "groups", lambda x: hk.GroupNorm(2)(x),
         lambda r: nnx.GroupNorm(4, 2, epsilon=1e-5, use_fast_variance=False, rngs=r), (2, 7, 6, 4), "norm"),
    Case("GroupNorm", "first", lambda x: hk.GroupNorm(1, create_offset=False, data_format="channels_first")(x),
         lambda r: first(nnx.GroupNorm(4, 1, epsilon=1e-5, use_fast_variance=False, use_bias=False, rngs=r)), (2, 4, 9),
         "norm"),
    Case("GroupNorm", "eps", lambda x: hk.GroupNorm(4, create_scale=False, eps=1e-6)(x),
         lambda r: nnx.GroupNorm(4, 4, use_fast_variance=False, use_scale=False, rngs=r), (2, 9, 4), "norm"),
    Case("InstanceNorm", "both", lambda x: hk.InstanceNorm(True, True)(x),
         lambda r: nnx.InstanceNorm(4, epsilon=1e-5, use_fast_variance=False, rngs=r), (2, 7, 6, 4), "norm"),
    Case("InstanceNorm", "first", lambda x: hk.InstanceNorm(True, True, data_format="channels_first")(x),
         lambda r: first(nnx.InstanceNorm(4, epsilon=1e-5, use_fast_variance=False, rngs=r)), (2, 4, 9), "norm"),
    Case("InstanceNorm", "scale", lambda x: hk.InstanceNorm(True, False, eps=1e-6)(x),
         lambda r: nnx.InstanceNorm(4, use_fast_variance=False, use_bias=False, rngs=r), (2, 9, 4), "norm"),
    bounded("matrix", (4, 2), lambda r: nnx.Linear(4, 2, rngs=r), (5, 4)),
    bounded("steps", (5, 5), lambda r: nnx.Linear(5, 5, rngs=r), (2, 3, 5), steps=3),
    bounded("image", (2, 3, 4, 6), lambda r: nnx.Conv(4, 6, (2, 3), rngs=r), (2, 7, 6, 4), steps=2),
)


def attending(heads: int, size: int, causal: bool = False, **options) -> Layer:
    """Haiku's attention over its own input."""
    return lambda x: hk.MultiHeadAttention(heads, size, w_init=INIT, **options)(
        x, x, x, mask=causal_mask(x.shape[1]) if causal else None)


def attention(heads: int, size: int, causal: bool = False, **options) -> Callable[[nnx.Rngs], nnx.Module]:
    """NNX's, over an input of four features."""
    own = {"qkv_features": heads * size, "out_features": heads * size} | options
    return lambda rngs: Attending(nnx.MultiHeadAttention(heads, 4, decode=False, **own, rngs=rngs), 5, causal)


ATTENTIONS = (
    Case("MultiHeadAttention", "one head", attending(1, 3, value_size=3), attention(1, 3), (2, 5, 4)),
    Case("MultiHeadAttention", "bare", attending(2, 2, True, with_bias=False), attention(2, 2, True, use_bias=False),
         (2, 5, 4)),
    Case("MultiHeadAttention", "sizes", attending(3, 2, True, model_size=5), attention(3, 2, True, out_features=5),
         (2, 5, 4)),
)

LAYERS: tuple[Case, ...] = DENSE + CONVOLUTIONS + TRANSPOSED + NORMS + ATTENTIONS
