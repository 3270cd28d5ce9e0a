package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.F5;
import org.dovetail.core.transform.Jit;
import org.dovetail.core.transform.Statics;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs as a graph, which is staged at the first call with arguments of a kind: what {@code jax.jit} returns.
 *
 * <p>
 * Tensors and keys in the arguments are traced. Everything else in them is static: it must be a value, and another one stages another graph; of these the 64 last used are
 * kept. Results hold tensors, keys and values, too; what is no tensor is the same at each call of a graph.
 */
public final class Jitted {
    private static final Set<Class<?>> OWN = Set.of(Jitted.class, Transforms.class);

    private final Function<List<? extends @Nullable Object>, @Nullable Object> function;
    private final Jit jit;
    private final BitSet donated;
    /** The structure of the last call's arguments, since most calls have the same. */
    private volatile @Nullable Known last;

    private Jitted(Function<List<? extends @Nullable Object>, @Nullable Object> function, Jit jit, BitSet donated) {
        this.function = function;
        this.jit = jit;
        this.donated = donated;
    }

    static Jitted of(Function<List<? extends @Nullable Object>, @Nullable Object> function) {
        String where = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames
                .filter(frame -> !OWN.contains(frame.getDeclaringClass().getNestHost())).findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).orElse("unknown"));
        return new Jitted(function, new Jit("jit(" + where + ")"), new BitSet());
    }

    private Jitted donating(int... arguments) {
        BitSet all = (BitSet) donated.clone();
        Arrays.stream(arguments).forEach(all::set);
        return new Jitted(function, jit, all);
    }

    /**
     * A structure of all arguments.
     *
     * @param leaves how many tensors there are
     * @param donated which of them callers give away
     */
    private record Known(TreeDef structure, int leaves, BitSet donated) {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // the function gives such a result
    private <R> R call(@Nullable Object... arguments) {
        Known known = last;
        List<Tensor> leaves = new ArrayList<>(known == null ? 0 : known.leaves);
        if (known == null || !known.structure.collect(Arrays.asList(arguments), leaves)) {
            leaves.clear();
            known = flatten(arguments, leaves);
            last = known;
        }
        TreeDef key = known.structure;
        Jit.Traced<TreeDef> traced = jit.call(key, leaves, known.donated, tracers -> {
            List<@Nullable Object> values = key.unflatten(tracers);
            Tree result = Tree.of(function.apply(values));
            Statics.checkResult(result.structure());
            return new Jit.Traced<>(result.leaves(), result.structure());
        });
        return traced.rest().unflatten(traced.tensors());
    }

    private Known flatten(@Nullable Object[] arguments, List<Tensor> leaves) {
        List<TreeDef> structures = new ArrayList<>(arguments.length);
        BitSet donatedLeaves = new BitSet();
        for (int i = 0; i < arguments.length; i++) {
            Tree tree = Tree.of(arguments[i]);
            Statics.check(tree.structure(), "argument " + (i + 1));
            if (donated.get(i)) {
                donatedLeaves.set(leaves.size(), leaves.size() + tree.leaves().size());
            }
            leaves.addAll(tree.leaves());
            structures.add(tree.structure());
        }
        return new Known(TreeDef.arguments(structures), leaves.size(), donatedLeaves);
    }

    /**
     * A jitted function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> implements F1<A, R> {
        private final Jitted jitted;

        Of1(F1<A, R> function) { this(Jitted.of(arguments -> applied(function, arguments))); }

        private Of1(Jitted jitted) { this.jitted = jitted; }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        private static <A, R> R applied(F1<A, R> function, List<? extends @Nullable Object> arguments) {
            return function.apply((A) arguments.get(0));
        }

        @Override
        public R apply(A first) { return jitted.call(first); }

        /**
         * The same function, to which callers give away some arguments, as {@code donate_argnums}: results may take their memory.
         *
         * @param arguments the numbers of the arguments, from 0; using such an argument after the call fails
         * @return the function
         */
        public Of1<A, R> donate(int... arguments) { return new Of1<>(jitted.donating(arguments)); }

        /**
         * How many graphs are kept.
         *
         * @return a number of at most 64
         */
        public int cached() { return jitted.jit.cached(); }
    }

    /**
     * A jitted function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> implements F2<A, B, R> {
        private final Jitted jitted;

        Of2(F2<A, B, R> function) { this(Jitted.of(arguments -> applied(function, arguments))); }

        private Of2(Jitted jitted) { this.jitted = jitted; }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        private static <A, B, R> R applied(F2<A, B, R> function, List<? extends @Nullable Object> arguments) {
            return function.apply((A) arguments.get(0), (B) arguments.get(1));
        }

        @Override
        public R apply(A first, B second) { return jitted.call(first, second); }

        /**
         * The same function, to which callers give away some arguments, as {@code donate_argnums}: results may take their memory.
         *
         * @param arguments the numbers of the arguments, from 0; using such an argument after the call fails
         * @return the function
         */
        public Of2<A, B, R> donate(int... arguments) { return new Of2<>(jitted.donating(arguments)); }

        /**
         * How many graphs are kept.
         *
         * @return a number of at most 64
         */
        public int cached() { return jitted.jit.cached(); }
    }

    /**
     * A jitted function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     */
    public static final class Of3<A, B, C, R> implements F3<A, B, C, R> {
        private final Jitted jitted;

        Of3(F3<A, B, C, R> function) { this(Jitted.of(arguments -> applied(function, arguments))); }

        private Of3(Jitted jitted) { this.jitted = jitted; }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        private static <A, B, C, R> R applied(F3<A, B, C, R> function, List<? extends @Nullable Object> arguments) {
            return function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2));
        }

        @Override
        public R apply(A first, B second, C third) { return jitted.call(first, second, third); }

        /**
         * The same function, to which callers give away some arguments, as {@code donate_argnums}: results may take their memory.
         *
         * @param arguments the numbers of the arguments, from 0; using such an argument after the call fails
         * @return the function
         */
        public Of3<A, B, C, R> donate(int... arguments) { return new Of3<>(jitted.donating(arguments)); }

        /**
         * How many graphs are kept.
         *
         * @return a number of at most 64
         */
        public int cached() { return jitted.jit.cached(); }
    }

    /**
     * A jitted function of four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     */
    public static final class Of4<A, B, C, D, R> implements F4<A, B, C, D, R> {
        private final Jitted jitted;

        Of4(F4<A, B, C, D, R> function) { this(Jitted.of(arguments -> applied(function, arguments))); }

        private Of4(Jitted jitted) { this.jitted = jitted; }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        private static <A, B, C, D, R> R applied(F4<A, B, C, D, R> function,
                List<? extends @Nullable Object> arguments) {
            return function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                    (D) arguments.get(3));
        }

        @Override
        public R apply(A first, B second, C third, D fourth) { return jitted.call(first, second, third, fourth); }

        /**
         * The same function, to which callers give away some arguments, as {@code donate_argnums}: results may take their memory.
         *
         * @param arguments the numbers of the arguments, from 0; using such an argument after the call fails
         * @return the function
         */
        public Of4<A, B, C, D, R> donate(int... arguments) { return new Of4<>(jitted.donating(arguments)); }

        /**
         * How many graphs are kept.
         *
         * @return a number of at most 64
         */
        public int cached() { return jitted.jit.cached(); }
    }

    /**
     * A jitted function of five arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <E> the fifth argument's type
     * @param <R> the result's type
     */
    public static final class Of5<A, B, C, D, E, R> implements F5<A, B, C, D, E, R> {
        private final Jitted jitted;

        Of5(F5<A, B, C, D, E, R> function) { this(Jitted.of(arguments -> applied(function, arguments))); }

        private Of5(Jitted jitted) { this.jitted = jitted; }

        @SuppressWarnings("unchecked") // the arguments are those of apply, taken apart and built again
        private static <A, B, C, D, E, R> R applied(F5<A, B, C, D, E, R> function,
                List<? extends @Nullable Object> arguments) {
            return function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                    (D) arguments.get(3), (E) arguments.get(4));
        }

        @Override
        public R apply(A first, B second, C third, D fourth, E fifth) {
            return jitted.call(first, second, third, fourth, fifth);
        }

        /**
         * The same function, to which callers give away some arguments, as {@code donate_argnums}: results may take their memory.
         *
         * @param arguments the numbers of the arguments, from 0; using such an argument after the call fails
         * @return the function
         */
        public Of5<A, B, C, D, E, R> donate(int... arguments) { return new Of5<>(jitted.donating(arguments)); }

        /**
         * How many graphs are kept.
         *
         * @return a number of at most 64
         */
        public int cached() { return jitted.jit.cached(); }
    }
}
