package org.dovetail.nnx;

import org.dovetail.core.Carry;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.P1;
import org.dovetail.core.fn.P2;
import org.dovetail.core.fn.P3;

/** The functions of {@link Nnx} that run one for many. */
abstract sealed class Loops permits Nnx {
    Loops() {}

    /**
     * The function for many lanes at once, {@code nnx.vmap}; axes and random keys for each lane are chosen on the result.
     *
     * {@snippet file="org/dovetail/nnx/VmapTests.java" region="stack"}
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the function of arguments with lanes
     */
    public static <A, R> Vmap.Of1<A, R> vmap(F1<A, R> function) { return new Vmap.Of1<>(function); }

    /**
     * The function for many lanes at once, {@code nnx.vmap}; axes and random keys for each lane are chosen on the result.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the function of arguments with lanes
     */
    public static <A, B, R> Vmap.Of2<A, B, R> vmap(F2<A, B, R> function) { return new Vmap.Of2<>(function); }

    /**
     * The function for many lanes at once, {@code nnx.vmap}; axes and random keys for each lane are chosen on the result.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function of arguments with lanes
     */
    public static <A, B, C, R> Vmap.Of3<A, B, C, R> vmap(F3<A, B, C, R> function) {
        return new Vmap.Of3<>(function);
    }

    /**
     * The procedure for many lanes at once, {@code nnx.vmap}; axes and random keys for each lane are chosen on the result.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @return the procedure of arguments with lanes
     */
    public static <A> Vmap.To1<A> vmap(P1<A> procedure) { return new Vmap.To1<>(procedure); }

    /**
     * The procedure for many lanes at once, {@code nnx.vmap}; axes and random keys for each lane are chosen on the result.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @return the procedure of arguments with lanes
     */
    public static <A, B> Vmap.To2<A, B> vmap(P2<A, B> procedure) { return new Vmap.To2<>(procedure); }

    /**
     * The procedure for many lanes at once, {@code nnx.vmap}; axes and random keys for each lane are chosen on the result.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @return the procedure of arguments with lanes
     */
    public static <A, B, C> Vmap.To3<A, B, C> vmap(P3<A, B, C> procedure) { return new Vmap.To3<>(procedure); }

    /**
     * The function step by step with a carry, {@code nnx.scan}; what each argument is to the steps is chosen on the result.
     *
     * @param function gives the next carry and one part of the output
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <K> the type of the carry
     * @param <Y> the type of the output
     * @return the function of all steps
     */
    public static <A, B, K, Y> Scan.Of2<A, B, K, Y> scan(F2<A, B, Carry<K, Y>> function) {
        return new Scan.Of2<>(function);
    }

    /**
     * The function step by step with a carry, {@code nnx.scan}; what each argument is to the steps is chosen on the result.
     *
     * {@snippet file="org/dovetail/nnx/ScanTests.java" region="rnn"}
     *
     * @param function gives the next carry and one part of the output
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <K> the type of the carry
     * @param <Y> the type of the output
     * @return the function of all steps
     */
    public static <A, B, C, K, Y> Scan.Of3<A, B, C, K, Y> scan(F3<A, B, C, Carry<K, Y>> function) {
        return new Scan.Of3<>(function);
    }

    /**
     * The function step by step with a carry, {@code nnx.scan}; what each argument is to the steps is chosen on the result.
     *
     * @param function gives the next carry and one part of the output
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <K> the type of the carry
     * @param <Y> the type of the output
     * @return the function of all steps
     */
    public static <A, B, C, D, K, Y> Scan.Of4<A, B, C, D, K, Y> scan(F4<A, B, C, D, Carry<K, Y>> function) {
        return new Scan.Of4<>(function);
    }

    /**
     * The function step by step, each taking what the one before gave: {@code nnx.scan} with {@code out_axes=nnx.Carry}.
     *
     * {@snippet file="org/dovetail/nnx/ScanTests.java" region="fold"}
     *
     * @param function gives the next carry
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <K> the type of the carry
     * @return the function of all steps
     */
    public static <A, B, K> Fold.Of2<A, B, K> fold(F2<A, B, K> function) { return new Fold.Of2<>(function); }

    /**
     * The function step by step, each taking what the one before gave: {@code nnx.scan} with {@code out_axes=nnx.Carry}.
     *
     * @param function gives the next carry
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <K> the type of the carry
     * @return the function of all steps
     */
    public static <A, B, C, K> Fold.Of3<A, B, C, K> fold(F3<A, B, C, K> function) {
        return new Fold.Of3<>(function);
    }

    /**
     * The function step by step, each taking what the one before gave: {@code nnx.scan} with {@code out_axes=nnx.Carry}.
     *
     * @param function gives the next carry
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <K> the type of the carry
     * @return the function of all steps
     */
    public static <A, B, C, D, K> Fold.Of4<A, B, C, D, K> fold(F4<A, B, C, D, K> function) {
        return new Fold.Of4<>(function);
    }
}
