package org.dovetail.parity.mistakes;

import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.P1;
import org.dovetail.nnx.BatchNorm;
import org.dovetail.nnx.Dropout;
import org.dovetail.nnx.Filter;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.TraceContextException;
import org.dovetail.nnx.Variable;
import org.dovetail.parity.mistakes.Mistake.Refused;

/** Mistakes with NNX's modules, Variables, streams and transformations. */
final class NnxMistakes {
    private static final Filter PARAMS = Filter.of(Param.class);

    static final Map<String, Mistake> ALL = Map.ofEntries(
            Map.entry("nnx_other_width",
                    new Refused(() -> linear().call(Tensors.ones(1, 4)), IllegalArgumentException.class, "Linear: ",
                            "got f32[1,4]", "the last axis of x must be 3, as the kernel is f32[3,2]",
                            "make the layer for as many features as x has")),
            Map.entry("nnx_missing_stream",
                    new Refused(() -> Rngs.of("params", 0).dropout(), IllegalArgumentException.class, "Rngs: ",
                            "there is no stream 'dropout' and no default", "there are [params]",
                            "Add one with rngs.with(\"dropout\", seed), or start from new Rngs(seed)")),
            Map.entry("nnx_grad_of_vector",
                    new Refused(() -> Nnx.grad((Linear model) -> model.call(Tensors.ones(1, 3))).apply(linear()),
                            IllegalArgumentException.class, "grad: ", "got f32[1,2]",
                            "the function must give a scalar", "Reduce it with mean() or sum()")),
            Map.entry("nnx_split_not_all",
                    new Refused(() -> Nnx.split(batchNorm(), PARAMS), IllegalArgumentException.class, "split: ",
                            "got [Param]", "no filter takes the BatchStat at mean",
                            "Add Filter.everything() as the last one")),
            Map.entry("nnx_ellipsis_first",
                    new Refused(() -> Nnx.split(batchNorm(), Filter.everything(), PARAMS),
                            IllegalArgumentException.class, "split: ", "got [everything(), Param]",
                            "nothing is left for those after it", "everything() must be the last filter")),
            Map.entry("nnx_captured",
                    new Refused(NnxMistakes::writesWhatItCaptured, TraceContextException.class,
                            "the captured Variable f32[] ", "is written",
                            "inside a transformation that was not given it",
                            "Pass the module that holds it as an argument")),
            Map.entry("nnx_dropout_without_key",
                    new Refused(() -> new Dropout(0.5).call(Tensors.ones(3)), IllegalStateException.class, "Dropout: ",
                            "was made without a stream of keys", "is training",
                            "Make it with new Dropout(rate, rngs), pass them as in call(x, rngs), or call eval()")),
            Map.entry("nnx_split_rngs_twice",
                    new Refused(() -> new Rngs(0).stream("default").split(2).split(2), IllegalStateException.class,
                            "RngStream 'default': ", "this one is split and has keys of shape [2]",
                            "a single stream is expected", "split the stream that it was split from")));

    private NnxMistakes() {}

    private static Linear linear() { return new Linear(3, 2, new Rngs(0)); }

    private static BatchNorm batchNorm() { return new BatchNorm(3, new Rngs(0)); }

    private static void writesWhatItCaptured() {
        Variable count = new Variable(Tensors.zeros());
        P1<Tensor> writing = x -> count.set(x);
        Nnx.jit(writing).apply(Tensors.scalar(1.0));
    }
}
