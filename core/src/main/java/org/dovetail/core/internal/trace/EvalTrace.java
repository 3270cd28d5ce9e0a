package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.LeakedTracerException;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.Loops;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Primitive;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Symbolic;
import org.jspecify.annotations.Nullable;

/** No transformation: primitives are computed at once. */
public final class EvalTrace implements Trace {
    /** The only one. */
    public static final EvalTrace INSTANCE = new EvalTrace();

    private static final BitSet NONE = new BitSet();

    private EvalTrace() {}

    @Override
    public List<Tensor> process(Primitive primitive, List<Tensor> operands) {
        List<Array> arrays = numbers(primitive, operands);
        return switch (primitive) {
            case Simple simple -> {
                TensorSpec result = simple.inferResult(arrays.stream().map(Array::spec).toList());
                yield List.of(Backends.eager().run(simple, arrays, result));
            }
            case Several several -> List.copyOf(Backends.eager().run(several, arrays,
                    several.infer(arrays.stream().map(Array::spec).toList())));
            case Call.Jit jit -> List.copyOf(jit.body().executable(Backends.compiling()).run(arrays, NONE, jit.name()));
            case Call call -> List.copyOf(Loops.run(Backends.compiling(), call, arrays));
            case Symbolic symbolic -> throw symbolic.unresolved();
        };
    }

    private static List<Array> numbers(Primitive primitive, List<Tensor> operands) {
        List<Array> arrays = new ArrayList<>(operands.size());
        for (Tensor operand : operands) {
            arrays.add(switch (operand) {
                case Array array -> array;
                case Tracer tracer -> throw new LeakedTracerException(primitive.toString(), tracer);
            });
        }
        return arrays;
    }

    @Override
    public @Nullable Trace parent() { return null; }
}
