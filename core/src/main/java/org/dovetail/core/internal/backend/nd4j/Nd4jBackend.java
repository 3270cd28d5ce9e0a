package org.dovetail.core.internal.backend.nd4j;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Simple;

/**
 * Runs on ND4J what ND4J computes exactly as promised, and everything else on our own kernels.
 *
 * <p>
 * This class names nothing of ND4J, so that it loads without ND4J's jars; ND4J starts with the first operation that it runs.
 */
public final class Nd4jBackend implements Backend {
    /** The part of ND4J that computes on the memory of the host; its interfaces may be there without it. */
    private static final String NEEDED = "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class";

    @Override
    public String name() { return "nd4j"; }

    @Override
    public Optional<String> missing() {
        boolean isThere = Nd4jBackend.class.getClassLoader().getResource(NEEDED) != null;
        return isThere ? Optional.empty() : Optional.of("org.nd4j:nd4j-native");
    }

    @Override
    public Array run(Simple primitive, List<Array> operands, TensorSpec result) {
        Optional<Route> route = isEmpty(operands, result)
                ? Optional.empty()
                : Routes.of(primitive, operands.stream().map(Array::spec).toList(), result);
        return route.flatMap(way -> way.run(operands, result))
                .orElseGet(() -> Backends.ownKernels().run(primitive, operands, result));
    }

    /** On our own kernels, of which the order of NaNs and the signs of factors are known to be JAX's. */
    @Override
    public List<Array> run(Several primitive, List<Array> operands, List<TensorSpec> results) {
        return Backends.ownKernels().run(primitive, operands, results);
    }

    /** ND4J's arrays without elements have rules of their own. */
    private static boolean isEmpty(List<Array> operands, TensorSpec result) {
        return result.bytes() == 0 || operands.stream().anyMatch(operand -> operand.spec().bytes() == 0);
    }
}
