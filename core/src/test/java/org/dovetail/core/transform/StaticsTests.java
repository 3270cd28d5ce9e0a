package org.dovetail.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.junit.jupiter.api.Test;

class StaticsTests {
    /** A value of one's own that is no record. */
    private static final class Factor implements StaticValue {
        private final int factor;

        Factor(int factor) { this.factor = factor; }

        @Override
        public boolean equals(Object other) { return other instanceof Factor that && that.factor == factor; }

        @Override
        public int hashCode() { return factor; }
    }

    @Test
    void aClassMaySayThatItsInstancesAreValues() {
        var times = Transforms.jit((Factor f, Tensor x) -> x.mul(f.factor));
        assertThat(times.apply(new Factor(2), Tensors.of(1)).toFloats()).containsExactly(2);
        assertThat(times.apply(new Factor(2), Tensors.of(3)).toFloats()).containsExactly(6);
        assertThat(times.apply(new Factor(3), Tensors.of(3)).toFloats()).containsExactly(9);
        assertThat(times.cached()).isEqualTo(2);
    }

    @Test
    void otherObjectsAreRefused() {
        var call = Transforms.jit((StringBuilder s, Tensor x) -> x);
        assertThatThrownBy(() -> call.apply(new StringBuilder(), Tensors.of(1)))
                .hasMessageContaining("argument 1 is a java.lang.StringBuilder");
    }
}
