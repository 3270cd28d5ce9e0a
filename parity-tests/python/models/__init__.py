"""Models written in both libraries; ``PAIRS`` lists them all."""

from models import convnets, guide, layers, names, recurrent, stacks, whole
from parity.pair import Pair

PAIRS: tuple[Pair, ...] = tuple(
    pair for module in (guide, convnets, names, layers, recurrent, stacks, whole) for pair in module.PAIRS)
GOLDEN: tuple[Pair, ...] = tuple(pair for pair in PAIRS if pair.golden)
SAMPLE: Pair = guide.SAMPLE

assert len({pair.name for pair in PAIRS}) == len(PAIRS), "two pairs share a name"
