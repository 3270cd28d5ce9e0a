"""Single layers: one Haiku layer at top level, one NNX layer in the attribute ``op``."""

from collections.abc import Callable

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from parity.pair import Pair, Untold
from parity.rules import (Joint, batch_norm, conv, conv_transpose, conv_transpose_flipped, embed, linear,
                          norm, spectral_norm)

Layer = Callable[[jax.Array], jax.Array]


class Single(nnx.Module):
    """A model of one layer; channels-first inputs are transposed around it."""

    def __init__(self, op: nnx.Module, channels_first: bool):
        self.op = op
        self.channels_first = channels_first

    def __call__(self, x: jax.Array) -> jax.Array:
        if self.channels_first:
            return jnp.moveaxis(self.op(jnp.moveaxis(x, 1, -1)), -1, 1)
        return self.op(x)


class Pairwise(nnx.Module):
    """Two layers, one after the other."""

    def __init__(self, rows: nnx.Module, columns: nnx.Module):
        self.rows = rows
        self.columns = columns

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.columns(self.rows(x))


def single(name: str, about: str, haiku: Callable[[], Layer], op: Callable[[nnx.Rngs], nnx.Module], joint: Joint,
           shape: tuple[int, ...], tolerance: str = "exact", channels_first: bool = False, **options) -> Pair:
    """One layer in both libraries."""
    return Pair(
        name, about, forward=lambda x, training: haiku()(x), build=lambda rngs: Single(op(rngs), channels_first),
        shape=shape, joints=(joint,), tolerance=tolerance, compares_training=False, **options)


def normalising(name: str, about: str, shape: tuple[int, ...], channels_first: bool = False, **options) -> Pair:
    """Batch norm in both libraries."""
    data_format = "channels_first" if channels_first else "channels_last"
    features = shape[1] if channels_first else shape[-1]
    return Pair(
        name, about,
        forward=lambda x, training: hk.BatchNorm(True, True, 0.9, data_format=data_format)(x, training),
        build=lambda rngs: Single(nnx.BatchNorm(features, momentum=0.9, epsilon=1e-5, rngs=rngs), channels_first),
        shape=shape, joints=(batch_norm("batch_norm", "op"),), tolerance="exact", compares_training=True, **options)


def separable(x: jax.Array, training: bool) -> jax.Array:
    """Haiku's separable depthwise convolution, which has no pointwise part."""
    del training
    return hk.SeparableDepthwiseConv2D(2, (3, 2), stride=2)(x)


class Bounded(hk.Module):
    """A linear layer, or a convolution, whose kernel is divided by its largest singular value."""

    def __init__(self, kernel: tuple[int, ...], steps: int = 1, name: str | None = None):
        super().__init__(name=name)
        self.kernel, self.steps = kernel, steps

    def __call__(self, x: jax.Array, training: bool) -> jax.Array:
        w = hk.get_parameter("w", self.kernel, init=hk.initializers.TruncatedNormal(0.5))
        b = hk.get_parameter("b", self.kernel[-1:], init=jnp.zeros)
        w = hk.SpectralNorm(eps=1e-4, n_steps=self.steps)(w, update_stats=training)
        if w.ndim == 2:
            return x @ w + b
        return jax.lax.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")) + b


class Around(nnx.Module):
    """A layer whose kernel is divided by its largest singular value."""

    def __init__(self, layer: nnx.Module, steps: int, rngs: nnx.Rngs):
        self.bound = nnx.SpectralNorm(layer, epsilon=1e-4, n_steps=steps, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.bound(x)


def bounded(name: str, about: str, kernel: tuple[int, ...], layer: Callable[[nnx.Rngs], nnx.Module],
            shape: tuple[int, ...], steps: int = 1, **options) -> Pair:
    """A layer with spectral norm in both libraries."""
    joint = linear if len(kernel) == 2 else conv
    return Pair(name, about, forward=lambda x, training: Bounded(kernel, steps)(x, training),
                build=lambda rngs: Around(layer(rngs), steps, rngs), shape=shape,
                joints=(joint("bounded", "bound.layer_instance"), spectral_norm("bounded/spectral_norm", "bound")),
                tolerance="exact", **options)


CONVOLUTIONS = (
    single("conv1d", "Conv1D with stride.",
           lambda: hk.Conv1D(5, 3, stride=2), lambda r: nnx.Conv(4, 5, (3,), 2, rngs=r),
           conv("conv1_d", "op"), (2, 9, 4), container="pickle 2 numpy"),
    single("conv1d_causal", "Conv1D with causal padding.",
           lambda: hk.Conv1D(5, 3, padding=hk.pad.causal), lambda r: nnx.Conv(4, 5, (3,), padding="CAUSAL", rngs=r),
           conv("conv1_d", "op"), (2, 9, 4), container="npz deflated"),
    single("conv1d_groups", "Conv1D in two groups.",
           lambda: hk.Conv1D(6, 3, feature_group_count=2),
           lambda r: nnx.Conv(4, 6, (3,), feature_group_count=2, rngs=r),
           conv("conv1_d", "op"), (2, 9, 4), container="pickle 2 jax"),
    single("conv2d", "Conv2D with an uneven kernel, stride, no padding.",
           lambda: hk.Conv2D(6, (3, 2), stride=2, padding="VALID"),
           lambda r: nnx.Conv(3, 6, (3, 2), 2, padding="VALID", rngs=r),
           conv("conv2_d", "op"), (2, 8, 9, 3), container="pickle 3 jax"),
    single("conv2d_dilated", "Conv2D with a rate, without bias.",
           lambda: hk.Conv2D(6, 3, rate=2, with_bias=False),
           lambda r: nnx.Conv(3, 6, (3, 3), kernel_dilation=2, use_bias=False, rngs=r),
           conv("conv2_d", "op"), (2, 8, 9, 3), container="safetensors"),
    single("conv2d_groups", "Conv2D in two groups.",
           lambda: hk.Conv2D(6, 3, feature_group_count=2),
           lambda r: nnx.Conv(4, 6, (3, 3), feature_group_count=2, rngs=r),
           conv("conv2_d", "op"), (2, 7, 6, 4), container="pickle 4 numpy"),
    single("conv2d_padded", "Conv2D with stride and Haiku's own `same` padding, which is not `SAME`.",
           lambda: hk.Conv2D(5, 3, stride=2, padding=hk.pad.same),
           lambda r: nnx.Conv(3, 5, (3, 3), 2, padding=((1, 1), (1, 1)), rngs=r),
           conv("conv2_d", "op"), (2, 8, 8, 3), container="pickle 5 numpy"),
    single("conv2d_channels_first", "Conv2D over NCHW: its bias is (C,1,1).",
           lambda: hk.Conv2D(5, 3, data_format="NCHW"), lambda r: nnx.Conv(3, 5, (3, 3), rngs=r),
           conv("conv2_d", "op"), (2, 3, 7, 6), channels_first=True, container="pickle 4 jax"),
    single("conv2d_equal", "Conv2D of equal channels: only its class's name tells that it is no transposed one.",
           lambda: hk.Conv2D(4, 3), lambda r: nnx.Conv(4, 4, (3, 3), rngs=r),
           conv("conv2_d", "op"), (2, 7, 6, 4), container="npz stored"),
    single("conv2d_named", "Conv2D of equal channels under an author's name with `conv`.",
           lambda: hk.Conv2D(4, 3, name="entry_conv"), lambda r: nnx.Conv(4, 4, (3, 3), rngs=r),
           conv("entry_conv", "op"), (2, 7, 6, 4), container="npy pickled dict"),
    single("conv2d_untold", "Conv2D of equal channels under a name that tells nothing.",
           lambda: hk.Conv2D(4, 3, name="stem"), lambda r: nnx.Conv(4, 4, (3, 3), rngs=r),
           conv("stem", "op"), (2, 7, 6, 4), container="safetensors",
           open=Untold("stem", "Conv2D", ("Conv2D", "Conv2DTranspose"))),
    single("conv3d", "Conv3D.",
           lambda: hk.Conv3D(4, (3, 2, 2)), lambda r: nnx.Conv(3, 4, (3, 2, 2), rngs=r),
           conv("conv3_d", "op"), (2, 5, 4, 4, 3), container="pickle 3 numpy"),
    single("conv3d_groups", "Conv3D in two groups, with stride.",
           lambda: hk.Conv3D(6, 2, stride=2, feature_group_count=2),
           lambda r: nnx.Conv(4, 6, (2, 2, 2), 2, feature_group_count=2, rngs=r),
           conv("conv3_d", "op"), (2, 5, 4, 4, 4), container="npz deflated"),
    single("depthwise1d", "DepthwiseConv1D, two filters a channel.",
           lambda: hk.DepthwiseConv1D(2, 3), lambda r: nnx.Conv(4, 8, (3,), feature_group_count=4, rngs=r),
           conv("depthwise_conv1_d", "op"), (2, 9, 4), container="pickle 5 jax"),
    single("depthwise2d", "DepthwiseConv2D with stride.",
           lambda: hk.DepthwiseConv2D(2, 3, stride=2),
           lambda r: nnx.Conv(4, 8, (3, 3), 2, feature_group_count=4, rngs=r),
           conv("depthwise_conv2_d", "op"), (2, 8, 7, 4)),
    single("depthwise3d", "DepthwiseConv3D.",
           lambda: hk.DepthwiseConv3D(2, 2), lambda r: nnx.Conv(3, 6, (2, 2, 2), feature_group_count=3, rngs=r),
           conv("depthwise_conv3_d", "op"), (2, 5, 4, 4, 3), container="pickle 4 numpy"),
    Pair("separable_depthwise", "SeparableDepthwiseConv2D: two depthwise convolutions, the bias in the second.",
         forward=separable,
         build=lambda r: Pairwise(
             nnx.Conv(3, 6, (3, 1), 2, feature_group_count=3, use_bias=False, rngs=r),
             nnx.Conv(6, 6, (1, 2), feature_group_count=6, rngs=r)),
         shape=(2, 8, 7, 3),
         joints=(conv("separable_depthwise_conv2_d/~/depthwise_conv2_d", "rows"),
                 conv("separable_depthwise_conv2_d/~/depthwise_conv2_d_1", "columns")),
         tolerance="exact", container="safetensors"),
    single("conv_transpose1d", "Conv1DTranspose.",
           lambda: hk.Conv1DTranspose(5, 3, stride=2), lambda r: nnx.ConvTranspose(4, 5, (3,), 2, rngs=r),
           conv_transpose("conv1_d_transpose", "op"), (2, 6, 4), container="npz deflated"),
    single("conv_transpose2d", "Conv2DTranspose of unequal channels.",
           lambda: hk.Conv2DTranspose(5, (3, 2), stride=2), lambda r: nnx.ConvTranspose(4, 5, (3, 2), 2, rngs=r),
           conv_transpose("conv2_d_transpose", "op"), (2, 4, 5, 4), container="pickle 2 jax"),
    single("conv_transpose2d_equal", "Conv2DTranspose of equal channels: its class's name tells.",
           lambda: hk.Conv2DTranspose(4, 3, padding="VALID"),
           lambda r: nnx.ConvTranspose(4, 4, (3, 3), padding="VALID", rngs=r),
           conv_transpose("conv2_d_transpose", "op"), (2, 4, 5, 4), container="pickle 5 numpy"),
    single("conv_transpose2d_untold", "Conv2DTranspose of equal channels under a name that tells nothing.",
           lambda: hk.Conv2DTranspose(4, 3, stride=2, name="rise"),
           lambda r: nnx.ConvTranspose(4, 4, (3, 3), 2, rngs=r),
           conv_transpose("rise", "op"), (2, 4, 5, 4),
           open=Untold("rise", "Conv2DTranspose", ("Conv2D", "Conv2DTranspose"))),
    single("conv_transpose2d_up", "Conv2DTranspose of equal channels under an author's name with `conv` and `up`.",
           lambda: hk.Conv2DTranspose(4, 3, stride=2, name="up_conv"),
           lambda r: nnx.ConvTranspose(4, 4, (3, 3), 2, rngs=r),
           conv_transpose("up_conv", "op"), (2, 4, 5, 4), container="pickle 3 jax",
           open=Untold("up_conv", "Conv2DTranspose", ("Conv2D", "Conv2DTranspose"))),
    single("conv_transpose2d_flipped", "Conv2DTranspose for `transpose_kernel=True`, which the user must say.",
           lambda: hk.Conv2DTranspose(5, (3, 2), stride=2),
           lambda r: nnx.ConvTranspose(4, 5, (3, 2), 2, transpose_kernel=True, rngs=r),
           conv_transpose_flipped("conv2_d_transpose", "op"), (2, 4, 5, 4), container="npz deflated",
           open=Untold("conv2_d_transpose", "ConvTranspose(transpose_kernel)", ("ConvTranspose(transpose_kernel)",))),
    single("conv_transpose3d", "Conv3DTranspose.",
           lambda: hk.Conv3DTranspose(4, 2, stride=2), lambda r: nnx.ConvTranspose(3, 4, (2, 2, 2), 2, rngs=r),
           conv_transpose("conv3_d_transpose", "op"), (2, 3, 4, 3, 3), container="npy pickled dict"),
)

OTHERS = (
    single("linear", "Linear.",
           lambda: hk.Linear(3), lambda r: nnx.Linear(4, 3, rngs=r), linear("linear", "op"), (5, 4)),
    single("linear_no_bias", "Linear without bias.",
           lambda: hk.Linear(3, with_bias=False), lambda r: nnx.Linear(4, 3, use_bias=False, rngs=r),
           linear("linear", "op"), (5, 4), container="npy pickled dict"),
    single("linear_bfloat16", "Linear with parameters in bfloat16.",
           lambda: hk.Linear(3),
           lambda r: nnx.Linear(4, 3, dtype=jnp.bfloat16, param_dtype=jnp.bfloat16, rngs=r),
           linear("linear", "op"), (5, 4), dtype="bfloat16", container="pickle 4 jax"),
    single("linear_initialised", "Linear as Haiku initialises it, not trained: its numbers are the same everywhere.",
           lambda: hk.Linear(16), lambda r: nnx.Linear(12, 16, rngs=r), linear("linear", "op"), (5, 12), steps=0),
    single("embed", "Embed.",
           lambda: hk.Embed(11, 4), lambda r: nnx.Embed(11, 4, rngs=r), embed("embed", "op"), (3, 5), below=11,
           container="npz deflated"),
    normalising("batch_norm", "BatchNorm over (N,C).", (8, 4), container="pickle 3 numpy"),
    normalising("batch_norm_images", "BatchNorm over (N,H,W,C).", (4, 3, 3, 5), container="pickle 5 jax"),
    normalising("batch_norm_channels_first", "BatchNorm over (N,C,H,W): (1,C,1,1) arrays.", (4, 5, 3, 3),
                channels_first=True, container="safetensors"),
    single("layer_norm", "LayerNorm over the channels.",
           lambda: hk.LayerNorm(-1, True, True),
           lambda r: nnx.LayerNorm(6, epsilon=1e-5, use_fast_variance=False, rngs=r),
           norm("layer_norm", "op"), (4, 6), "norm"),
    single("layer_norm_images", "LayerNorm over space and channels.",
           lambda: hk.LayerNorm((1, 2, 3), True, True),
           lambda r: nnx.LayerNorm(5, epsilon=1e-5, use_fast_variance=False, reduction_axes=(1, 2, 3),
                                   feature_axes=-1, rngs=r),
           norm("layer_norm", "op"), (4, 3, 2, 5), "norm", container="pickle 2 numpy"),
    single("layer_norm_offset_only", "LayerNorm without scale.",
           lambda: hk.LayerNorm(-1, False, True),
           lambda r: nnx.LayerNorm(6, epsilon=1e-5, use_fast_variance=False, use_scale=False, rngs=r),
           norm("layer_norm", "op"), (4, 6), "norm", container="pickle 4 numpy"),
    single("rms_norm", "RMSNorm.",
           lambda: hk.RMSNorm(-1), lambda r: nnx.RMSNorm(6, epsilon=1e-5, rngs=r),
           norm("rms_norm", "op"), (4, 6), "norm", container="npz deflated"),
    single("group_norm", "GroupNorm of three groups.",
           lambda: hk.GroupNorm(3), lambda r: nnx.GroupNorm(6, 3, epsilon=1e-5, use_fast_variance=False, rngs=r),
           norm("group_norm", "op"), (4, 3, 3, 6), "norm", container="pickle 3 jax"),
    single("instance_norm", "InstanceNorm.",
           lambda: hk.InstanceNorm(True, True),
           lambda r: nnx.InstanceNorm(6, epsilon=1e-5, use_fast_variance=False, rngs=r),
           norm("instance_norm", "op"), (4, 3, 3, 6), "norm", container="safetensors"),
)

BOUNDED = (
    bounded("spectral_norm", "SpectralNorm of a linear layer's kernel: the first call is equal.", (4, 3),
            lambda r: nnx.Linear(4, 3, rngs=r), (5, 4)),
    bounded("spectral_norm_steps", "SpectralNorm of three steps.", (6, 5), lambda r: nnx.Linear(6, 5, rngs=r), (5, 6),
            steps=3, container="safetensors"),
    bounded("spectral_norm_images", "SpectralNorm of a convolution's kernel.", (3, 2, 3, 4),
            lambda r: nnx.Conv(3, 4, (3, 2), rngs=r), (2, 5, 6, 3), container="pickle 4 numpy"),
)

PAIRS = CONVOLUTIONS + OTHERS + BOUNDED
