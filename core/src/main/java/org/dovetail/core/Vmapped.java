package org.dovetail.core;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.F5;
import org.jspecify.annotations.Nullable;

/**
 * A function for many arguments at once, its lanes: what {@code jax.vmap} returns.
 *
 * <p>
 * Without {@link #in} every argument has its lanes along the first axis of all its tensors, and so has the result without {@link #out}.
 *
 * @param <R> the type of the result
 * @param <S> the type of this
 */
public abstract sealed class Vmapped<R, S extends Vmapped<R, S>> {
    private final Function<List<@Nullable Object>, R> function;
    private final Options options;

    /**
     * What was chosen.
     *
     * @param in the axes of each argument
     * @param out the axes of the result
     * @param size how many lanes there are, if it was said
     * @param name the name of their axis; null for none
     */
    record Options(List<AxisTree> in, AxisTree out, OptionalInt size, @Nullable String name) {
        private static Options of(int arguments) {
            return new Options(Collections.nCopies(arguments, Axis.axis(0)), Axis.axis(0), OptionalInt.empty(), null);
        }
    }

    private Vmapped(Function<List<@Nullable Object>, R> function, Options options) {
        this.function = function;
        this.options = options;
    }

    private Vmapped(Vmapped<R, ?> from, Options options) { this(from.function, options); }

    abstract S with(Options chosen);

    /**
     * The same with the axes of the arguments, as {@code in_axes}.
     *
     * @param axes for each argument an axis for all its tensors, or a tree prefix; {@link Axis#BROADCAST} for what is the same for all lanes
     * @return the function
     * @throws IllegalArgumentException if there are more or fewer than arguments
     */
    public final S in(AxisTree... axes) {
        if (axes.length != options.in.size()) {
            throw new IllegalArgumentException("vmap: in(...) takes an axis for each of the function's "
                    + options.in.size() + " arguments; got " + Arrays.toString(axes));
        }
        return with(new Options(List.of(axes), options.out, options.size, options.name));
    }

    /**
     * The same with the axes of the result, as {@code out_axes}.
     *
     * @param axes an axis for all its tensors, or a tree prefix; {@link Axis#BROADCAST} for what is the same for all lanes, which then has no axis for them
     * @return the function
     */
    public final S out(AxisTree axes) { return with(new Options(options.in, axes, options.size, options.name)); }

    /**
     * The same with a name for the axis of the lanes, as {@code axis_name}: within the function, {@link Collectives} reach all lanes by it.
     *
     * @param name the name
     * @return the function
     */
    public final S named(String name) { return with(new Options(options.in, options.out, options.size, name)); }

    /**
     * The same with the number of lanes, as {@code axis_size}; needed where all arguments are broadcast.
     *
     * @param lanes how many
     * @return the function
     */
    public final S size(int lanes) {
        return with(new Options(options.in, options.out, OptionalInt.of(lanes), options.name));
    }

    final R run(@Nullable Object... arguments) { return Vmaps.run(function, options, arguments); }

    /**
     * A batched function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> extends Vmapped<R, Of1<A, R>> implements F1<A, R> {
        private Of1(Vmapped<R, ?> from, Options chosen) { super(from, chosen); }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        Of1(F1<A, R> function) { super(arguments -> function.apply((A) arguments.get(0)), Options.of(1)); }

        @Override
        Of1<A, R> with(Options chosen) { return new Of1<>(this, chosen); }

        @Override
        public R apply(A first) { return run(first); }
    }

    /**
     * A batched function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> extends Vmapped<R, Of2<A, B, R>> implements F2<A, B, R> {
        private Of2(Vmapped<R, ?> from, Options chosen) { super(from, chosen); }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        Of2(F2<A, B, R> function) {
            super(arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1)), Options.of(2));
        }

        @Override
        Of2<A, B, R> with(Options chosen) { return new Of2<>(this, chosen); }

        @Override
        public R apply(A first, B second) { return run(first, second); }
    }

    /**
     * A batched function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     */
    public static final class Of3<A, B, C, R> extends Vmapped<R, Of3<A, B, C, R>> implements F3<A, B, C, R> {
        private Of3(Vmapped<R, ?> from, Options chosen) { super(from, chosen); }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        Of3(F3<A, B, C, R> function) {
            super(arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2)),
                    Options.of(3));
        }

        @Override
        Of3<A, B, C, R> with(Options chosen) { return new Of3<>(this, chosen); }

        @Override
        public R apply(A first, B second, C third) { return run(first, second, third); }
    }

    /**
     * A batched function of four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     */
    public static final class Of4<A, B, C, D, R> extends Vmapped<R, Of4<A, B, C, D, R>> implements F4<A, B, C, D, R> {
        private Of4(Vmapped<R, ?> from, Options chosen) { super(from, chosen); }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        Of4(F4<A, B, C, D, R> function) {
            super(arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                    (D) arguments.get(3)), Options.of(4));
        }

        @Override
        Of4<A, B, C, D, R> with(Options chosen) { return new Of4<>(this, chosen); }

        @Override
        public R apply(A first, B second, C third, D fourth) { return run(first, second, third, fourth); }
    }

    /**
     * A batched function of five arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <E> the fifth argument's type
     * @param <R> the result's type
     */
    public static final class Of5<A, B, C, D, E, R> extends Vmapped<R, Of5<A, B, C, D, E, R>>
            implements
                F5<A, B, C, D, E, R> {
        private Of5(Vmapped<R, ?> from, Options chosen) { super(from, chosen); }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        Of5(F5<A, B, C, D, E, R> function) {
            super(arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                    (D) arguments.get(3), (E) arguments.get(4)), Options.of(5));
        }

        @Override
        Of5<A, B, C, D, E, R> with(Options chosen) { return new Of5<>(this, chosen); }

        @Override
        public R apply(A first, B second, C third, D fourth, E fifth) {
            return run(first, second, third, fourth, fifth);
        }
    }
}
