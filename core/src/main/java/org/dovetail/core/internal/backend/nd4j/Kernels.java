package org.dovetail.core.internal.backend.nd4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.reduce.bool.All;
import org.nd4j.linalg.api.ops.impl.reduce.bool.Any;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Min;
import org.nd4j.linalg.api.ops.impl.reduce.same.Prod;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.transforms.bool.BooleanNot;
import org.nd4j.linalg.api.ops.impl.transforms.bool.IsFinite;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.bool.And;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.bool.Or;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.bool.Xor;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Ceil;
import org.nd4j.linalg.api.ops.impl.transforms.same.Floor;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.factory.Nd4j;

/** One operation of ND4J each, from operands into a result. */
final class Kernels {
    private Kernels() {}

    static void negative(List<Window> x, Window z) { run(new Negative(x.getFirst().array(), z.array())); }

    static void abs(List<Window> x, Window z) { run(new Abs(x.getFirst().array(), z.array())); }

    static void sign(List<Window> x, Window z) { run(new Sign(x.getFirst().array(), z.array())); }

    static void floor(List<Window> x, Window z) { run(new Floor(x.getFirst().array(), z.array())); }

    static void ceil(List<Window> x, Window z) { run(new Ceil(x.getFirst().array(), z.array())); }

    static void rint(List<Window> x, Window z) { run(new Rint(x.getFirst().array(), z.array())); }

    static void sqrt(List<Window> x, Window z) { run(new Sqrt(x.getFirst().array(), z.array())); }

    static void isFinite(List<Window> x, Window z) { run(new IsFinite(x.getFirst().array(), z.array())); }

    static void not(List<Window> x, Window z) { run(new BooleanNot(x.getFirst().array(), z.array())); }

    static void and(List<Window> x, Window z) { run(new And(x.get(0).array(), x.get(1).array(), z.array())); }

    static void or(List<Window> x, Window z) { run(new Or(x.get(0).array(), x.get(1).array(), z.array())); }

    static void xor(List<Window> x, Window z) { run(new Xor(x.get(0).array(), x.get(1).array(), z.array())); }

    static void add(List<Window> x, Window z) { exec("add", x, z); }

    static void sub(List<Window> x, Window z) { exec("subtract", x, z); }

    static void mul(List<Window> x, Window z) { exec("multiply", x, z); }

    static void div(List<Window> x, Window z) { exec("divide", x, z); }

    static void max(List<Window> x, Window z) { exec("maximum", x, z); }

    static void min(List<Window> x, Window z) { exec("minimum", x, z); }

    static void bitwiseAnd(List<Window> x, Window z) { exec("bitwise_and", x, z); }

    static void bitwiseOr(List<Window> x, Window z) { exec("bitwise_or", x, z); }

    static void bitwiseXor(List<Window> x, Window z) { exec("bitwise_xor", x, z); }

    static void equal(List<Window> x, Window z) { exec("equals", x, z); }

    static void notEqual(List<Window> x, Window z) { exec("not_equals", x, z); }

    static void less(List<Window> x, Window z) { exec("less", x, z); }

    static void lessOrEqual(List<Window> x, Window z) { exec("less_equal", x, z); }

    static void greater(List<Window> x, Window z) { exec("greater", x, z); }

    static void greaterOrEqual(List<Window> x, Window z) { exec("greater_equal", x, z); }

    /** Casts where the dtypes differ. */
    static void copy(List<Window> x, Window z) {
        z.array().assign(x.getFirst().array());
    }

    static void sum(int[] axes, List<Window> x, Window z) { run(new Sum(x.getFirst().array(), z.array(), axes)); }

    static void prod(int[] axes, List<Window> x, Window z) { run(new Prod(x.getFirst().array(), z.array(), axes)); }

    static void reduceMax(int[] axes, List<Window> x, Window z) { run(new Max(x.getFirst().array(), z.array(), axes)); }

    static void reduceMin(int[] axes, List<Window> x, Window z) { run(new Min(x.getFirst().array(), z.array(), axes)); }

    static void all(int[] axes, List<Window> x, Window z) { run(new All(x.getFirst().array(), z.array(), axes)); }

    static void any(int[] axes, List<Window> x, Window z) { run(new Any(x.getFirst().array(), z.array(), axes)); }

    private static void run(Op op) { Nd4j.getExecutioner().exec(op); }

    private static void exec(String name, List<Window> x, Window z) {
        exec(name, z.array(), x.stream().map(Window::array).toArray(INDArray[]::new));
    }

    static void exec(String name, INDArray result, INDArray... operands) {
        Nd4j.exec(DynamicCustomOp.builder(name).addInputs(operands).addOutputs(result).build());
    }
}
