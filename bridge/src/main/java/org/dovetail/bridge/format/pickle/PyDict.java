package org.dovetail.bridge.format.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dict, or a mapping that holds no more than one. */
public final class PyDict implements PyValue {
    /** Attributes are looked up one by one, so that none of a file's texts has to be hashed. */
    private static final int MAX_ATTRIBUTES = 64;

    private final List<PyValue> keysAndValues = new ArrayList<>(0);

    private final boolean ordered;

    private PyDict(boolean ordered) { this.ordered = ordered; }

    PyDict() { this(false); }

    /** An {@code OrderedDict}. */
    static PyDict ordered() { return new PyDict(true); }

    /**
     * Whether its order is part of what it is.
     *
     * @return true for an {@code OrderedDict}, which JAX flattens as it stands; it sorts the keys of others
     */
    public boolean isOrdered() { return ordered; }

    void put(PyValue key, PyValue value) {
        keysAndValues.add(key);
        keysAndValues.add(value);
    }

    /**
     * The keys and values by turns, in the order in which they were added.
     *
     * @return twice as many items as the dict has entries
     */
    public List<PyValue> keysAndValues() { return Collections.unmodifiableList(keysAndValues); }

    /** The value of a text, or null; null always for a dict too large to be an object's attributes. */
    @Nullable
    PyValue attribute(String name) {
        if (keysAndValues.size() > 2 * MAX_ATTRIBUTES) {
            return null;
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            if (keysAndValues.get(i) instanceof PyText text && text.is(name)) {
                return keysAndValues.get(i + 1);
            }
        }
        return null;
    }
}
