package org.dovetail.core.sweep;

import static org.dovetail.core.Transforms.vmap;
import static org.dovetail.core.sweep.Sample.between;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dovetail.core.Collectives;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;

/** What the lanes of a batched function learn of each other. */
final class CollectiveDescriptors {
    private static final Set<DType> REALS = EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16);
    private static final String LANES = "lanes";

    private CollectiveDescriptors() {}

    static void add(List<Descriptor> all) {
        all.add(lanes("psum", x -> x.mul(Collectives.psum(x.sin(), LANES))));
        all.add(lanes("pmean", x -> x.sub(Collectives.pmean(x, LANES)).sin()));
        all.add(lanes("all_gather", x -> Collectives.allGather(x.sin(), LANES).sum(0).mul(x)));
        all.add(lanes("axis_index", x -> Collectives.axisIndex(LANES).cast(x.dtype()).mul(x)));
        all.add(lanes("axis_size", x -> x.mul(Collectives.axisSize(LANES))));
        all.add(lanes("pmax", x -> Collectives.pmax(x, LANES)).flat());
        all.add(lanes("pmin", x -> Collectives.pmin(x, LANES)).flat());
    }

    private static Descriptor lanes(String name, UnaryOperator<Tensor> lane) {
        return Descriptor.of(name, operands -> vmap(lane::apply).named(LANES).apply(operands.getFirst()),
                between(-2, 2)).on(REALS).rank(1);
    }
}
