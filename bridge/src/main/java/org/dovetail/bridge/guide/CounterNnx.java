package org.dovetail.bridge.guide;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.Variable;

/** Section 8 of the guide in the NNX style: a module with a Variable type of its own. */
final class CounterNnx extends Module {
    static final class Counter extends Variable {
        Counter(Tensor value) { super(value); }
    }

    final Counter counter = new Counter(Tensors.ones(DType.INT32, Shape.of()));
    final Param multiplier;

    CounterNnx(Rngs rngs) { multiplier = new Param(Init.ones().apply(rngs.params(), Shape.of(1), DType.FLOAT32)); }

    Tensor call(Tensor x) {
        Tensor output = x.add(multiplier.get().mul(counter.get()));
        counter.set(counter.get().add(1));
        return output;
    }
}
