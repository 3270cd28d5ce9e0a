package org.dovetail.nnx;

import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Carry;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs step by step and gives the carry alone: {@code nnx.scan} with {@code out_axes=nnx.Carry}.
 *
 * @param <K> the type of the carry
 * @param <S> the type of this
 */
public abstract sealed class Fold<K, S extends Fold<K, S>> extends Stepping<S> {
    private final Object function;
    private final Function<List<@Nullable Object>, K> body;

    private Fold(Object function, Function<List<@Nullable Object>, K> body, Options options) {
        super(options);
        this.function = function;
        this.body = body;
    }

    private Fold(Fold<K, ?> from, Options options) { this(from.function, from.body, options); }

    @Override
    final String caller() { return "fold"; }

    final K run(@Nullable Object... given) {
        return Scanning.of(caller(), function, arguments -> new Carry<>(body.apply(arguments), List.of()), options(),
                given).carry();
    }

    /**
     * A function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <K> the type of the carry
     */
    public static final class Of2<A, B, K> extends Fold<K, Of2<A, B, K>> implements F2<A, B, K> {
        private Of2(Fold<K, ?> from, Options chosen) { super(from, chosen); }

        Of2(F2<A, B, K> function) { super(function, Calls.of(function), Options.of(2)); }

        @Override
        Of2<A, B, K> with(Options chosen) { return new Of2<>(this, chosen); }

        @Override
        public K apply(A first, B second) { return run(first, second); }
    }

    /**
     * A function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <K> the type of the carry
     */
    public static final class Of3<A, B, C, K> extends Fold<K, Of3<A, B, C, K>> implements F3<A, B, C, K> {
        private Of3(Fold<K, ?> from, Options chosen) { super(from, chosen); }

        Of3(F3<A, B, C, K> function) { super(function, Calls.of(function), Options.of(3)); }

        @Override
        Of3<A, B, C, K> with(Options chosen) { return new Of3<>(this, chosen); }

        @Override
        public K apply(A first, B second, C third) { return run(first, second, third); }
    }

    /**
     * A function of four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <K> the type of the carry
     */
    public static final class Of4<A, B, C, D, K> extends Fold<K, Of4<A, B, C, D, K>> implements F4<A, B, C, D, K> {
        private Of4(Fold<K, ?> from, Options chosen) { super(from, chosen); }

        Of4(F4<A, B, C, D, K> function) { super(function, Calls.of(function), Options.of(4)); }

        @Override
        Of4<A, B, C, D, K> with(Options chosen) { return new Of4<>(this, chosen); }

        @Override
        public K apply(A first, B second, C third, D fourth) { return run(first, second, third, fourth); }
    }
}
