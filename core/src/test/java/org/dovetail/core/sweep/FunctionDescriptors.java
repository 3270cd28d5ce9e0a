package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Sample.between;
import static org.dovetail.core.sweep.Sample.bits;
import static org.dovetail.core.sweep.Sample.key;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Nn;
import org.dovetail.core.Prng;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;

/** Public functions as users call them, with the casts and broadcasts that come before the primitive; called by their own names. */
final class FunctionDescriptors {
    private static final Set<DType> USUAL = EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.INT32);
    private static final Set<DType> TRUTH_TOO = EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.INT16, DType.BOOL);
    private static final Set<DType> WHOLE = EnumSet.of(DType.INT32, DType.UINT8, DType.BOOL);
    private static final Set<DType> SINGLE = EnumSet.of(DType.FLOAT32, DType.FLOAT64);
    private static final Sample AROUND_ZERO = between(-3, 3);
    private static final Sample POSITIVE = between(0.6, 5);
    private static final Sample WITHIN_ONE = between(-0.9, 0.9);

    private FunctionDescriptors() {}

    static void add(List<Descriptor> all) {
        ofOne(all);
        ofTwo(all);
        reducing(all);
        shaping(all);
        running(all);
        drawing(all);
    }

    private static Descriptor one(String name, UnaryOperator<Tensor> function, Sample sample) {
        return Descriptor.of(name, operands -> function.apply(operands.getFirst()), sample).on(USUAL);
    }

    /** Two operands of which the second lacks the first axis, and is an integer where the first may be anything. */
    private static Descriptor two(String name, BinaryOperator<Tensor> function, Sample first, Sample second) {
        return Descriptor.of(name, operands -> function.apply(operands.get(0), operands.get(1)), first,
                second.shaped(base -> base.trailing(Math.max(0, base.rank() - 1)))).on(USUAL);
    }

    private static void ofOne(List<Descriptor> all) {
        all.add(one("Tensor.neg", Tensor::neg, AROUND_ZERO));
        all.add(one("Tensor.abs", Tensor::abs, AROUND_ZERO));
        all.add(one("Tensor.sign", Tensor::sign, AROUND_ZERO));
        all.add(one("Tensor.exp", Tensor::exp, AROUND_ZERO).on(TRUTH_TOO));
        all.add(one("Tensor.log", Tensor::log, POSITIVE));
        all.add(one("Tensor.tanh", Tensor::tanh, AROUND_ZERO));
        all.add(one("Tensor.sqrt", Tensor::sqrt, POSITIVE));
        all.add(one("Tensor.sin", Tensor::sin, AROUND_ZERO).on(TRUTH_TOO));
        all.add(one("Tensor.cos", Tensor::cos, AROUND_ZERO));
        all.add(one("Tensor.floor", Tensor::floor, AROUND_ZERO).flat());
        all.add(one("Tensor.not", Tensor::not, bits()).on(WHOLE).flat());
        all.add(one("Tensor.isFinite", Tensor::isFinite, AROUND_ZERO).flat());
        all.add(one("Tensors.expm1", Tensors::expm1, AROUND_ZERO));
        all.add(one("Tensors.log1p", Tensors::log1p, POSITIVE));
        all.add(one("Tensors.logistic", Tensors::logistic, AROUND_ZERO));
        all.add(one("Tensors.rsqrt", Tensors::rsqrt, POSITIVE));
        all.add(one("Tensors.erf", Tensors::erf, AROUND_ZERO));
        all.add(one("Tensors.erfInv", Tensors::erfInv, WITHIN_ONE));
        all.add(one("Tensors.ceil", Tensors::ceil, AROUND_ZERO).flat());
        all.add(one("Tensors.round", Tensors::round, AROUND_ZERO).flat());
        all.add(one("Tensors.bitcast", x -> Tensors.bitcast(x, DType.UINT32), bits()).on(EnumSet.of(DType.INT32))
                .flat());
        all.add(one("Tensors.stopGradient", Tensors::stopGradient, AROUND_ZERO).flat());
        all.add(one("Tensors.tan", Tensors::tan, WITHIN_ONE));
        all.add(one("Tensors.arcsin", Tensors::arcsin, WITHIN_ONE));
        all.add(one("Tensors.arccos", Tensors::arccos, WITHIN_ONE));
        all.add(one("Tensors.arctan", Tensors::arctan, AROUND_ZERO));
        all.add(one("Tensors.sinh", Tensors::sinh, AROUND_ZERO));
        all.add(one("Tensors.cosh", Tensors::cosh, AROUND_ZERO));
        all.add(one("Tensors.arcsinh", Tensors::arcsinh, AROUND_ZERO));
        all.add(one("Tensors.arccosh", Tensors::arccosh, between(1.2, 5)));
        all.add(one("Tensors.arctanh", Tensors::arctanh, WITHIN_ONE));
        all.add(one("Tensors.exp2", Tensors::exp2, AROUND_ZERO));
        all.add(one("Tensors.cbrt", Tensors::cbrt, POSITIVE));
        all.add(one("Tensors.erfc", Tensors::erfc, AROUND_ZERO));
        all.add(one("Tensors.lgamma", Tensors::lgamma, POSITIVE));
        all.add(one("Tensors.digamma", Tensors::digamma, POSITIVE));
        all.add(one("Tensors.populationCount", Tensors::populationCount, bits()).on(Descriptors.INTEGERS).flat());
        all.add(one("Tensors.countLeadingZeros", Tensors::countLeadingZeros, bits()).on(Descriptors.INTEGERS).flat());
        all.add(one("Nn.sigmoid", Nn::sigmoid, AROUND_ZERO));
    }

    private static void ofTwo(List<Descriptor> all) {
        Sample whole = between(1, 3).as(DType.INT16);
        all.add(two("Tensor.sub", Tensor::sub, AROUND_ZERO, whole));
        all.add(two("Tensor.div", Tensor::div, AROUND_ZERO, whole));
        all.add(two("Tensor.rem", Tensor::rem, between(-9, 9), whole));
        all.add(two("Tensor.maximum", Tensor::maximum, AROUND_ZERO, AROUND_ZERO).on(TRUTH_TOO));
        all.add(two("Tensor.minimum", Tensor::minimum, AROUND_ZERO, whole));
        all.add(two("Tensor.ne", Tensor::ne, AROUND_ZERO, whole).on(TRUTH_TOO).flat());
        all.add(two("Tensor.lt", Tensor::lt, AROUND_ZERO, whole).flat());
        all.add(two("Tensor.le", Tensor::le, AROUND_ZERO, whole).flat());
        all.add(two("Tensor.ge", Tensor::ge, AROUND_ZERO, whole).flat());
        all.add(two("Tensor.and", Tensor::and, bits(), bits()).on(WHOLE).flat());
        all.add(two("Tensor.or", Tensor::or, bits(), bits()).on(WHOLE).flat());
        all.add(two("Tensor.xor", Tensor::xor, bits(), between(0, 1).as(DType.BOOL)).on(WHOLE).flat());
        all.add(two("Tensors.arctan2", Tensors::arctan2, AROUND_ZERO, whole));
        all.add(two("Tensors.logAddExp", Tensors::logAddExp, AROUND_ZERO, whole));
        all.add(two("Tensors.nextAfter", Tensors::nextAfter, AROUND_ZERO, whole).on(SINGLE).flat());
        all.add(two("Tensors.polygamma", (x, order) -> Tensors.polygamma(order, x), POSITIVE, whole).on(SINGLE));
        number(all, "Tensor.mul", Tensor::mul);
        number(all, "Tensor.div", Tensor::div);
        number(all, "Tensor.pow", Tensor::pow);
        number(all, "Tensor.minimum", Tensor::minimum);
    }

    /** Java numbers, which take the tensor's dtype, but for a fraction with integers. */
    private static void number(List<Descriptor> all, String name, BiFunction<Tensor, Number, Tensor> function) {
        all.add(one(name + "_whole", x -> function.apply(x, 2), POSITIVE).on(Descriptors.ALL_DTYPES));
        all.add(one(name + "_fraction", x -> function.apply(x, 1.5), POSITIVE).on(Descriptors.ALL_DTYPES));
    }

    private static void reducing(List<Descriptor> all) {
        all.add(one("Tensor.prod", x -> x.prod(), POSITIVE).on(TRUTH_TOO));
        all.add(one("Tensor.max", x -> x.max(-1), AROUND_ZERO).rank(1).nonEmpty());
        all.add(one("Tensor.min", x -> x.min(), AROUND_ZERO).nonEmpty());
        all.add(one("Tensor.all", x -> x.all(-1), between(0, 1)).on(TRUTH_TOO).rank(1).flat());
        all.add(one("Tensor.any", x -> x.any(), between(0, 1)).on(TRUTH_TOO).flat());
    }

    private static void shaping(List<Descriptor> all) {
        all.add(one("Tensor.at", x -> x.at(-1), AROUND_ZERO).rank(1).nonEmpty());
        all.add(one("Tensor.squeeze", x -> x.squeeze(), AROUND_ZERO));
        all.add(one("Tensor.swapAxes", x -> x.swapAxes(0, -1), AROUND_ZERO).rank(2));
        all.add(one("Tensors.stack", x -> Tensors.stack(-1, x, x.neg()), AROUND_ZERO));
        all.add(one("Tensors.ones", x -> x.add(Tensors.ones(x.dtype(), x.shape())), AROUND_ZERO));
        all.add(one("Tensors.zeros", x -> Tensors.concatenate(0, x, Tensors.zeros(2).cast(x.dtype())), AROUND_ZERO)
                .only(shape -> shape.rank() == 1));
        all.add(one("Tensors.scalar", x -> x.mul(Tensors.scalar(3)).add(Tensors.scalar(0.5)), AROUND_ZERO));
        all.add(one("Tensors.of", x -> x.expandDims(-1).mul(Tensors.of(1, 2, 3)), AROUND_ZERO));
    }

    private static void running(List<Descriptor> all) {
        all.add(one("Sequences.cumsum", x -> Sequences.cumsum(x, -1), AROUND_ZERO).rank(1));
        all.add(one("Sequences.cumsumReversed", x -> Sequences.cumsumReversed(x, 0), AROUND_ZERO).rank(1));
        all.add(one("Sequences.cumprod", x -> Sequences.cumprod(x, 0), POSITIVE).rank(1));
        all.add(one("Sequences.cumprodReversed", x -> Sequences.cumprodReversed(x, -1), POSITIVE).rank(1));
        all.add(one("Sequences.cummax", x -> Sequences.cummax(x, -1), AROUND_ZERO).rank(1));
        all.add(one("Sequences.cummaxReversed", x -> Sequences.cummaxReversed(x, 0), AROUND_ZERO).rank(1));
        all.add(one("Sequences.cummin", x -> Sequences.cummin(x, 0), AROUND_ZERO).rank(1));
        all.add(one("Sequences.cumminReversed", x -> Sequences.cumminReversed(x, -1), AROUND_ZERO).rank(1));
        all.add(one("Sequences.cumlogsumexp", x -> Sequences.cumlogsumexp(x, 0), AROUND_ZERO).on(SINGLE).rank(1));
        all.add(one("Sequences.cumlogsumexpReversed", x -> Sequences.cumlogsumexpReversed(x, -1), AROUND_ZERO)
                .on(SINGLE).rank(1));
    }

    private static void drawing(List<Descriptor> all) {
        Shape shape = Shape.of(3, 5);
        draw(all, "Prng.split", key -> Prng.split(key, 3).data());
        draw(all, "Prng.foldIn", key -> Prng.bits(Prng.foldIn(key, 7), shape));
        draw(all, "Prng.bernoulli", key -> Prng.bernoulli(key, 0.3, shape));
        draw(all, "Prng.truncatedNormal", key -> Prng.truncatedNormal(key, -1, 2, shape));
    }

    private static void draw(List<Descriptor> all, String name, Function<Key, Tensor> draw) {
        all.add(Descriptor.of(name, operands -> draw.apply(new Key(operands.getFirst())), key())
                .on(EnumSet.of(DType.UINT32)).flat());
    }
}
