package org.dovetail.bridge.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of optax's NamedTuples, which pickles do not store. */
public final class OptaxStates {
    private static final Map<String, List<String>> FIELDS = """
            AccumulateAvgUpdatesState micro_step ready avg_grad
            AddNoiseState count rng_key
            ApplyEvery count grad_acc
            ApplyIfFiniteState notfinite_count last_finite total_notfinite inner_state
            COCOBState init_particles cumulative_gradients scale subgradients reward
            ConditionallyMaskState step inner_state
            ConditionallyTransformState inner_state step
            DAdaptAdamWState exp_avg exp_avg_sq grad_sum estim_lr numerator_weighted count
            DifferentiallyPrivateAggregateState rng_key
            DoGState is_init_step init_params max_dist sum_sq_norm_grads
            DoWGState init_params weighted_sq_norm_grads estim_sq_dist
            EmaState count ema
            FactoredState count v_row v_col v
            GaLoreState count base_optimizer_state projector
            HutchinsonState key
            InjectHyperparamsState count hyperparams inner_state
            InjectStatefulHyperparamsState count hyperparams hyperparams_states inner_state
            LookaheadParams fast slow
            LookaheadState fast_state steps_since_sync
            MadgradState count grad_sum_sq s x0
            MaskedState inner_state
            MechanicState base_optimizer_state count r m v s x0
            MomoAdamState exp_avg exp_avg_sq barf gamma lb count
            MomoState exp_avg barf gamma lb count
            MonitorState measurements measure_states
            MultiStepsState mini_step gradient_step inner_opt_state acc_grads skip_state
            MultiTransformState inner_states
            MuonState count mu ns_coeffs
            PartitionState inner_states
            ProdigyState exp_avg exp_avg_sq grad_sum params0 estim_lr numerator_weighted count
            ReduceLROnPlateauState scale best_value plateau_count cooldown_count count avg_value
            SAMState steps_since_sync opt_state adv_state cache
            ScaleByAdaDeltaState e_g e_x
            ScaleByAdamState count mu nu
            ScaleByAdanState m v n g t
            ScaleByAdemamixState count count_m2 m1 m2 nu
            ScaleByAmsgradState count mu nu nu_max
            ScaleByBacktrackingLinesearchState learning_rate value grad info
            ScaleByBeliefState count mu nu
            ScaleByDistanceOverGradientsState max_dist grad_sum_of_squares init_params
            ScaleByLBFGSState count params updates diff_params_memory diff_updates_memory weights_memory
            ScaleByLionState count mu
            ScaleByNovogradState count mu nu
            ScaleByOptimisticGradientState is_initial_step previous_gradient
            ScaleByRStdDevState mu nu
            ScaleByRStdDevWithCountState count mu nu
            ScaleByRmsState nu
            ScaleByRmsWithCountState count nu
            ScaleByRpropState step_sizes prev_updates
            ScaleByRssState sum_of_squares
            ScaleBySM3State mu nu
            ScaleByScheduleState count
            ScaleBySimplifiedAdEMAMixState t m n
            ScaleByZoomLinesearchState learning_rate value grad info
            ScheduleFreeState b1 weight_sum step_count max_lr base_optimizer_state z
            SnapshotState measurement
            SophiaState count mu nu hessian_fn_state
            SplitRealAndImaginaryArrays real imaginary
            SplitRealAndImaginaryState inner_state
            TraceState trace
            WeightDecaySchedule count
            WrappedScheduleState count
            ZeroNansState found_nan
            """.lines().map(line -> Arrays.asList(line.split(" ", -1)))
            .collect(Collectors.toMap(List::getFirst, words -> words.subList(1, words.size())));

    /** A class of optax's, as {@code module.Name}. */
    static final Pattern CLASS = Pattern.compile("(optax(?:\\.\\w+)*)\\.(\\w+)");

    private static final Set<String> NAMES = FIELDS.values().stream().flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private OptaxStates() {}

    /**
     * Whether a state of optax's has a field of a name, so that not the user gave it.
     *
     * @param name the name, as {@code mu}
     * @return true when one has
     */
    public static boolean isField(String name) { return NAMES.contains(name); }

    /** The names of a NamedTuple's fields; empty when the class is not known, or had other fields in another version. */
    static List<String> fields(String module, String name, int count) {
        List<String> fields = module.startsWith("optax.") ? FIELDS.getOrDefault(name, List.of()) : List.of();
        return fields.size() == count ? fields : List.of();
    }
}
