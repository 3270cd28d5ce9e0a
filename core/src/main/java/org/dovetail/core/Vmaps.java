package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.transform.Batching;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** Batched functions of trees. */
final class Vmaps {
    /** What to do about axes that are not there or do not fit. */
    private static final String AXES = "Choose the axes with in(...), where BROADCAST gives a tensor whole to every lane";

    private final List<Tensor> leaves = new ArrayList<>();
    private final List<Boolean> batched = new ArrayList<>();
    private OptionalInt size;
    /** Where the size comes from, for messages. */
    private String source;

    private Vmaps(OptionalInt size) {
        this.size = size;
        this.source = "size(" + size.orElse(0) + ") was asked for";
    }

    static <R> R run(Function<List<@Nullable Object>, R> function, Vmapped.Options options,
            @Nullable Object... arguments) {
        Vmaps inputs = new Vmaps(options.size());
        List<TreeDef> structures = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            Tree tree = Tree.of(arguments[i]);
            structures.add(tree.structure());
            inputs.add("argument " + (i + 1), tree, options.in().get(i));
        }
        int lanes = inputs.size.orElseThrow(() -> new IllegalArgumentException("vmap: at least one tensor with an axis "
                + "is expected; all arguments are broadcast or hold none. Give the number of lanes:  vmap(f).size(n)"));
        TreeDef all = TreeDef.arguments(structures);
        List<Tree> result = new ArrayList<>(1);
        Batching.Results results = Batching.apart(lanes, options.name(), tracers -> {
            result.add(Tree.of(function.apply(all.<List<@Nullable Object>>unflatten(tracers))));
            return result.getFirst().leaves();
        }, inputs.leaves, inputs.batched);
        TreeDef structure = result.getFirst().structure();
        return structure.unflatten(placed(lanes, results, AxisPrefixes.spread("out", "the result", options.out(),
                structure), structure.paths()));
    }

    private void add(String argument, Tree tree, AxisTree axes) {
        List<Axis> each = AxisPrefixes.spread("in", argument, axes, tree.structure());
        List<String> paths = tree.structure().paths();
        for (int i = 0; i < each.size(); i++) {
            Tensor leaf = tree.leaves().get(i);
            switch (each.get(i)) {
                case Axis.Broadcast _ -> {
                    leaves.add(leaf);
                    batched.add(false);
                }
                case Axis.At(int number) -> {
                    String path = AxisPrefixes.within(argument, paths.get(i));
                    int axis = Ops.axis("vmap: " + path, leaf.spec(), number, ". " + AXES);
                    agree(path + " is " + leaf.spec() + " along axis " + axis, leaf.dim(axis));
                    leaves.add(Ops.moveToFront(leaf, axis));
                    batched.add(true);
                }
            }
        }
    }

    private void agree(String one, int extent) {
        if (size.isPresent() && size.getAsInt() != extent) {
            throw new IllegalArgumentException("vmap: all batched tensors must have one extent along their axis, "
                    + size.getAsInt() + " since " + source + "; got " + extent + ": " + one + ". " + AXES);
        }
        size = OptionalInt.of(extent);
        source = one;
    }

    /** The results with the lanes at the axes that were chosen. */
    private static List<Tensor> placed(int lanes, Batching.Results results, List<Axis> axes, List<String> paths) {
        List<Tensor> placed = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Tensor value = results.values().get(i);
            boolean isBatched = results.batched().get(i);
            String path = AxisPrefixes.within("the result", paths.get(i));
            placed.add(switch (axes.get(i)) {
                case Axis.Broadcast _ -> same(value, isBatched, path);
                case Axis.At(int number) -> {
                    Tensor each = isBatched ? value : value.broadcastTo(value.shape().withFirst(lanes));
                    yield Ops.moveAxis(each, 0, Ops.axis("vmap: " + path, each.spec(), number));
                }
            });
        }
        return placed;
    }

    private static Tensor same(Tensor value, boolean isBatched, String path) {
        if (isBatched) {
            throw new IllegalArgumentException("vmap: BROADCAST is expected to be the axis of what is the same for all "
                    + "lanes; " + path + " is " + value.spec() + ", along axis 0 one for each. Give it an axis with "
                    + "out(...), or make it the same with psum, pmean or pmax");
        }
        return value;
    }
}
