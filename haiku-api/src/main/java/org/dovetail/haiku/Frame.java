package org.dovetail.haiku;

import java.util.function.Supplier;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.transform.Ambient;
import org.dovetail.haiku.internal.Boundary;
import org.jspecify.annotations.Nullable;

/** One run of a transformed function: its parameters, state, keys and scopes. */
final class Frame {
    private static final ScopedValue<Frame> CURRENT = ScopedValue.newInstance();

    private final Parameters parameters;
    private final States states;
    private final @Nullable PrngSequence keys;
    private final Scopes scopes = new Scopes();
    private final Object transformation = Ambient.transformation();

    Frame(Parameters parameters, States states, @Nullable Key rng) {
        this.parameters = parameters;
        this.states = states;
        this.keys = rng == null ? null : new PrngSequence(rng);
    }

    /** Runs a function in this frame. */
    <R> R run(Supplier<R> function) {
        R result = ScopedValue.where(CURRENT, this).call(() -> Boundary.call(function));
        scopes.checkClosed();
        return result;
    }

    /** The frame that runs, for naming modules. */
    static Frame naming(String who) {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException(who
                    + ": there is no transformed function here. Modules, parameters, state and keys live "
                    + "in a function that Haiku transforms, on its own thread:  transform((Tensor x) -> new Linear(10).call(x))");
        }
        return CURRENT.get();
    }

    /** The frame that runs, for its values, which belong to the transformation that it was opened in. */
    @SuppressWarnings("ReferenceEquality") // a transformation is its token
    static Frame values(String who) {
        Frame frame = naming(who);
        if (Ambient.transformation() != frame.transformation) {
            throw new IllegalStateException(who
                    + ": called in a jit, grad or vmap that was started inside of the transformed "
                    + "function; its values would leak out of it. Call it before, and pass the tensor in; or transform the whole "
                    + "from outside:  jit(model::apply)");
        }
        return frame;
    }

    Scopes scopes() { return scopes; }

    boolean runsInit() { return parameters instanceof Parameters.Made; }

    Tensor parameter(String module, String name, Shape shape, DType dtype, @Nullable Init init) {
        return parameters.get(module, name, new TensorSpec(dtype, shape), init,
                () -> keys("the initializer of '" + module + "/" + name + "'").next());
    }

    Tensor state(String module, String name, @Nullable TensorSpec spec, @Nullable Init init) {
        return states.get(module, name, spec, init,
                () -> keys("the initializer of '" + module + "/" + name + "'").next());
    }

    boolean hasState(String module, String name) { return states.has(module, name); }

    void set(String module, String name, Tensor value) { states.set(module, name, value); }

    boolean hasKeys() { return keys != null; }

    PrngSequence keys(String who) {
        if (keys == null) {
            String call = runsInit() ? "init" : "apply";
            throw new MissingRngException(who + " needs a random key, and " + call + " got none (null). Pass one:  "
                    + (runsInit() ? "model.init(Prng.key(0), ...)" : "model.apply(params, Prng.key(0), ...)"));
        }
        return keys;
    }
}
