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
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Optimizer;

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
        return fill(Decision.aligned(source, Style.HAIKU, target.entries(), Set.of(), options), model, target);
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

    /**
     * Fills an NNX model and its optimizer, so that training goes on where Haiku's was.
     *
     * {@snippet file="org/dovetail/bridge/BridgeTrainingTests.java" region="going-on"}
     *
     * <p>
     * Moments follow their parameters as they do in files: transposed, split and joined alike, but nothing is added to them. Haiku has no count of updates of its own, so the
     * optimizer's {@code step} stays as it is, and is listed.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param state the state
     * @param optState the optimizer's state, as {@code init} and {@code update} of {@code core.optim} give it
     * @param model the model
     * @param optimizer its optimizer, of the same transformation; a {@code ModelAndOptimizer} as well
     * @return the model, and what to know of it and of the optimizer
     * @throws RefusedException if something cannot be mapped, or in more than one way, or would not train the same; nothing is filled then
     */
    public static <M extends Module> Filled<M> toNnx(Params params, HkState state, Object optState, M model,
            Optimizer optimizer) {
        return toNnx(params, state, optState, model, optimizer, BridgeOptions.DEFAULT);
    }

    /**
     * Fills an NNX model and its optimizer, as options say.
     *
     * @param <M> the model's class
     * @param params the parameters
     * @param state the state
     * @param optState the optimizer's state
     * @param model the model
     * @param optimizer its optimizer
     * @param options what settles what alignment cannot, as {@code --map 'opt_state/1/0=opt_state/0'} where one has clipping and the other has not
     * @return the model, and what to know of it and of the optimizer
     * @throws RefusedException if something cannot be mapped, or in more than one way, or would not train the same; nothing is filled then
     * @throws IllegalArgumentException if an option names nothing
     */
    public static <M extends Module> Filled<M> toNnx(Params params, HkState state, Object optState, M model,
            Optimizer optimizer, BridgeOptions options) {
        ArraysInMemory source = HaikuArrays.of("Bridge.toNnx", params, state, optState);
        NnxArrays target = NnxArrays.of(model, optimizer);
        return fill(Decision.aligned(source, Style.HAIKU, target.entries(), Set.of(), options), model, target);
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
        return weights(Decision.aligned(source, Style.NNX, wanted, Set.of(), options), Optional.empty(), wanted);
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

    /**
     * The numbers of an NNX model and its optimizer under the names of a Haiku model, so that training goes on there. The optimizer's {@code step} is left out, and listed.
     *
     * @param <S> the type of the optimizer's state
     * @param model the model
     * @param optimizer its optimizer
     * @param like parameters of the Haiku model; their values play no part
     * @param likeState its state
     * @param likeOptState the state of the same transformation, as {@code init(like)} gives it; its values play no part
     * @param options what settles what alignment cannot
     * @return parameters, state, the optimizer's state, and what to know of them
     * @throws RefusedException if something cannot be mapped, or in more than one way, or would not train the same
     * @throws IllegalArgumentException if an option names nothing
     */
    public static <S> HaikuRun<S> toHaiku(Module model, Optimizer optimizer, Params like, HkState likeState,
            S likeOptState, BridgeOptions options) {
        ArraysInMemory source = NnxArrays.of(model, optimizer).numbers("Bridge.toHaiku");
        List<Entry> wanted = HaikuArrays.entries(like, likeState, likeOptState);
        return run(Decision.aligned(source, Style.NNX, wanted, Set.of(EntryPath.of(EntryPath.STEP)), options),
                Optional.empty(), wanted, likeOptState);
    }

    /**
     * The way back of {@link #toNnx(Params, HkState, Object, Module, Optimizer)}: the names and numbers that filled model and optimizer, with what training made of them.
     *
     * @param <S> the type of the optimizer's state
     * @param filled the model
     * @param optimizer the optimizer that was filled with it
     * @param likeOptState an optimizer's state of the structure that went there; its values play no part
     * @return parameters, state, the optimizer's state, and what to know of them
     * @throws PlanMismatchException if the Variables are no longer those that were filled
     */
    public static <S> HaikuRun<S> toHaiku(Filled<?> filled, Optimizer optimizer, S likeOptState) {
        ArraysInMemory source = NnxArrays.of(filled.model(), optimizer).numbers("Bridge.toHaiku");
        Decision decision = Decision.given(source, Style.NNX, filled.wayBack().inverse(),
                Set.copyOf(filled.unfilled()), BridgeOptions.DEFAULT);
        return run(decision, Optional.of(filled.wayBack()), decision.targets(), likeOptState);
    }

    private static <S> HaikuRun<S> run(Decision decision, Optional<SideData> known, List<Entry> wanted,
            S likeOptState) {
        CarriedArrays carried = decision.carry(known);
        return new HaikuRun<>(weights(decision, carried, wanted), OptaxArrays.with(likeOptState, carried.arrays()));
    }

    private static HaikuWeights weights(Decision decision, Optional<SideData> known, List<Entry> wanted) {
        return weights(decision, decision.carry(known), wanted);
    }

    private static HaikuWeights weights(Decision decision, CarriedArrays carried, List<Entry> wanted) {
        return new HaikuWeights(HaikuArrays.params(carried.arrays()), HaikuArrays.state(carried.arrays()),
                carried.findings(), decision.notes(), decision.leftOut(), Decision.unfilled(wanted, carried));
    }
}
