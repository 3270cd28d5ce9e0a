package org.dovetail.nnx;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.Ambient;
import org.dovetail.core.transform.Ownership;
import org.dovetail.nnx.internal.ModuleLayout;

/**
 * A box that holds a tensor and can be given another: {@code nnx.Variable}, the only thing in a model that changes during a step.
 *
 * <p>
 * Subclasses tell kinds apart, {@code final class Counter extends Variable}; their own fields are metadata and hold values.
 */
public class Variable implements Cloneable {
    static final ClassValue<ModuleLayout> LAYOUTS = new ClassValue<>() {
        @Override
        protected ModuleLayout computeValue(Class<?> type) { return ModuleLayout.of(type, Variable.class); }
    };

    private static final Tensor NO_VALUE = Array.scalar(DType.BOOL, 0);

    private volatile Tensor value;
    /** The transformation in which this was made. */
    private Object origin;

    /**
     * A Variable.
     *
     * @param value its first value
     */
    public Variable(Tensor value) {
        this.value = known(value);
        this.origin = Ambient.transformation();
    }

    /** Marks numbers that the caller may go on to hold. */
    private static Tensor known(Tensor tensor) {
        if (tensor instanceof Array array) {
            Ownership.share(array);
        }
        return tensor;
    }

    /**
     * The value: inside a transformation that of its innermost frame that knows this, {@code variable.get_value()}.
     *
     * @return the value; while another thread's jitted step overwrites it, the call waits for that step's result
     */
    public final Tensor get() {
        Tensor inside = Frame.lookUp(this);
        if (inside != null) {
            return inside;
        }
        for (int attempt = 0;; attempt++) {
            Tensor seen = value;
            if (!(seen instanceof Array array) || Ownership.share(array) && holds(seen)) {
                return seen;
            }
            Ownership.pause(attempt);
        }
    }

    /**
     * Gives it another value: {@code variable.set_value(value)}. Inside a transformation the value is the innermost frame's, and becomes the Variable's when the transformed
     * function returns.
     *
     * @param value the value, of any shape and dtype
     * @throws TraceContextException inside a transformation that was not given this Variable as an argument
     */
    public final void set(Tensor value) {
        requireWritable();
        write(known(value));
    }

    /** The value at the caller's place, without handing it to a user. */
    final Tensor peek() {
        Tensor inside = Frame.lookUp(this);
        return inside != null ? inside : value;
    }

    /** Whether this is the value, and not one that was replaced meanwhile. */
    @SuppressWarnings("ReferenceEquality") // equal numbers may be another array
    final boolean holds(Tensor tensor) { return value == tensor; }

    /** Refuses what {@link #write} cannot do. */
    @SuppressWarnings("ReferenceEquality") // a transformation is the same object
    final void requireWritable() {
        if (Frame.slot(this) == null && origin != Ambient.transformation()) {
            throw TraceContextException.of(this);
        }
    }

    /** Replaces the value at the caller's place. */
    final void write(Tensor next) {
        Frame.Slot slot = Frame.slot(this);
        if (slot != null) {
            slot.write(next);
        } else {
            value = next;
        }
    }

    /** Whether a transformation made this. */
    @SuppressWarnings("ReferenceEquality") // a transformation is the same object
    final boolean isMadeIn(Object transformation) { return origin == transformation; }

    /** Takes this out of a transformation that has ended. */
    final void lower(Tensor lowered) {
        value = known(lowered);
        origin = Ambient.transformation();
    }

    /** One of the same class and metadata, made here, without running a constructor. */
    final Variable with(Tensor other) {
        return copy(other, Ambient.transformation());
    }

    /** One of the same class and metadata that holds nothing, and keeps no transformation alive. */
    final Variable prototype() {
        return copy(NO_VALUE, NO_VALUE);
    }

    private Variable copy(Tensor otherValue, Object otherOrigin) {
        try {
            Variable copy = (Variable) super.clone();
            copy.value = otherValue;
            copy.origin = otherOrigin;
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("a Variable is Cloneable", e);
        }
    }

    @Override
    public String toString() { return getClass().getSimpleName() + " " + peek().spec(); }
}
