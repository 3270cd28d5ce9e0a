package org.dovetail.bridge.format;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dovetail.core.DType;

/** What the elements of an npy are. */
sealed interface NpyType {
    /**
     * Numbers.
     *
     * @param dtype their type
     * @param swapped how many bytes to reverse at a time; 1 for little-endian ones
     */
    record Numbers(DType dtype, int swapped) implements NpyType {}

    /**
     * Texts of a fixed width, padded with zeros.
     *
     * @param bytes the size of one
     * @param unicode whether a character takes four bytes, or one
     * @param bigEndian the order of those four
     */
    record Texts(int bytes, boolean unicode, boolean bigEndian) implements NpyType {}

    /** Pickled Python objects. */
    record Objects() implements NpyType {}

    Pattern DESCRIPTOR = Pattern.compile("([<>|=]?)([?a-zA-Z])([0-9]{0,9})(\\[.*])?");

    Map<String, DType> NUMBERS = Map.ofEntries(Map.entry("b1", DType.BOOL), Map.entry("i1", DType.INT8),
            Map.entry("i2", DType.INT16), Map.entry("i4", DType.INT32), Map.entry("i8", DType.INT64),
            Map.entry("u1", DType.UINT8), Map.entry("u2", DType.UINT16), Map.entry("u4", DType.UINT32),
            Map.entry("u8", DType.UINT64), Map.entry("f2", DType.FLOAT16),
            Map.entry("f4", DType.FLOAT32), Map.entry("f8", DType.FLOAT64), Map.entry("c8", DType.COMPLEX64),
            Map.entry("c16", DType.COMPLEX128));

    /** The type of a descriptor; {@code options} tell what void elements are. */
    static NpyType of(Place place, String descriptor, ReadOptions options) throws CheckpointException {
        Matcher parts = DESCRIPTOR.matcher(descriptor);
        if (!parts.matches()) {
            throw place.error("NumPy has no dtype " + Place.quoted(descriptor));
        }
        boolean bigEndian = parts.group(1).equals(">");
        String kind = parts.group(2);
        String code = kind + parts.group(3);
        DType dtype = NUMBERS.get(code);
        if (dtype != null && parts.group(4) == null) {
            int unit = dtype.kind() == DType.Kind.COMPLEX ? dtype.bytes() / 2 : dtype.bytes();
            return new Numbers(dtype, bigEndian ? unit : 1);
        }
        int size = parts.group(3).isEmpty() ? 0 : Integer.parseInt(parts.group(3));
        return switch (kind) {
            case "V" -> new Numbers(assumed(place, size, options), 1);
            case "f" -> new Numbers(assumedFloat(place, descriptor, code, options), 1);
            case "U" -> new Texts(Math.multiplyExact(checkedWidth(place, size), 4), true, bigEndian);
            case "S" -> new Texts(checkedWidth(place, size), false, false);
            case "O" -> new Objects();
            case "M", "m" -> throw place.error("holds NumPy's " + (kind.equals("M") ? "datetime64" : "timedelta64")
                    + " (" + Place.quoted(descriptor) + "), which no network uses; leave it out or save it as int64");
            default -> throw place.error("holds NumPy's dtype " + Place.quoted(descriptor)
                    + ", which JAX does not have; save it as another dtype");
        };
    }

    /** How NumPy describes a dtype in a file; types that it does not know are void there. */
    static String descriptor(DType dtype) {
        return switch (dtype) {
            case BOOL -> "|b1";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case UINT8 -> "|u1";
            case UINT16 -> "<u2";
            case UINT32 -> "<u4";
            case UINT64 -> "<u8";
            case BFLOAT16 -> "<V2";
            case FLOAT16 -> "<f2";
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case COMPLEX64 -> "<c8";
            case COMPLEX128 -> "<c16";
            case INT2, INT4, UINT2, UINT4, FLOAT4_E2M1FN, FLOAT8_E3M4, FLOAT8_E4M3, FLOAT8_E4M3B11FNUZ, FLOAT8_E4M3FN,
                    FLOAT8_E4M3FNUZ, FLOAT8_E5M2, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU ->
                "<V1";
        };
    }

    /** Whether NumPy does not know a dtype, so that files do not tell it. */
    static boolean isVoid(DType dtype) {
        return descriptor(dtype).startsWith("<V");
    }

    /** NumPy writes one descriptor that it does not read again: that of float8_e5m2. */
    private static DType assumedFloat(Place place, String descriptor, String code, ReadOptions options)
            throws CheckpointException {
        if (code.equals("f1") && options.assume().get(code) == DType.FLOAT8_E5M2) {
            return DType.FLOAT8_E5M2;
        }
        throw place.error("holds NumPy's dtype " + Place.quoted(descriptor) + (code.equals("f1")
                ? ", which NumPy writes for float8_e5m2 but does not read; if it is that, say --assume f1=float8_e5m2"
                : ", which JAX does not have; save it as another dtype"));
    }

    private static int checkedWidth(Place place, int size) throws CheckpointException {
        if (size > NpyTexts.MAX_BYTES) {
            throw place.error("holds texts of " + size + " characters; the longest that are read have "
                    + NpyTexts.MAX_BYTES);
        }
        return size;
    }

    private static DType assumed(Place place, int size, ReadOptions options) throws CheckpointException {
        String descriptor = "V" + size;
        DType assumed = options.assume().getOrDefault(place.entry(), options.assume().get(descriptor));
        if (assumed == null) {
            throw switch (size) {
                case 2 -> place.error("holds elements of 2 bytes (V2) and does not say of which dtype; if they are"
                        + " bfloat16, say --assume V2=bfloat16");
                case 1 -> place.error("holds elements of 1 byte (V1) and does not say of which dtype; say which, for"
                        + " example --assume V1=float8_e4m3fn or --assume V1=int4");
                default -> place.error("holds elements of " + size + " bytes (" + descriptor
                        + "), which is no dtype of JAX; save it as another dtype");
            };
        }
        if (assumed.bytes() != size) {
            throw place.error("--assume " + descriptor + "=" + assumed.jaxName() + " does not fit: a " + assumed
                    + " has " + assumed.bytes() + " bytes, the elements have " + size);
        }
        return assumed;
    }
}
