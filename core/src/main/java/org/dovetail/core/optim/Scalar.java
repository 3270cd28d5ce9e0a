package org.dovetail.core.optim;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.transform.StaticValue;
import org.jspecify.annotations.Nullable;

/**
 * A number that an optimizer takes: a {@code double}, which computes in the dtype of the parameters as a Python float does, or a tensor, which may be traced and promotes.
 */
public abstract sealed class Scalar implements ScalarOrSchedule {
    private Scalar() {}

    /**
     * A number.
     *
     * @param value the number
     * @return the scalar
     */
    public static Scalar of(double value) { return new Fixed(value); }

    /**
     * A tensor, with respect to which an update may be differentiated.
     *
     * @param value a float scalar
     * @return the scalar
     * @throws IllegalArgumentException if it has axes
     */
    public static Scalar of(Tensor value) {
        if (value.rank() != 0) {
            throw new IllegalArgumentException("Scalar: a tensor without axes is expected; got " + value.spec());
        }
        return new Traced(value);
    }

    /** {@code this * x}. */
    abstract Tensor times(Tensor x);

    /** {@code x + this}. */
    abstract Tensor plus(Tensor x);

    /** {@code x / this}. */
    abstract Tensor divides(Tensor x);

    /** A function of this: of a number in float64, as Python computes with its floats. */
    abstract Scalar map(DoubleUnaryOperator ofNumber, UnaryOperator<Tensor> ofTensor);

    /** {@code 1 - this}. */
    final Scalar complement() { return map(value -> 1 - value, value -> value.neg().add(1)); }

    /** {@code -this}. */
    final Scalar negated() { return map(value -> -value, Tensor::neg); }

    /** As a scalar tensor of a dtype if this is a number, of its own dtype otherwise. */
    abstract Tensor tensor(DType dtype);

    /** As a scalar tensor, float32 if this is a number. */
    final Tensor tensor() { return tensor(DType.FLOAT32); }

    /** A number. */
    static final class Fixed extends Scalar implements StaticValue {
        private final double value;

        private Fixed(double value) { this.value = value; }

        double value() { return value; }

        @Override
        Tensor times(Tensor x) { return x.mul(value); }

        @Override
        Tensor plus(Tensor x) { return x.add(value); }

        @Override
        Tensor divides(Tensor x) { return x.div(value); }

        @Override
        Scalar map(DoubleUnaryOperator ofNumber, UnaryOperator<Tensor> ofTensor) {
            return new Fixed(ofNumber.applyAsDouble(value));
        }

        @Override
        Tensor tensor(DType dtype) { return Tensors.full(dtype, Shape.of(), value); }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Fixed that && Double.compare(value, that.value) == 0;
        }

        @Override
        public int hashCode() { return Double.hashCode(value); }

        @Override
        public String toString() { return Double.toString(value); }
    }

    /** A tensor. */
    static final class Traced extends Scalar {
        private final Tensor value;

        private Traced(Tensor value) { this.value = value; }

        @Override
        Tensor times(Tensor x) { return value.mul(x); }

        @Override
        Tensor plus(Tensor x) { return x.add(value); }

        @Override
        Tensor divides(Tensor x) { return x.div(value); }

        @Override
        Scalar map(DoubleUnaryOperator ofNumber, UnaryOperator<Tensor> ofTensor) {
            return new Traced(ofTensor.apply(value));
        }

        @Override
        Tensor tensor(DType dtype) { return value; }

        @Override
        public String toString() { return value.toString(); }
    }
}
