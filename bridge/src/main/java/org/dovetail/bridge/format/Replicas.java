package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;

/**
 * Arrays as {@code jax.pmap} returns them: every one has a first axis with a copy for each device. What is read is the first copy, once all are seen to be equal.
 *
 * @param file the file, for messages
 * @param devices how many copies there are
 * @param witness the array that tells it
 */
record Replicas(Place file, int devices, String witness) {
    /** A tree without the axis of devices. Numbers at the root, as a count of steps, may have none. */
    static Node.Branch dropped(Path path, Node.Branch root) throws CheckpointException {
        Place file = Place.of(path);
        Optional<Replicas> replicas = first(file, root, "");
        return replicas.isPresent() ? replicas.get().branch(root, "", 0) : root;
    }

    private static Optional<Replicas> first(Place file, Node node, String path) {
        return switch (node) {
            case Node.Scalar _ -> Optional.empty();
            case Node.Leaf leaf -> Optional.of(leaf.spec()).filter(spec -> spec.shape().rank() > 0)
                    .map(spec -> new Replicas(file, spec.shape().extent(0), path + " " + spec));
            case Node.Branch branch -> branch.children().entrySet().stream()
                    .flatMap(child -> first(file, child.getValue(), inside(path, child.getKey())).stream()).findFirst();
        };
    }

    private Node.Branch branch(Node.Branch branch, String path, int depth) throws CheckpointException {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (var child : branch.children().entrySet()) {
            String inner = inside(path, child.getKey());
            children.put(child.getKey(), switch (child.getValue()) {
                case Node.Scalar scalar -> scalar;
                case Node.Branch deeper -> branch(deeper, inner, depth + 1);
                case Node.Leaf leaf -> depth == 0 && leaf.spec().shape().rank() == 0 ? leaf : leaf(leaf, inner);
            });
        }
        return new Node.Branch(branch.kind(), children, branch.type());
    }

    private Node.Leaf leaf(Node.Leaf leaf, String path) throws CheckpointException {
        TensorSpec spec = leaf.spec();
        if (spec.shape().rank() == 0 || spec.shape().extent(0) != devices || devices == 0) {
            throw file.in(path).error("is " + spec + ", without a first axis of " + devices + " devices, which "
                    + witness + " has; --device-axis first is for checkpoints in which every array has it");
        }
        return new Node.Leaf(spec.withShape(spec.shape().withoutFirst()), memory -> read(leaf, path, memory),
                leaf.variable());
    }

    private Array read(Node.Leaf leaf, String path, SegmentAllocator memory) throws IOException {
        Array all = leaf.numbers().read(memory);
        Array copy = all.at(0);
        for (int device = 1; device < devices; device++) {
            if (!all.at(device).bitEquals(copy)) {
                throw file.in(path).error("differs between device 0 and device " + device
                        + ", so it is no copy; leave it out with --skip, or save the one that counts");
            }
        }
        return copy;
    }

    private static String inside(String path, String key) { return path.isEmpty() ? key : path + "/" + key; }
}
