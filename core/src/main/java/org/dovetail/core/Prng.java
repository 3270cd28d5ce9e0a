package org.dovetail.core;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.RandomBits;

/**
 * Random keys, bits and floats: those of {@code jax.random} for the same key (threefry2x32, partitionable), bit for bit but for float64, which is made of bits of 64, and whose
 * functions are not XLA's. {@link Distributions} and {@link Choices} have the rest.
 */
public final class Prng {
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
     * A grid of new keys from one, as {@code jax.random.split(key, shape)}.
     *
     * @param key the key
     * @param shape the grid's extents
     * @return the keys
     */
    public static Key split(Key key, Shape shape) {
        return new Key(split(key, Math.toIntExact(shape.size())).data().reshape(shape.concat(Shape.of(2))));
    }

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

    /**
     * Random bits, as {@code jax.random.bits(dtype=dtype)}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype uint8, uint16, uint32 or uint64
     * @return numbers in which every bit is random
     * @throws IllegalArgumentException if the dtype is another
     */
    public static Tensor bits(Key key, Shape shape, DType dtype) {
        return switch (dtype) {
            case UINT8, UINT16, UINT32 -> bits(key, shape).cast(dtype);
            case UINT64 -> {
                Tensor words = split(single(key), Math.toIntExact(shape.size())).data().cast(DType.UINT64);
                Tensor high = words.slice(1, 0, 1);
                Tensor shifted = Binary.SHIFT_LEFT.of(high, Ops.full(DType.UINT64, high.shape(), 32));
                yield shifted.or(words.slice(1, 1, 2)).reshape(shape);
            }
            default -> throw new IllegalArgumentException(
                    "bits: uint8, uint16, uint32 or uint64 is expected; got " + dtype);
        };
    }

    private static Key single(Key key) {
        if (key.data().rank() != 1) {
            throw new IllegalArgumentException("a single key is expected; got " + key
                    + ". Draw under vmap to use many keys, or take one with key.at(i)");
        }
        return key;
    }

    private static void requireBroadcast(String who, Shape shape, Tensor... parameters) {
        for (Tensor parameter : parameters) {
            if (!parameter.shape().broadcastWith(shape).filter(shape::equals).isPresent()) {
                throw new IllegalArgumentException(
                        who + ": parameters that broadcast to " + shape + " are expected; got " + parameter.spec());
            }
        }
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
        return uniform(key, shape, DType.FLOAT32, low, high);
    }

    /**
     * Uniform floats from a lower up to an upper bound, as {@code jax.random.uniform}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype float32, float64, bfloat16 or float16
     * @param low the lower bound
     * @param high the upper bound
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is another
     */
    public static Tensor uniform(Key key, Shape shape, DType dtype, double low, double high) {
        return Uniforms.between(key, shape, dtype, low, high);
    }

    /**
     * Uniform floats, each between bounds of its own, as {@code jax.random.uniform}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype float32, float64, bfloat16 or float16
     * @param low lower bounds, which broadcast to the shape
     * @param high upper bounds, which broadcast to the shape
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is another, or the bounds do not broadcast
     */
    public static Tensor uniform(Key key, Shape shape, DType dtype, Tensor low, Tensor high) {
        requireBroadcast("uniform", shape, low, high);
        return Uniforms.between(key, shape, dtype, low.cast(dtype), high.cast(dtype));
    }

    /**
     * Standard normal float32, as {@code jax.random.normal}.
     *
     * @param key the key
     * @param shape the shape
     * @return the numbers
     */
    public static Tensor normal(Key key, Shape shape) { return normal(key, shape, DType.FLOAT32); }

    /**
     * Standard normal floats, as {@code jax.random.normal}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype float32, float64, bfloat16 or float16
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is another
     */
    public static Tensor normal(Key key, Shape shape, DType dtype) { return Uniforms.normal(key, shape, dtype); }

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
        return truncatedNormal(key, low, high, shape, DType.FLOAT32);
    }

    /**
     * Standard normal floats between two bounds, as {@code jax.random.truncated_normal}.
     *
     * @param key the key
     * @param low the lower bound
     * @param high the upper bound
     * @param shape the shape
     * @param dtype float32, float64, bfloat16 or float16
     * @return the numbers, strictly within the bounds
     * @throws IllegalArgumentException if the dtype is another
     */
    public static Tensor truncatedNormal(Key key, double low, double high, Shape shape, DType dtype) {
        return truncatedNormal(key, Uniforms.scalar(dtype, low), Uniforms.scalar(dtype, high), shape, dtype);
    }

    /**
     * Standard normal floats, each between bounds of its own, as {@code jax.random.truncated_normal}.
     *
     * @param key the key
     * @param low lower bounds, which broadcast to the shape
     * @param high upper bounds, which broadcast to the shape
     * @param shape the shape
     * @param dtype float32, float64, bfloat16 or float16
     * @return the numbers, strictly within the bounds
     * @throws IllegalArgumentException if the dtype is another, or the bounds do not broadcast
     */
    public static Tensor truncatedNormal(Key key, Tensor low, Tensor high, Shape shape, DType dtype) {
        requireBroadcast("truncatedNormal", shape, low, high);
        return Uniforms.truncatedNormal(key, shape, dtype, low.cast(dtype), high.cast(dtype));
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
        return bernoulli(key, Tensors.scalar(probability), shape, SampleMode.LOW);
    }

    /**
     * Truth values, each true with a probability of its own, as {@code jax.random.bernoulli}.
     *
     * @param key the key
     * @param probability how probable true is: floats that broadcast to the shape, and as many random bits as their dtype has
     * @param shape the shape
     * @param mode whether small probabilities are told apart that differ by less than a random float
     * @return the truth values
     * @throws IllegalArgumentException if the probabilities are no floats, or do not broadcast
     */
    public static Tensor bernoulli(Key key, Tensor probability, Shape shape, SampleMode mode) {
        requireBroadcast("bernoulli", shape, probability);
        DType dtype = probability.dtype();
        return switch (mode) {
            case LOW -> uniform(key, shape, dtype, 0, 1).lt(probability);
            case HIGH -> {
                Tensor both = uniform(key, shape.withFirst(2), dtype, 0, 1);
                double unit = Math.scalb(1.0, -Uniforms.mantissaBits(dtype));
                yield both.at(1).mul(unit).lt(probability.sub(both.at(0)));
            }
        };
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
