package org.dovetail.core.internal.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** Numbers of scipy 1.17.1. */
class DoubleMathTests {
    private static final double[][] ERF = {{1e-10, 1.1283791670955126e-10}, {0.1, 0.1124629160182849},
            {0.5, 0.5204998778130465}, {0.999, 0.8422852702064969}, {1, 0.8427007929497148}, {1.5, 0.9661051464753108},
            {2.5, 0.999593047982555}, {4, 0.9999999845827421}, {5.5, 0.9999999999999927}};
    private static final double[][] ERF_INV = {{1e-12, 8.86226925452758e-13}, {0.1, 0.08885599049425769},
            {0.5, 0.4769362762044699}, {0.9, 1.1630871536766743}, {0.99, 1.8213863677184496},
            {0.9953, 1.9989249911748999}, {0.999999, 3.458910737275499}, {0.9999999999990905, 5.05125408524939}};

    @Example
    void theErrorFunctionAndItsInverseAreThoseOfScipy() {
        for (double[] pair : ERF) {
            assertThat(DoubleMath.erf(pair[0])).isCloseTo(pair[1], within(2e-15 * pair[1]));
            assertThat(DoubleMath.erf(-pair[0])).isEqualTo(-DoubleMath.erf(pair[0]));
        }
        for (double[] pair : ERF_INV) {
            assertThat(DoubleMath.erfInv(pair[0])).isCloseTo(pair[1], within(2e-15 * pair[1]));
            assertThat(DoubleMath.erfInv(-pair[0])).isEqualTo(-DoubleMath.erfInv(pair[0]));
        }
    }

    @Example
    void theErrorFunctionAndItsInverseKnowTheirEnds() {
        assertThat(DoubleMath.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(DoubleMath.erf(Double.NaN)).isNaN();
        assertThat(DoubleMath.erfInv(0)).isZero();
        assertThat(DoubleMath.erfInv(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleMath.erfInv(-1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(DoubleMath.erfInv(1.5)).isNaN();
        assertThat(DoubleMath.erfInv(Double.NaN)).isNaN();
    }

    @Property
    void doublesAreNearTheFloatsOfXla(@ForAll @DoubleRange(min = -5, max = 5) double value) {
        float x = (float) value;
        assertThat(DoubleMath.exp(x)).isCloseTo(XlaMath.exp(x), within(1e-6 * Math.exp(x)));
        assertThat(DoubleMath.expm1(x)).isCloseTo(XlaMath.expm1(x), within(1e-6 + 1e-6 * Math.exp(x)));
        assertThat(DoubleMath.log(Math.abs(x))).isCloseTo(XlaMath.log(Math.abs(x)), within(1e-5));
        assertThat(DoubleMath.log1p(Math.abs(x))).isCloseTo(XlaMath.log1p(Math.abs(x)), within(1e-6));
        assertThat(DoubleMath.logistic(x)).isCloseTo(XlaMath.logistic(x), within(1e-6));
        assertThat(DoubleMath.tanh(x)).isCloseTo(XlaMath.tanh(x), within(1e-6));
        assertThat(DoubleMath.erf(x)).isCloseTo(XlaMath.erf(x), within(1e-6));
        assertThat(DoubleMath.erfInv(x / 6)).isCloseTo(XlaMath.erfInv(x / 6), within(1e-6));
        assertThat(DoubleMath.sin(x)).isCloseTo(XlaMath.sin(x), within(1e-6));
        assertThat(DoubleMath.cos(x)).isCloseTo(XlaMath.cos(x), within(1e-6));
        double base = Math.abs(x) + 0.1;
        assertThat(DoubleMath.rsqrt(base)).isCloseTo(XlaMath.rsqrt((float) base), within(1e-6));
        assertThat(DoubleMath.pow(base, 0.7)).isCloseTo(XlaMath.pow((float) base, 0.7f), within(1e-6));
    }
}
