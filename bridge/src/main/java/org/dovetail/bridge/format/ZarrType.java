package org.dovetail.bridge.format;

import java.util.Optional;
import org.dovetail.core.DType;

/**
 * The type of a zarr array's elements.
 *
 * @param dtype the dtype
 * @param swapped how many bytes are to be reversed at a time, or 1
 */
record ZarrType(DType dtype, int swapped) {
    /** The type of a name of zarr 2: NumPy's descriptors, and the names of dtypes that NumPy does not know. */
    static ZarrType v2(Place place, String name) throws CheckpointException {
        boolean described = !name.isEmpty() && "<>|".indexOf(name.charAt(0)) >= 0;
        DType dtype = described ? NpyType.NUMBERS.get(name.substring(1)) : known(name).orElse(null);
        if (dtype == null) {
            throw place.error("is of zarr's dtype " + Place.quoted(name) + ", which JAX does not have");
        }
        int unit = dtype.kind() == DType.Kind.COMPLEX ? dtype.bytes() / 2 : dtype.bytes();
        return new ZarrType(dtype, name.startsWith(">") ? unit : 1);
    }

    /** The type of a name of zarr 3. */
    static ZarrType v3(Place place, String name, boolean bigEndian) throws CheckpointException {
        DType dtype = known(name).orElseThrow(() -> place
                .error("is of zarr's data type " + Place.quoted(name) + ", which JAX does not have"));
        int unit = dtype.kind() == DType.Kind.COMPLEX ? dtype.bytes() / 2 : dtype.bytes();
        return new ZarrType(dtype, bigEndian ? unit : 1);
    }

    private static Optional<DType> known(String name) {
        return DType.named(name).filter(dtype -> dtype.jaxName().equals(name));
    }

    /** The name by which a dtype is written in zarr 2. */
    static String v2Name(DType dtype) {
        return NpyType.isVoid(dtype) ? dtype.jaxName() : NpyType.descriptor(dtype);
    }

    /** Whether TensorStore, which reads the arrays, has a dtype. */
    static boolean isHeld(DType dtype) {
        return dtype != DType.UINT2 && dtype != DType.UINT4 && dtype != DType.FLOAT8_E4M3;
    }
}
