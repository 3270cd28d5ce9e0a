package org.dovetail.nnx;

import java.util.List;
import java.util.stream.Stream;
import org.dovetail.nnx.internal.Captures;
import org.jspecify.annotations.Nullable;

/** A Variable was written inside a transformation that it is not an argument of: {@code flax.errors.TraceContextError}. */
public final class TraceContextException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private TraceContextException(String message) { super(message); }

    static TraceContextException of(Variable variable) {
        Path path = path(Frame.function(), variable);
        return new TraceContextException((path == null || path.keys().isEmpty() ? "" : "at " + path + ": ")
                + "the captured " + variable
                + " is written inside a transformation that was not given it. Pass the module that holds it as an argument, "
                + "as in Nnx.jit((Model model, Tensor x) -> model.call(x)); what the function only reads it may capture");
    }

    /** Where the Variable is in what a function captured, or in the fields of the instance that it captured. */
    private static @Nullable Path path(@Nullable Object function, Variable variable) {
        List<Object> captured = function == null ? List.of() : Captures.within(function);
        for (Object root : Stream.concat(captured.stream(), captured.stream().map(Captures::fields)
                .flatMap(List::stream)).toList()) {
            if (root instanceof Module || root instanceof Variable) {
                Walk walk = Walk.of(root);
                int found = walk.variables().indexOf(variable);
                if (found >= 0) {
                    return walk.structure().variables(List.of()).get(found);
                }
            }
        }
        return null;
    }
}
