package org.dovetail.nnx;

import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Carry;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs step by step and gives a carry and an output: {@code nnx.scan}.
 *
 * @param <K> the type of the carry
 * @param <Y> the type of the output
 * @param <S> the type of this
 */
public abstract sealed class Scan<K, Y, S extends Scan<K, Y, S>> extends Stepping<S> {
    private final Object function;
    private final Function<List<@Nullable Object>, Carry<K, Y>> body;

    private Scan(Object function, Function<List<@Nullable Object>, Carry<K, Y>> body, Options options) {
        super(options);
        this.function = function;
        this.body = body;
    }

    private Scan(Scan<K, Y, ?> from, Options options) { this(from.function, from.body, options); }

    @Override
    final String caller() { return "scan"; }

    /**
     * The same with an axis for the steps of the output, as {@code out_axes}.
     *
     * @param carry CARRY, as in {@code (nnx.Carry, 1)}
     * @param axis the axis of the output
     * @return the function
     */
    public final S out(ScanAxis.Carried carry, ScanAxis.At axis) { return with(options().withOut(axis)); }

    final Carry<K, Y> run(@Nullable Object... given) { return Scanning.of(caller(), function, body, options(), given); }

    /**
     * A function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <K> the type of the carry
     * @param <Y> the type of the output
     */
    public static final class Of2<A, B, K, Y> extends Scan<K, Y, Of2<A, B, K, Y>> implements F2<A, B, Carry<K, Y>> {
        private Of2(Scan<K, Y, ?> from, Options chosen) { super(from, chosen); }

        Of2(F2<A, B, Carry<K, Y>> function) { super(function, Calls.of(function), Options.of(2)); }

        @Override
        Of2<A, B, K, Y> with(Options chosen) { return new Of2<>(this, chosen); }

        @Override
        public Carry<K, Y> apply(A first, B second) { return run(first, second); }
    }

    /**
     * A function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <K> the type of the carry
     * @param <Y> the type of the output
     */
    public static final class Of3<A, B, C, K, Y> extends Scan<K, Y, Of3<A, B, C, K, Y>>
            implements
                F3<A, B, C, Carry<K, Y>> {
        private Of3(Scan<K, Y, ?> from, Options chosen) { super(from, chosen); }

        Of3(F3<A, B, C, Carry<K, Y>> function) { super(function, Calls.of(function), Options.of(3)); }

        @Override
        Of3<A, B, C, K, Y> with(Options chosen) { return new Of3<>(this, chosen); }

        @Override
        public Carry<K, Y> apply(A first, B second, C third) { return run(first, second, third); }
    }

    /**
     * A function of four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <K> the type of the carry
     * @param <Y> the type of the output
     */
    public static final class Of4<A, B, C, D, K, Y> extends Scan<K, Y, Of4<A, B, C, D, K, Y>>
            implements
                F4<A, B, C, D, Carry<K, Y>> {
        private Of4(Scan<K, Y, ?> from, Options chosen) { super(from, chosen); }

        Of4(F4<A, B, C, D, Carry<K, Y>> function) { super(function, Calls.of(function), Options.of(4)); }

        @Override
        Of4<A, B, C, D, K, Y> with(Options chosen) { return new Of4<>(this, chosen); }

        @Override
        public Carry<K, Y> apply(A first, B second, C third, D fourth) { return run(first, second, third, fourth); }
    }
}
