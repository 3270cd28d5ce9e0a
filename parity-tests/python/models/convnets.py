"""Convolutional networks: a small one, Haiku's ResNet18, ResNet50 and MobileNetV1."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
from flax import nnx

from parity.pair import Pair
from parity.rules import Joint, batch_norm, conv, linear


def norm(features: int, momentum: float, rngs: nnx.Rngs, scale=nnx.initializers.ones) -> nnx.BatchNorm:
    """A batch norm that computes as Haiku's does."""
    return nnx.BatchNorm(features, momentum=momentum, epsilon=1e-5, scale_init=scale, rngs=rngs)


def bare_conv(inputs: int, outputs: int, kernel: int, stride: int, rngs: nnx.Rngs, **options) -> nnx.Conv:
    """A square convolution without bias."""
    return nnx.Conv(inputs, outputs, (kernel, kernel), (stride, stride), use_bias=False, rngs=rngs, **options)


class ConvNet(hk.Module):
    """Two convolutions with batch norm, then a linear layer."""

    def __call__(self, x: jax.Array, training: bool) -> jax.Array:
        for features in (4, 6):
            x = hk.Conv2D(features, 3, stride=2)(x)
            x = jax.nn.relu(hk.BatchNorm(True, True, 0.9)(x, training))
        return hk.Linear(5)(jnp.mean(x, axis=(1, 2)))


class Plain(nnx.Module):
    """The small network, under other names."""

    def __init__(self, rngs: nnx.Rngs):
        self.entry = nnx.Conv(3, 4, (3, 3), 2, rngs=rngs)
        self.entry_norm = norm(4, 0.9, rngs)
        self.trunk = nnx.Conv(4, 6, (3, 3), 2, rngs=rngs)
        self.trunk_norm = norm(6, 0.9, rngs)
        self.readout = nnx.Linear(6, 5, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(self.entry_norm(self.entry(x)))
        x = jax.nn.relu(self.trunk_norm(self.trunk(x)))
        return self.readout(jnp.mean(x, axis=(1, 2)))


class Filter(NamedTuple):
    """A square convolution of a block."""

    outputs: int
    kernel: int
    stride: int


class Unit(nnx.Module):
    """Haiku's residual block of version 1: convolutions ``conv_a``, ``conv_b`` and so on, each with its norm.

    ``skip`` names the two layers on the shortcut; blocks without a projection have none.
    """

    def __init__(self, inputs: int, convs: Sequence[Filter], skip: tuple[str, str] | None, rngs: nnx.Rngs):
        self.letters, self.skip = "abc"[:len(convs)], skip
        width = inputs
        for letter, own in zip(self.letters, convs):
            setattr(self, f"conv_{letter}", bare_conv(width, own.outputs, own.kernel, own.stride, rngs))
            scale = nnx.initializers.zeros if letter == "c" else nnx.initializers.ones  # as Haiku starts bottlenecks
            setattr(self, f"norm_{letter}", norm(own.outputs, 0.9, rngs, scale))
            width = own.outputs
        if skip:
            setattr(self, skip[0], bare_conv(inputs, width, 1, max(own.stride for own in convs), rngs))
            setattr(self, skip[1], norm(width, 0.9, rngs))

    def __call__(self, x: jax.Array) -> jax.Array:
        out = x
        for letter in self.letters:
            out = out if letter == "a" else jax.nn.relu(out)
            out = getattr(self, f"norm_{letter}")(getattr(self, f"conv_{letter}")(out))
        for layer in self.skip or ():
            x = getattr(self, layer)(x)
        return jax.nn.relu(out + x)


def two_filters(width: int, stride: int) -> tuple[Filter, ...]:
    """The convolutions of a block without bottleneck."""
    return Filter(width, 3, stride), Filter(width, 3, 1)


def bottleneck(width: int, stride: int) -> tuple[Filter, ...]:
    """The convolutions of a block whose middle has a quarter of the channels."""
    return Filter(width // 4, 1, 1), Filter(width // 4, 3, stride), Filter(width, 1, 1)


class Form(NamedTuple):
    """What tells the ResNets apart."""

    filters: Callable[[int, int], tuple[Filter, ...]]
    """The convolutions of a block, by its width and its stride."""

    convs: str
    """A letter for each."""

    projects_first: bool
    """Whether the first block of all has a projection."""


BASIC = Form(two_filters, "ab", False)
NARROWING = Form(bottleneck, "abc", True)


class Stage(nnx.Module):
    """Residual blocks of one width."""

    def __init__(self, units: Sequence[Unit]):
        self.units = nnx.List(units)

    def __call__(self, x: jax.Array) -> jax.Array:
        for unit in self.units:
            x = unit(x)
        return x


class Residual(nnx.Module):
    """Haiku's ResNet of version 1, under other names."""

    def __init__(self, form: Form, blocks: Sequence[int], widths: Sequence[int], classes: int, first: int,
                 skip: tuple[str, str], rngs: nnx.Rngs):
        self.stem = bare_conv(3, first, 7, 2, rngs)
        self.stem_norm = norm(first, 0.9, rngs)
        stages, inputs = [], first
        for number, (count, width) in enumerate(zip(blocks, widths)):
            units = []
            for index in range(count):
                stride = 2 if number > 0 and index == 0 else 1
                units.append(Unit(inputs, form.filters(width, stride), skip if projects(form, number, index) else None,
                                  rngs))
                inputs = width
            stages.append(Stage(units))
        self.stages = nnx.List(stages)
        self.readout = nnx.Linear(inputs, classes, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(self.stem_norm(self.stem(x)))
        x = nnx.max_pool(x, (3, 3), (2, 2), "SAME")
        for stage in self.stages:
            x = stage(x)
        return self.readout(jnp.mean(x, axis=(1, 2)))


def projects(form: Form, stage: int, unit: int) -> bool:
    """Whether a block has layers on its shortcut."""
    return unit == 0 and (stage > 0 or form.projects_first)


def residual_joints(form: Form, root: str, blocks: Sequence[int], skip: tuple[str, str]) -> tuple[Joint, ...]:
    """What feeds what in a ResNet of version 1."""
    joints = [conv(f"{root}/~/initial_conv", "stem"), batch_norm(f"{root}/~/initial_batchnorm", "stem_norm"),
              linear(f"{root}/~/logits", "readout")]
    for stage, count in enumerate(blocks):
        for unit in range(count):
            block, target = f"{root}/~/block_group_{stage}/~/block_{unit}/~", f"stages.{stage}.units.{unit}"
            for number, letter in enumerate(form.convs):
                joints.append(conv(f"{block}/conv_{number}", f"{target}.conv_{letter}"))
                joints.append(batch_norm(f"{block}/batchnorm_{number}", f"{target}.norm_{letter}"))
            if projects(form, stage, unit):
                joints.append(conv(f"{block}/shortcut_conv", f"{target}.{skip[0]}"))
                joints.append(batch_norm(f"{block}/shortcut_batchnorm", f"{target}.{skip[1]}"))
    return tuple(joints)


class Cell(nnx.Module):
    """MobileNetV1's block: a depthwise and a pointwise convolution."""

    def __init__(self, inputs: int, outputs: int, stride: int, rngs: nnx.Rngs):
        self.spatial = bare_conv(inputs, inputs, 3, stride, rngs, padding=((1, 1), (1, 1)),
                                 feature_group_count=inputs)
        self.spatial_norm = norm(inputs, 0.999, rngs)
        self.mixing = bare_conv(inputs, outputs, 1, 1, rngs, padding="VALID")
        self.mixing_norm = norm(outputs, 0.999, rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(self.spatial_norm(self.spatial(x)))
        return jax.nn.relu(self.mixing_norm(self.mixing(x)))


class Mobile(nnx.Module):
    """Haiku's MobileNetV1, under other names."""

    def __init__(self, strides: Sequence[int], widths: Sequence[int], classes: int, rngs: nnx.Rngs):
        self.entry = bare_conv(3, 32, 3, 2, rngs, padding="VALID")
        self.entry_norm = norm(32, 0.999, rngs)
        self.cells = nnx.List(
            [Cell(inputs, outputs, stride, rngs) for inputs, outputs, stride in zip((32, *widths), widths, strides)])
        self.readout = nnx.Linear(widths[-1], classes, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        x = jax.nn.relu(self.entry_norm(self.entry(x)))
        for cell in self.cells:
            x = cell(x)
        return self.readout(jnp.mean(x, axis=(1, 2)))


def mobile_joints(count: int) -> tuple[Joint, ...]:
    """What feeds what in a MobileNetV1."""
    root = "mobile_net_v1"
    joints = [conv(f"{root}/conv2_d", "entry"), batch_norm(f"{root}/batch_norm", "entry_norm"),
              linear(f"{root}/logits", "readout")]
    for number in range(count):
        block = f"{root}/mobile_net_v1_block" + (f"_{number}" if number else "")
        joints += [
            conv(f"{block}/depthwise_conv", f"cells.{number}.spatial"),
            batch_norm(f"{block}/batch_norm", f"cells.{number}.spatial_norm"),
            conv(f"{block}/pointwise_conv", f"cells.{number}.mixing"),
            batch_norm(f"{block}/batch_norm_1", f"cells.{number}.mixing_norm")]
    return tuple(joints)


KEPT = "shortcut_conv", "shortcut_batchnorm"
OTHER = "skip_conv", "skip_norm"
TIGHT = {"blocks_per_group": (2, 1, 1, 2), "channels_per_group": (8, 12, 16, 20)}
NARROW = {"blocks_per_group": (2, 1, 1, 2), "channels_per_group": (4, 6, 8, 10)}


def resnet(name: str, about: str, net, root: str, blocks, widths, first: int, skip=KEPT, form: Form = BASIC,
           **options) -> Pair:
    """A ResNet of version 1 in both libraries."""
    return Pair(
        name, about,
        forward=lambda x, training: net()(x, training),
        build=lambda rngs: Residual(form, blocks, widths, 7, first, skip, rngs),
        shape=(4, 64, 64, 3), joints=residual_joints(form, root, blocks, skip), tolerance="network",
        compares_training=True, **options)


def narrow_resnet() -> hk.Module:
    """Haiku's ResNet with a few channels."""
    return hk.nets.ResNet(
        num_classes=7, bottleneck=False, use_projection=(False, True, True, True),
        initial_conv_config={"output_channels": 4}, **NARROW)


def bottleneck_resnet() -> hk.Module:
    """Haiku's ResNet with bottlenecks, of few channels."""
    return hk.nets.ResNet(num_classes=7, initial_conv_config={"output_channels": 4}, **TIGHT)


def mobile_net(name: str, about: str, strides, widths, **options) -> Pair:
    """A MobileNetV1 in both libraries."""
    return Pair(
        name, about,
        forward=lambda x, training: hk.nets.MobileNetV1(strides, widths, 7)(x, training),
        build=lambda rngs: Mobile(strides, widths, 7, rngs),
        shape=(4, 32, 32, 3), joints=mobile_joints(len(widths)), tolerance="network", compares_training=True,
        **options)


PAIRS = (
    Pair("conv_net", "Two convolutions with batch norm and a linear layer.",
         forward=lambda x, training: ConvNet()(x, training), build=Plain, shape=(4, 16, 16, 3),
         joints=(conv("conv_net/conv2_d", "entry"), batch_norm("conv_net/batch_norm", "entry_norm"),
                 conv("conv_net/conv2_d_1", "trunk"), batch_norm("conv_net/batch_norm_1", "trunk_norm"),
                 linear("conv_net/linear", "readout")),
         tolerance="network", container="safetensors", compares_training=True),
    resnet("resnet", "Haiku's ResNet, made narrow; only the shortcut's names are kept.",
           narrow_resnet, "res_net", NARROW["blocks_per_group"], NARROW["channels_per_group"], 4,
           container="npy pickled dict"),
    resnet("resnet_renamed", "The same without one name kept: blocks with and without a shortcut tell its norm.",
           narrow_resnet, "res_net", NARROW["blocks_per_group"], NARROW["channels_per_group"], 4, skip=OTHER,
           container="pickle 4 numpy"),
    resnet("resnet_bottleneck", "Haiku's ResNet with bottlenecks, made narrow, without one name kept.",
           bottleneck_resnet, "res_net", TIGHT["blocks_per_group"], TIGHT["channels_per_group"], 4, skip=OTHER,
           form=NARROWING, container="npz deflated"),
    mobile_net("mobile_net", "Haiku's MobileNetV1, made short and narrow; equal blocks in a row.",
               (1, 2, 1, 1), (8, 10, 10, 10), container="pickle 5 jax"),
    resnet("resnet18", "Haiku's ResNet18 at its own size.",
           lambda: hk.nets.ResNet18(7), "res_net18", (2, 2, 2, 2), (64, 128, 256, 512), 64, skip=OTHER, golden=False),
    resnet("resnet50", "Haiku's ResNet50 at its own size.",
           lambda: hk.nets.ResNet50(7), "res_net50", (3, 4, 6, 3), (256, 512, 1024, 2048), 64, skip=OTHER,
           form=NARROWING, steps=2, golden=False),  # a third of this size leads far away
    mobile_net("mobile_net_v1", "Haiku's MobileNetV1 at its own size.",
               (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1),
               (64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024), golden=False),
)
