package org.dovetail.parity.golden;

/** Public functions with the casts before them, loops and rules, as the real JAX has them. */
class FunctionGoldenTests extends PointGoldenTests {
    FunctionGoldenTests() { super(GoldenNumbers.packed("functions/functions"), GoldenJudge.of(GoldenFunction::of)); }
}
