"""Gradients of convolutions: every padding with every dilation, stride and kind of groups."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from jax import lax

from reference.cases import SUMMED, Case, drawn

PADDINGS: dict[str, Any] = {"same": "SAME", "valid": "VALID", "uneven": [[2, 1], [0, 3]], "negative": [[-1, 2], [1, -2]]}
ONE_OR_TWO = {"1": [1, 1], "2": [2, 3]}
GROUPS = {"whole": {}, "features": {"feature_group_count": 2}, "batches": {"batch_group_count": 2}}


def convolutions() -> Iterator[Case]:
    """All combinations that there are: two axes, three by two kernels."""
    for (pad, padding), (base, lhs), (window, rhs), (step, strides), (group, groups) in product(
            PADDINGS.items(), ONE_OR_TWO.items(), ONE_OR_TWO.items(), ONE_OR_TWO.items(), GROUPS.items()):
        if lhs != [1, 1] and padding == "SAME":
            continue  # JAX refuses it
        if lhs != [1, 1] and padding == "VALID":
            padding = [[0, 0], [0, 0]]  # JAX refuses the name
        parameters: dict[str, Any] = {"window_strides": strides, "padding": padding, "lhs_dilation": lhs,
                                      "rhs_dilation": rhs, "dimension_numbers": ("NHWC", "HWIO", "NHWC")} | groups
        name = f"{pad}_base{base}_window{window}_stride{step}_{group}"
        features = 2 if group == "features" else 1
        arrays = (drawn(f"conv/{name}/left", (2, 4, 5, 2)), drawn(f"conv/{name}/right", (2, 2, 2 // features, 2)))
        yield Case("conv_general_dilated", name, "lax.conv_general_dilated",
                   lambda x, y, p=parameters: lax.conv_general_dilated(x, y, **p), arrays, SUMMED, (0, 1), parameters)
