package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that runs step by step.
 *
 * @param <K> the type of its carry
 * @param <Y> the type of its output
 */
final class Scanning<K, Y> {
    private final String caller;
    private final Object function;
    private final Function<List<@Nullable Object>, Carry<K, Y>> body;
    private final Stepping.Options options;
    private final Arguments arguments;
    private final @Nullable Object[] given;
    private final List<String> paths;
    private final List<List<String>> leafPaths = new ArrayList<>();
    private final List<ScanAxis> axes;
    private final Splits splits;
    private final List<Tensor> outside = new ArrayList<>();

    private Scanning(String caller, Object function, Function<List<@Nullable Object>, Carry<K, Y>> body,
            Stepping.Options options, Arguments arguments, @Nullable Object[] given) {
        this.caller = caller;
        this.function = function;
        this.body = body;
        this.options = options;
        this.arguments = arguments;
        this.given = given;
        Set<String> taken = new HashSet<>();
        this.paths = distinct(arguments.paths().stream().map(Path::toString).toList(), taken);
        for (int i = 0; i < given.length; i++) {
            leafPaths.add(distinct(arguments.leafPaths(i), taken));
        }
        List<ScanAxis> said = arguments.ofVariables(caller, "the axis", options.in());
        this.splits = Splits.of(caller, arguments, options.splits());
        this.axes = new ArrayList<>(said);
        for (int i = 0; i < said.size(); i++) {
            Variable variable = arguments.variables().get(i);
            Tensor lanes = splits.lanes(variable);
            outside.add(lanes == null ? variable.get() : lanes);
            if (lanes != null) {
                axes.set(i, ScanAxis.axis(0));
            }
        }
    }

    /** Paths as names of values; a path that is taken, as the keys of a map may make it, gets a mark. */
    private static List<String> distinct(List<String> paths, Set<String> taken) {
        List<String> names = new ArrayList<>(paths.size());
        for (String path : paths) {
            String name = path;
            while (!taken.add(name)) {
                name += "'";
            }
            names.add(name);
        }
        return names;
    }

    /**
     * What goes from step to step.
     *
     * @param carry what the function takes and gives; modules in it are the same objects
     * @param variables the values of carried Variables by path
     */
    private record Carried(@Nullable Object carry, Map<String, Tensor> variables) {}

    /**
     * What a function left behind.
     *
     * @param written the numbers of the Variables that it wrote
     * @param made the Variables that it made
     * @param output the structure of its output
     */
    private record Trail(BitSet written, List<Variable> made, TreeDef output) {}

    /**
     * The last carry and the output of all steps.
     *
     * @param caller who scans, for messages
     * @param function the user's function
     * @param body calls it with a list of arguments
     * @param options what was chosen
     * @param given the arguments
     */
    static <K, Y> Carry<K, Y> of(String caller, Object function, Function<List<@Nullable Object>, Carry<K, Y>> body,
            Stepping.Options options, @Nullable Object... given) {
        Arguments arguments = Arguments.of(given);
        return new Snapshot(arguments.walk().nodes())
                .guard(() -> new Scanning<>(caller, function, body, options, arguments, given).run());
    }

    private Carry<K, Y> run() {
        int carry = options.in().indexOf(ScanAxis.CARRY);
        for (int i = carry + 1; i < given.length; i++) {
            if (options.in().get(i) instanceof ScanAxis.Carried && !arguments.leaves(i).isEmpty()) {
                throw new IllegalArgumentException(
                        caller + ": argument " + (i + 1) + " has CARRY and holds tensors, but "
                                + "argument " + (carry + 1)
                                + " is the carry that the function gives. Put the tensors into it, as a List "
                                + "or a record");
            }
        }
        Carried first = new Carried(given[carry], new TreeMap<>());
        Map<String, Tensor> parts = new TreeMap<>();
        Extent extent = new Extent(caller);
        options.length().ifPresent(length -> extent.meet(length, "length"));
        options.splits().ifPresent(count -> extent.meet(count, "splitRngs"));
        for (int i = 0; i < axes.size(); i++) {
            Variable variable = arguments.variables().get(i);
            switch (axes.get(i)) {
                case ScanAxis.Carried _ -> first.variables.put(paths.get(i), outside.get(i));
                case ScanAxis.At(int number) -> part(variable, outside.get(i), number, paths.get(i), parts, extent);
                case ScanAxis.Broadcast _ -> {
                }
            }
        }
        for (int i = 0; i < given.length; i++) {
            if (options.in().get(i) instanceof ScanAxis.At(int number)) {
                for (int j = 0; j < arguments.leaves(i).size(); j++) {
                    part(null, arguments.leaves(i).get(j), number, leafPaths.get(i).get(j), parts, extent);
                }
            }
        }
        int length = extent.known("Give an argument an axis with .in(...), or write .length(steps)");
        ScanOptions forwards = ScanOptions.DEFAULT.withLength(length);
        List<Trail> trails = new ArrayList<>(1);
        Carry<Carried, List<Tensor>> results = ControlFlow.scan(
                (Carried before, Map<String, Tensor> now) -> step(carry, before, now, trails), first, parts,
                options.isReversed() ? forwards.reversed() : forwards);
        return commit(trails.getFirst(), results);
    }

    private void part(@Nullable Variable variable, Tensor value, int axis, String path, Map<String, Tensor> parts,
            Extent extent) {
        Tensor front = Axes.toFront(caller, variable, value, axis, path);
        extent.meet(front.dim(0), (variable == null ? "the tensor " : "the Variable ") + value.spec()
                + (path.isEmpty() ? "" : " at " + path));
        parts.put(path, front);
    }

    /** Runs the function once, within a frame. Its output: the written parts, the values of new Variables, the leaves of its output. */
    private Carry<Carried, List<Tensor>> step(int carry, Carried before, Map<String, Tensor> now, List<Trail> trails) {
        List<Tensor> values = new ArrayList<>(axes.size());
        for (int i = 0; i < axes.size(); i++) {
            values.add(switch (axes.get(i)) {
                case ScanAxis.Carried _ -> found(before.variables, paths.get(i));
                case ScanAxis.At _ -> found(now, paths.get(i));
                case ScanAxis.Broadcast _ -> outside.get(i);
            });
        }
        List<@Nullable Object> call = new ArrayList<>(given.length);
        for (int i = 0; i < given.length; i++) {
            if (i == carry) {
                call.add(before.carry);
            } else if (options.in().get(i) instanceof ScanAxis.At) {
                List<Tensor> leaves = leafPaths.get(i).stream().map(path -> found(now, path)).toList();
                call.add(leaves.isEmpty() ? given[i] : Tree.of(given[i]).with(leaves));
            } else {
                call.add(given[i]);
            }
        }
        Frame frame = new Frame(function, arguments.variables(), values);
        return frame.run(() -> left(frame, body.apply(call), trails));
    }

    private static Tensor found(Map<String, Tensor> values, String path) {
        Tensor value = values.get(path);
        if (value == null) {
            throw new IllegalStateException("no value at " + path);
        }
        return value;
    }

    private Carry<Carried, List<Tensor>> left(Frame frame, Carry<K, Y> result, List<Trail> trails) {
        requireSameStructure();
        BitSet written = new BitSet();
        Map<String, Tensor> carried = new TreeMap<>();
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Variable variable = arguments.variables().get(i);
            Frame.Slot slot = frame.of(variable);
            if (axes.get(i) instanceof ScanAxis.Carried) {
                carried.put(paths.get(i), slot.value());
            }
            if (!slot.isWritten() || splits.isParted(variable)) {
                continue;
            }
            written.set(i);
            switch (axes.get(i)) {
                case ScanAxis.Carried _ -> {
                }
                case ScanAxis.At _ -> all.add(slot.value());
                case ScanAxis.Broadcast _ -> throw lost(variable, paths.get(i));
            }
        }
        Tree output = Tree.of(result.out());
        Walk walk = new Walk();
        walk.tree(output.structure());
        List<Variable> made = walk.variables().stream()
                .filter(variable -> variable.isMadeIn(frame.transformation())).toList();
        made.forEach(variable -> all.add(variable.get()));
        all.addAll(output.leaves());
        trails.add(new Trail(written, made, output.structure()));
        return new Carry<>(new Carried(result.carry(), carried), all);
    }

    private void requireSameStructure() {
        Arguments now = Arguments.of(given);
        if (!now.structure().equals(arguments.structure()) || !now.variables().equals(arguments.variables())) {
            throw new IllegalArgumentException(caller
                    + ": the function changed the fields, lists or maps of its arguments, "
                    + "which all steps share; a step may only write their Variables. Change them before or after");
        }
    }

    private IllegalArgumentException lost(Variable variable, String path) {
        return new IllegalArgumentException(caller + ": the " + variable.getClass().getSimpleName()
                + (path.isEmpty() ? "" : " at " + path)
                + " is written, but its argument is BROADCAST, so that every step "
                + "would start from the same value again. "
                + (variable instanceof RngState
                        ? "Write .splitRngs(steps), which gives each step a key of its own, or CARRY in .in(...)"
                        : "Write CARRY in .in(...), which hands the value on to the next step, or an axis"));
    }

    private Carry<K, Y> commit(Trail trail, Carry<Carried, List<Tensor>> results) {
        List<Integer> written = trail.written.stream().boxed().toList();
        written.forEach(number -> arguments.variables().get(number).requireWritable());
        List<Tensor> stacked = results.out();
        List<Tensor> values = new ArrayList<>(written.size());
        int next = 0;
        for (int number : written) {
            values.add(axes.get(number) instanceof ScanAxis.At(int axis)
                    ? Axes.fromFront(caller, arguments.variables().get(number), stacked.get(next++), axis,
                            paths.get(number))
                    : found(results.carry().variables, paths.get(number)));
        }
        List<Tensor> placed = new ArrayList<>(stacked.size() - next);
        for (int i = next; i < stacked.size(); i++) {
            int leaf = i - next - trail.made.size();
            placed.add(Axes.fromFront(caller, leaf < 0 ? trail.made.get(i - next) : null, stacked.get(i),
                    options.out().number(), leaf < 0 ? "" : trail.output.paths().get(leaf)));
        }
        for (int i = 0; i < values.size(); i++) {
            arguments.variables().get(written.get(i)).set(values.get(i));
        }
        for (int i = 0; i < trail.made.size(); i++) {
            trail.made.get(i).lower(placed.get(i));
        }
        splits.commit();
        Y output = trail.output.unflatten(placed.subList(trail.made.size(), placed.size()));
        return new Carry<>(carry(results.carry().carry), output);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the function gives the carry that it takes
    private K carry(@Nullable Object last) { return (K) last; }
}
