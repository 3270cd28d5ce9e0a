package org.dovetail.bridge.guide;

import static org.dovetail.core.Tensors.ones;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.nnx.BatchStat;
import org.dovetail.nnx.Filter;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.RngState;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;

/** Runs the guide's NNX programs with the arguments that the Python programs were run with. */
final class NnxRuns {
    private NnxRuns() {}

    static Outcome run(Section section) {
        return switch (section) {
            case MODULES -> modules();
            case VARIABLES -> variables();
            case TRAINING -> training();
            case STATE -> state();
            case METHODS -> methods();
            case TRANSFORMS -> transforms();
            case LAYERS -> layers();
            case FUNCTIONS -> functions();
        };
    }

    private static ClassifierNnx.Model classifier() { return new ClassifierNnx.Model(784, 256, 10, new Rngs(0)); }

    private static Outcome modules() {
        ClassifierNnx.Model model = classifier();
        Outcome outcome = Outcome.of(model);
        model.train();
        return outcome.add("logits", model.call(Batches.inputs(0)));
    }

    private static Outcome variables() {
        ClassifierNnx.Model model = classifier();
        Outcome outcome = Outcome.of(model);
        model.eval();
        return outcome.add("sample", model.call(ones(1, 784)));
    }

    private static Outcome training() {
        ClassifierNnx.Model model = classifier();
        Outcome outcome = Outcome.of(model);
        model.train();
        outcome.add("grads/", Nnx.grad(ClassifierNnx::loss).apply(Nnx.clone(model), Batches.inputs(0),
                Batches.labels(0)));
        F3<ClassifierNnx.Model, Tensor, Tensor, Tensor> loss = Nnx.jit(ClassifierNnx::loss);
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < Batches.TRAINING; i++) {
            // The loss draws the step's own dropout, from a copy of the stream.
            losses.add(loss.apply(Nnx.clone(model), Batches.inputs(i), Batches.labels(i)));
            ClassifierNnx.TRAIN_STEP.apply(model, Batches.inputs(i), Batches.labels(i));
        }
        return outcome.add("losses", losses).add("final/", Nnx.state(model));
    }

    private static Outcome state() {
        BatchNormNnx.Model model = new BatchNormNnx.Model(784, 256, 10, new Rngs(0));
        Outcome outcome = Outcome.of(model);
        model.train();
        F3<BatchNormNnx.Model, Tensor, Tensor, Tensor> step = Nnx.jit(BatchNormNnx::trainStep);
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < Batches.NORMALISED; i++) {
            losses.add(step.apply(model, Batches.inputs(i), Batches.labels(i)));
        }
        model.eval();
        return outcome.add("losses", losses).add("final/", Nnx.state(model, Param.class))
                .add("final/state/", Nnx.state(model, BatchStat.class))
                .add("logits", model.call(Batches.inputs(Batches.NORMALISED)));
    }

    private static Outcome methods() {
        AutoEncoderNnx model = new AutoEncoderNnx(784, 256, 784, new Rngs(0));
        Tensor code = model.encode(ones(1, 784));
        return Outcome.of(model).add("encode", code).add("decode", model.decode(code));
    }

    private static Outcome transforms() {
        return differentiated(new RnnNnx(32, 64, new Rngs(0)), RnnNnx::call, Batches.uniform(Shape.of(3, 12, 32)));
    }

    private static Outcome layers() {
        LayerStackNnx model = new LayerStackNnx(64, 5, new Rngs(0));
        model.train();
        return differentiated(model, LayerStackNnx::call, Batches.uniform(Shape.of(8, 64)))
                .add("after/", Nnx.state(model, Filter.of(RngState.class)));
    }

    /** A model's output, the sum of its squares, and the gradient of that. */
    private static <M extends Module> Outcome differentiated(M model, F2<M, Tensor, Tensor> call, Tensor x) {
        Outcome outcome = Outcome.of(model);
        ValueGradAux<State, Tensor> all = Nnx.jit(Nnx.valueAndGradWithAux((M m, Tensor in) -> {
            Tensor y = call.apply(m, in);
            return new WithAux<>(y.mul(y).sum(), y);
        })).apply(model, x);
        return outcome.add("output", all.aux()).add("loss", all.value()).add("grads/", all.grad());
    }

    private static Outcome functions() {
        CounterNnx model = new CounterNnx(new Rngs(0));
        Outcome outcome = Outcome.of(model);
        for (int call = 1; call <= Batches.CALLS; call++) {
            outcome.add("after" + call + "/output", model.call(ones(1, 64)))
                    .add("after" + call + "/state/", Nnx.state(model));
        }
        return outcome;
    }
}
