package org.dovetail.bridge.rules;

import org.dovetail.core.Tensor;
import org.dovetail.haiku.BatchNorm;
import org.dovetail.haiku.Hk;

/** The lines in Java that make layers of Haiku's, compiled and run. */
final class HaikuLines {
    private HaikuLines() {}

    static Tensor normalised(Tensor input) {
        double momentum = 0.9;
        var model = Hk.transformWithState((Tensor x) -> {
            Tensor scaled = new BatchNorm(true, true, momentum).call(x, true);
            return new BatchNorm(true, false, momentum).call(scaled, true);
        });
        var init = model.init(0, input);
        return model.apply(init.params(), init.state(), null, input).result();
    }
}
