package org.dovetail.core.internal.backend;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Simple;

/** What runs primitives: one exhaustive {@code switch} over them. Backends are found by {@link java.util.ServiceLoader}. */
public interface Backend {
    /** The name by which a user chooses it. */
    String name();

    /** What has to be added to the class path before it can run; nothing for most. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * Runs one primitive.
     *
     * @param primitive the primitive
     * @param operands its operands
     * @param result dtype and shape of the result, as the primitive infers them
     * @return the result, in a buffer of its own or in one that it shares with an operand
     * @throws UnsupportedDTypeException if this backend does not compute the primitive on such a dtype
     */
    Array run(Simple primitive, List<Array> operands, TensorSpec result);

    /**
     * Runs one primitive with several results.
     *
     * @param primitive the primitive
     * @param operands its operands
     * @param results dtype and shape of each result, as the primitive infers them
     * @return the results
     * @throws UnsupportedDTypeException if this backend does not compute the primitive on such a dtype
     */
    List<Array> run(Several primitive, List<Array> operands, List<TensorSpec> results);

    /**
     * Makes a graph ready to run.
     *
     * @param graph a graph that is closed over numbers alone
     */
    default Executable compile(Graph graph) { return new StepByStep(this, graph); }
}
