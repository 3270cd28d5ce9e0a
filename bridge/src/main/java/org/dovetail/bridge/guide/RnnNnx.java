package org.dovetail.bridge.guide;

import static org.dovetail.core.Nn.relu;
import static org.dovetail.core.Tensors.concatenate;
import static org.dovetail.core.Tensors.zeros;
import static org.dovetail.nnx.ScanAxis.BROADCAST;
import static org.dovetail.nnx.ScanAxis.CARRY;
import static org.dovetail.nnx.ScanAxis.axis;

import org.dovetail.core.Carry;
import org.dovetail.core.Tensor;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Rngs;

/** Section 6 of the guide in the NNX style: a cell that runs along the second axis. */
final class RnnNnx extends Module {
    // @start region="model"
    static final class Cell extends Module {
        private final Linear linear;
        private final int hiddenSize;

        Cell(int inputSize, int hiddenSize, Rngs rngs) {
            linear = new Linear(hiddenSize + inputSize, hiddenSize, rngs);
            this.hiddenSize = hiddenSize;
        }

        Carry<Tensor, Tensor> call(Tensor carry, Tensor x) {
            x = concatenate(-1, carry, x);
            x = linear.call(x);
            x = relu(x);
            return new Carry<>(x, x);
        }

        Tensor initialState(int batchSize) { return zeros(batchSize, hiddenSize); }
    }

    private final Cell cell;

    RnnNnx(int inputSize, int hiddenSize, Rngs rngs) { cell = new Cell(inputSize, hiddenSize, rngs); }

    Tensor call(Tensor x) {
        Tensor carry = cell.initialState(x.dim(0));
        return Nnx.scan((Tensor state, Cell c, Tensor xt) -> c.call(state, xt)).in(CARRY, BROADCAST, axis(1))
                .out(CARRY, axis(1)).apply(carry, cell, x).out();
    }
    // @end
}
