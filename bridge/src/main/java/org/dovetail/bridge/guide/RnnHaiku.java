package org.dovetail.bridge.guide;

import static org.dovetail.core.Nn.relu;
import static org.dovetail.core.Tensors.concatenate;
import static org.dovetail.core.Tensors.zeros;
import static org.dovetail.haiku.Hk.scan;
import static org.dovetail.haiku.Hk.transform;

import org.dovetail.core.Carry;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.Transformed;

/** Section 6 of the guide in the Haiku style: a recurrent network by scan. */
final class RnnHaiku {
    static final class RNNCell extends Module {
        private final int hiddenSize;

        RNNCell(int hiddenSize) { this.hiddenSize = hiddenSize; }

        Carry<Tensor, Tensor> call(Tensor carry, Tensor x) {
            try (var _ = scope()) {
                x = concatenate(-1, carry, x);
                x = new Linear(hiddenSize).call(x);
                x = relu(x);
                return new Carry<>(x, x);
            }
        }

        Tensor initialState(int batchSize) { return zeros(batchSize, hiddenSize); }
    }

    static final class RNN extends Module {
        private final int hiddenSize;

        RNN(int hiddenSize) { this.hiddenSize = hiddenSize; }

        Tensor call(Tensor x) {
            try (var _ = scope()) {
                var cell = new RNNCell(hiddenSize);
                Tensor carry = cell.initialState(x.dim(0));
                Tensor y = scan(cell::call, carry, x.swapAxes(1, 0)).out();
                return y.swapAxes(0, 1);
            }
        }
    }

    static final Transformed.Of1<Tensor, Tensor> MODEL = transform((Tensor x) -> new RNN(64).call(x));

    private RnnHaiku() {}
}
