package org.dovetail.nnx;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.Ambient;
import org.jspecify.annotations.Nullable;

/** What the Variables of a transformation's arguments are while its function runs. */
final class Frame {
    private static final ScopedValue<Frame> CURRENT = ScopedValue.newInstance();

    private final @Nullable Frame up = current();
    private final Object transformation = Ambient.transformation();
    private final Object function;
    private final IdentityHashMap<Variable, Slot> slots;

    /** A Variable's value in a frame. */
    static final class Slot {
        private Tensor value;
        private boolean isWritten;

        private Slot(Tensor value) { this.value = value; }

        void write(Tensor next) {
            value = next;
            isWritten = true;
        }

        Tensor value() { return value; }

        boolean isWritten() { return isWritten; }
    }

    /**
     * A frame for the transformation that runs now.
     *
     * @param function the user's function
     * @param variables the Variables of its arguments
     * @param values a value for each, perhaps followed by others
     */
    Frame(Object function, List<Variable> variables, List<Tensor> values) {
        this.function = function;
        this.slots = new IdentityHashMap<>(variables.size());
        for (int i = 0; i < variables.size(); i++) {
            slots.put(variables.get(i), new Slot(values.get(i)));
        }
    }

    private static @Nullable Frame current() { return CURRENT.isBound() ? CURRENT.get() : null; }

    /** The user's function that runs now; null outside of the front end's transformations. */
    static @Nullable Object function() {
        Frame frame = current();
        return frame == null ? null : frame.function;
    }

    /** The value of a Variable in the innermost frame that knows it; null if none does. */
    static @Nullable Tensor lookUp(Variable variable) {
        for (Frame frame = current(); frame != null; frame = frame.up) {
            Slot slot = frame.slots.get(variable);
            if (slot != null) {
                return slot.value;
            }
        }
        return null;
    }

    /** Where to write a Variable; null if it is not one of the innermost transformation's arguments. */
    @SuppressWarnings("ReferenceEquality") // a transformation is the same object
    static @Nullable Slot slot(Variable variable) {
        Frame frame = current();
        return frame == null || frame.transformation != Ambient.transformation() ? null : frame.slots.get(variable);
    }

    <R> R run(Supplier<R> body) { return ScopedValue.where(CURRENT, this).call(body::get); }

    Slot of(Variable variable) {
        Slot slot = slots.get(variable);
        if (slot == null) {
            throw new IllegalArgumentException("not an argument's Variable");
        }
        return slot;
    }

    Object transformation() { return transformation; }
}
