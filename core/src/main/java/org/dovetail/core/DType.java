package org.dovetail.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dovetail.core.internal.prim.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The type of an array's elements: every dtype that JAX knows, by its name there.
 *
 * <p>
 * Elements lie in memory as NumPy and ml_dtypes hold them: little-endian, and one whole byte for the types of less than eight bits.
 */
public enum DType {
    /** A truth value in one byte, 0 or 1. */
    BOOL("bool", "bool", Kind.BOOL, 1),
    /** A signed integer of 2 bits, in one byte. */
    INT2("int2", "i2", Kind.SIGNED, 1),
    /** A signed integer of 4 bits, in one byte. */
    INT4("int4", "i4", Kind.SIGNED, 1),
    /** A signed integer of 8 bits. */
    INT8("int8", "i8", Kind.SIGNED, 1),
    /** A signed integer of 16 bits. */
    INT16("int16", "i16", Kind.SIGNED, 2),
    /** A signed integer of 32 bits. */
    INT32("int32", "i32", Kind.SIGNED, 4),
    /** A signed integer of 64 bits. */
    INT64("int64", "i64", Kind.SIGNED, 8),
    /** An unsigned integer of 2 bits, in one byte. */
    UINT2("uint2", "u2", Kind.UNSIGNED, 1),
    /** An unsigned integer of 4 bits, in one byte. */
    UINT4("uint4", "u4", Kind.UNSIGNED, 1),
    /** An unsigned integer of 8 bits. */
    UINT8("uint8", "u8", Kind.UNSIGNED, 1),
    /** An unsigned integer of 16 bits. */
    UINT16("uint16", "u16", Kind.UNSIGNED, 2),
    /** An unsigned integer of 32 bits. */
    UINT32("uint32", "u32", Kind.UNSIGNED, 4),
    /** An unsigned integer of 64 bits. */
    UINT64("uint64", "u64", Kind.UNSIGNED, 8),
    /** A float of 4 bits, in one byte: 2 of exponent, 1 of mantissa, all finite. */
    FLOAT4_E2M1FN("float4_e2m1fn", "f4_e2m1fn", Kind.FLOAT, 1),
    /** An 8-bit float with 3 bits of exponent and 4 of mantissa. */
    FLOAT8_E3M4("float8_e3m4", "f8_e3m4", Kind.FLOAT, 1),
    /** An 8-bit float with 4 bits of exponent and 3 of mantissa. */
    FLOAT8_E4M3("float8_e4m3", "f8_e4m3", Kind.FLOAT, 1),
    /** An 8-bit float with 4 bits of exponent, bias 11, no infinities and one zero. */
    FLOAT8_E4M3B11FNUZ("float8_e4m3b11fnuz", "f8_e4m3b11fnuz", Kind.FLOAT, 1),
    /** An 8-bit float with 4 bits of exponent and no infinities. */
    FLOAT8_E4M3FN("float8_e4m3fn", "f8_e4m3fn", Kind.FLOAT, 1),
    /** An 8-bit float with 4 bits of exponent, no infinities and one zero. */
    FLOAT8_E4M3FNUZ("float8_e4m3fnuz", "f8_e4m3fnuz", Kind.FLOAT, 1),
    /** An 8-bit float with 5 bits of exponent and 2 of mantissa. */
    FLOAT8_E5M2("float8_e5m2", "f8_e5m2", Kind.FLOAT, 1),
    /** An 8-bit float with 5 bits of exponent, no infinities and one zero. */
    FLOAT8_E5M2FNUZ("float8_e5m2fnuz", "f8_e5m2fnuz", Kind.FLOAT, 1),
    /** An 8-bit power of two without sign, as scales use it. */
    FLOAT8_E8M0FNU("float8_e8m0fnu", "f8_e8m0fnu", Kind.FLOAT, 1),
    /** The upper half of a float32. */
    BFLOAT16("bfloat16", "bf16", Kind.FLOAT, 2),
    /** An IEEE 754 half. */
    FLOAT16("float16", "f16", Kind.FLOAT, 2),
    /** An IEEE 754 single. */
    FLOAT32("float32", "f32", Kind.FLOAT, 4),
    /** An IEEE 754 double. */
    FLOAT64("float64", "f64", Kind.FLOAT, 8),
    /** A complex number of two float32. */
    COMPLEX64("complex64", "c64", Kind.COMPLEX, 8),
    /** A complex number of two float64. */
    COMPLEX128("complex128", "c128", Kind.COMPLEX, 16);

    /** The families of dtypes. */
    public enum Kind {
        /** Truth values. */
        BOOL,
        /** Signed integers. */
        SIGNED,
        /** Unsigned integers. */
        UNSIGNED,
        /** Floating point numbers. */
        FLOAT,
        /** Pairs of floating point numbers. */
        COMPLEX
    }

    private static final Map<String, DType> BY_NAME = new HashMap<>();

    static {
        for (DType type : values()) {
            BY_NAME.put(type.jaxName, type);
            BY_NAME.putIfAbsent(type.shortName, type);
        }
    }

    private final String jaxName;
    private final String shortName;
    private final Kind kind;
    private final int bytes;

    DType(String jaxName, String shortName, Kind kind, int bytes) {
        this.jaxName = jaxName;
        this.shortName = shortName;
        this.kind = kind;
        this.bytes = bytes;
    }

    /**
     * The dtype of a name, either JAX's ({@code float32}) or the short one ({@code f32}).
     *
     * @param name the name
     * @return the dtype, or empty when there is none of that name
     */
    public static Optional<DType> named(String name) { return Optional.ofNullable(BY_NAME.get(name)); }

    /**
     * JAX's name, as in {@code float32}.
     *
     * @return the name
     */
    public String jaxName() { return jaxName; }

    /**
     * The short name that messages and graphs print, as in {@code f32}.
     *
     * @return the name
     */
    public String shortName() { return shortName; }

    /**
     * The family.
     *
     * @return the family
     */
    public Kind kind() { return kind; }

    /**
     * The size of one element in memory.
     *
     * @return the number of bytes
     */
    public int bytes() { return bytes; }

    /**
     * The dtype that an operation of both computes in, as {@code jnp.promote_types}.
     *
     * @param other the other dtype
     * @return the promoted dtype, of at most 32 bits where neither has 64
     * @throws IllegalArgumentException where JAX has none, as between types of under 8 bits
     */
    public DType promote(DType other) { return Ops.promoted(this, other); }

    /**
     * How the bits of this float are laid out.
     *
     * @return the layout, or null for types that are no floats
     */
    @Nullable
    FloatFormat floatFormat() { return FloatFormat.of(this); }

    /**
     * Whether a cast of every value of this dtype to another gives the same value, so that the cast back restores every bit of it.
     *
     * @param wider the other dtype
     * @return true when nothing is lost, by the types alone
     */
    public boolean fitsIn(DType wider) {
        if (this == wider) {
            return true;
        }
        return switch (kind) {
            case BOOL -> switch (wider.kind) {
                case SIGNED, UNSIGNED -> true;
                case FLOAT, COMPLEX -> wider.exactIntegerBits() >= 1;
                case BOOL -> false;
            };
            case SIGNED -> switch (wider.kind) {
                case SIGNED -> wider.integerBits() >= integerBits();
                case FLOAT, COMPLEX -> wider.exactIntegerBits() >= integerBits() - 1;
                case BOOL, UNSIGNED -> false;
            };
            case UNSIGNED -> switch (wider.kind) {
                case SIGNED -> wider.integerBits() > integerBits();
                case UNSIGNED -> wider.integerBits() >= integerBits();
                case FLOAT, COMPLEX -> wider.exactIntegerBits() >= integerBits();
                case BOOL -> false;
            };
            case FLOAT -> switch (wider.kind) {
                case FLOAT -> wider.format().holds(format());
                case COMPLEX -> wider.part().format().holds(format());
                case BOOL, SIGNED, UNSIGNED -> false;
            };
            case COMPLEX -> wider.kind == Kind.COMPLEX && wider.bytes >= bytes;
        };
    }

    /**
     * The number of bits of an integer type's values.
     *
     * @return the bits, 2 to 64
     */
    int integerBits() {
        return switch (this) {
            case INT2, UINT2 -> 2;
            case INT4, UINT4 -> 4;
            default -> bytes * 8;
        };
    }

    /** The dtype of the real part of a complex type. */
    DType part() { return this == COMPLEX64 ? FLOAT32 : FLOAT64; }

    private FloatFormat format() {
        FloatFormat format = FloatFormat.of(this);
        if (format == null) {
            throw new IllegalStateException(jaxName + " is no float");
        }
        return format;
    }

    /** The largest n such that every integer below 2^n is exact; 0 where zero is none. */
    private int exactIntegerBits() {
        FloatFormat format = kind == Kind.COMPLEX ? part().format() : format();
        return !format.signed() ? 0 : Math.min(format.mantissaBits() + 1, format.maxExponent() + 1);
    }

    @Override
    public String toString() { return shortName; }
}
