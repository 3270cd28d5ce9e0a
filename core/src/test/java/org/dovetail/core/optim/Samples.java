package org.dovetail.core.optim;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.tree.Tree;

/** Parameters and gradients of several shapes and dtypes, and one transformation of each kind. */
final class Samples {
    private static final PerLeaf<Boolean> MATRICES = (_, spec) -> spec.shape().rank() > 1;

    static final List<GradientTransformation<?>> TRANSFORMATIONS = List.of(
            Sgd.of(0.1), Sgd.of(Schedules.cosineDecay(0.1, 5)).withMomentum(0.9).withNesterov(),
            Adam.of(0.1).withEpsRoot(1e-8), Adam.of(0.1).withMuDtype(DType.BFLOAT16).withNesterov(),
            AdamW.of(Schedules.linear(0.1, 0, 3)).withMask(MATRICES), Adamax.of(0.1), AdamaxW.of(0.1),
            Amsgrad.of(0.1), Radam.of(0.1).withB2(0.5), Lion.of(0.1), Lamb.of(0.1).withWeightDecay(0.1),
            Lars.of(0.1).withWeightDecay(0.1), RmsProp.of(0.1), RmsProp.of(0.1).withCentered().withMomentum(0.9),
            Adagrad.of(0.1), Adadelta.of(1), NoisySgd.of(0.1, 3), Ema.of(0.9), Optim.centralize(), Optim.zeroNans(),
            Optim.chain(Optim.clipByGlobalNorm(1), Optim.clip(0.1), Optim.clipByBlockRms(0.05)),
            Optim.chain(Optim.adaptiveGradClip(0.01, 1e-3), Optim.keepParamsNonnegative()),
            Optim.masked(Adam.of(0.1), MATRICES), MultiSteps.of(Adam.of(0.1), 2),
            MultiSteps.of(Sgd.of(0.1), 2).withSkip(SkipUpdate.notFinite()), new ApplyIfFinite<>(Adam.of(0.1), 2),
            InjectHyperparams.of(Adam.of(Schedules.linear(0.1, 0, 3))),
            MultiTransform.of(Map.of("matrix", Adam.of(0.1), "other", Sgd.of(0.1)),
                    (_, spec) -> spec.shape().rank() > 1 ? "matrix" : "other"));

    private Samples() {}

    /** A record, a map and a list, of float32 and bfloat16. */
    record Params(Map<String, Tensor> layer, List<Tensor> scales) {}

    static Params params(long seed) {
        return new Params(Map.of("b", draw(seed, 0, DType.FLOAT32, 3), "w", draw(seed, 1, DType.FLOAT32, 2, 3)),
                List.of(draw(seed, 2, DType.BFLOAT16, 4), draw(seed, 3, DType.FLOAT32)));
    }

    private static Array draw(long seed, int place, DType dtype, int... extents) {
        return Prng.normal(Prng.foldIn(Prng.key(seed), place), Shape.of(extents)).cast(dtype).array();
    }

    /** The gradients of some steps, along a new first axis. */
    static Params stacked(long seed, int steps) {
        List<Params> all = IntStream.range(0, steps).mapToObj(step -> params(seed + step)).toList();
        List<List<Tensor>> leaves = all.stream().map(Tree::leaves).toList();
        Tree first = Tree.of(all.getFirst());
        return first.with(IntStream.range(0, first.leaves().size()).mapToObj(i -> Tensors
                .stack(0, leaves.stream().map(step -> step.get(i)).toArray(Tensor[]::new))).toList());
    }

    static <T> T onReference(Supplier<T> body) { return Backends.with(Backends.named("reference"), body); }
}
