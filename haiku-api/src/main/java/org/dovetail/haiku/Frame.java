package org.dovetail.haiku;

import java.util.List;
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
    private final Scopes scopes;
    private final Object transformation = Ambient.transformation();

    Frame(Parameters parameters, States states, @Nullable Key rng) {
        this(parameters, states, rng == null ? null : new PrngSequence(rng), new Scopes());
    }

    private Frame(Parameters parameters, States states, @Nullable PrngSequence keys, Scopes scopes) {
        this.parameters = parameters;
        this.states = states;
        this.keys = keys;
        this.scopes = scopes;
    }

    /**
     * What a loop hands from step to step.
     *
     * @param state the state; empty for a function without
     * @param keys the keys; none where there are none
     */
    record Handed(HkState state, List<Key> keys) {}

    /** What a loop that begins now hands to its first step. */
    Handed handed() {
        return new Handed(states.last(), keys == null ? List.of() : keys.handedOver());
    }

    /** Goes on with what a loop handed to its end. */
    void goOn(Handed handed) {
        handed.state.modules().forEach((module, entries) -> entries.forEach((name, value) -> set(module, name, value)));
        if (keys != null) {
            keys.goOn(handed.keys);
        }
    }

    /** Runs one step of a loop: the modules' names go on, parameters are there already, state and keys are what was handed over. */
    <R> Stepped<R> step(Handed handed, Supplier<R> function) {
        PrngSequence sequence = keys == null ? null : new PrngSequence(handed.keys.getFirst());
        if (sequence != null) {
            sequence.goOn(handed.keys);
        }
        Frame inner = new Frame(parameters.fixed(), states.within(handed.state), sequence, scopes);
        R result = ScopedValue.where(CURRENT, inner).call(function::get);
        return new Stepped<>(result, inner.handed());
    }

    /**
     * What a step gave.
     *
     * @param result its result
     * @param handed what the next step gets
     */
    record Stepped<R>(R result, Handed handed) {}

    /** The parameters of this run below a module, and where they are kept. */
    Parameters parameters() {
        return parameters;
    }

    /** The state of this run. */
    States states() { return states; }

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
