package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.internal.prim.Ops;

/** Random integers, and what is chosen by them: bit for bit those of {@code jax.random} for the same key. */
public final class Choices {
    /** How many bits of sort keys there are for each bit of a permutation's size. */
    private static final int SHUFFLE_EXPONENT = 3;

    private Choices() {}

    /**
     * Uniform int32 from a lower up to an upper bound, as {@code jax.random.randint}.
     *
     * @param key the key
     * @param shape the shape
     * @param low the lower bound
     * @param high the upper bound, which is not drawn
     * @return the numbers; the lower bound where the upper is not above it
     */
    public static Tensor randint(Key key, Shape shape, long low, long high) {
        return randint(key, shape, low, high, DType.INT32);
    }

    /**
     * Uniform integers from a lower up to an upper bound, as {@code jax.random.randint}.
     *
     * @param key the key
     * @param shape the shape
     * @param low the lower bound
     * @param high the upper bound, which is not drawn; one more than the largest number of the dtype is possible
     * @param dtype an integer dtype of 8 bits or more
     * @return the numbers; the lower bound where the upper is not above it
     * @throws IllegalArgumentException if the dtype is another
     */
    public static Tensor randint(Key key, Shape shape, long low, long high, DType dtype) {
        return randint(key, shape, Ops.constant(DType.INT64, low), Ops.constant(DType.INT64, high), dtype);
    }

    /**
     * Uniform integers, each between bounds of its own, as {@code jax.random.randint}.
     *
     * @param key the key
     * @param shape the shape
     * @param low lower bounds, integers that broadcast to the shape
     * @param high upper bounds, integers that broadcast to the shape
     * @param dtype an integer dtype of 8 bits or more
     * @return the numbers; the lower bound where the upper is not above it
     * @throws IllegalArgumentException if the dtype is another, or the bounds are no integers or do not broadcast
     */
    public static Tensor randint(Key key, Shape shape, Tensor low, Tensor high, DType dtype) {
        return RandomIntegers.between(key, shape, low, high, dtype);
    }

    /**
     * -1 or 1, equally probable, as {@code jax.random.rademacher}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype; int32 in Python when it is not given
     * @return the numbers
     */
    public static Tensor rademacher(Key key, Shape shape, DType dtype) {
        return Prng.bernoulli(key, 0.5, shape).cast(dtype).mul(2).sub(1).cast(dtype);
    }

    /**
     * Numbers of classes by their logits, as {@code jax.random.categorical}: where {@code logits + gumbel} is largest.
     *
     * @param key the key
     * @param logits floats, the classes along the last axis
     * @return an int32 for each row of logits
     */
    public static Tensor categorical(Key key, Tensor logits) {
        return categorical(key, logits, -1, batch(logits, -1), SampleMode.LOW);
    }

    private static Shape batch(Tensor logits, int axis) {
        return logits.shape().without(List.of(Ops.axis("categorical", logits.spec(), axis)));
    }

    /**
     * Numbers of classes by their logits, any number for each row, as {@code jax.random.categorical}.
     *
     * @param key the key
     * @param logits floats
     * @param axis the axis of the classes
     * @param shape what is drawn; the logits' shape without that axis broadcasts to it
     * @param mode how finely small probabilities are told apart
     * @return int32 numbers of that shape
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static Tensor categorical(Key key, Tensor logits, int axis, Shape shape, SampleMode mode) {
        Shape batch = batch(logits, axis);
        requireBatch(shape, batch);
        int counted = Ops.axis("categorical", logits.spec(), axis);
        int added = shape.rank() - batch.rank();
        List<Integer> extents = new ArrayList<>(shape.extents());
        extents.add(added + counted, logits.dim(axis));
        return Distributions.gumbel(key, new Shape(extents), logits.dtype(), mode).add(logits)
                .argMax(added + counted);
    }

    /**
     * Numbers of different classes by their logits, as {@code jax.random.categorical(replace=False)}.
     *
     * @param key the key
     * @param logits floats
     * @param axis the axis of the classes
     * @param shape what is drawn: extents whose product is how many are drawn for each row, then the logits' shape without that axis
     * @return int32 numbers of that shape
     * @throws IllegalArgumentException if the shape does not fit, or there are less classes than are to be drawn
     */
    public static Tensor categoricalWithoutReplacement(Key key, Tensor logits, int axis, Shape shape) {
        Shape batch = batch(logits, axis);
        requireBatch(shape, batch);
        int count = Math.toIntExact(shape.leading(shape.rank() - batch.rank()).size());
        if (count > logits.dim(axis)) {
            throw new IllegalArgumentException("categoricalWithoutReplacement: at most " + logits.dim(axis)
                    + " classes of " + logits.spec() + " can be drawn; got " + count);
        }
        Tensor noisy = logits.add(Distributions.gumbel(key, logits.shape(), logits.dtype()));
        int counted = Ops.axis("categorical", logits.spec(), axis);
        Tensor last = Ops.moveAxis(noisy, counted, noisy.rank() - 1);
        Tensor drawn = Sequences.topK(last, count, -1).indices();
        return Ops.moveToFront(drawn, drawn.rank() - 1).reshape(shape);
    }

    private static void requireBatch(Shape shape, Shape batch) {
        if (!batch.broadcastWith(shape).filter(shape::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "categorical: logits whose other axes " + batch + " broadcast to " + shape + " are expected");
        }
    }

    /**
     * The numbers from 0 up in a random order, as {@code jax.random.permutation(key, count)}.
     *
     * @param key the key
     * @param count how many
     * @return an int32 vector
     */
    public static Tensor permutation(Key key, int count) { return shuffled(key, Tensors.arange(count), 0); }

    /**
     * The slices along an axis in a random order, as {@code jax.random.permutation}.
     *
     * @param key the key
     * @param x the tensor
     * @param axis the axis
     * @return the same slices
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor permutation(Key key, Tensor x, int axis) {
        int counted = Ops.axis("permutation", x.spec(), axis);
        return x.rank() == 1
                ? shuffled(key, x, 0)
                : Tensors.take(x, permutation(key, x.dim(counted)), counted);
    }

    /**
     * The elements along an axis in random orders, one for each vector, as {@code jax.random.permutation(independent=True)}.
     *
     * @param key the key
     * @param x the tensor
     * @param axis the axis
     * @return the same elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor permutationIndependent(Key key, Tensor x, int axis) {
        return shuffled(key, x, Ops.axis("permutationIndependent", x.spec(), axis));
    }

    /** Sorts by random numbers, as often as makes every order equally probable though numbers may be equal. */
    private static Tensor shuffled(Key key, Tensor x, int axis) {
        double most = Math.log(0xffff_ffffL);
        int rounds = (int) Math.ceil(SHUFFLE_EXPONENT * Math.log((double) Math.max(1, x.size())) / most);
        Key rest = key;
        Tensor shuffled = x;
        for (int round = 0; round < rounds; round++) {
            Key both = Prng.split(rest);
            shuffled = Sequences.sort(axis, 1, Prng.bits(both.at(1), x.shape()), shuffled).get(1);
            rest = both.at(0);
        }
        return shuffled;
    }

    /**
     * Random numbers from 0 up to a count, as {@code jax.random.choice(key, count, shape)}.
     *
     * @param key the key
     * @param count from how many
     * @param shape the shape
     * @param options how they are drawn
     * @return int32 numbers
     * @throws IllegalArgumentException if there are not enough, or the probabilities have another shape
     */
    public static Tensor choice(Key key, int count, Shape shape, ChoiceOptions options) {
        if (shape.size() == 0) {
            return Tensors.zeros(DType.INT32, shape);
        }
        requireEnough(count, shape, options);
        return options.probabilities().map(p -> weighted(key, count, shape, Ops.floats(p), options))
                .orElseGet(() -> options.isReplaced()
                        ? randint(key, shape, 0, count)
                        : permutation(key, count).slice(0, 0, Math.toIntExact(shape.size())).reshape(shape));
    }

    /**
     * Random elements along an axis, as {@code jax.random.choice(key, x, shape)}.
     *
     * @param key the key
     * @param x the tensor
     * @param shape how many
     * @param options how they are drawn, and along which axis
     * @return the elements, with the axes of that shape in the place of the axis
     * @throws IllegalArgumentException if there are not enough, or the probabilities have another shape
     */
    public static Tensor choice(Key key, Tensor x, Shape shape, ChoiceOptions options) {
        int axis = Ops.axis("choice", x.spec(), options.axis());
        if (shape.size() == 0) {
            return Tensors.zeros(x.dtype(), shape);
        }
        if (options.isReplaced() || options.probabilities().isPresent()) {
            return Tensors.take(x, choice(key, x.dim(axis), shape, options), axis);
        }
        requireEnough(x.dim(axis), shape, options);
        Shape result = x.shape().leading(axis).concat(shape).concat(x.shape().trailing(x.rank() - axis - 1));
        return permutation(key, x, axis).slice(axis, 0, Math.toIntExact(shape.size())).reshape(result);
    }

    private static void requireEnough(int count, Shape shape, ChoiceOptions options) {
        if (count <= 0 || !options.isReplaced() && shape.size() > count) {
            throw new IllegalArgumentException("choice: " + shape.size() + " of " + count + " elements can not be drawn"
                    + (options.isReplaced() ? "" : " without replacement"));
        }
    }

    private static Tensor weighted(Key key, int count, Shape shape, Tensor p, ChoiceOptions options) {
        if (!p.shape().equals(Shape.of(count))) {
            throw new IllegalArgumentException(
                    "choice: a probability for each of " + count + " elements is expected; got " + p.spec());
        }
        if (!options.isReplaced()) {
            Tensor noisy = Distributions.gumbel(key, p.shape(), p.dtype()).add(p.log());
            return Sequences.topK(noisy, Math.toIntExact(shape.size()), 0).indices().reshape(shape);
        }
        Tensor sums = Sequences.cumsum(p, 0);
        Tensor total = sums.at(-1);
        return Searching.searchsorted(sums, total.mul(Prng.uniform(key, shape, p.dtype(), 0, 1).neg().add(1)));
    }
}
