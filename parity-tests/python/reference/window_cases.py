"""The cases of :mod:`reference.primitives` with windows that slide: convolutions and pooling."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import flax.nnx
import haiku
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from reference.cases import EXACT, SUMMED, Case, Shape, drawn
from reference.primitive_cases import INTS

LAST: dict[int, tuple[str, str, str]] = {
    0: ("NC", "IO", "NC"), 1: ("NWC", "WIO", "NWC"), 2: ("NHWC", "HWIO", "NHWC"), 3: ("NDHWC", "DHWIO", "NDHWC")}
FIRST = ("NCHW", "OIHW", "NCHW")
MIXED = ("HNCW", "IWOH", "CWNH")

CONVOLUTIONS: tuple[tuple[str, Shape, Shape, tuple[str, str, str], dict[str, Any]], ...] = (
    ("no_axes", (3, 4), (4, 2), LAST[0], {"padding": []}),
    ("line_same", (2, 7, 3), (3, 3, 4), LAST[1], {"padding": "SAME"}),
    ("line_lower", (2, 7, 3), (4, 3, 2), LAST[1], {"padding": "SAME_LOWER", "window_strides": [2]}),
    ("grid_valid", (2, 5, 6, 3), (3, 2, 3, 4), LAST[2], {"padding": "VALID"}),
    ("grid_same_strided", (2, 7, 6, 3), (3, 3, 3, 4), LAST[2], {"padding": "SAME", "window_strides": [2, 3]}),
    ("grid_padded", (1, 5, 4, 2), (3, 3, 2, 3), LAST[2], {"padding": [[2, 1], [0, 3]]}),
    ("grid_negative", (1, 6, 5, 2), (2, 2, 2, 3), LAST[2], {"padding": [[-1, 0], [1, -2]]}),
    ("grid_atrous", (2, 7, 8, 2), (3, 2, 2, 3), LAST[2], {"padding": "SAME", "rhs_dilation": [2, 3]}),
    ("grid_fractional", (2, 3, 4, 2), (3, 3, 2, 3), LAST[2], {"padding": [[1, 2], [2, 0]], "lhs_dilation": [2, 3]}),
    ("grid_everything", (2, 5, 4, 2), (2, 3, 2, 3), LAST[2],
     {"padding": [[3, -1], [2, 2]], "lhs_dilation": [3, 2], "rhs_dilation": [2, 1], "window_strides": [2, 3]}),
    ("grid_point", (2, 3, 3, 5), (1, 1, 5, 4), LAST[2], {"padding": "VALID"}),
    ("block_same", (1, 3, 4, 5, 2), (2, 3, 2, 2, 3), LAST[3], {"padding": "SAME", "window_strides": [1, 2, 1]}),
    ("channels_first", (2, 3, 5, 6), (4, 3, 3, 2), FIRST, {"padding": "SAME", "window_strides": [1, 2]}),
    ("mixed", (5, 2, 3, 4), (3, 2, 4, 3), MIXED, {"padding": [[1, 1], [0, 1]]}),
    ("feature_groups", (2, 5, 4, 6), (3, 3, 3, 4), LAST[2], {"padding": "SAME", "feature_group_count": 2}),
    ("depthwise", (2, 5, 4, 3), (3, 3, 1, 6), LAST[2], {"padding": "SAME", "feature_group_count": 3,
                                                        "window_strides": [2, 1]}),
    ("batch_groups", (6, 5, 4, 2), (3, 3, 2, 6), LAST[2], {"padding": "SAME", "batch_group_count": 3}),
    ("no_places", (2, 2, 3), (4, 3, 2), LAST[1], {"padding": "VALID"}),
    ("no_examples", (0, 5, 3), (2, 3, 2), LAST[1], {"padding": "SAME"}),
    ("no_inputs", (2, 4, 0), (3, 0, 2), LAST[1], {"padding": "SAME"}),
    ("vectors", (2, 9, 8, 33), (3, 3, 33, 40), LAST[2], {"padding": "SAME"}),
)


def convolutions() -> Iterator[Case]:
    """Convolutions over none to three axes."""
    for name, left, right, axes, given in CONVOLUTIONS:
        parameters = {"window_strides": [1] * (len(left) - 2), "dimension_numbers": axes} | given
        arrays = (drawn(f"conv/{name}/left", left), drawn(f"conv/{name}/right", right))
        yield Case("conv_general_dilated", name, "lax.conv_general_dilated",
                   lambda x, y, p=parameters: lax.conv_general_dilated(x, y, **p), arrays, SUMMED, (0, 1), parameters)
    parameters = {"window_strides": [1], "padding": "SAME", "dimension_numbers": LAST[1]}
    for dtype in ("int32", "uint32"):
        arrays = (drawn("conv/left", (2, 5, 3), dtype), drawn("conv/right", (3, 3, 2), dtype))
        yield Case("conv_general_dilated", dtype, "lax.conv_general_dilated",
                   lambda x, y, p=parameters: lax.conv_general_dilated(x, y, **p), arrays, EXACT, (), parameters)


def transposed() -> Iterator[Case]:
    """Transposed convolutions: named padding, numbers, and the kernel as it is or transposed."""
    for padding in ("SAME", "VALID", [[1, 2], [0, 1]]):
        for flip in (False, True):
            for strides in ([1, 1], [2, 3], [4, 1]):
                parameters = {"strides": strides, "padding": padding, "transpose_kernel": flip}
                yield transpose(f"{padding if isinstance(padding, str) else 'numbers'}_{strides[0]}{strides[1]}"
                                f"{'_kernel' if flip else ''}", parameters)
    yield transpose("consistent", {"strides": [2, 2], "padding": [[1, 1], [1, 0]], "transpose_kernel": True,
                                   "use_consistent_padding": True})
    yield transpose("atrous", {"strides": [2, 1], "padding": "SAME", "rhs_dilation": [2, 1]})


def transpose(name: str, parameters: dict[str, Any]) -> Case:
    """One transposed convolution of a small grid."""
    kernel = (3, 2, 4, 3) if parameters.get("transpose_kernel") else (3, 2, 3, 4)

    def apply(x, y):
        pads = parameters["padding"]
        whole = parameters | {"padding": pads if isinstance(pads, str) else [tuple(pad) for pad in pads]}
        return lax.conv_transpose(x, y, **whole)

    return Case("conv_transpose", name, "lax.conv_transpose", apply,
                (drawn(f"conv_transpose/{name}/left", (2, 4, 3, 3)), drawn(f"conv_transpose/{name}/right", kernel)),
                SUMMED, (0, 1), parameters)


REDUCERS = {"add": (lax.add, 0.0), "max": (lax.max, -np.inf), "min": (lax.min, np.inf)}
WINDOWS: tuple[tuple[str, Shape, dict[str, Any]], ...] = (
    ("line", (7,), {"window_dimensions": [3]}),
    ("strided", (6, 7), {"window_dimensions": [2, 3], "window_strides": [2, 2], "padding": "SAME"}),
    ("lower", (6, 7), {"window_dimensions": [4, 2], "window_strides": [1, 3], "padding": "SAME_LOWER"}),
    ("padded", (4, 5), {"window_dimensions": [2, 3], "padding": [[1, 0], [2, 1]]}),
    ("images", (2, 5, 4, 3), {"window_dimensions": [1, 3, 2, 1], "window_strides": [1, 2, 2, 1], "padding": "SAME"}),
    ("apart", (3, 4), {"window_dimensions": [2, 2], "base_dilation": [2, 1], "padding": [[0, 1], [0, 0]]}),
)


def windows() -> Iterator[Case]:
    """Windows that are reduced; ties and NaNs among what is chosen from."""
    ties = np.array([1, 1, 2, 2, 2, 0, -0.0, 0.0, -1, 3, 3], np.float32)
    odd = np.array([1, np.nan, 3, 2, 2, -np.inf, -np.inf, 5, np.nan, np.nan, 0, np.inf, np.inf], np.float32)
    for name in REDUCERS:
        for kind, shape, given in WINDOWS:
            yield reduced(name, kind, drawn(f"window/{kind}", shape), given)
        for kind, array in (("ties", ties), ("special", odd)):
            yield reduced(name, kind, array, {"window_dimensions": [2]})
            yield reduced(name, f"{kind}_padded", array, {"window_dimensions": [3], "padding": [[2, 2]]})
            yield reduced(name, f"{kind}_strided", array, {"window_dimensions": [3], "window_strides": [2]})
        yield reduced(name, "int32", INTS, {"window_dimensions": [3], "padding": "SAME"}, False)
        yield reduced(name, "dilated", drawn("window/dilated", (7, 5)),
                      {"window_dimensions": [2, 2], "window_dilation": [2, 3]}, name == "add")
        yield reduced(name, "negative", drawn("window/negative", (7,)),
                      {"window_dimensions": [2], "padding": [[-1, -2]]}, name == "add")


def reduced(name: str, kind: str, array: np.ndarray, given: dict[str, Any], differentiates: bool = True) -> Case:
    """One reduction of windows."""
    reducer, start = REDUCERS[name]
    rank = array.ndim
    parameters = {"window_strides": [1] * rank, "padding": "VALID", "base_dilation": [1] * rank,
                  "window_dilation": [1] * rank} | given

    def apply(x):
        pads = parameters["padding"]
        whole = parameters | {"padding": pads if isinstance(pads, str) else [tuple(pad) for pad in pads]}
        limits = np.iinfo(np.int32)
        first = start if x.dtype == jnp.float32 else np.int32(np.clip(start, limits.min, limits.max))
        return lax.reduce_window(x, first, reducer, **whole)

    return Case(f"reduce_window_{name}", kind, f"lax.reduce_window(lax.{name})", apply, (array,),
                SUMMED if name == "add" and array.dtype == np.float32 else EXACT, (0,) if differentiates else (),
                parameters, (0,) if differentiates else ())


def pools() -> Iterator[Case]:
    """Pooling of Flax, and Haiku's average."""
    image, line = drawn("pool/image", (2, 5, 6, 3)), drawn("pool/line", (7, 2))
    for kind, array, given in (
            ("image_valid", image, {"window_shape": (2, 3), "strides": (2, 1), "padding": "VALID"}),
            ("image_same", image, {"window_shape": (3, 3), "strides": (2, 2), "padding": "SAME"}),
            ("image_numbers", image, {"window_shape": (2, 2), "strides": (1, 3), "padding": ((1, 0), (1, 1))}),
            ("line_same", line, {"window_shape": (4,), "strides": (1,), "padding": "SAME"})):
        for name in ("max_pool", "min_pool"):
            yield Case(name, kind, f"flax.nnx.{name}", lambda x, f=getattr(flax.nnx, name), p=given: f(x, **p),
                       (array,), EXACT, (0,), given, (0,))
        for count in (True, False):
            parameters = given | {"count_include_pad": count}
            yield Case("avg_pool", f"{kind}_{'with' if count else 'without'}_padding", "flax.nnx.avg_pool",
                       lambda x, p=parameters: flax.nnx.avg_pool(x, **p), (array,), SUMMED, (0,), parameters)
    parameters = {"window_shape": (1, 3, 2, 1), "strides": (1, 2, 2, 1), "padding": "SAME"}
    yield Case("avg_pool", "haiku", "haiku.avg_pool", lambda x: haiku.avg_pool(x, **parameters), (image,), SUMMED, (0,),
               parameters | {"count_include_pad": False})


def window_cases() -> Iterator[Case]:
    """Every case."""
    return chain(convolutions(), transposed(), windows(), pools())
