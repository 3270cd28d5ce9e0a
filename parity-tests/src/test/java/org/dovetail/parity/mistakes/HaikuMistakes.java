package org.dovetail.parity.mistakes;

import java.util.Map;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.MissingRngException;
import org.dovetail.haiku.NonEmptyStateException;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.Transformed;
import org.dovetail.parity.mistakes.Mistake.Refused;

/** Mistakes with Haiku's modules and transformed functions. */
final class HaikuMistakes {
    private static final Tensor ROW = Tensors.ones(1, 3);
    private static final Transformed.Of1<Tensor, Tensor> LINEAR = Hk.transform((Tensor x) -> new Linear(2).call(x));
    private static final Transformed.Of1<Tensor, Tensor> DROPOUT = Hk
            .transform((Tensor x) -> Hk.dropout(Hk.nextRngKey(), 0.5, x));
    private static final Transformed.Of1<Tensor, Tensor> COUNTER = Hk
            .transform((Tensor x) -> Hk.getState("counter", Shape.of(), DType.FLOAT32, Init.zeros()));
    private static final Transformed.Of1<Tensor, Tensor> JITTED_PART = Hk
            .transform((Tensor x) -> new Linear(2).call(Transforms.jit(new Linear(3)).apply(x)));

    static final Map<String, Mistake> ALL = Map.ofEntries(
            Map.entry("hk_outside",
                    new Refused(() -> new Linear(2), IllegalStateException.class, "new Linear: ",
                            "there is no transformed function here",
                            "Modules, parameters, state and keys live in a function that Haiku transforms",
                            "transform((Tensor x) -> new Linear(10).call(x))")),
            Map.entry("hk_no_key",
                    new Refused(() -> DROPOUT.apply(DROPOUT.init(0, ROW), null, ROW), MissingRngException.class,
                            "nextRngKey ", "apply got none (null)", "needs a random key",
                            "Pass one:  model.apply(params, Prng.key(0), ...)")),
            Map.entry("hk_init_no_key",
                    new Refused(() -> LINEAR.init(null, ROW), MissingRngException.class,
                            "the initializer of 'linear/w' ", "init got none (null)", "needs a random key",
                            "Pass one:  model.init(Prng.key(0), ...)")),
            Map.entry("hk_missing_parameter",
                    new Refused(() -> LINEAR.apply(Params.empty(), null, ROW), IllegalArgumentException.class,
                            "apply: ", "there is no parameter 'w' of module 'linear'; the modules are []",
                            "the function asks for 'linear/w' f32[3,2]", "pass those that init of this function gave")),
            Map.entry("hk_other_width",
                    new Refused(() -> LINEAR.apply(LINEAR.init(0, ROW), null, Tensors.ones(1, 4)),
                            IllegalArgumentException.class, "apply: ", "'linear/w' is given as f32[3,2]",
                            "the function asks for f32[4,2]", "Pass an input of the width that init saw")),
            Map.entry("hk_state_without_state",
                    new Refused(() -> COUNTER.init(0, ROW), NonEmptyStateException.class, "getState: ",
                            "uses the state '~/counter'", "was transformed without state",
                            "Write  transformWithState(...)")),
            Map.entry("hk_jit_inside",
                    new Refused(() -> Hk.transform(Transforms.jit((Tensor x) -> new Linear(2).call(x))),
                            IllegalArgumentException.class, "transform: ", "got a function that is jitted already",
                            "creating parameters, is no part of its graph", "jit(transform(f)::apply)")),
            Map.entry("hk_jit_of_part",
                    new Refused(() -> JITTED_PART.init(0, ROW), IllegalStateException.class, "getParameter: ",
                            "called in a jit, grad or vmap that was started inside of the transformed function",
                            "its values would leak out of it", "jit(model::apply)")),
            Map.entry("hk_linear_of_scalar", new Refused(() -> LINEAR.init(0, Tensors.ones()),
                    IllegalArgumentException.class, "Linear 'linear': ", "got f32[]",
                    "floats with at least one axis are expected", "Give it an axis:  x.reshape(1)")));

    private HaikuMistakes() {}
}
