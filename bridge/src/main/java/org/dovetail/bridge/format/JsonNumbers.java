package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The numbers of an array as JSON: a flat list in C order of shortest decimals, of true and false, or of pairs for complex ones.
 *
 * <p>
 * What a decimal would not give back bit for bit (infinities, NaNs, unused bits that are set) stands as a text of its bits, as {@code "0x7fc00001"}.
 */
final class JsonNumbers {
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private JsonNumbers() {}

    /** The JSON of an array's numbers. */
    static String write(Array array) {
        Array parts = parts(array);
        DType wide = wide(parts.dtype());
        Array values = parts.cast(wide, JsonNumbers::onHeap);
        Array back = values.cast(parts.dtype(), JsonNumbers::onHeap);
        boolean complex = array.dtype().kind() == DType.Kind.COMPLEX;
        StringBuilder json = new StringBuilder("[");
        for (long i = 0; i < parts.shape().size(); i++) {
            boolean second = complex && i % 2 == 1;
            json.append(i == 0 || second ? "" : ", ").append(complex && !second ? "[" : second ? ", " : "");
            long bits = bits(parts, i);
            json.append(bits == bits(back, i) ? decimal(values, i, parts.dtype()) : hex(bits, parts.dtype()));
            json.append(second ? "]" : "");
        }
        return json.append("]").toString();
    }

    /**
     * Reads an array's numbers; the parser stands at the list's beginning.
     *
     * @param spec its dtype and shape, which the caller has found to be small
     */
    static Array read(Place place, TensorSpec spec, JsonParser parser) throws CheckpointException {
        boolean complex = spec.dtype().kind() == DType.Kind.COMPLEX;
        int count = Math.toIntExact(spec.shape().size());
        DType part = complex ? part(spec.dtype()) : spec.dtype();
        Reader reader = new Reader(place, parser, part, complex ? 2 * count : count);
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw place.error("values should be a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (complex) {
                reader.pair();
            } else {
                reader.element();
            }
        }
        return Array.of(spec, reader.finish(spec).data());
    }

    /** Heap memory of any alignment. */
    private static MemorySegment onHeap(long bytes, long alignment) {
        return MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
    }

    private static Array parts(Array array) {
        return array.dtype().kind() == DType.Kind.COMPLEX
                ? Array.of(TensorSpec.of(part(array.dtype()), Math.toIntExact(2 * array.shape().size())), array.data())
                : array;
    }

    private static DType part(DType complex) { return complex == DType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64; }

    private static DType wide(DType dtype) {
        return switch (dtype.kind()) {
            case BOOL, SIGNED, UNSIGNED -> DType.INT64;
            case FLOAT, COMPLEX -> DType.FLOAT64;
        };
    }

    private static long bits(Array array, long index) {
        int bytes = array.dtype().bytes();
        long bits = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            bits = bits << 8 | array.data().get(ValueLayout.JAVA_BYTE, index * bytes + i) & 0xff;
        }
        return bits;
    }

    private static String decimal(Array values, long index, DType dtype) {
        return switch (dtype.kind()) {
            case BOOL -> values.longAt(index) != 0 ? "true" : "false";
            case SIGNED -> Long.toString(values.longAt(index));
            case UNSIGNED -> Long.toUnsignedString(values.longAt(index));
            case FLOAT, COMPLEX -> {
                double value = values.doubleAt(index);
                if (!Double.isFinite(value)) {
                    yield hex(bits(values.cast(dtype, JsonNumbers::onHeap), index), dtype);
                }
                // Between the two smallest numbers of E8M0 all round up: its digits must be exact, a float's are not.
                boolean wide = dtype == DType.FLOAT64 || dtype == DType.FLOAT8_E8M0FNU;
                yield wide ? Double.toString(value) : Float.toString((float) value);
            }
        };
    }

    private static String hex(long bits, DType dtype) {
        String digits = Long.toHexString(bits);
        return "\"0x" + "0".repeat(2 * dtype.bytes() - digits.length()) + digits + "\"";
    }

    /** Collects elements of one dtype in a wide one, casts them at the end, and puts in those that were given as bits. */
    private static final class Reader {
        private final Place place;
        private final JsonParser parser;
        private final DType dtype;
        private final int count;
        private final MemorySegment wide;
        private final List<Exact> exact = new ArrayList<>();
        private int filled;

        private record Exact(int index, long bits) {}

        Reader(Place place, JsonParser parser, DType dtype, int count) {
            this.place = place;
            this.parser = parser;
            this.dtype = dtype;
            this.count = count;
            this.wide = MemorySegment.ofArray(new byte[Math.multiplyExact(8, count)]);
        }

        void pair() throws CheckpointException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw unexpected();
            }
            for (int i = 0; i < 2; i++) {
                parser.nextToken();
                element();
            }
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                throw unexpected();
            }
        }

        void element() throws CheckpointException {
            if (filled == count) {
                throw place.error("lists more than the " + count + " values of its shape");
            }
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_STRING) {
                exact.add(new Exact(filled, bits(parser.getString())));
                if (dtype.kind() == DType.Kind.FLOAT) {
                    // A number that every float has, zero is not, stands here until the bits replace it.
                    wide.set(DOUBLE, 8L * filled, 1);
                }
            } else {
                switch (dtype.kind()) {
                    case BOOL -> wide.set(LONG, 8L * filled, truth(token));
                    case SIGNED, UNSIGNED -> wide.set(LONG, 8L * filled, integer(token));
                    case FLOAT, COMPLEX -> wide.set(DOUBLE, 8L * filled, real(token));
                }
            }
            filled++;
        }

        Array finish(TensorSpec spec) throws CheckpointException {
            if (filled != count) {
                throw place.error("lists " + filled + " values, its shape has " + count);
            }
            Array values = Array.of(TensorSpec.of(wide(dtype), count), wide);
            Array cast = values.cast(dtype, JsonNumbers::onHeap);
            for (int i = 0; i < count && dtype.kind() == DType.Kind.FLOAT; i++) {
                if (!Double.isFinite(cast.doubleAt(i))) {
                    throw place.error(values.doubleAt(i) + " is no " + dtype.jaxName()
                            + "; write infinities and NaNs as texts of their bits");
                }
            }
            MemorySegment target = onHeap(spec.bytes(), 1);
            target.copyFrom(cast.data());
            for (Exact element : exact) {
                for (int i = 0; i < dtype.bytes(); i++) {
                    target.set(ValueLayout.JAVA_BYTE, (long) element.index * dtype.bytes() + i,
                            (byte) (element.bits >>> 8 * i));
                }
            }
            return Array.of(TensorSpec.of(dtype, count), target);
        }

        private long truth(@Nullable JsonToken token) throws CheckpointException {
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw unexpected();
            }
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }

        private long integer(@Nullable JsonToken token) throws CheckpointException {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                throw unexpected();
            }
            BigInteger value = new BigInteger(parser.getString());
            int bits = switch (dtype) {
                case INT2, UINT2 -> 2;
                case INT4, UINT4 -> 4;
                default -> 8 * dtype.bytes();
            };
            boolean fits = dtype.kind() == DType.Kind.SIGNED
                    ? value.bitLength() < bits
                    : value.signum() >= 0 && value.bitLength() <= bits;
            if (!fits) {
                throw place.error(value + " is no " + dtype.jaxName());
            }
            return value.longValue();
        }

        /** A float32 is parsed as such: by way of a double it could be rounded twice. */
        private double real(@Nullable JsonToken token) throws CheckpointException {
            if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
                throw unexpected();
            }
            String text = parser.getString();
            return dtype == DType.FLOAT32 ? Float.parseFloat(text) : Double.parseDouble(text);
        }

        private long bits(String text) throws CheckpointException {
            int digits = 2 * dtype.bytes();
            if (!text.matches("0x[0-9a-fA-F]{" + digits + "}")) {
                throw place.error("the value " + Place.quoted(text) + " should be bits: 0x and " + digits + " digits");
            }
            return Long.parseUnsignedLong(text.substring(2), 16);
        }

        private CheckpointException unexpected() {
            return place.error("value " + filled + " of its list should be "
                    + switch (dtype.kind()) {
                        case BOOL -> "true or false";
                        case SIGNED, UNSIGNED -> "an integer";
                        case FLOAT, COMPLEX -> "a number, or a pair of numbers if its dtype is complex";
                    });
        }
    }
}
