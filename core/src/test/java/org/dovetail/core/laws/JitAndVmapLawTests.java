package org.dovetail.core.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.Transforms.jit;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.memory.Buffer;
import org.dovetail.core.laws.Cases.Case;
import org.dovetail.core.transform.Batching;

/** A graph, and a batch, give what the function gives. */
final class JitAndVmapLawTests {
    @Provide
    Arbitrary<Case> cases() { return Cases.all(); }

    @Property(tries = 1500)
    void jitEqualsEagerBitForBit(@ForAll("cases") Case c) {
        Cases.onReference(() -> {
            List<Tensor> inputs = List.copyOf(c.inputs());
            Array eager = c.function().apply(inputs).array();
            Array graph = jit((List<Tensor> operands) -> c.function().apply(operands)).apply(inputs).array();
            assertThat(graph.bitEquals(eager)).as("%s: %s, %s", c, eager.toFloats(), graph.toFloats()).isTrue();
            return graph;
        });
    }

    /** Some operands are batched, the others are the same for all. */
    @Property(tries = 1500)
    void vmapEqualsALoopBitForBit(@ForAll("cases") Case c, @ForAll @IntRange(min = 1, max = 3) int size,
            @ForAll @IntRange(min = 1, max = 7) int which) {
        List<Boolean> batched = new ArrayList<>();
        for (int i = 0; i < c.function().samples().size(); i++) {
            batched.add((which >> i & 1) == 1);
        }
        Cases.onReference(() -> {
            List<List<Array>> examples = new ArrayList<>();
            for (int example = 0; example < size; example++) {
                List<Array> inputs = new ArrayList<>(c.inputs());
                List<Array> others = c.function().inputs(c.shape(), c.dtype(), c.seed() + example);
                for (int i = 0; i < inputs.size(); i++) {
                    inputs.set(i, batched.get(i) ? others.get(i) : inputs.get(i));
                }
                examples.add(inputs);
            }
            List<Tensor> all = new ArrayList<>();
            for (int i = 0; i < batched.size(); i++) {
                int operand = i;
                all.add(batched.get(i)
                        ? Array.stack(examples.stream().map(inputs -> inputs.get(operand)).toList(),
                                (bytes, _) -> Buffer.allocate(bytes).write())
                        : examples.getFirst().get(i));
            }
            Tensor results = Batching.run(size, tracers -> List.of(c.function().apply(tracers)), all, batched)
                    .getFirst();
            for (int example = 0; example < size; example++) {
                Array alone = c.function().apply(examples.get(example)).array();
                assertThat(results.at(example).array().bitEquals(alone))
                        .as("%s: %s, %s", c, alone.toFloats(), results.at(example).toFloats()).isTrue();
            }
            return Tensors.zeros();
        });
    }
}
