package org.dovetail.bridge.format.pickle;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A NumPy dtype: a code as {@code f4}, or a type of ml_dtypes. */
public final class PyDType implements PyValue {
    private static final int ORDER = 1;
    private static final int SUBARRAY = 2;
    private static final int NAMES = 3;
    private static final int SIZE = 5;
    private static final int MAX_DIGITS = 9;

    private final String code;
    private final @Nullable Global type;
    private char order = '|';
    private long size;

    PyDType(String code, @Nullable Global type) {
        this.code = code;
        this.type = type;
    }

    /** Takes the state that NumPy gives a dtype: version, byte order, and what it is made of. */
    void build(List<PyValue> state, Budget characters) throws PickleException {
        if (state.size() < NAMES + 1 || !(state.get(ORDER) instanceof PyText text)) {
            throw new PickleException("the pickle is damaged: a dtype has a state that NumPy does not write");
        }
        if (state.get(SUBARRAY) != Constant.NONE || state.get(NAMES) != Constant.NONE) {
            throw new PickleException("holds an array of records (a structured dtype); save each field as an array");
        }
        String given = text.string(characters);
        if (given.length() != 1 || "<>|=".indexOf(given.charAt(0)) < 0) {
            throw new PickleException("the pickle is damaged: a dtype has an impossible byte order");
        }
        order = given.charAt(0);
        if (state.size() > SIZE && state.get(SIZE) instanceof PyValue.Int(long told) && told > 0) {
            size = told;
        }
    }

    /**
     * The descriptor, as in the header of an npy.
     *
     * @return for example {@code <f4}; of a type of ml_dtypes, the byte order alone
     */
    public String descriptor() { return order + code; }

    /** The bytes of an element: NumPy tells those of texts and of the types of others beside the code, which has the rest. */
    long elementBytes() throws PickleException {
        if (size > 0) {
            return size;
        }
        String digits = code.isEmpty() ? "" : code.substring(1);
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new PickleException("the pickle is damaged: a dtype does not tell how large its elements are");
        }
        return Integer.parseInt(digits);
    }

    /**
     * Whether the elements are Python objects.
     *
     * @return true when an array of them holds a list instead of bytes
     */
    public boolean isObjects() { return code.startsWith("O"); }

    /**
     * The type of ml_dtypes that this is.
     *
     * @return its name, or empty for NumPy's own
     */
    public Optional<String> typeName() { return Optional.ofNullable(type).map(Global::name); }
}
