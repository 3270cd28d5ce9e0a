package org.dovetail.nnx;

import java.util.Map;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;
import org.dovetail.core.optim.GradientTransformation;
import org.dovetail.core.optim.Optim;
import org.dovetail.core.optim.Updated;
import org.dovetail.core.tree.Tree;

/**
 * An optax optimizer whose state is in Variables: {@code nnx.Optimizer}. It splits, merges and goes through {@link Nnx#jit} as a model does.
 *
 * <p>
 * In State its steps are {@code step} and its state {@code opt_state}, with optax's names below it, as {@code opt_state.0.mu.linear.kernel}: {@link OptVariable}s for each
 * parameter and {@link OptArray}s besides.
 */
public class Optimizer extends Module {
    /** How many steps were taken, a uint32 scalar. */
    public final OptState step = new OptState(Tensors.zeros(DType.UINT32, Shape.of()));

    @SuppressWarnings("MemberName") // a field's name is its path in State, and this is flax's
    private final Map<Object, Object> opt_state;
    private final GradientTransformation<Object> tx;
    private final Filter wrt;
    private final OptTree structure;

    /**
     * An optimizer of a model.
     *
     * @param model the model
     * @param tx the transformation of gradients, as {@code Adam.of(1e-3)}
     * @param wrt the class of the Variables that it trains, as {@code Param.class}
     */
    public Optimizer(Object model, GradientTransformation<?> tx, Class<? extends Variable> wrt) {
        this(model, tx, Filter.of(wrt));
    }

    /**
     * An optimizer of a part of a model.
     *
     * @param model the model
     * @param tx the transformation of gradients, as {@code Adam.of(1e-3)}
     * @param wrt which Variables it trains
     * @throws IllegalArgumentException if the transformation's state is a tensor alone
     */
    @SuppressWarnings("unchecked") // the state that it takes is the state that it gave
    public Optimizer(Object model, GradientTransformation<?> tx, Filter wrt) {
        this.tx = (GradientTransformation<Object>) tx;
        this.wrt = wrt;
        Tree state = Tree.of(this.tx.init(Nnx.state(model, wrt)));
        this.structure = new OptTree(state.structure());
        this.opt_state = structure.variables(state.leaves());
    }

    /**
     * One step: gives the model's Variables their next values, and keeps the next state.
     *
     * @param model the model
     * @param grads the gradients, as {@link Nnx#grad} gives them
     * @return what was added to the parameters
     * @throws IllegalArgumentException if the gradients are not those of the Variables that this trains
     */
    public State update(Object model, State grads) {
        State params = Nnx.state(model, wrt);
        Updated<State, Object> updated = tx.update(grads.filter(wrt), structure.state(opt_state), params);
        Nnx.update(model, Optim.applyUpdates(params, updated.updates()));
        structure.write(opt_state, updated.state());
        step.set(step.get().add(1));
        return updated.updates();
    }
}
