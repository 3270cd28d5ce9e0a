package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.jspecify.annotations.Nullable;

/** Small models for tests. */
final class Models {
    private Models() {}

    static final class Counter extends Variable {
        Counter(int count) { super(Tensors.scalar(count)); }
    }

    /** The guide's eighth section. */
    static final class Foo extends Module {
        final Counter counter = new Counter(1);
        final Param multiplier = new Param(Tensors.ones(1));

        Tensor call(Tensor x) {
            Tensor output = x.add(multiplier.get().mul(counter.get()));
            counter.set(counter.get().add(1));
            return output;
        }
    }

    /** One weight. */
    static final class Weight extends Module {
        final Param w;

        Weight(double value) { w = new Param(Tensors.full(DType.FLOAT32, Shape.of(2), value)); }

        Tensor call(Tensor x) { return x.mul(w.get()); }
    }

    /** Two that share a weight. */
    static final class Tied extends Module {
        final Weight first = new Weight(2);
        final Weight again = first;

        Tensor call(Tensor x) { return again.call(first.call(x)); }
    }

    /** Everything that a field may hold. */
    static final class Everything extends Module {
        final List<Weight> fixed = List.of(new Weight(1), new Weight(2));
        final List<Weight> growing = new ArrayList<>(List.of(new Weight(3)));
        final Map<String, Weight> named = new TreeMap<>(Map.of("b", new Weight(4), "a", new Weight(5)));
        final Map<Integer, Weight> numbered = Map.of(10, new Weight(6), 9, new Weight(7));
        final Weight shared = fixed.getFirst();
        final Counter counter = new Counter(3);
        final String name = "everything";
        final @Nullable Weight nothing = null;
        @Nullable
        Everything self;
        int size = 4;
    }

    /** One that finds itself. */
    static Everything cyclic() {
        Everything everything = new Everything();
        everything.self = everything;
        return everything;
    }
}
