package org.dovetail.haiku;

import java.util.List;
import java.util.function.Supplier;
import org.dovetail.core.Carry;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.jspecify.annotations.Nullable;

/** The functions of {@code haiku}: transformations of functions that use modules, and what such functions may call. */
public final class Hk {
    private Hk() {}

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform}.
     *
     * @param function takes no arguments
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <R> Transformed.Of0<R> transform(Supplier<R> function) {
        return new Transformed.Of0<>(Runs.notJitted("transform", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform}.
     *
     * @param function takes one argument
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, R> Transformed.Of1<A, R> transform(F1<A, R> function) {
        return new Transformed.Of1<>(Runs.notJitted("transform", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform}.
     *
     * @param function takes two arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, B, R> Transformed.Of2<A, B, R> transform(F2<A, B, R> function) {
        return new Transformed.Of2<>(Runs.notJitted("transform", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform}.
     *
     * @param function takes three arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, B, C, R> Transformed.Of3<A, B, C, R> transform(F3<A, B, C, R> function) {
        return new Transformed.Of3<>(Runs.notJitted("transform", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform}.
     *
     * @param function takes four arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, B, C, D, R> Transformed.Of4<A, B, C, D, R> transform(F4<A, B, C, D, R> function) {
        return new Transformed.Of4<>(Runs.notJitted("transform", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform_with_state}.
     *
     * @param function takes no arguments
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <R> TransformedWithState.Of0<R> transformWithState(Supplier<R> function) {
        return new TransformedWithState.Of0<>(Runs.notJitted("transformWithState", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform_with_state}.
     *
     * @param function takes one argument
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, R> TransformedWithState.Of1<A, R> transformWithState(F1<A, R> function) {
        return new TransformedWithState.Of1<>(Runs.notJitted("transformWithState", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform_with_state}.
     *
     * @param function takes two arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, B, R> TransformedWithState.Of2<A, B, R> transformWithState(F2<A, B, R> function) {
        return new TransformedWithState.Of2<>(Runs.notJitted("transformWithState", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform_with_state}.
     *
     * @param function takes three arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, B, C, R> TransformedWithState.Of3<A, B, C, R> transformWithState(F3<A, B, C, R> function) {
        return new TransformedWithState.Of3<>(Runs.notJitted("transformWithState", function));
    }

    /**
     * The pure functions {@code init} and {@code apply} of a function that uses modules, as {@code hk.transform_with_state}.
     *
     * @param function takes four arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the pair
     * @throws IllegalArgumentException if the function is jitted; jit what is returned
     */
    public static <A, B, C, D, R> TransformedWithState.Of4<A, B, C, D, R> transformWithState(
            F4<A, B, C, D, R> function) {
        return new TransformedWithState.Of4<>(Runs.notJitted("transformWithState", function));
    }

    /**
     * Several pure functions over one set of parameters, as {@code hk.multi_transform}.
     *
     * @param template creates the modules, and returns a function that calls them all and a record of functions
     * @param <A> the type of the argument of {@code init}
     * @param <M> the type of the record
     * @return {@code init}, and the pure form of each function by {@code method(Methods::encode)}
     */
    public static <A, M> MultiTransformed<A, M> multiTransform(Supplier<InitAndApply<A, M>> template) {
        return new MultiTransformed<>(template);
    }

    /**
     * Several pure functions over one set of parameters and state, as {@code hk.multi_transform_with_state}.
     *
     * @param template creates the modules, and returns a function that calls them all and a record of functions
     * @param <A> the type of the argument of {@code init}
     * @param <M> the type of the record
     * @return {@code init}, and the pure form of each function by {@code method(Methods::encode)}
     */
    public static <A, M> MultiTransformedWithState<A, M> multiTransformWithState(
            Supplier<InitAndApply<A, M>> template) {
        return new MultiTransformedWithState<>(template);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <R> WithoutApplyRng.Of0<R> withoutApplyRng(Transformed.Of0<R> model) {
        return new WithoutApplyRng.Of0<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, R> WithoutApplyRng.Of1<A, R> withoutApplyRng(Transformed.Of1<A, R> model) {
        return new WithoutApplyRng.Of1<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, B, R> WithoutApplyRng.Of2<A, B, R> withoutApplyRng(Transformed.Of2<A, B, R> model) {
        return new WithoutApplyRng.Of2<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, B, C, R> WithoutApplyRng.Of3<A, B, C, R> withoutApplyRng(Transformed.Of3<A, B, C, R> model) {
        return new WithoutApplyRng.Of3<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, B, C, D, R> WithoutApplyRng.Of4<A, B, C, D, R> withoutApplyRng(
            Transformed.Of4<A, B, C, D, R> model) {
        return new WithoutApplyRng.Of4<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <R> WithoutApplyRngWithState.Of0<R> withoutApplyRng(TransformedWithState.Of0<R> model) {
        return new WithoutApplyRngWithState.Of0<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, R> WithoutApplyRngWithState.Of1<A, R> withoutApplyRng(TransformedWithState.Of1<A, R> model) {
        return new WithoutApplyRngWithState.Of1<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, B, R> WithoutApplyRngWithState.Of2<A, B, R> withoutApplyRng(
            TransformedWithState.Of2<A, B, R> model) {
        return new WithoutApplyRngWithState.Of2<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, B, C, R> WithoutApplyRngWithState.Of3<A, B, C, R> withoutApplyRng(
            TransformedWithState.Of3<A, B, C, R> model) {
        return new WithoutApplyRngWithState.Of3<>(model);
    }

    /**
     * The same pair, whose {@code apply} takes no key, as {@code hk.without_apply_rng}.
     *
     * @param model the pair
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the pair without the key
     */
    public static <A, B, C, D, R> WithoutApplyRngWithState.Of4<A, B, C, D, R> withoutApplyRng(
            TransformedWithState.Of4<A, B, C, D, R> model) {
        return new WithoutApplyRngWithState.Of4<>(model);
    }

    /**
     * A parameter of the module whose method runs, or of the top level, as {@code hk.get_parameter}.
     *
     * @param name its name
     * @param shape its shape
     * @param dtype its dtype
     * @param init makes the first value
     * @return the parameter
     * @throws IllegalArgumentException if the parameters given to {@code apply} lack it, or have it with another shape
     * @throws MissingRngException if the initializer draws random numbers and {@code init} got no key
     * @throws ScopeException if a module's method that has not opened its scope calls this
     */
    public static Tensor getParameter(String name, Shape shape, DType dtype, Init init) {
        Frame frame = Frame.values("getParameter");
        return frame.parameter(frame.scopes().bundle("getParameter"), name, shape, dtype, init);
    }

    /**
     * A float32 parameter, as {@code hk.get_parameter}.
     *
     * @param name its name
     * @param shape its shape
     * @param init makes the first value
     * @return the parameter
     * @throws IllegalArgumentException as {@link #getParameter(String, Shape, DType, Init)}
     */
    public static Tensor getParameter(String name, Shape shape, Init init) {
        Frame frame = Frame.values("getParameter");
        return frame.parameter(frame.scopes().bundle("getParameter"), name, shape, DType.FLOAT32, init);
    }

    /**
     * A parameter that was created before, as {@code hk.get_parameter} without an initializer.
     *
     * @param name its name
     * @param shape its shape
     * @param dtype its dtype
     * @return the parameter
     * @throws IllegalArgumentException if there is none
     */
    public static Tensor getParameter(String name, Shape shape, DType dtype) {
        Frame frame = Frame.values("getParameter");
        return frame.parameter(frame.scopes().bundle("getParameter"), name, shape, dtype, null);
    }

    /**
     * State of the module whose method runs, or of the top level, as {@code hk.get_state}.
     *
     * @param name its name
     * @param shape its shape
     * @param dtype its dtype
     * @param init makes the first value where there is none yet
     * @return the present value
     * @throws NonEmptyStateException under {@link #transform}
     */
    public static Tensor getState(String name, Shape shape, DType dtype, Init init) {
        Frame frame = Frame.values("getState");
        return frame.state(frame.scopes().bundle("getState"), name, new TensorSpec(dtype, shape), init);
    }

    /**
     * State that was set before, as {@code hk.get_state}.
     *
     * @param name its name
     * @return the present value
     * @throws IllegalArgumentException if there is none yet
     * @throws NonEmptyStateException under {@link #transform}
     */
    public static Tensor getState(String name) {
        Frame frame = Frame.values("getState");
        return frame.state(frame.scopes().bundle("getState"), name, null, null);
    }

    /**
     * Sets state of the module whose method runs, or of the top level, as {@code hk.set_state}: {@code init} returns what was set first, {@code apply} what was set last.
     *
     * @param name its name
     * @param value the value
     * @throws NonEmptyStateException under {@link #transform}
     */
    public static void setState(String name, Tensor value) {
        Frame frame = Frame.values("setState");
        frame.set(frame.scopes().bundle("setState"), name, value);
    }

    /**
     * The next key of this run, as {@code hk.next_rng_key}.
     *
     * @return a key that was not handed out before
     * @throws MissingRngException if {@code init} or {@code apply} got none
     */
    public static Key nextRngKey() { return Frame.values("nextRngKey").keys("nextRngKey").next(); }

    /**
     * The next keys of this run from one split, as {@code hk.next_rng_keys}: only the first equals that of {@link #nextRngKey()}.
     *
     * @param count how many
     * @return the keys
     * @throws MissingRngException if {@code init} or {@code apply} got none
     */
    public static List<Key> nextRngKeys(int count) {
        return Frame.values("nextRngKeys").keys("nextRngKeys").take(count);
    }

    /**
     * The next key of this run where there are keys, as {@code hk.maybe_next_rng_key}.
     *
     * @return the key; null if {@code init} or {@code apply} got none
     */
    public static @Nullable Key maybeNextRngKey() {
        Frame frame = Frame.values("maybeNextRngKey");
        return frame.hasKeys() ? frame.keys("maybeNextRngKey").next() : null;
    }

    /**
     * Splits keys for later calls of {@link #nextRngKey()}, as {@code hk.reserve_rng_keys}.
     *
     * @param count how many
     * @throws MissingRngException if {@code init} or {@code apply} got none
     */
    public static void reserveRngKeys(int count) {
        Frame.values("reserveRngKeys").keys("reserveRngKeys").reserve(count);
    }

    /**
     * Whether {@code init} runs, as {@code hk.running_init}.
     *
     * @return true under init, false under apply
     */
    public static boolean runningInit() { return Frame.naming("runningInit").runsInit(); }

    /**
     * Drops elements at random, as {@code hk.dropout}: {@code keep·x/(1 - rate)}.
     *
     * @param key the key
     * @param rate how probable it is that an element is dropped, below 1
     * @param x floats
     * @param broadcastDims axes along which one draw counts for all
     * @return x with some elements zero and the others scaled up; x itself at rate 0
     * @throws IllegalArgumentException if the rate is not in [0, 1)
     */
    public static Tensor dropout(Key key, double rate, Tensor x, int... broadcastDims) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "dropout: the rate is how probable it is to drop an element, at least 0 and below 1; "
                            + "got " + rate + ". To keep an element with probability p, pass 1 - p");
        }
        if (rate == 0) {
            return x;
        }
        Shape drawn = x.shape();
        for (int axis : broadcastDims) {
            if (axis < -x.rank() || axis >= x.rank()) {
                throw new IllegalArgumentException("dropout: there is no axis " + axis + " in " + x.spec());
            }
            drawn = drawn.with(axis < 0 ? axis + x.rank() : axis, 1);
        }
        double keepRate = 1 - rate;
        return Prng.bernoulli(key, keepRate, drawn).cast(x.dtype()).mul(x).div(keepRate);
    }

    /**
     * Runs a function that uses modules along the first axis of a tree, as {@code hk.scan}; state and keys go on from step to step.
     *
     * @param step takes the carry and one element, gives the next carry and one element of the output; it may call modules that were created outside of it
     * @param init the first carry
     * @param xs what is scanned
     * @param <C> the type of the carry
     * @param <X> the type of what is scanned
     * @param <Y> the type of the output
     * @return the last carry, and the output with the steps along a new first axis
     * @throws IllegalArgumentException if the carry changes, or the function creates parameters after its first step
     */
    public static <C, X, Y> Carry<C, Y> scan(F2<C, X, Carry<C, Y>> step, C init, X xs) {
        return Scanning.scan(step, init, xs);
    }

    /**
     * So many layers of one kind one after the other, each with parameters of its own, as {@code hk.experimental.layer_stack}.
     *
     * @param layers how many
     * @param layer one layer; it may create modules, whose arrays get the layers along a new first axis
     * @return the stack, which is a new one, with other parameters, each time that it is applied
     */
    public static F1<Tensor, Tensor> layerStack(int layers, F1<Tensor, Tensor> layer) {
        return x -> new LayerStack(layers, layer).call(x);
    }
}
