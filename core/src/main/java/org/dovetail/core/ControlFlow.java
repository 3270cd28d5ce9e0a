package org.dovetail.core;

import java.util.List;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;

/** Loops and choices over traced values, as {@code jax.lax} has them; all can be differentiated, batched and jitted. */
public final class ControlFlow {
    private ControlFlow() {}

    /**
     * Runs a function along the first axis of a tree, as {@code jax.lax.scan(f, init, xs)}.
     *
     * @param step takes the carry and one element, gives the next carry and one element of the output
     * @param init the first carry
     * @param xs what is scanned; all tensors have one extent along their first axis; an empty list for nothing
     * @param <C> the type of the carry
     * @param <X> the type of what is scanned
     * @param <Y> the type of the output
     * @return the last carry, and the output with the steps along a new first axis
     * @throws IllegalArgumentException if the carry changes its structure, a dtype or a shape, or extents differ
     */
    public static <C, X, Y> Carry<C, Y> scan(F2<C, X, Carry<C, Y>> step, C init, X xs) {
        return scan(step, init, xs, ScanOptions.DEFAULT);
    }

    /**
     * Runs a function along the first axis of a tree, as {@code jax.lax.scan(f, init, xs, length, reverse)}.
     *
     * @param step takes the carry and one element, gives the next carry and one element of the output
     * @param init the first carry
     * @param xs what is scanned; all tensors have one extent along their first axis; an empty list for nothing
     * @param options length and direction
     * @param <C> the type of the carry
     * @param <X> the type of what is scanned
     * @param <Y> the type of the output
     * @return the last carry, and the output with the steps along a new first axis
     * @throws IllegalArgumentException if the carry changes its structure, a dtype or a shape, or extents differ
     */
    public static <C, X, Y> Carry<C, Y> scan(F2<C, X, Carry<C, Y>> step, C init, X xs, ScanOptions options) {
        return Loops.scan(step, init, xs, options);
    }

    /**
     * One of two functions, as {@code jax.lax.cond}.
     *
     * @param condition a truth value
     * @param yes runs where it is true
     * @param no runs where it is false
     * @param operand what the functions take
     * @param <A> the type of the operand
     * @param <R> the type of the result
     * @return the result of the one that ran
     * @throws IllegalArgumentException if the functions give different structures, dtypes or shapes
     */
    public static <A, R> R cond(Tensor condition, F1<A, R> yes, F1<A, R> no, A operand) {
        if (condition.rank() != 0) {
            throw new IllegalArgumentException("cond: a scalar is expected as the condition; got " + condition.spec()
                    + ". For a choice per element write where(condition, yes, no)");
        }
        return Loops.choose("cond", condition.ne(0).cast(DType.INT32), List.of(no, yes), operand);
    }

    /**
     * One of several functions by its number, as {@code jax.lax.switch}.
     *
     * @param index the number, an integer; brought into range
     * @param branches the functions, at least one
     * @param operand what the functions take
     * @param <A> the type of the operand
     * @param <R> the type of the result
     * @return the result of the one that ran
     * @throws IllegalArgumentException if the functions give different structures, dtypes or shapes
     */
    public static <A, R> R switchCase(Tensor index, List<F1<A, R>> branches, A operand) {
        if (index.rank() != 0 || index.dtype().kind() == DType.Kind.FLOAT || branches.isEmpty()) {
            throw new IllegalArgumentException(
                    "switchCase: an integer scalar and at least one branch are expected; got "
                            + index.spec() + " and " + branches.size() + " branches");
        }
        return Loops.choose("switchCase", index.cast(DType.INT32), branches, operand);
    }

    /**
     * Runs a function as long as a condition holds, as {@code jax.lax.while_loop}; forward mode alone.
     *
     * @param condition takes the carry, gives a truth value
     * @param step takes the carry, gives the next
     * @param init the first carry
     * @param <C> the type of the carry
     * @return the last carry
     * @throws IllegalArgumentException if the carry changes its structure, a dtype or a shape
     */
    public static <C> C whileLoop(F1<C, Tensor> condition, F1<C, C> step, C init) {
        return Loops.whileLoop("whileLoop", condition, step, init);
    }

    /**
     * Runs a function for each whole number from one up to another, as {@code jax.lax.fori_loop} with Python bounds; both modes.
     *
     * @param from the first number
     * @param to the one behind the last
     * @param step takes the number, an int32 scalar, and the carry; gives the next carry
     * @param init the first carry
     * @param <C> the type of the carry
     * @return the last carry
     * @throws IllegalArgumentException if the carry changes its structure, a dtype or a shape
     */
    public static <C> C foriLoop(int from, int to, F2<Tensor, C, C> step, C init) {
        Tensor numbers = Tensors.arange(Math.max(0, to - from)).add(from);
        return scan((C carry, Tensor i) -> new Carry<>(step.apply(i, carry), List.of()), init, numbers).carry();
    }

    /**
     * Runs a function for each whole number from one up to another, as {@code jax.lax.fori_loop} with traced bounds; forward mode alone.
     *
     * @param from the first number, an int32 scalar
     * @param to the one behind the last
     * @param step takes the number and the carry; gives the next carry
     * @param init the first carry
     * @param <C> the type of the carry
     * @return the last carry
     * @throws IllegalArgumentException if the carry changes its structure, a dtype or a shape
     */
    public static <C> C foriLoop(Tensor from, Tensor to, F2<Tensor, C, C> step, C init) {
        return Loops.whileLoop("foriLoop", (Numbered<C> carry) -> carry.number().lt(carry.limit()),
                (Numbered<C> carry) -> new Numbered<>(carry.number().add(1), carry.limit(),
                        step.apply(carry.number(), carry.rest())),
                new Numbered<>(from, to, init)).rest();
    }

    private record Numbered<C>(Tensor number, Tensor limit, C rest) {}

    /**
     * Applies a function to each element along the first axis, one after the other, as {@code jax.lax.map}.
     *
     * @param function takes one element
     * @param xs the elements
     * @param <X> the type of the elements
     * @param <Y> the type of the results
     * @return the results along a new first axis
     */
    public static <X, Y> Y map(F1<X, Y> function, X xs) {
        return scan((List<Tensor> none, X x) -> new Carry<>(none, function.apply(x)), List.of(), xs).out();
    }

    /**
     * All partial results of an associative function along the first axis, as {@code jax.lax.associative_scan}: results 0 to i combined, for each i.
     *
     * @param function combines two trees element by element along the first axis
     * @param xs the elements
     * @param <X> their type
     * @return partial results, of the same shapes
     */
    public static <X> X associativeScan(F2<X, X, X> function, X xs) { return AssociativeScan.run(function, xs); }
}
