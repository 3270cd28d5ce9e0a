package org.dovetail.core;

/**
 * The dtype and shape of an array, without its numbers: {@code jax.ShapeDtypeStruct}.
 *
 * @param dtype the type of the elements
 * @param shape the extents
 */
public record TensorSpec(DType dtype, Shape shape) {
    /**
     * Checks that the bytes can be counted.
     *
     * @throws IllegalArgumentException if there are more than 2^63 bytes
     */
    public TensorSpec {
        if (Math.multiplyHigh(shape.size(), dtype.bytes()) != 0 || shape.size() * dtype.bytes() < 0) {
            throw new IllegalArgumentException("more than 2^63 bytes: " + dtype + shape);
        }
    }

    /**
     * The spec of some extents.
     *
     * @param dtype the type of the elements
     * @param extents the extents
     * @return the spec
     */
    public static TensorSpec of(DType dtype, int... extents) { return new TensorSpec(dtype, Shape.of(extents)); }

    /**
     * The size in memory.
     *
     * @return the number of bytes
     */
    public long bytes() { return shape.size() * dtype.bytes(); }

    /**
     * The same shape with another dtype.
     *
     * @param other the dtype
     * @return the spec
     */
    public TensorSpec withDtype(DType other) { return new TensorSpec(other, shape); }

    /**
     * The same dtype with another shape.
     *
     * @param other the shape
     * @return the spec
     */
    public TensorSpec withShape(Shape other) { return new TensorSpec(dtype, other); }

    @Override
    public String toString() { return dtype.toString() + shape; }
}
