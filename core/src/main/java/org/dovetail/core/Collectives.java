package org.dovetail.core;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.dovetail.core.internal.prim.Collective;
import org.dovetail.core.internal.prim.Reduction;
import org.dovetail.core.internal.trace.Tracing;
import org.dovetail.core.tree.Tree;

/**
 * What the lanes of a batched function learn of each other by the name of their axis, as {@code jax.lax} has it: within {@code vmap(f).named("i")}, {@code f} may write
 * {@code psum(x, "i")}.
 *
 * <p>
 * Several names stand for all combinations of their lanes; of two axes of one name the inner one is meant. Results of sums, means and extremes are the same for all lanes.
 * Every function throws IllegalArgumentException for a name that no vmap around it has.
 */
public final class Collectives {
    private Collectives() {}

    /**
     * The sum over all lanes of each tensor of a tree, {@code Σ_i x_i}, as {@code jax.lax.psum}; truth values are counted as int32.
     *
     * <p>
     * A value that is the same for all lanes is multiplied by their number. The cotangent of each lane's value is the sum of the cotangents of all lanes' results: within the function,
     * {@code grad} gives the derivative of the sum of all lanes' values.
     *
     * @param tree the tree
     * @param axes the names; with none the tree stays as it is
     * @param <T> its type
     * @return a tree of the same structure, dtypes and shapes
     */
    public static <T> T psum(T tree, String... axes) {
        return reduced("psum", tree, x -> x.dtype() == DType.BOOL ? x.cast(DType.INT32) : x, Collective.Sum::new, axes);
    }

    /**
     * The mean over all lanes of each tensor of a tree, {@code psum(x) / axisSize}, as {@code jax.lax.pmean}; means of integers are float32.
     *
     * @param tree the tree
     * @param axes the names; with none the tree stays as it is
     * @param <T> its type
     * @return a tree of the same structure and shapes
     */
    public static <T> T pmean(T tree, String... axes) {
        int count = size("pmean", axes);
        return axes.length == 0 ? tree : Tree.map(sum -> sum.div(count), psum(tree, axes));
    }

    /**
     * The largest value of all lanes for each tensor of a tree, as {@code jax.lax.pmax}; a NaN in any lane is the largest. Has no derivative.
     *
     * @param tree the tree
     * @param axes the names; with none the tree stays as it is
     * @param <T> its type
     * @return a tree of the same structure, dtypes and shapes
     */
    public static <T> T pmax(T tree, String... axes) {
        return reduced("pmax", tree, x -> x, axis -> new Collective.Extreme(Reduction.Op.MAX, axis), axes);
    }

    /**
     * The smallest value of all lanes for each tensor of a tree, as {@code jax.lax.pmin}; a NaN in any lane is the smallest. Has no derivative.
     *
     * @param tree the tree
     * @param axes the names; with none the tree stays as it is
     * @param <T> its type
     * @return a tree of the same structure, dtypes and shapes
     */
    public static <T> T pmin(T tree, String... axes) {
        return reduced("pmin", tree, x -> x, axis -> new Collective.Extreme(Reduction.Op.MIN, axis), axes);
    }

    private static <T> T reduced(String caller, T tree, UnaryOperator<Tensor> before,
            Function<String, Collective> collective, String... axes) {
        if (axes.length == 0) {
            return tree;
        }
        return Tree.map(leaf -> {
            Tensor result = before.apply(leaf);
            for (int i = axes.length - 1; i >= 0; i--) {
                size(caller, axes[i]);
                result = collective.apply(axes[i]).of(result);
            }
            return result;
        }, tree);
    }

    /**
     * All lanes' values of each tensor of a tree, as {@code jax.lax.all_gather}.
     *
     * @param tree the tree
     * @param axis the name
     * @param <T> its type
     * @return a tree of the same structure and dtypes, whose tensors have the lanes along a new first axis; the same for all lanes
     */
    public static <T> T allGather(T tree, String axis) {
        Collective gather = new Collective.Gather(axis, size("allGather", axis));
        return Tree.map(gather::of, tree);
    }

    /**
     * The number of the lane, from 0, as {@code jax.lax.axis_index}; of several axes the last name's counts fastest.
     *
     * @param axes the names
     * @return an int32 scalar
     */
    public static Tensor axisIndex(String... axes) {
        Tensor number = Tensors.scalar(0);
        for (int i = 0; i < axes.length; i++) {
            int size = size("axisIndex", axes[i]);
            Tensor index = new Collective.Index(axes[i]).of();
            number = i == 0 ? index : number.mul(size).add(index);
        }
        return number;
    }

    /**
     * How many lanes there are, as {@code jax.lax.axis_size}: known when the function runs, so an int.
     *
     * @param axes the names
     * @return the number of lanes, of several axes the product
     */
    public static int axisSize(String... axes) { return size("axisSize", axes); }

    private static int size(String caller, String... axes) {
        Map<String, Integer> bound = Tracing.axes();
        int product = 1;
        for (String axis : axes) {
            Integer size = bound.get(axis);
            if (size == null) {
                throw new IllegalArgumentException(caller + ": no axis is named \"" + axis + "\" here; "
                        + (bound.isEmpty() ? "none has a name" : "named are " + bound.keySet())
                        + ". Name the axis where the function is batched:  vmap(f).named(\"" + axis + "\")");
            }
            product *= size;
        }
        return product;
    }
}
