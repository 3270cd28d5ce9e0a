package org.dovetail.nnx;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.Ambient;
import org.dovetail.core.transform.Jit;
import org.dovetail.core.transform.Ownership;
import org.jspecify.annotations.Nullable;

/** A jitted function of modules. */
final class Staging {
    private static final BitSet NONE = new BitSet();

    private final Jit jit;
    private final Object function;
    private final Function<List<@Nullable Object>, ? extends @Nullable Object> body;

    private Staging(Jit jit, Object function, Function<List<@Nullable Object>, ? extends @Nullable Object> body) {
        this.jit = jit;
        this.function = function;
        this.body = body;
    }

    /**
     * A jitted function.
     *
     * @param function the user's function
     * @param body calls it with a list of arguments
     */
    static Staging of(Object function, Function<List<@Nullable Object>, ? extends @Nullable Object> body) {
        String where = StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> !frame.getClassName().startsWith(Nnx.class.getName())
                        && !frame.getClassName().startsWith(Staging.class.getName()))
                .findFirst().map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).orElse("unknown"));
        return new Staging(new Jit("jit(" + where + ")"), function, body);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // the function gives such a result
    <R> R call(@Nullable Object... given) {
        for (int attempt = 0;; attempt++) {
            Arguments arguments = Arguments.of(given);
            List<Tensor> inputs = arguments.inputs();
            Jit.Prepared<Outcome> prepared = jit.prepare(arguments.key(), inputs, tracers -> trace(arguments, tracers));
            BitSet written = prepared.rest().written();
            for (int i = written.nextSetBit(0); i >= 0; i = written.nextSetBit(i + 1)) {
                arguments.variables().get(i).requireWritable();
            }
            if (!Ambient.isEager()) {
                return (R) prepared.rest().commit(arguments, prepared.run(inputs, NONE));
            }
            Holding holding = new Holding(arguments.variables(), inputs);
            if (holding.acquire(written)) {
                try {
                    return (R) prepared.rest().commit(arguments, prepared.run(inputs, holding.taken));
                } finally {
                    holding.release();
                }
            }
            Ownership.pause(attempt);
        }
    }

    private Jit.Traced<Outcome> trace(Arguments arguments, List<Tensor> tracers) {
        arguments.checkStatics();
        int count = arguments.variables().size();
        Frame frame = new Frame(function, arguments.variables(), tracers);
        Snapshot before = new Snapshot(arguments.walk().nodes());
        try {
            return frame.run(() -> Outcome.of(arguments, frame, before,
                    body.apply(arguments.with(tracers.subList(count, tracers.size())))));
        } finally {
            before.restore();
        }
    }

    /** The hold of a call on the arrays of Variables while its graph runs. */
    private static final class Holding {
        private final List<Variable> variables;
        private final List<Tensor> inputs;
        private final BitSet taken = new BitSet();

        Holding(List<Variable> variables, List<Tensor> inputs) {
            this.variables = variables;
            this.inputs = inputs;
        }

        /**
         * Takes the arrays of Variables that will be replaced, if nobody else knows them, and keeps the others from being overwritten.
         *
         * @return false, holding nothing, if another thread replaces one of them
         */
        boolean acquire(BitSet written) {
            for (int i = 0; i < variables.size(); i++) {
                if (inputs.get(i) instanceof Array array && !hold(i, array, written.get(i))) {
                    release();
                    return false;
                }
            }
            return true;
        }

        private boolean hold(int variable, Array array, boolean isWritten) {
            if (isWritten && Ownership.take(array)) {
                taken.set(variable);
                return variables.get(variable).holds(array);
            }
            return Ownership.share(array) && variables.get(variable).holds(array);
        }

        void release() {
            taken.stream().forEach(i -> {
                if (inputs.get(i) instanceof Array array) {
                    Ownership.release(array);
                }
            });
        }
    }
}
