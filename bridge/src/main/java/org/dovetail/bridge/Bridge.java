package org.dovetail.bridge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.convert.CarriedArrays;
import org.dovetail.bridge.convert.PlanMismatchException;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.format.ArraysInMemory;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Module;

/**
 * Carries models in memory between Haiku and NNX, by the rules that carry files.
 *
 * {@snippet file="org/dovetail/bridge/BridgeTests.java" region="there-and-back"}
 *
 * <p>
 * A match counts only where it is forced; what can go either way is refused, with the lines that settle it. Every number is copied: training a model never changes parameters that
 * were taken from it or given to it.
 */
public final class Bridge {
    private Bridge() {}

    /**
     * Fills an NNX model with Haiku's parameters.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param model the model; its own Variables say what is wanted, their values play no part
     * @return the model, and what to know of it
     * @throws RefusedException if something cannot be mapped, or in more than one way; nothing is filled then
     */
    public static <M extends Module> Filled<M> toNnx(Params params, M model) {
        return toNnx(params, HkState.empty(), model);
    }

    /**
     * Fills an NNX model with Haiku's parameters and state.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param state the state
     * @param model the model; its own Variables say what is wanted, their values play no part
     * @return the model, and what to know of it
     * @throws RefusedException if something cannot be mapped, or in more than one way; nothing is filled then
     */
    public static <M extends Module> Filled<M> toNnx(Params params, HkState state, M model) {
        return toNnx(params, state, model, BridgeOptions.DEFAULT);
    }

    /**
     * Fills an NNX model with Haiku's parameters and state, as options say.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param state the state
     * @param model the model; its own Variables say what is wanted, their values play no part
     * @param options what settles what alignment cannot
     * @return the model, and what to know of it
     * @throws RefusedException if something cannot be mapped, or in more than one way; nothing is filled then
     * @throws IllegalArgumentException if an option names nothing
     */
    public static <M extends Module> Filled<M> toNnx(Params params, HkState state, M model, BridgeOptions options) {
        ArraysInMemory source = HaikuArrays.of("Bridge.toNnx", params, state, !state.isEmpty());
        NnxArrays target = NnxArrays.of(model);
        return fill(Decision.aligned(source, Style.HAIKU, target.entries(), options), model, target);
    }

    /**
     * Fills an NNX model as a plan says, which {@code dovetail plan} wrote or an earlier call followed.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param state the state
     * @param model the model
     * @param plan what goes where
     * @return the model, and what to know of it
     * @throws PlanMismatchException if the plan is not complete, or is for other parameters or another model; nothing is filled then
     */
    public static <M extends Module> Filled<M> toNnx(Params params, HkState state, M model, Plan plan) {
        return toNnx(params, state, model, plan, BridgeOptions.DEFAULT);
    }

    /**
     * Fills an NNX model as a plan says, without what is skipped.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param state the state
     * @param model the model
     * @param plan what goes where
     * @param options what is skipped or cast
     * @return the model, and what to know of it
     * @throws PlanMismatchException if the plan is not complete, or is for other parameters or another model; nothing is filled then
     * @throws IllegalArgumentException if an option names nothing, or says what goes where
     */
    public static <M extends Module> Filled<M> toNnx(Params params, HkState state, M model, Plan plan,
            BridgeOptions options) {
        boolean collections = plan.steps().stream().flatMap(step -> step.sources().stream())
                .anyMatch(entry -> !entry.path().collection().isEmpty());
        ArraysInMemory source = HaikuArrays.of("Bridge.toNnx", params, state, collections);
        return fill(Decision.given(source, Style.HAIKU, plan, Set.of(), options), model, NnxArrays.of(model));
    }

    private static <M extends Module> Filled<M> fill(Decision decision, M model, NnxArrays target) {
        CarriedArrays carried = decision.carry(Optional.empty());
        target.fill(carried.arrays());
        return new Filled<>(model, carried.findings(), decision.notes(), decision.leftOut(),
                Decision.unfilled(target.entries(), carried), carried.sideData());
    }

    /**
     * An NNX model's numbers under the names that Haiku would give.
     *
     * @param model the model
     * @return parameters, state, and what to know of them
     * @throws RefusedException if something is not told by shapes and names
     */
    public static HaikuWeights toHaiku(Module model) { return toHaiku(model, BridgeOptions.DEFAULT); }

    /**
     * An NNX model's numbers under the names that Haiku would give, as options say.
     *
     * @param model the model
     * @param options what settles what shapes and names do not tell, as {@code --kind 'norm=BatchNorm(2)'}
     * @return parameters, state, and what to know of them
     * @throws RefusedException if something is not told by shapes and names
     * @throws IllegalArgumentException if an option names nothing
     */
    public static HaikuWeights toHaiku(Module model, BridgeOptions options) {
        ArraysInMemory source = NnxArrays.of(model).numbers("Bridge.toHaiku");
        return weights(Decision.named(source, Style.NNX, options), Optional.empty(), List.of());
    }

    /**
     * An NNX model's numbers under the names of a Haiku model.
     *
     * @param model the model
     * @param like parameters of the Haiku model, as its {@code init} gives; their values play no part
     * @param likeState its state
     * @return parameters, state, and what to know of them
     * @throws RefusedException if something cannot be mapped, or in more than one way
     */
    public static HaikuWeights toHaiku(Module model, Params like, HkState likeState) {
        return toHaiku(model, like, likeState, BridgeOptions.DEFAULT);
    }

    /**
     * An NNX model's numbers under the names of a Haiku model, as options say.
     *
     * @param model the model
     * @param like parameters of the Haiku model, as its {@code init} gives; their values play no part
     * @param likeState its state
     * @param options what settles what alignment cannot
     * @return parameters, state, and what to know of them
     * @throws RefusedException if something cannot be mapped, or in more than one way
     * @throws IllegalArgumentException if an option names nothing
     */
    public static HaikuWeights toHaiku(Module model, Params like, HkState likeState, BridgeOptions options) {
        ArraysInMemory source = NnxArrays.of(model).numbers("Bridge.toHaiku");
        List<Entry> wanted = HaikuArrays.entries(like, likeState, !likeState.isEmpty());
        return weights(Decision.aligned(source, Style.NNX, wanted, options), Optional.empty(), wanted);
    }

    /**
     * The way back of {@link #toNnx}: the names and numbers that filled the model, with what training made of them. What only Haiku has is as it was where the numbers of its layer
     * are; elsewhere it is computed, and {@link HaikuWeights#findings} says so.
     *
     * @param filled the model
     * @return parameters, state, and what to know of them
     * @throws PlanMismatchException if the model's Variables are no longer those that were filled
     */
    public static HaikuWeights toHaiku(Filled<?> filled) { return toHaiku(filled, BridgeOptions.DEFAULT); }

    /**
     * The way back of {@link #toNnx}, without what is skipped, as Variables that the model got since.
     *
     * @param filled the model
     * @param options what is skipped or cast
     * @return parameters, state, and what to know of them
     * @throws PlanMismatchException if the model's Variables are no longer those that were filled
     * @throws IllegalArgumentException if an option names nothing, or says what goes where
     */
    public static HaikuWeights toHaiku(Filled<?> filled, BridgeOptions options) {
        ArraysInMemory source = NnxArrays.of(filled.model()).numbers("Bridge.toHaiku");
        Decision decision = Decision.given(source, Style.NNX, filled.wayBack().inverse(),
                Set.copyOf(filled.unfilled()), options);
        return weights(decision, Optional.of(filled.wayBack()), decision.targets());
    }

    private static HaikuWeights weights(Decision decision, Optional<SideData> known, List<Entry> wanted) {
        CarriedArrays carried = decision.carry(known);
        return new HaikuWeights(HaikuArrays.params(carried.arrays()), HaikuArrays.state(carried.arrays()),
                carried.findings(), decision.notes(), decision.leftOut(), Decision.unfilled(wanted, carried));
    }
}
