package org.dovetail.haiku;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * So many layers of one kind, each with parameters of its own, as {@code hk.experimental.layer_stack}: every array has the layers along its first axis.
 *
 * <p>
 * The layer runs in a frame of its own: its names begin anew, below the stack's.
 */
final class LayerStack extends Module {
    private final int layers;
    private final F1<Tensor, Tensor> layer;

    LayerStack(int layers, F1<Tensor, Tensor> layer) {
        super("__layer_stack_no_per_layer");
        this.layers = layers;
        this.layer = layer;
    }

    /** What a layer is made of: its parameters, its state, and the key that its sequence starts with. */
    private record Layer(Params params, HkState state, List<Key> keys) {}

    Tensor call(Tensor x) {
        Frame frame = Frame.values("layerStack");
        @Nullable
        Key forInit = frame.hasKeys() ? frame.keys("layerStack").next() : null;
        if (frame.parameters() instanceof Parameters.Made made) {
            init(frame, made, forInit, x);
        }
        Key forApply = frame.hasKeys() ? frame.keys("layerStack").next() : null;
        Layer all = new Layer(below(frame.parameters()), HkState.of(below(frame.states().last().modules())),
                forApply == null ? List.of() : List.of(Prng.split(forApply, layers)));
        Carry<Tensor, HkState> result = ControlFlow.scan(this::step, x, all, ScanOptions.DEFAULT.withLength(layers));
        set(frame, result.out());
        return result.carry();
    }

    private Carry<Tensor, HkState> step(Tensor h, Layer one) {
        States.Kept kept = new States.Kept(one.state);
        Key key = one.keys.isEmpty() ? null : one.keys.getFirst();
        Tensor next = new Frame(new Parameters.Given(one.params), kept, key).run(() -> layer.apply(h));
        return new Carry<>(next, kept.last());
    }

    /** Makes each layer on what the one before gives, as Haiku does, with keys that it splits from one. */
    private void init(Frame frame, Parameters.Made made, @Nullable Key key, Tensor x) {
        List<ParamsAndState> all = new ArrayList<>(layers);
        Tensor h = x;
        Key carried = key;
        for (int i = 0; i < layers; i++) {
            Key keys = carried == null ? null : Prng.split(carried, 3);
            Tensor input = h;
            Parameters.Made own = new Parameters.Made();
            States.Kept kept = new States.Kept(HkState.empty());
            new Frame(own, kept, keys == null ? null : keys.at(0)).run(() -> layer.apply(input));
            Params params = Params.of(own.modules());
            all.add(new ParamsAndState(params, kept.first()));
            h = new Frame(new Parameters.Given(params), new States.Kept(kept.first()), keys == null ? null : keys.at(2))
                    .run(() -> layer.apply(input));
            carried = keys == null ? null : keys.at(1);
        }
        ParamsAndState whole = stacked(all);
        whole.params().modules()
                .forEach((module, entries) -> entries.forEach((name, value) -> made.put(full(module), name, value)));
        set(frame, whole.state());
    }

    private void set(Frame frame, HkState state) {
        state.modules()
                .forEach((module, entries) -> entries.forEach((name, value) -> frame.set(full(module), name, value)));
    }

    private String full(String module) { return moduleName() + "/" + module; }

    private Params below(Parameters parameters) {
        return Params.of(below(switch (parameters) {
            case Parameters.Made made -> made.modules();
            case Parameters.Given given -> given.params().modules();
            case Parameters.Fixed fixed -> fixed.made().modules();
        }));
    }

    /** What stands below this module, by the names that the layer gives. */
    private SortedMap<String, SortedMap<String, Tensor>> below(SortedMap<String, SortedMap<String, Tensor>> modules) {
        SortedMap<String, SortedMap<String, Tensor>> below = new TreeMap<>();
        String prefix = full("");
        modules.tailMap(prefix).forEach((module, entries) -> {
            if (module.startsWith(prefix)) {
                below.put(module.substring(prefix.length()), entries);
            }
        });
        return below;
    }

    /** Trees of one structure as one, whose tensors have them along a new first axis. */
    private static <T> T stacked(List<T> trees) {
        List<List<Tensor>> leaves = trees.stream().map(Tree::leaves).toList();
        List<Tensor> stacked = new ArrayList<>();
        for (int i = 0; i < leaves.getFirst().size(); i++) {
            int leaf = i;
            stacked.add(Tensors.stack(0, leaves.stream().map(all -> all.get(leaf)).toArray(Tensor[]::new)));
        }
        return Tree.of(trees.getFirst()).with(stacked);
    }
}
