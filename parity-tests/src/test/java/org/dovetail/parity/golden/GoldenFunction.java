package org.dovetail.parity.golden;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.Convolutions;
import org.dovetail.core.DType;
import org.dovetail.core.JvpResult;
import org.dovetail.core.Linalg;
import org.dovetail.core.Nn;
import org.dovetail.core.Padding;
import org.dovetail.core.Pointwise;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Slicing;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.TriangularOptions;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;

/** The public functions of the set {@code functions}, which are named there as here. */
final class GoldenFunction {
    private static final Map<String, F1<Tensor, Tensor>> OF_ONE = Map.ofEntries(entry("Tensor.neg", Tensor::neg),
            entry("Tensor.abs", Tensor::abs), entry("Tensor.sign", Tensor::sign), entry("Tensor.exp", Tensor::exp),
            entry("Tensor.log", Tensor::log), entry("Tensor.tanh", Tensor::tanh), entry("Tensor.sqrt", Tensor::sqrt),
            entry("Tensor.sin", Tensor::sin), entry("Tensor.cos", Tensor::cos), entry("Tensor.floor", Tensor::floor),
            entry("Tensor.not", Tensor::not), entry("Tensor.isFinite", Tensor::isFinite),
            entry("Tensors.expm1", Tensors::expm1), entry("Tensors.log1p", Tensors::log1p),
            entry("Tensors.logistic", Tensors::logistic), entry("Tensors.erf", Tensors::erf),
            entry("Tensors.ceil", Tensors::ceil), entry("Tensors.round", Tensors::round),
            entry("Tensors.rsqrt", Tensors::rsqrt), entry("Tensors.erfInv", Tensors::erfInv),
            entry("Tensors.tan", Tensors::tan), entry("Tensors.arcsin", Tensors::arcsin),
            entry("Tensors.arccos", Tensors::arccos), entry("Tensors.arctan", Tensors::arctan),
            entry("Tensors.sinh", Tensors::sinh), entry("Tensors.cosh", Tensors::cosh),
            entry("Tensors.arcsinh", Tensors::arcsinh), entry("Tensors.arccosh", Tensors::arccosh),
            entry("Tensors.arctanh", Tensors::arctanh), entry("Tensors.exp2", Tensors::exp2),
            entry("Tensors.cbrt", Tensors::cbrt), entry("Tensors.erfc", Tensors::erfc),
            entry("Tensors.lgamma", Tensors::lgamma), entry("Tensors.digamma", Tensors::digamma),
            entry("Tensors.populationCount", Tensors::populationCount),
            entry("Tensors.countLeadingZeros", Tensors::countLeadingZeros),
            entry("Tensor.prod", x -> x.prod(-1)), entry("Tensor.max", x -> x.max(-1)),
            entry("Tensor.min", x -> x.min(0)), entry("Tensor.all", x -> x.all(-1)),
            entry("Tensor.any", x -> x.any(0)), entry("Tensor.argMax", x -> x.argMax(-1)),
            entry("Tensor.argMin", x -> x.argMin(0)), entry("Tensor.at", x -> x.at(-1)),
            entry("Tensor.squeeze", x -> x.slice(0, 0, 1).squeeze()),
            entry("Tensor.swapAxes", x -> x.swapAxes(0, 1)), entry("Tensor.expandDims", x -> x.expandDims(-1)),
            entry("Tensor.flip", x -> x.flip(1)), entry("Tensor.slice", x -> x.slice(1, 1, 3)),
            entry("Tensor.transpose", Tensor::transpose), entry("Tensor.sum", x -> x.sum(0)),
            entry("Tensor.mean", x -> x.mean(0)),
            entry("Tensor.cast", x -> x.cast(DType.BFLOAT16).cast(DType.INT8)),
            entry("Tensors.stopGradient", Tensors::stopGradient), entry("Tensors.clip", x -> Tensors.clip(x, -1, 1)),
            entry("Tensors.stack", x -> Tensors.stack(-1, x, x.neg())),
            entry("Tensors.concatenate", x -> Tensors.concatenate(1, x, x.neg())),
            entry("Tensors.arange", x -> x.add(Tensors.arange(3))),
            entry("Tensors.full", x -> x.add(Tensors.full(DType.FLOAT32, Shape.of(3), 2.5))),
            entry("Tensors.ones", x -> x.add(Tensors.ones(3))), entry("Tensors.zeros", x -> x.add(Tensors.zeros(3))),
            entry("Tensors.scalar", x -> x.mul(Tensors.scalar(3)).add(Tensors.scalar(0.5))),
            entry("Tensors.of", x -> x.mul(Tensors.of(1, 2, 3))),
            entry("Nn.sigmoid", Nn::sigmoid),
            entry("Tensors.bitcast",
                    x -> Tensors.bitcast(x, x.dtype() == DType.INT16 ? DType.UINT16 : DType.INT32)),
            entry("Slicing.dynamicIndexInDim", x -> Slicing.dynamicIndexInDim(x, Tensors.scalar(5), -1)),
            entry("Slicing.dynamicSliceInDim", x -> Slicing.dynamicSliceInDim(x, Tensors.scalar(2), 2, 1)),
            entry("Slicing.dynamicUpdateIndexInDim", x -> Slicing.dynamicUpdateIndexInDim(x,
                    x.slice(1, 0, 1).squeeze(1), Tensors.scalar(1), 1)),
            entry("Slicing.dynamicUpdateSliceInDim",
                    x -> Slicing.dynamicUpdateSliceInDim(x, x.slice(1, 0, 2), Tensors.scalar(7), 1)),
            entry("Convolutions.conv", x -> Convolutions.conv(x.reshape(1, 2, 3, 1),
                    Tensors.ones(x.dtype(), Shape.of(2, 2, 1, 2)), Padding.same(), 1, 2)),
            entry("Nn.swish", Nn::swish), entry("Nn.hardSwish", Nn::hardSwish),
            entry("Pointwise.clamp", x -> Pointwise.clamp(x.flip(0), x, x.flip(1))),
            entry("Linalg.triangularSolve",
                    x -> Linalg.triangularSolve(x, x.transpose(), TriangularOptions.DEFAULT.left().lower())),
            entry("Linalg.cholesky", Linalg::cholesky), entry("Linalg.qr", x -> Linalg.qr(x).r()),
            entry("Sequences.argsort", x -> Sequences.argsort(x, -1)),
            entry("ControlFlow.associativeScan", GoldenFunction::associative),
            entry("ControlFlow.foriLoop", x -> ControlFlow.foriLoop(1, 4, (Tensor i, Tensor h) -> h.mul(i).sin(), x)),
            entry("Transforms.checkpoint", x -> Transforms.checkpoint((Tensor y) -> y.sin().mul(y).sin()).apply(x)),
            entry("Transforms.customJvp", x -> Transforms.customJvp((Tensor y) -> y.mul(2).sin(),
                    (Tensor y, Tensor dy) -> new JvpResult<>(y.mul(2).sin(), y.mul(2).cos().mul(3).mul(dy))).apply(x)),
            entry("Transforms.customVjp", GoldenFunction::gradientByRule));

    private static final Map<String, F2<Tensor, Tensor, Tensor>> OF_TWO = Map.ofEntries(
            entry("Tensor.add", Tensor::add), entry("Tensor.sub", Tensor::sub), entry("Tensor.mul", Tensor::mul),
            entry("Tensor.div", Tensor::div), entry("Tensor.rem", Tensor::rem),
            entry("Tensor.maximum", Tensor::maximum), entry("Tensor.minimum", Tensor::minimum),
            entry("Tensor.eq", Tensor::eq), entry("Tensor.ne", Tensor::ne), entry("Tensor.lt", Tensor::lt),
            entry("Tensor.le", Tensor::le), entry("Tensor.gt", Tensor::gt), entry("Tensor.ge", Tensor::ge),
            entry("Tensor.and", Tensor::and), entry("Tensor.or", Tensor::or), entry("Tensor.xor", Tensor::xor),
            entry("Tensor.matmul", Tensor::matmul), entry("Tensors.arctan2", Tensors::arctan2),
            entry("Tensors.logAddExp", Tensors::logAddExp), entry("Tensors.nextAfter", Tensors::nextAfter),
            entry("ControlFlow.map", (xs, w) -> ControlFlow.map((Tensor x) -> x.mul(w).sin(), xs)),
            entry("ControlFlow.whileLoop", GoldenFunction::counted),
            entry("ControlFlow.switchCase", (x, i) -> ControlFlow.switchCase(i,
                    List.<F1<Tensor, Tensor>>of(Tensor::sin, y -> y.mul(3), y -> y), x)));

    private GoldenFunction() {}

    /** The function of a case. */
    static F1<List<Tensor>, Tensor> of(GoldenPoint point) {
        return operands -> switch (point.toString()) {
            case "ControlFlow.scan/plain" -> recurrence(operands, ScanOptions.DEFAULT);
            case "ControlFlow.scan/reversed" -> recurrence(operands, ScanOptions.DEFAULT.reversed());
            case "ControlFlow.cond/True", "ControlFlow.cond/False" -> ControlFlow.cond(operands.get(2), Tensor::sin,
                    (Tensor y) -> y.mul(operands.get(1)), operands.get(0));
            case "ControlFlow.foriLoop/traced" -> ControlFlow.foriLoop(Tensors.scalar(0), operands.get(1),
                    (Tensor i, Tensor h) -> h.add(i).sin(), operands.get(0));
            default -> OF_ONE.containsKey(point.function())
                    ? OF_ONE.get(point.function()).apply(operands.getFirst())
                    : OF_TWO.get(point.function()).apply(operands.get(0), operands.get(1));
        };
    }

    private static Tensor recurrence(List<Tensor> operands, ScanOptions options) {
        Tensor weight = operands.get(1);
        F2<Tensor, Tensor, Carry<Tensor, Tensor>> step = (h, x) -> {
            Tensor next = h.mul(weight).add(x).sin();
            return new Carry<>(next, next.mul(x));
        };
        Carry<Tensor, Tensor> result = ControlFlow.scan(step, weight, operands.get(0), options);
        return result.out().add(result.carry());
    }

    private static Tensor associative(Tensor xs) {
        F2<List<Tensor>, List<Tensor>, List<Tensor>> combine = (a, b) -> List.of(b.get(0).mul(a.get(0)),
                b.get(0).mul(a.get(1)).add(b.get(1)));
        return ControlFlow.associativeScan(combine, List.of(xs.sin(), xs)).get(1);
    }

    private static Tensor counted(Tensor x, Tensor count) {
        return ControlFlow.whileLoop((List<Tensor> s) -> s.get(0).lt(count),
                (List<Tensor> s) -> List.of(s.get(0).add(1), s.get(2).sin(), s.get(1).add(x)),
                List.of(Tensors.scalar(0), x, x.mul(2))).get(1);
    }

    private static Tensor gradientByRule(Tensor x) {
        F1<Tensor, Tensor> sine = Transforms.customVjp((Tensor y) -> y.mul(2).sin(),
                (Tensor y) -> new Carry<>(y.mul(2).sin(), y.mul(2).cos()),
                (Tensor cosine, Tensor cotangent) -> cosine.mul(3).mul(cotangent));
        return Transforms.grad((Tensor y) -> sine.apply(y).mul(y).sum()).apply(x);
    }
}
