package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class PlansTests {
    private static final Entry W = new Entry(EntryPath.of("w"), TensorSpec.of(DType.FLOAT32, 2));
    private static final Entry COUNT = new Entry(EntryPath.of("count"), TensorSpec.of(DType.INT32));
    private static final Plan PLAN = new Plan(Style.HAIKU, KeyScheme.SLASH, Style.NNX, KeyScheme.DOTTED,
            List.of(new Step("", "w", "w", Basis.SHAPE, List.of(copy(W)), List.of(),
                    List.of(new Aside("hidden", new Entry(EntryPath.of("hidden"), W.spec()), new Fallback.Copy("w")))),
                    new Step("", "count", "count", Basis.SHAPE, List.of(copy(COUNT)), List.of(), List.of())),
            List.of());

    private static Move copy(Entry entry) { return new Move(List.of(entry), List.of(entry), List.of()); }

    @Test
    void aCastGoesLastAndToItsFamilyOnly() {
        Plan cast = Plans.cast(PLAN, DType.BFLOAT16);
        Move move = cast.steps().getFirst().moves().getFirst();
        assertThat(move.ops()).containsExactly(new TensorOp.Cast(DType.FLOAT32, DType.BFLOAT16));
        assertThat(move.to().getFirst().spec()).isEqualTo(TensorSpec.of(DType.BFLOAT16, 2));
        assertThat(cast.steps().getFirst().targetOnly().getFirst().entry().spec().dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(cast.steps().getLast()).isEqualTo(PLAN.steps().getLast());
        assertThat(Plans.cast(PLAN, DType.FLOAT32)).isEqualTo(PLAN);
        assertThat(Plans.cast(PLAN, DType.UINT8).steps().getLast().moves().getFirst().to().getFirst().spec().dtype())
                .isEqualTo(DType.UINT8);
    }

    @Test
    void whatIsMadeOfASkippedArrayIsLeftOutToo() {
        Plan without = Plans.without(PLAN, Set.of(EntryPath.of("w")));
        assertThat(without.steps()).containsExactly(PLAN.steps().getLast());
        assertThat(Plans.without(PLAN, Set.of())).isEqualTo(PLAN);
    }
}
