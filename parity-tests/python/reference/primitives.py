"""Single operations: inputs, outputs, and derivatives forwards and backwards."""

from itertools import chain

from reference import primitive_cases
from reference.elementary_cases import elementary
from reference.indexing_cases import indexing
from reference.packed import packed_set
from reference.window_cases import window_cases

SET = packed_set("primitives", tuple(chain(primitive_cases.all_cases(), indexing(), elementary(), window_cases())))
