package org.dovetail.bridge.guide;

import static org.dovetail.core.Tensors.ones;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGradWithAux;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Jitted;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.ParamsAndState;

/** Runs the guide's Haiku programs with the arguments that the Python programs were run with. */
final class HaikuRuns {
    private HaikuRuns() {}

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

    private static Params classifier() { return ClassifierHaiku.MODEL.init(Prng.key(0), ones(1, 784), false); }

    private static Outcome modules() {
        Params params = classifier();
        return Outcome.of(params, HkState.empty())
                .add("logits", ClassifierHaiku.MODEL.apply(params, Batches.dropout(0), Batches.inputs(0), true));
    }

    private static Outcome variables() {
        Params params = classifier();
        return Outcome.of(params, HkState.empty())
                .add("sample", ClassifierHaiku.MODEL.apply(params, Batches.dropout(0), ones(1, 784), false));
    }

    private static Outcome training() {
        Params params = classifier();
        Outcome outcome = Outcome.of(params, HkState.empty());
        outcome.add("grads/", grad((Params p) -> ClassifierHaiku.loss(p, Batches.dropout(0), Batches.inputs(0),
                Batches.labels(0), true)).apply(params));
        Jitted.Of4<Params, Key, Tensor, Tensor, Tensor> loss = jit(
                (p, key, x, labels) -> ClassifierHaiku.loss(p, key, x, labels, true));
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < Batches.TRAINING; i++) {
            losses.add(loss.apply(params, Batches.dropout(i), Batches.inputs(i), Batches.labels(i)));
            params = ClassifierHaiku.TRAIN_STEP.apply(Batches.dropout(i), params, Batches.inputs(i), Batches.labels(i));
        }
        return outcome.add("losses", losses).add("final/", params);
    }

    private static Outcome state() {
        ParamsAndState init = BatchNormHaiku.MODEL.init(Prng.key(0), ones(1, 784), true);
        Params params = init.params();
        HkState state = init.state();
        Outcome outcome = Outcome.of(params, state);
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < Batches.NORMALISED; i++) {
            var trained = BatchNormHaiku.TRAIN_STEP.apply(params, state, Batches.inputs(i), Batches.labels(i));
            losses.add(trained.loss());
            params = trained.params();
            state = trained.state();
        }
        Tensor inputs = Batches.inputs(Batches.NORMALISED);
        return outcome.add("losses", losses).add("final/", params).add("final/state/", state)
                .add("logits", BatchNormHaiku.MODEL.apply(params, state, null, inputs, false).result());
    }

    private static Outcome methods() {
        Params params = AutoEncoderHaiku.MODEL.init(Prng.key(0), ones(1, 784));
        var encode = AutoEncoderHaiku.MODEL.method(AutoEncoderHaiku.Methods::encode);
        var decode = AutoEncoderHaiku.MODEL.method(AutoEncoderHaiku.Methods::decode);
        Tensor code = encode.apply(params, null, ones(1, 784));
        return Outcome.of(params, HkState.empty()).add("encode", code).add("decode", decode.apply(params, null, code));
    }

    private static Outcome transforms() {
        Params params = RnnHaiku.MODEL.init(Prng.key(0), ones(3, 12, 32));
        Tensor x = Batches.uniform(Shape.of(3, 12, 32));
        return differentiated(params, p -> RnnHaiku.MODEL.apply(p, null, x));
    }

    private static Outcome layers() {
        Params params = LayerStackHaiku.MODEL.init(Prng.key(0), ones(1, 64), false);
        Tensor x = Batches.uniform(Shape.of(8, 64));
        return differentiated(params, p -> LayerStackHaiku.MODEL.apply(p, Batches.dropout(0), x, true));
    }

    /** A model's output, the sum of its squares, and the gradient of that. */
    private static Outcome differentiated(Params params, F1<Params, Tensor> model) {
        ValueGradAux<Params, Tensor> all = jit(valueAndGradWithAux((Params p) -> {
            Tensor y = model.apply(p);
            return new WithAux<>(y.mul(y).sum(), y);
        })).apply(params);
        return Outcome.of(params, HkState.empty()).add("output", all.aux()).add("loss", all.value())
                .add("grads/", all.grad());
    }

    private static Outcome functions() {
        ParamsAndState init = CounterHaiku.MODEL.init(Prng.key(0), ones(1, 64));
        HkState state = init.state();
        Outcome outcome = Outcome.of(init.params(), state);
        for (int call = 1; call <= Batches.CALLS; call++) {
            var applied = CounterHaiku.MODEL.apply(init.params(), state, null, ones(1, 64));
            state = applied.state();
            outcome.add("after" + call + "/output", applied.result()).add("after" + call + "/state/", state);
        }
        return outcome;
    }
}
