package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.dovetail.core.Axis;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.Batching;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function for many lanes at once.
 *
 * @param <R> the type of its result
 */
final class Mapping<R> {
    private static final String CALLER = "vmap";

    private final Object function;
    private final Function<List<@Nullable Object>, R> body;
    private final Vmap.Options options;
    private final Arguments arguments;
    private final List<Path> paths;
    private final List<Axis> axes;
    private final Splits splits;
    private final Extent extent = new Extent(CALLER);

    private Mapping(Object function, Function<List<@Nullable Object>, R> body, Vmap.Options options,
            Arguments arguments) {
        this.function = function;
        this.body = body;
        this.options = options;
        this.arguments = arguments;
        this.paths = arguments.paths();
        this.axes = arguments.ofVariables(CALLER, "the axis", options.in());
        this.splits = Splits.of(CALLER, arguments, options.splits());
    }

    /**
     * A Variable that the function made.
     *
     * @param variable the Variable
     * @param axis where its lanes go
     */
    private record Made(Variable variable, Axis axis) {}

    /**
     * What a function left behind.
     *
     * @param written the numbers of the Variables that it wrote
     * @param made the Variables that it made
     * @param result the structure of its result
     */
    private record Trail(BitSet written, List<Made> made, TreeDef result) {}

    /**
     * The result for all lanes.
     *
     * @param function the user's function
     * @param body calls it with a list of arguments
     * @param options axes and splits
     * @param given the arguments
     */
    static <R> R of(Object function, Function<List<@Nullable Object>, R> body, Vmap.Options options,
            @Nullable Object... given) {
        Arguments arguments = Arguments.of(given);
        return new Snapshot(arguments.walk().nodes())
                .guard(() -> new Mapping<>(function, body, options, arguments).run());
    }

    private R run() {
        options.splits().ifPresent(count -> extent.meet(count, "splitRngs"));
        List<Tensor> inputs = new ArrayList<>();
        List<Boolean> batched = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Variable variable = arguments.variables().get(i);
            Tensor lanes = splits.lanes(variable);
            add(variable, lanes == null ? variable.get() : lanes, axis(i), paths.get(i).toString(), inputs, batched);
        }
        for (int i = 0; i < arguments.count(); i++) {
            List<Tensor> leaves = arguments.leaves(i);
            for (int j = 0; j < leaves.size(); j++) {
                add(null, leaves.get(j), options.in().get(i), arguments.leafPaths(i).get(j), inputs, batched);
            }
        }
        List<Trail> trails = new ArrayList<>(1);
        int size = extent.known("Give an argument an axis with .in(...), or write .splitRngs(n)");
        return commit(size, Batching.apart(size, options.name(), tensors -> applied(tensors, trails), inputs, batched),
                trails.getFirst());
    }

    /** Where the lanes of a Variable are; those of a stream are first, whatever its argument says. */
    private Axis axis(int variable) {
        return splits.lanes(arguments.variables().get(variable)) == null ? axes.get(variable) : Axis.axis(0);
    }

    private void add(@Nullable Variable variable, Tensor value, Axis axis, String path, List<Tensor> inputs,
            List<Boolean> batched) {
        switch (axis) {
            case Axis.At(int number) -> {
                Tensor front = Axes.toFront(CALLER, variable, value, number, path);
                extent.meet(front.dim(0), (variable == null ? "the tensor " : "the Variable ") + value.spec()
                        + (path.isEmpty() ? "" : " at " + path));
                inputs.add(front);
                batched.add(true);
            }
            case Axis.Broadcast _ -> {
                inputs.add(value);
                batched.add(false);
            }
        }
    }

    /** Runs the function within a frame. Its results: the written values, the values of new Variables, the leaves of its result. */
    private List<Tensor> applied(List<Tensor> tensors, List<Trail> trails) {
        int count = arguments.variables().size();
        Frame frame = new Frame(function, arguments.variables(), tensors);
        return frame.run(() -> {
            R given = body.apply(arguments.with(tensors.subList(count, tensors.size())));
            List<Tensor> all = new ArrayList<>();
            BitSet written = Outcome.written(arguments, frame, all);
            Tree result = Tree.of(given);
            List<Made> made = made(frame, result.structure());
            made.forEach(each -> all.add(each.variable.get()));
            all.addAll(result.leaves());
            trails.add(new Trail(written, made, result.structure()));
            return all;
        });
    }

    /** The Variables that the function made and left in its arguments, which have their axes, or in its result. */
    private List<Made> made(Frame frame, TreeDef result) {
        List<Made> made = new ArrayList<>();
        Set<Variable> met = new HashSet<>();
        for (int i = 0; i < arguments.count(); i++) {
            for (Variable variable : arguments.only(i).variables()) {
                if (variable.isMadeIn(frame.transformation()) && met.add(variable)) {
                    made.add(new Made(variable, options.in().get(i)));
                }
            }
        }
        Walk walk = new Walk();
        walk.tree(result);
        for (Variable variable : walk.variables()) {
            if (variable.isMadeIn(frame.transformation()) && met.add(variable)) {
                made.add(new Made(variable, options.out()));
            }
        }
        return made;
    }

    private R commit(int size, Batching.Results results, Trail trail) {
        List<Integer> written = trail.written.stream().boxed().toList();
        List<Tensor> placed = new ArrayList<>(results.values().size());
        for (int i = 0; i < results.values().size(); i++) {
            int madeAt = i - written.size();
            int leaf = madeAt - trail.made.size();
            Tensor value = results.values().get(i);
            boolean isBatched = results.batched().get(i);
            if (madeAt < 0) {
                int number = written.get(i);
                Variable variable = arguments.variables().get(number);
                placed.add(splits.isParted(variable)
                        ? value
                        : placed(size, variable, value, isBatched, axis(number), paths.get(number).toString()));
            } else if (leaf < 0) {
                Made made = trail.made.get(madeAt);
                placed.add(placed(size, made.variable, value, isBatched, made.axis, ""));
            } else {
                placed.add(placed(size, null, value, isBatched, options.out(), trail.result.paths().get(leaf)));
            }
        }
        write(trail, written, placed);
        splits.commit();
        return trail.result.unflatten(placed.subList(written.size() + trail.made.size(), placed.size()));
    }

    private Tensor placed(int size, @Nullable Variable variable, Tensor value, boolean isBatched, Axis axis,
            String path) {
        return switch (axis) {
            case Axis.At(int number) -> Axes.fromFront(CALLER, variable,
                    isBatched ? value : value.broadcastTo(value.shape().withFirst(size)), number, path);
            case Axis.Broadcast _ -> {
                if (isBatched) {
                    throw new IllegalArgumentException(CALLER + ": " + (variable == null
                            ? "the result"
                            : "what is written to the " + variable.getClass().getSimpleName())
                            + (path.isEmpty() ? "" : " at " + path)
                            + " differs between lanes, and BROADCAST has one value "
                            + "for all. Give it an axis with " + (variable == null ? ".out" : ".in")
                            + "(...), or reduce it over the lanes outside");
                }
                yield value;
            }
        };
    }

    private void write(Trail trail, List<Integer> written, List<Tensor> placed) {
        List<Variable> targets = written.stream().map(arguments.variables()::get).toList();
        targets.stream().filter(target -> !splits.isParted(target)).forEach(Variable::requireWritable);
        for (int i = 0; i < targets.size(); i++) {
            if (!splits.isParted(targets.get(i))) {
                targets.get(i).set(placed.get(i));
            }
        }
        for (int i = 0; i < trail.made.size(); i++) {
            trail.made.get(i).variable.lower(placed.get(targets.size() + i));
        }
    }
}
