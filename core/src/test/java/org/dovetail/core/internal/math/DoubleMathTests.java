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

    private static final double[][] ERFC = {{0.3, 0.6713732405408726}, {0.999, 0.1577147297935031},
            {1, 0.15729920705028516}, {2.5, 0.00040695201744495886}, {-1.7, 1.9837904585907746},
            {9, 4.137031746513811e-37}};
    private static final double[][] LGAMMA = {{0.2, 1.5240638224307845}, {-2.5, -0.05624371649767401},
            {3.7, 1.428072326665388}, {25, 54.78472939811232}};
    private static final double[][] DIGAMMA = {{0.2, -5.289039896592189}, {-2.5, 1.1031566406452433},
            {1, -0.5772156649015329}, {3.7, 1.1671535393615113}, {25, 3.198742512851974}};
    private static final double[][] POLYGAMMA = {{1, 0.3, 12.245364546107734}, {1, 5.5, 0.1993423869896277},
            {2, 1.5, -0.8287966442343201}, {3, 12.0, 0.001310093231070826}};

    @Example
    void theGammaFunctionAndWhatIsLeftOfTheErrorFunctionAreThoseOfScipy() {
        for (double[] pair : ERFC) {
            assertThat(DoubleMath.erfc(pair[0])).isCloseTo(pair[1], within(4e-14 * pair[1]));
        }
        for (double[] pair : LGAMMA) {
            assertThat(DoubleGamma.lgamma(pair[0])).isCloseTo(pair[1], within(1e-13));
        }
        for (double[] pair : DIGAMMA) {
            assertThat(DoubleGamma.digamma(pair[0])).isCloseTo(pair[1], within(1e-13));
        }
        for (double[] triple : POLYGAMMA) {
            assertThat(DoubleGamma.polygamma(triple[0], triple[1])).isCloseTo(triple[2],
                    within(1e-13 * Math.abs(triple[2])));
        }
        assertThat(DoubleGamma.lgamma(-3)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleGamma.digamma(-3)).isNaN();
        assertThat(DoubleGamma.polygamma(0.5, 1)).isNaN();
    }

    @Example
    void inversesOfHyperbolicFunctionsAreThoseOfNumpy() {
        assertThat(DoubleMath.asinh(0.3)).isCloseTo(0.29567304756342244, within(1e-15));
        assertThat(DoubleMath.asinh(-40)).isCloseTo(-4.382182848065498, within(1e-14));
        assertThat(DoubleMath.asinh(1e200)).isCloseTo(461.2101657793691, within(1e-12));
        assertThat(DoubleMath.acosh(1.01)).isCloseTo(0.14130376948564863, within(1e-15));
        assertThat(DoubleMath.acosh(1e200)).isCloseTo(461.2101657793691, within(1e-12));
        assertThat(DoubleMath.atanh(-0.3)).isCloseTo(-0.3095196042031117, within(1e-15));
        assertThat(DoubleMath.atanh(0.99)).isCloseTo(2.6466524123622457, within(1e-14));
    }

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
