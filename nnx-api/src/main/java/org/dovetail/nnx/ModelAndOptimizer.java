package org.dovetail.nnx;

import org.dovetail.core.optim.GradientTransformation;

/**
 * An {@link Optimizer} that holds its model: {@code nnx.ModelAndOptimizer}.
 *
 * @param <M> the class of the model
 */
public final class ModelAndOptimizer<M> extends Optimizer {
    /** The model. */
    public final M model;

    /**
     * An optimizer of all parameters of a model.
     *
     * @param model the model
     * @param tx the transformation of gradients, as {@code Adam.of(1e-3)}
     */
    public ModelAndOptimizer(M model, GradientTransformation<?> tx) {
        super(model, tx, Param.class);
        this.model = model;
    }

    /**
     * One step.
     *
     * @param grads the gradients, as {@link Nnx#grad} gives them
     * @return what was added to the parameters
     */
    public State update(State grads) { return update(model, grads); }
}
