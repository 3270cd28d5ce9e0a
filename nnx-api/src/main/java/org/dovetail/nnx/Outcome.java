package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.Jit;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * What a jitted function did when it was traced, besides computing tensors. Its tensors are the written values, the values of new Variables, then the result's leaves.
 *
 * @param written the numbers of the Variables that it wrote
 * @param changes what it changed of the structure of its arguments
 * @param structure the new values of those changes, then the modules of the result
 * @param prototypes of the nodes of that structure
 * @param made how many Variables are new
 * @param result the structure of the result, a token for each module in it
 */
record Outcome(BitSet written, List<Change> changes, Structure structure, List<@Nullable Object> prototypes, int made,
        TreeDef result) {
    /** What a function did; runs within its frame. */
    static Jit.Traced<Outcome> of(Arguments arguments, Frame frame, Snapshot before, @Nullable Object result) {
        List<Tensor> tensors = new ArrayList<>();
        BitSet written = written(arguments, frame, tensors);
        Walk walk = arguments.walk().further();
        List<Change> changes = before.changes(walk, arguments.structure().nodes(arguments.roots()));
        Tree tree = Tree.of(result);
        TreeDef structure = tree.structure().mapStatics(value -> {
            if (value instanceof Module || value instanceof Variable) {
                walk.value(value);
                return Token.NODE;
            }
            return value;
        });
        walk.variables().forEach(variable -> tensors.add(variable.get()));
        tensors.addAll(tree.leaves());
        return new Jit.Traced<>(tensors, new Outcome(written, changes, walk.structure(),
                Builder.prototypes(walk.newNodes()), walk.variables().size(), structure));
    }

    /** The numbers of the Variables that were written; their values are added to the tensors. */
    static BitSet written(Arguments arguments, Frame frame, List<Tensor> tensors) {
        BitSet written = new BitSet();
        for (int i = 0; i < arguments.variables().size(); i++) {
            Frame.Slot slot = frame.of(arguments.variables().get(i));
            if (slot.isWritten()) {
                written.set(i);
                tensors.add(slot.value());
            }
        }
        return written;
    }

    /**
     * Does to a call's own arguments what the function did.
     *
     * @param arguments the call's arguments
     * @param tensors what was computed
     * @return the call's own result
     */
    @Nullable
    Object commit(Arguments arguments, List<Tensor> tensors) {
        int count = written.cardinality();
        int results = count + made;
        List<Tensor> leaves = tensors.subList(results, tensors.size());
        Object given = changes.isEmpty() && structure.tokens().length == 0
                ? result.unflatten(leaves)
                : rebuild(arguments, tensors.subList(count, results).iterator(), leaves);
        int next = 0;
        for (int i = written.nextSetBit(0); i >= 0; i = written.nextSetBit(i + 1)) {
            arguments.variables().get(i).write(tensors.get(next++));
        }
        return given;
    }

    private @Nullable Object rebuild(Arguments arguments, Iterator<Tensor> values, List<Tensor> leaves) {
        List<Object> nodes = arguments.walk().nodes();
        Builder builder = new Builder(structure, prototypes, nodes, values);
        List<List<@Nullable Object>> built = new ArrayList<>(changes.size());
        for (Change change : changes) {
            List<@Nullable Object> parts = new ArrayList<>(change.values());
            for (int i = 0; i < change.values(); i++) {
                parts.add(builder.next());
            }
            built.add(parts);
        }
        Object given = result.mapStatics(value -> value instanceof Token.Node ? builder.next() : value)
                .unflatten(leaves);
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).replay(nodes.get(changes.get(i).node()), built.get(i));
        }
        return given;
    }
}
