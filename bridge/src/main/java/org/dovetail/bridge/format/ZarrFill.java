package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.regex.Pattern;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** The elements of a zarr array where it has no chunk. */
final class ZarrFill {
    private static final Pattern BITS = Pattern.compile("0x[0-9a-fA-F]{1,16}");

    private ZarrFill() {}

    /** One element of the value that the metadata give; zero when they give none. */
    static MemorySegment element(Place place, DType dtype, @Nullable Json value) throws CheckpointException {
        TensorSpec spec = TensorSpec.of(dtype);
        boolean isComplex = dtype.kind() == DType.Kind.COMPLEX;
        return switch (value) {
            case null -> MemorySegment.ofArray(new byte[dtype.bytes()]);
            case Json.Null _ -> MemorySegment.ofArray(new byte[dtype.bytes()]);
            case Json.Bool(boolean truth) when dtype == DType.BOOL -> bits(Array.ofLongs(spec, _ -> truth ? 1 : 0));
            case Json.Num(Number number) when isInteger(dtype) -> bits(Array.ofLongs(spec, _ -> number.longValue()));
            case Json.Num(Number number) when dtype.kind() == DType.Kind.FLOAT ->
                bits(Array.scalar(dtype, number.doubleValue()));
            case Json.Text(String text) when dtype.kind() == DType.Kind.FLOAT -> number(place, dtype, text);
            case Json.Arr(List<Json> parts) when isComplex && parts.size() == 2 -> joined(
                    element(place, part(dtype), parts.getFirst()), element(place, part(dtype), parts.getLast()));
            case Json.Num _,Json.Bool _,Json.Text _,Json.Arr _,Json.Obj _ ->
                throw place.error("its fill value is no " + dtype.jaxName());
        };
    }

    /** A copy, because an array's memory is another's once the array is forgotten. */
    private static MemorySegment bits(Array element) {
        return MemorySegment.ofArray(element.data().toArray(ValueLayout.JAVA_BYTE));
    }

    private static boolean isInteger(DType dtype) {
        return dtype.kind() == DType.Kind.SIGNED || dtype.kind() == DType.Kind.UNSIGNED;
    }

    private static DType part(DType dtype) { return dtype == DType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64; }

    private static MemorySegment number(Place place, DType dtype, String text) throws CheckpointException {
        return switch (text) {
            case "NaN" -> bits(Array.scalar(dtype, Double.NaN));
            case "Infinity" -> bits(Array.scalar(dtype, Double.POSITIVE_INFINITY));
            case "-Infinity" -> bits(Array.scalar(dtype, Double.NEGATIVE_INFINITY));
            case String bits when BITS.matcher(bits).matches() -> {
                long value = Long.parseUnsignedLong(bits.substring(2), 16);
                MemorySegment element = MemorySegment.ofArray(new byte[dtype.bytes()]);
                for (int i = 0; i < dtype.bytes(); i++) {
                    element.set(ValueLayout.JAVA_BYTE, i, (byte) (value >>> Byte.SIZE * i));
                }
                yield element;
            }
            default -> throw place.error("its fill value " + Place.quoted(text) + " is no " + dtype.jaxName());
        };
    }

    private static MemorySegment joined(MemorySegment first, MemorySegment second) {
        MemorySegment both = MemorySegment.ofArray(new byte[(int) (first.byteSize() + second.byteSize())]);
        both.copyFrom(first);
        both.asSlice(first.byteSize()).copyFrom(second);
        return both;
    }

    /** Repeats an element. */
    static void fill(MemorySegment target, MemorySegment element) {
        for (long at = 0; at < target.byteSize(); at += element.byteSize()) {
            MemorySegment.copy(element, 0, target, at, element.byteSize());
        }
    }
}
