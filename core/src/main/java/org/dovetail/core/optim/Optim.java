package org.dovetail.core.optim;

import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/** The functions of {@code optax}: small transformations, and what becomes of parameters. Optimizers are records, as {@link Adam} and {@link Sgd}. */
public final class Optim {
    private Optim() {}

    /**
     * Transformations one after the other, as {@code optax.chain}.
     *
     * @param transformations the transformations, in order
     * @return the chain
     */
    public static Chain chain(GradientTransformation<?>... transformations) { return Chain.of(transformations); }

    /**
     * A transformation of some tensors, as {@code optax.masked}.
     *
     * @param inner the transformation
     * @param mask true for those that are transformed; the updates of the others stay as they are
     * @param <S> the type of the transformation's state
     * @return the masked transformation
     */
    public static <S> Masked<S> masked(GradientTransformation<S> inner, PerLeaf<Boolean> mask) {
        return new Masked<>(inner, mask);
    }

    /**
     * The updates as they are, as {@code optax.identity}.
     *
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> identity() { return new Elementary.Identity(); }

    /**
     * Zeros, as {@code optax.set_to_zero}.
     *
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> setToZero() { return new Elementary.SetToZero(); }

    /**
     * The updates times a number, as {@code optax.scale}.
     *
     * @param stepSize the number
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> scale(double stepSize) {
        return new Elementary.Scale(Scalar.of(stepSize));
    }

    /**
     * The updates times minus the learning rate, as {@code optax.scale_by_learning_rate}.
     *
     * @param learningRate the rate, or a schedule of it
     * @return the transformation; its state is that of {@link ScaleBySchedule} if there is a schedule
     */
    public static GradientTransformation<?> scaleByLearningRate(ScalarOrSchedule learningRate) {
        return switch (learningRate) {
            case Scalar scalar -> new Elementary.Scale(scalar.negated());
            case Schedule schedule -> new ScaleBySchedule(count -> schedule.at(count).neg());
        };
    }

    /**
     * The parameters times a number, added to the updates, as {@code optax.add_decayed_weights}.
     *
     * @param weightDecay the number
     * @return the transformation
     */
    public static GradientTransformation<?> addDecayedWeights(double weightDecay) {
        return addDecayedWeights(Scalar.of(weightDecay), null);
    }

    /**
     * The parameters times a number, added to the updates, as {@code optax.add_decayed_weights}.
     *
     * @param weightDecay the number, or a schedule of it
     * @param mask which parameters decay; null for all
     * @return the transformation
     */
    public static GradientTransformation<?> addDecayedWeights(ScalarOrSchedule weightDecay,
            @Nullable PerLeaf<Boolean> mask) {
        AddDecayedWeights decay = new AddDecayedWeights(weightDecay);
        return mask == null ? decay : new Masked<>(decay, mask);
    }

    /** A trace with a momentum, nothing without one. */
    static GradientTransformation<?> momentum(@Nullable Scalar decay, boolean isNesterov, @Nullable DType dtype) {
        return decay == null ? identity() : new Trace(decay, isNesterov, dtype);
    }

    /**
     * Each number of the updates kept between two bounds, as {@code optax.clip}.
     *
     * @param maxDelta the upper bound, and minus the lower one
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> clip(double maxDelta) {
        return new Clipping.Clip(Scalar.of(maxDelta));
    }

    /**
     * Each tensor of the updates scaled down so that the root of its mean square is at most a number, as {@code optax.clip_by_block_rms}.
     *
     * @param threshold the number
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> clipByBlockRms(double threshold) {
        return new Clipping.ByBlockRms(Scalar.of(threshold));
    }

    /**
     * All updates scaled down so that the root of the sum of all squares is at most a number, as {@code optax.clip_by_global_norm}.
     *
     * @param maxNorm the number
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> clipByGlobalNorm(double maxNorm) {
        return new Clipping.ByGlobalNorm(Scalar.of(maxNorm));
    }

    /**
     * The updates of each unit's weights scaled down in proportion to the norm of its weights, as {@code optax.adaptive_grad_clip}. It needs the parameters.
     *
     * @param clipping how large the norm of the updates is at most, as a part of that of the weights
     * @param eps weights with a smaller norm count as of this
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> adaptiveGradClip(double clipping, double eps) {
        return new Clipping.Adaptive(Scalar.of(clipping), Scalar.of(eps));
    }

    /**
     * The updates less their mean along all axes but the first, as {@code optax.centralize}; vectors stay as they are.
     *
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> centralize() { return new Elementary.Centralize(); }

    /**
     * Updates that leave no parameter below 0, as {@code optax.keep_params_nonnegative}. It needs the parameters.
     *
     * @return the transformation
     */
    public static GradientTransformation<EmptyState> keepParamsNonnegative() {
        return new Elementary.KeepParamsNonnegative();
    }

    /**
     * Zeros in place of NaNs, as {@code optax.zero_nans}.
     *
     * @return the transformation
     */
    public static GradientTransformation<ZeroNansState> zeroNans() { return new Elementary.ZeroNans(); }

    /**
     * The parameters with their updates added, in their own dtypes, as {@code optax.apply_updates}.
     *
     * @param params the parameters
     * @param updates a tree like them
     * @param <P> their type
     * @return the next parameters
     * @throws IllegalArgumentException if the trees differ, naming the first path that does
     */
    public static <P> P applyUpdates(P params, P updates) {
        return Tree.map((p, u) -> p.add(u).cast(p.dtype()), params, updates);
    }

    /**
     * The old numbers moved towards the new ones, as {@code optax.incremental_update}: {@code stepSize new + (1 - stepSize) old}.
     *
     * @param newTensors the new numbers
     * @param oldTensors the old ones
     * @param stepSize how far, 1 for all the way
     * @param <P> their type
     * @return the numbers between
     * @throws IllegalArgumentException if the trees differ, naming the first path that does
     */
    public static <P> P incrementalUpdate(P newTensors, P oldTensors, double stepSize) {
        return Tree.map((now, before) -> now.mul(stepSize).add(before.mul(1 - stepSize)), newTensors, oldTensors);
    }

    /**
     * The new numbers at every so many steps, else the old ones, as {@code optax.periodic_update}.
     *
     * @param newTensors the new numbers
     * @param oldTensors the old ones
     * @param steps the number of the step, an int32 scalar
     * @param updatePeriod at which steps: those that it divides
     * @param <P> their type
     * @return the one or the other
     */
    public static <P> P periodicUpdate(P newTensors, P oldTensors, Tensor steps, int updatePeriod) {
        return ControlFlow.cond(steps.rem(updatePeriod).eq(0), Carried::now, Carried::before,
                new Carried<>(newTensors, oldTensors));
    }

    private record Carried<P>(P now, P before) {}

    /**
     * The root of the sum of all squares of a tree, as {@code optax.global_norm}.
     *
     * @param tree the tree
     * @return a scalar; 0 of nothing
     */
    public static Tensor globalNorm(Object tree) { return Lengths.global(tree); }

    /**
     * A counter and 1, or the same if it is the largest int32, as {@code optax.safe_increment}.
     *
     * @param count an int32 scalar
     * @return the next count
     */
    public static Tensor safeIncrement(Tensor count) { return Moments.increment(count); }
}
