package org.dovetail.haiku;

import java.util.function.Supplier;
import org.dovetail.core.Jitted;
import org.dovetail.core.Key;
import org.jspecify.annotations.Nullable;

/** Runs functions in frames of their own. */
final class Runs {
    private static final States WITHOUT = new States.Refused("transformWithState");
    private static final States MULTI_WITHOUT = new States.Refused("multiTransformWithState");

    private Runs() {}

    static Params init(@Nullable Key rng, Supplier<?> function) { return init(WITHOUT, rng, function); }

    static Params multiInit(@Nullable Key rng, Supplier<?> function) { return init(MULTI_WITHOUT, rng, function); }

    private static Params init(States states, @Nullable Key rng, Supplier<?> function) {
        Parameters.Made made = new Parameters.Made();
        new Frame(made, states, rng).run(function);
        return Params.of(made.modules());
    }

    static ParamsAndState initWithState(@Nullable Key rng, Supplier<?> function) {
        Parameters.Made made = new Parameters.Made();
        States.Kept kept = new States.Kept(HkState.empty());
        new Frame(made, kept, rng).run(function);
        return new ParamsAndState(Params.of(made.modules()), kept.first());
    }

    static <R> R apply(Params params, @Nullable Key rng, Supplier<R> function) {
        return new Frame(new Parameters.Given(params), WITHOUT, rng).run(function);
    }

    static <R> R multiApply(Params params, @Nullable Key rng, Supplier<R> function) {
        return new Frame(new Parameters.Given(params), MULTI_WITHOUT, rng).run(function);
    }

    static <R> Applied<R> applyWithState(Params params, HkState state, @Nullable Key rng, Supplier<R> function) {
        States.Kept kept = new States.Kept(state);
        R result = new Frame(new Parameters.Given(params), kept, rng).run(function);
        return new Applied<>(result, kept.last());
    }

    /** Refuses functions that are jitted: they would not run again, and so not create their parameters. */
    static <F> F notJitted(String who, F function) {
        return switch (function) {
            case Jitted.Of1<?, ?> _,Jitted.Of2<?, ?, ?> _,Jitted.Of3<?, ?, ?, ?> _,Jitted.Of4<?, ?, ?, ?, ?> _ ->
                throw new IllegalArgumentException(who
                        + ": got a function that is jitted already. What it does besides returning "
                        + "a value, creating parameters, is no part of its graph. Transform the function itself, and jit what "
                        + "you get:  jit(" + who + "(f)::apply)");
            default -> function;
        };
    }
}
