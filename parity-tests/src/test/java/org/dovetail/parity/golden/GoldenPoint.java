package org.dovetail.parity.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import tools.jackson.databind.JsonNode;

/**
 * A function of Python at a point, with its results and derivatives: a case of a packed set.
 *
 * @param golden the set
 * @param name its path in the set
 * @param row what the index tells of it
 */
record GoldenPoint(GoldenNumbers golden, String name, JsonNode row) {
    /** Python's name of the function. */
    String function() { return row.path("function").asString(); }

    /** The function's parameters. */
    JsonNode parameters() { return row.path("parameters"); }

    /** A number of the case, as {@code out0}. */
    Array array(String result) {
        return golden.array(name + "/" + result);
    }

    /** What the function is applied to. */
    List<Tensor> inputs() { return counted("in"); }

    /** What the function gives. */
    List<Tensor> outputs() { return counted("out"); }

    private List<Tensor> counted(String prefix) {
        long count = row.path("numbers").propertyNames().stream().filter(key -> key.matches(prefix + "\\d+")).count();
        return IntStream.range(0, Math.toIntExact(count)).<Tensor>mapToObj(i -> array(prefix + i)).toList();
    }

    /** The inputs with respect to which it is differentiated, all at once. */
    List<Integer> gradients() {
        return row.path("gradients").valueStream().map(JsonNode::asInt).toList();
    }

    /** Of each of these inputs, what stands under a prefix, as {@code tangent}. */
    List<Tensor> ofDifferentiated(String prefix) {
        return gradients().stream().<Tensor>map(i -> array(prefix + i)).toList();
    }

    /** A function of all inputs as one of these inputs, at the point of the others. */
    F1<List<Tensor>, Tensor> differentiated(F1<List<Tensor>, Tensor> function) {
        return some -> {
            List<Tensor> all = new ArrayList<>(inputs());
            for (int i = 0; i < gradients().size(); i++) {
                all.set(gradients().get(i), some.get(i));
            }
            return function.apply(all);
        };
    }

    @Override
    public String toString() { return name; }
}
