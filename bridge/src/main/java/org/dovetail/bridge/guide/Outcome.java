package org.dovetail.bridge.guide;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.State;

/** What a program of the guide made at first, and what it computed then, under the names that Python's figures have. */
final class Outcome {
    private final SequencedMap<String, String> trees = new LinkedHashMap<>();
    private final SequencedMap<String, Array> initial = new LinkedHashMap<>();
    private final SequencedMap<String, Array> numbers = new LinkedHashMap<>();

    private Outcome() {}

    /** Begins with what Haiku's {@code init} gave. */
    static Outcome of(Params params, HkState state) {
        Outcome outcome = new Outcome();
        outcome.trees.put("params", params.toString());
        if (!state.isEmpty()) {
            outcome.trees.put("state", state.toString());
        }
        put(outcome.initial, "", params.modules());
        return outcome;
    }

    /** Begins with an NNX model that was just made. */
    static Outcome of(Module model) {
        Outcome outcome = new Outcome();
        State params = Nnx.state(model, Param.class);
        State all = Nnx.state(model);
        outcome.trees.put("params", params.toString());
        if (all.size() > params.size()) {
            outcome.trees.put("all", all.toString());
        }
        put(outcome.initial, "", all);
        return outcome;
    }

    /** Adds something computed. */
    Outcome add(String name, Tensor tensor) {
        numbers.put(name, array(tensor));
        return this;
    }

    /** Adds a series of scalars. */
    Outcome add(String name, List<Tensor> series) {
        return add(name, Tensors.stack(0, series.toArray(Tensor[]::new)));
    }

    /** Adds parameters, or a gradient, under a head. */
    Outcome add(String head, Params params) {
        put(numbers, head, params.modules());
        return this;
    }

    /** Adds Haiku's state under a head. */
    Outcome add(String head, HkState state) {
        put(numbers, head, state.modules());
        return this;
    }

    /** Adds what Variables hold, or a gradient, under a head. */
    Outcome add(String head, State state) {
        put(numbers, head, state);
        return this;
    }

    /** The trees of names and shapes, as Python prints them. */
    SequencedMap<String, String> trees() {
        return Collections.unmodifiableSequencedMap(trees);
    }

    /** The arrays that the model began with. */
    SequencedMap<String, Array> initial() {
        return Collections.unmodifiableSequencedMap(initial);
    }

    /** What was computed. */
    SequencedMap<String, Array> numbers() {
        return Collections.unmodifiableSequencedMap(numbers);
    }

    private static void put(Map<String, Array> arrays, String head, State state) {
        state.flat().forEach((path, tensor) -> arrays.put(head + path, array(tensor)));
    }

    private static void put(Map<String, Array> arrays, String head,
            Map<String, ? extends Map<String, Tensor>> modules) {
        modules.forEach((module, bundle) -> bundle
                .forEach((name, tensor) -> arrays.put(head + module + "/" + name, array(tensor))));
    }

    private static Array array(Tensor tensor) {
        if (tensor instanceof Array array) {
            return array;
        }
        throw new IllegalArgumentException("guide: a program's result must be numbers, got " + tensor);
    }
}
