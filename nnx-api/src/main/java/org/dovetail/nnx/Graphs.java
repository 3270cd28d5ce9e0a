package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.dovetail.core.Tensor;

/** Models taken apart, put together and updated. */
final class Graphs {
    private Graphs() {}

    /** The Variables by path, in the order of State. */
    static SequencedMap<Path, Variable> variables(Object node) {
        Walk walk = Walk.of(node);
        List<Path> paths = walk.structure().variables(List.of());
        TreeMap<Path, Variable> variables = new TreeMap<>();
        for (int i = 0; i < paths.size(); i++) {
            variables.put(paths.get(i), walk.variables().get(i));
        }
        return variables;
    }

    static State state(Object node, Filter filter) {
        List<State.Entry> entries = new ArrayList<>();
        variables(node).forEach((path, variable) -> {
            if (filter.matches(path, variable.getClass())) {
                entries.add(new State.Entry(path, variable.getClass(), variable.get()));
            }
        });
        return State.of(entries);
    }

    static <M> GraphDef<M> graphDef(M node) { return GraphDef.of(Walk.of(node)); }

    /** The values of all Variables, each in the state of the first filter that takes it. */
    static List<State> split(Object node, Filter... filters) {
        for (int i = 0; i < filters.length - 1; i++) {
            if (filters[i] instanceof Filter.Everything) {
                throw new IllegalArgumentException(
                        "split: everything() must be the last filter, since nothing is left for those after it; got "
                                + Arrays.toString(filters));
            }
        }
        List<List<State.Entry>> parts = new ArrayList<>();
        for (int i = 0; i < filters.length; i++) {
            parts.add(new ArrayList<>());
        }
        for (State.Entry entry : state(node, Filter.everything()).entries()) {
            parts.get(first(filters, entry)).add(entry);
        }
        return parts.stream().map(State::of).toList();
    }

    private static int first(Filter[] filters, State.Entry entry) {
        for (int i = 0; i < filters.length; i++) {
            if (filters[i].matches(entry.path(), entry.type())) {
                return i;
            }
        }
        throw new IllegalArgumentException("split: no filter takes the " + entry.type().getSimpleName() + " at "
                + entry.path() + "; got " + Arrays.toString(filters) + ". Add Filter.everything() as the last one");
    }

    static List<State> listOf(State first, State... rest) {
        List<State> all = new ArrayList<>();
        all.add(first);
        all.addAll(Arrays.asList(rest));
        return all;
    }

    static State merged(List<State> states) {
        return State.of(states.stream().flatMap(state -> state.entries().stream()).toList());
    }

    static void update(Object node, List<State> states) {
        Map<Path, Variable> variables = variables(node);
        Map<Variable, Tensor> values = new LinkedHashMap<>();
        for (State.Entry entry : merged(states).entries()) {
            Variable variable = variables.get(entry.path());
            if (variable == null) {
                throw new IllegalArgumentException("update: there is no Variable at " + entry.path() + "; there are "
                        + variables.keySet());
            }
            if (!variable.peek().shape().equals(entry.value().shape())) {
                throw new IllegalArgumentException("update: at " + entry.path() + " the Variable is "
                        + variable.peek().spec() + "; got " + entry.value().spec()
                        + ". To change the shape, call set on the Variable itself");
            }
            variable.requireWritable();
            values.put(variable, entry.value());
        }
        values.forEach(Variable::set);
    }

    static <M> M copy(M node) {
        Walk walk = Walk.of(node);
        return GraphDef.<M>of(walk).build(walk.variables().stream().map(Variable::get).iterator());
    }

    static void reseed(Object node, Map<String, Long> seeds) {
        Rngs rngs = new Rngs(new TreeMap<>());
        for (Map.Entry<String, Long> entry : seeds.entrySet()) {
            rngs = rngs.with(entry.getKey(), entry.getValue());
        }
        for (Module module : Walk.of(node).modules()) {
            if (module instanceof RngStream stream && seeds.containsKey(stream.tag())) {
                stream.reseed(rngs.next(stream.tag()));
            }
        }
    }
}
