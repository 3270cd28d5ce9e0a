package org.dovetail.bridge.guide;

import static org.dovetail.haiku.Hk.getParameter;
import static org.dovetail.haiku.Hk.getState;
import static org.dovetail.haiku.Hk.setState;
import static org.dovetail.haiku.Hk.transformWithState;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.TransformedWithState;

/** Section 8 of the guide in the Haiku style: a model that is one function. */
final class CounterHaiku {
    static final TransformedWithState.Of1<Tensor, Tensor> MODEL = transformWithState(CounterHaiku::forward);

    private CounterHaiku() {}

    static Tensor forward(Tensor x) {
        Tensor counter = getState("counter", Shape.of(), DType.INT32, Init.ones());
        Tensor multiplier = getParameter("multiplier", Shape.of(1), x.dtype(), Init.ones());
        Tensor output = x.add(multiplier.mul(counter));
        setState("counter", counter.add(1));
        return output;
    }
}
