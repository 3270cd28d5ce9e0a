package org.dovetail.nnx;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.dovetail.core.Axis;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.P1;
import org.dovetail.core.fn.P2;
import org.dovetail.core.fn.P3;
import org.jspecify.annotations.Nullable;

/**
 * A function of modules and tensors for many lanes at once: {@code nnx.vmap}.
 *
 * <p>
 * Without {@link #in} every argument has its lanes along the first axis of all its Variables and tensors. Variables that the function writes keep their argument's axis; those
 * of a module that it makes get the axis of the result. A BROADCAST argument is the same for all lanes: what is written to its Variables must be the same for all lanes too.
 *
 * @param <R> the type of the result
 * @param <S> the type of this
 */
public abstract sealed class Vmap<R extends @Nullable Object, S extends Vmap<R, S>> {
    private final Object function;
    private final Function<List<@Nullable Object>, R> body;
    private final Options options;

    /**
     * What was chosen.
     *
     * @param in the axis of each argument
     * @param out the axis of the result
     * @param splits how many lanes have a key of their own
     * @param name the name of the axis of the lanes; null for none
     */
    record Options(List<Axis> in, Axis out, OptionalInt splits, @Nullable String name) {
        static Options of(int arguments) {
            return new Options(Collections.nCopies(arguments, Axis.axis(0)), Axis.axis(0), OptionalInt.empty(), null);
        }
    }

    private Vmap(Object function, Function<List<@Nullable Object>, R> body, Options options) {
        this.function = function;
        this.body = body;
        this.options = options;
    }

    private Vmap(Vmap<R, ?> from, Options options) { this(from.function, from.body, options); }

    abstract S with(Options chosen);

    /**
     * The same with an axis for each argument, as {@code in_axes}.
     *
     * @param axes as many as there are arguments
     * @return the function
     * @throws IllegalArgumentException if there are more or fewer
     */
    public final S in(Axis... axes) {
        if (axes.length != options.in.size()) {
            throw new IllegalArgumentException("vmap: in(...) takes an axis for each of the function's "
                    + options.in.size() + " arguments; got " + Arrays.toString(axes));
        }
        return with(new Options(List.of(axes), options.out, options.splits, options.name));
    }

    /**
     * The same with an axis for the lanes of the result, as {@code out_axes}.
     *
     * @param axis the axis; BROADCAST for a result that is the same for all lanes
     * @return the function
     */
    public final S out(Axis axis) { return with(new Options(options.in, axis, options.splits, options.name)); }

    /**
     * The same with a key for each lane from every random stream of the arguments, as {@code nnx.split_rngs(splits=lanes)}. A stream gives one key, is in its lanes along the first
     * axis while the function runs, whatever its argument's axis, and has its own key again afterwards, with a count that is one more. A stream that has as many lanes already is left as it is, where
     * flax raises ValueError.
     *
     * @param lanes how many
     * @return the function
     */
    public final S splitRngs(int lanes) {
        return with(new Options(options.in, options.out, OptionalInt.of(lanes), options.name));
    }

    /**
     * The same with a name for the axis of the lanes, as {@code axis_name}: within the function, {@link org.dovetail.core.Collectives} reach all lanes by it.
     *
     * @param axis the name
     * @return the function
     */
    public final S named(String axis) { return with(new Options(options.in, options.out, options.splits, axis)); }

    final R run(@Nullable Object... given) { return Mapping.of(function, body, options, given); }

    /**
     * A function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> extends Vmap<R, Of1<A, R>> implements F1<A, R> {
        private Of1(Vmap<R, ?> from, Options chosen) { super(from, chosen); }

        Of1(F1<A, R> function) { super(function, Calls.of(function), Options.of(1)); }

        @Override
        Of1<A, R> with(Options chosen) { return new Of1<>(this, chosen); }

        @Override
        public R apply(A first) { return run(first); }
    }

    /**
     * A function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> extends Vmap<R, Of2<A, B, R>> implements F2<A, B, R> {
        private Of2(Vmap<R, ?> from, Options chosen) { super(from, chosen); }

        Of2(F2<A, B, R> function) { super(function, Calls.of(function), Options.of(2)); }

        @Override
        Of2<A, B, R> with(Options chosen) { return new Of2<>(this, chosen); }

        @Override
        public R apply(A first, B second) { return run(first, second); }
    }

    /**
     * A function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     */
    public static final class Of3<A, B, C, R> extends Vmap<R, Of3<A, B, C, R>> implements F3<A, B, C, R> {
        private Of3(Vmap<R, ?> from, Options chosen) { super(from, chosen); }

        Of3(F3<A, B, C, R> function) { super(function, Calls.of(function), Options.of(3)); }

        @Override
        Of3<A, B, C, R> with(Options chosen) { return new Of3<>(this, chosen); }

        @Override
        public R apply(A first, B second, C third) { return run(first, second, third); }
    }

    /**
     * A procedure of one argument.
     *
     * @param <A> the first argument's type
     */
    public static final class To1<A> extends Vmap<@Nullable Object, To1<A>> implements P1<A> {
        private To1(Vmap<@Nullable Object, ?> from, Options chosen) { super(from, chosen); }

        To1(P1<A> function) { super(function, Calls.of(function), Options.of(1)); }

        @Override
        To1<A> with(Options chosen) { return new To1<>(this, chosen); }

        @Override
        public void apply(A first) { run(first); }
    }

    /**
     * A procedure of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     */
    public static final class To2<A, B> extends Vmap<@Nullable Object, To2<A, B>> implements P2<A, B> {
        private To2(Vmap<@Nullable Object, ?> from, Options chosen) { super(from, chosen); }

        To2(P2<A, B> function) { super(function, Calls.of(function), Options.of(2)); }

        @Override
        To2<A, B> with(Options chosen) { return new To2<>(this, chosen); }

        @Override
        public void apply(A first, B second) { run(first, second); }
    }

    /**
     * A procedure of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     */
    public static final class To3<A, B, C> extends Vmap<@Nullable Object, To3<A, B, C>> implements P3<A, B, C> {
        private To3(Vmap<@Nullable Object, ?> from, Options chosen) { super(from, chosen); }

        To3(P3<A, B, C> function) { super(function, Calls.of(function), Options.of(3)); }

        @Override
        To3<A, B, C> with(Options chosen) { return new To3<>(this, chosen); }

        @Override
        public void apply(A first, B second, C third) { run(first, second, third); }
    }
}
