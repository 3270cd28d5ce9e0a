package org.dovetail.core;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.RandomBits;

/** Random numbers: bit for bit those of {@code jax.random} for the same key (threefry2x32, partitionable). */
public final class Prng {
    private static final double SQRT_2 = Math.sqrt(2);
    private static final float ONE_BELOW = Math.nextUp(-1f);

    private Prng() {}

    /**
     * The key of a seed, as {@code jax.random.key}.
     *
     * @param seed the seed, of which the low 32 bits count, as in JAX without x64
     * @return the key
     */
    public static Key key(long seed) { return new Key(Array.ofUnsigned(Shape.of(2), 0, (int) seed)); }

    /**
     * New keys from one, as {@code jax.random.split}; the given one should not be used again.
     *
     * @param key the key
     * @param count how many
     * @return keys along a new axis
     */
    public static Key split(Key key, int count) { return new Key(new RandomBits.Split(count).of(key.data())); }

    /**
     * Two new keys from one, as {@code jax.random.split}.
     *
     * @param key the key
     * @return two keys along a new axis
     */
    public static Key split(Key key) { return split(key, 2); }

    /**
     * A new key from one and a number, as {@code jax.random.fold_in}.
     *
     * @param key the key
     * @param data the number, taken as a uint32
     * @return the key
     */
    public static Key foldIn(Key key, Tensor data) {
        return new Key(new RandomBits.FoldIn().of(key.data(), data.cast(DType.UINT32)));
    }

    /**
     * A new key from one and a number, as {@code jax.random.fold_in}.
     *
     * @param key the key
     * @param data the number, taken as a uint32
     * @return the key
     */
    public static Key foldIn(Key key, int data) { return foldIn(key, Array.ofUnsigned(Shape.of(), data)); }

    /**
     * Random bits, as {@code jax.random.bits}.
     *
     * @param key the key
     * @param shape the shape
     * @return uint32 in which every bit is random
     */
    public static Tensor bits(Key key, Shape shape) { return new RandomBits.Bits(shape).of(single(key).data()); }

    private static Key single(Key key) {
        if (key.data().rank() != 1) {
            throw new IllegalArgumentException("a single key is expected; got " + key
                    + ". Draw under vmap to use many keys, or take one with key.at(i)");
        }
        return key;
    }

    /**
     * Uniform float32 from 0 up to 1, as {@code jax.random.uniform}.
     *
     * @param key the key
     * @param shape the shape
     * @return the numbers, below 1
     */
    public static Tensor uniform(Key key, Shape shape) { return uniform(key, shape, 0, 1); }

    /**
     * Uniform float32 from a lower up to an upper bound, as {@code jax.random.uniform}.
     *
     * @param key the key
     * @param shape the shape
     * @param low the lower bound
     * @param high the upper bound
     * @return the numbers
     */
    public static Tensor uniform(Key key, Shape shape, double low, double high) {
        // A float from 1 up to 2 has these 23 bits as its fraction.
        Tensor fraction = Binary.SHIFT_RIGHT_LOGICAL.of(bits(key, shape), Ops.full(DType.UINT32, shape, 9));
        Tensor unit = Ops.bitcast(fraction.or(Ops.full(DType.UINT32, shape, 0x3f800000)), DType.FLOAT32).sub(1);
        Tensor lower = Ops.full(DType.FLOAT32, shape, (float) low);
        // XLA contracts the scaling to one operation that rounds once.
        return Ternary.FMA.of(unit, Ops.full(DType.FLOAT32, shape, (float) high - (float) low), lower).maximum(lower);
    }

    /**
     * Uniform floats from a lower up to an upper bound, as {@code jax.random.uniform}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype a float dtype; those of more than 32 bits are made of float32
     * @param low the lower bound
     * @param high the upper bound
     * @return the numbers
     */
    public static Tensor uniform(Key key, Shape shape, DType dtype, double low, double high) {
        return HalfPrng.isHalf(dtype)
                ? HalfPrng.uniform(key, shape, dtype, low, high)
                : uniform(key, shape, low, high).cast(dtype);
    }

    /**
     * Standard normal float32, as {@code jax.random.normal}.
     *
     * @param key the key
     * @param shape the shape
     * @return the numbers
     */
    public static Tensor normal(Key key, Shape shape) {
        return Tensors.erfInv(uniform(key, shape, ONE_BELOW, 1)).mul(SQRT_2);
    }

    /**
     * Standard normal floats, as {@code jax.random.normal}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype a float dtype; those of more than 32 bits are made of float32
     * @return the numbers
     */
    public static Tensor normal(Key key, Shape shape, DType dtype) {
        return HalfPrng.isHalf(dtype) ? HalfPrng.normal(key, shape, dtype) : normal(key, shape).cast(dtype);
    }

    /**
     * Standard normal float32 between two bounds, as {@code jax.random.truncated_normal}.
     *
     * @param key the key
     * @param low the lower bound
     * @param high the upper bound
     * @param shape the shape
     * @return the numbers, strictly within the bounds
     */
    public static Tensor truncatedNormal(Key key, double low, double high, Shape shape) {
        // XLA multiplies by the reciprocal of what it is told to divide by.
        float from = XlaMath.erf((float) low * (1 / (float) SQRT_2));
        float to = XlaMath.erf((float) high * (1 / (float) SQRT_2));
        Tensor numbers = Tensors.erfInv(uniform(key, shape, from, to)).mul(SQRT_2);
        return Tensors.clip(numbers, Math.nextUp((float) low), Math.nextDown((float) high));
    }

    /**
     * Standard normal floats between two bounds, as {@code jax.random.truncated_normal}.
     *
     * @param key the key
     * @param low the lower bound
     * @param high the upper bound
     * @param shape the shape
     * @param dtype a float dtype; those of more than 32 bits are made of float32
     * @return the numbers, strictly within the bounds
     */
    public static Tensor truncatedNormal(Key key, double low, double high, Shape shape, DType dtype) {
        return HalfPrng.isHalf(dtype)
                ? HalfPrng.truncatedNormal(key, low, high, shape, dtype)
                : truncatedNormal(key, low, high, shape).cast(dtype);
    }

    /**
     * Truth values that are true with some probability, as {@code jax.random.bernoulli}.
     *
     * @param key the key
     * @param probability how probable true is
     * @param shape the shape
     * @return the truth values
     */
    public static Tensor bernoulli(Key key, double probability, Shape shape) {
        return uniform(key, shape).lt((float) probability);
    }

    /**
     * The keys along the first axis of a grid.
     *
     * @param keys the grid
     * @return its keys
     */
    public static List<Key> list(Key keys) {
        return IntStream.range(0, keys.shape().extent(0)).mapToObj(keys::at).toList();
    }
}
