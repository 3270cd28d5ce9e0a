package org.dovetail.nnx;

import org.dovetail.nnx.internal.ModuleLayout;

/**
 * A part of a model: {@code nnx.Module}. Its attributes are its fields, and a field's name is the path in {@link State}.
 *
 * <p>
 * A field holds a {@link Variable}, a module, a {@code List} or {@code Map} of those, or a static value (a number, String, enum, Shape, DType, function, or a record of those),
 * which joins the key of jitted functions. A bare tensor is refused: wrap it in a {@link Param} or another Variable. Import this class by its name, since {@code java.lang}
 * has another Module.
 */
public abstract class Module implements Cloneable {
    static final ClassValue<ModuleLayout> LAYOUTS = new ClassValue<>() {
        @Override
        protected ModuleLayout computeValue(Class<?> type) { return ModuleLayout.of(type, Module.class); }
    };

    private boolean training = true;

    /** A module that trains. */
    protected Module() {}

    /** Makes this and all modules within train: {@code module.train()}. */
    public final void train() {
        Walk.of(this).modules().forEach(module -> module.training = true);
    }

    /** Makes this and all modules within evaluate: {@code module.eval()}. */
    public final void eval() {
        Walk.of(this).modules().forEach(module -> module.training = false);
    }

    /**
     * Whether the module trains: drops out, uses the statistics of the batch.
     *
     * @return true until {@link #eval()} is called
     */
    public final boolean isTraining() { return training; }

    final void setTraining(boolean training) { this.training = training; }

    /** One with the same fields, without running a constructor. */
    final Module shallowCopy() {
        try {
            return (Module) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("a module is Cloneable", e);
        }
    }
}
