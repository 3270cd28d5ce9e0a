package org.dovetail.parity.optim;

import static java.util.Map.entry;
import static org.dovetail.core.optim.Optim.chain;
import static org.dovetail.core.optim.Optim.masked;

import java.util.Map;
import org.dovetail.core.DType;
import org.dovetail.core.Tensors;
import org.dovetail.core.optim.Adadelta;
import org.dovetail.core.optim.Adagrad;
import org.dovetail.core.optim.Adam;
import org.dovetail.core.optim.AdamW;
import org.dovetail.core.optim.Adamax;
import org.dovetail.core.optim.AdamaxW;
import org.dovetail.core.optim.Amsgrad;
import org.dovetail.core.optim.ApplyIfFinite;
import org.dovetail.core.optim.Ema;
import org.dovetail.core.optim.GradientTransformation;
import org.dovetail.core.optim.InjectHyperparams;
import org.dovetail.core.optim.Lamb;
import org.dovetail.core.optim.Lars;
import org.dovetail.core.optim.Lion;
import org.dovetail.core.optim.MultiSteps;
import org.dovetail.core.optim.MultiTransform;
import org.dovetail.core.optim.NoisySgd;
import org.dovetail.core.optim.Optim;
import org.dovetail.core.optim.PerLeaf;
import org.dovetail.core.optim.Radam;
import org.dovetail.core.optim.RmsProp;
import org.dovetail.core.optim.ScaleBySchedule;
import org.dovetail.core.optim.ScaleByTrustRatio;
import org.dovetail.core.optim.Schedule;
import org.dovetail.core.optim.Schedules;
import org.dovetail.core.optim.Sgd;
import org.dovetail.core.optim.SkipUpdate;
import org.dovetail.core.optim.Trace;

/** The transformations of {@code reference/optim_cases.py}, by the same names. */
final class Runs {
    private static final Schedule LINEAR = Schedules.linear(0.1, 0.01, 10);
    private static final PerLeaf<Boolean> WITH_RANK = (_, spec) -> spec.shape().rank() > 1;
    private static final PerLeaf<Boolean> NESTED = PerLeaf.tree(Boolean.class,
            Map.of("a", Map.of("b", false, "w", true), "c", true, "h", false, "s", false));
    private static final PerLeaf<String> LABELS = PerLeaf.tree(String.class,
            Map.of("a", "fast", "c", "slow", "h", "slow", "s", "none"));

    static final Map<String, GradientTransformation<?>> ALL = Map.ofEntries(
            entry("sgd", Sgd.of(0.1)),
            entry("sgd_momentum", Sgd.of(0.1).withMomentum(0.9)),
            entry("sgd_nesterov", Sgd.of(0.1).withMomentum(0.9).withNesterov()),
            entry("sgd_accumulator", Sgd.of(0.1).withMomentum(0.9).withAccumulatorDtype(DType.BFLOAT16)),
            entry("sgd_schedule", Sgd.of(LINEAR).withMomentum(0.9)),
            entry("adam", Adam.of(0.01)),
            entry("adam_options", Adam.of(0.01).withB1(0.8).withB2(0.95).withEps(1e-4).withEpsRoot(1e-5)),
            entry("adam_mu_dtype", Adam.of(0.01).withMuDtype(DType.BFLOAT16)),
            entry("adam_mu_wide", Adam.of(0.01).withMuDtype(DType.FLOAT32)),
            entry("adam_schedule", Adam.of(LINEAR)),
            entry("adam_jit", Adam.of(0.01)),
            entry("nadam", Adam.of(0.01).withNesterov()),
            entry("adamw", AdamW.of(0.01).withWeightDecay(0.1)),
            entry("adamw_mask", AdamW.of(0.01).withWeightDecay(0.1).withMask(WITH_RANK)),
            entry("adamw_mask_tree", AdamW.of(0.01).withWeightDecay(0.1).withMask(NESTED)),
            entry("adamw_decay_schedule", AdamW.of(0.01).withWeightDecay(LINEAR)),
            entry("nadamw", AdamW.of(0.01).withWeightDecay(0.1).withNesterov()),
            entry("adamax", Adamax.of(0.01)),
            entry("adamaxw", AdamaxW.of(0.01).withWeightDecay(0.1).withMask(WITH_RANK)),
            entry("amsgrad", Amsgrad.of(0.01)),
            entry("radam", Radam.of(0.01)),
            entry("radam_nesterov", Radam.of(0.01).withB2(0.9).withNesterov()),
            entry("rmsprop", RmsProp.of(0.01)),
            entry("rmsprop_centered", RmsProp.of(0.01).withCentered().withInitialScale(4)),
            entry("rmsprop_momentum", RmsProp.of(0.01).withMomentum(0.9).withNesterov()),
            entry("rmsprop_outside", RmsProp.of(0.01).withEps(0.1).withEpsOutside()),
            entry("rmsprop_unbiased", RmsProp.of(0.01).withUnbiased()),
            entry("rmsprop_centered_unbiased", RmsProp.of(0.01).withEps(1).withCentered().withUnbiased()),
            entry("rmsprop_initial", RmsProp.of(0.01).withDecay(0.8).withInitialScale(1)),
            entry("adagrad", Adagrad.of(0.1)),
            entry("adadelta", Adadelta.of(0.5)),
            entry("adadelta_decay", Adadelta.of(0.5).withWeightDecay(0.1).withWeightDecayMask(WITH_RANK)),
            entry("lamb", Lamb.of(0.01)),
            entry("lamb_decay", Lamb.of(0.01).withWeightDecay(0.1).withMask(WITH_RANK)),
            entry("lars", Lars.of(0.1)),
            entry("lars_masks", Lars.of(0.1).withWeightDecay(0.01).withWeightDecayMask(WITH_RANK)
                    .withTrustRatioMask(WITH_RANK).withNesterov()),
            entry("lion", Lion.of(0.01)),
            entry("lion_options", Lion.of(0.01).withB1(0.8).withB2(0.9).withMuDtype(DType.BFLOAT16)
                    .withWeightDecay(0.1)),
            entry("noisy_sgd", NoisySgd.of(0.1, 7).withEta(0.5).withGamma(0.55)),
            entry("trace", Trace.of(0.9)),
            entry("ema", Ema.of(0.9)),
            entry("ema_biased", Ema.of(0.9).withBiased().withAccumulatorDtype(DType.FLOAT32)),
            entry("identity", Optim.identity()),
            entry("set_to_zero", Optim.setToZero()),
            entry("scale", Optim.scale(-0.5)),
            entry("scale_by_schedule", new ScaleBySchedule(LINEAR)),
            entry("clip", Optim.clip(0.5)),
            entry("clip_by_block_rms", Optim.clipByBlockRms(0.8)),
            entry("clip_by_global_norm", Optim.clipByGlobalNorm(1)),
            entry("clip_by_global_norm_large", Optim.clipByGlobalNorm(100)),
            entry("adaptive_grad_clip", Optim.adaptiveGradClip(0.3, 1e-3)),
            entry("add_decayed_weights", Optim.addDecayedWeights(0.1)),
            entry("centralize", Optim.centralize()),
            entry("keep_params_nonnegative", chain(Sgd.of(0.3), Optim.keepParamsNonnegative())),
            entry("scale_by_trust_ratio",
                    ScaleByTrustRatio.DEFAULT.withMinNorm(1.5).withTrustCoefficient(0.5).withEps(0.1)),
            entry("zero_nans", Optim.zeroNans()),
            entry("chain_clip_adam", chain(Optim.clipByGlobalNorm(1), Adam.of(0.01))),
            entry("masked", masked(Sgd.of(0.1).withMomentum(0.9), WITH_RANK)),
            entry("masked_adam", masked(Adam.of(0.01), NESTED)),
            entry("masked_clip", masked(Optim.clipByGlobalNorm(1), NESTED)),
            entry("partition", MultiTransform.of(Map.of("fast", Adam.of(0.1), "slow",
                    Sgd.of(0.01).withMomentum(0.9), "none", Optim.setToZero()), LABELS)),
            entry("multi_steps", MultiSteps.of(Adam.of(0.01), 4)),
            entry("multi_steps_sum", MultiSteps.of(Sgd.of(0.01), 4).withSum()),
            entry("multi_steps_schedule", MultiSteps.of(Sgd.of(0.1).withMomentum(0.9), 1)
                    .withEveryK(step -> Tensors.where(step.lt(2), Tensors.scalar(2), Tensors.scalar(3)))),
            entry("multi_steps_skip", MultiSteps.of(Sgd.of(0.1), 2).withSkip(SkipUpdate.large(44))),
            entry("multi_steps_finite", MultiSteps.of(Sgd.of(0.1), 2).withSkip(SkipUpdate.notFinite())),
            entry("apply_if_finite", new ApplyIfFinite<>(Adam.of(0.01), 2)),
            entry("apply_if_finite_overrun", new ApplyIfFinite<>(Sgd.of(0.1), 1)),
            entry("inject_adam", InjectHyperparams.of(Adam.of(0.01))),
            entry("inject_schedule", InjectHyperparams.of(Adam.of(LINEAR))
                    .withSchedule("b1", Schedules.linear(0.5, 0.9, 10))),
            entry("inject_sgd", InjectHyperparams.of(Sgd.of(0.1).withMomentum(0.9))));

    private Runs() {}
}
