package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.dovetail.core.Key;
import org.dovetail.core.Nn;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.nnx.Models.Counter;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

/** What fields may hold, and the messages about what they may not. */
class FieldsTests {
    /** Holds anything. */
    static final class Holder extends Module {
        final Object held;

        Holder(Object held) { this.held = held; }
    }

    record Pair(String name, Object value) {}

    private static void assertRefused(Object held, String... parts) {
        var call = assertThatThrownBy(() -> Nnx.state(new Holder(held))).isInstanceOf(IllegalArgumentException.class);
        for (String part : parts) {
            call.hasMessageContaining(part);
        }
    }

    @Test
    void aBareTensorIsRefusedWithItsPath() {
        assertRefused(List.of(new Weight(1), Tensors.ones(3)), "the attribute held.1 holds a bare Tensor f32[3]",
                "new Param(tensor)");
        Key key = Prng.key(0);
        assertRefused(key, "the attribute held holds a bare Key u32[2]");
    }

    @Test
    void whatHidesAVariableIsRefused() {
        Weight weight = new Weight(1);
        assertRefused(new Weight[]{weight}, "the attribute held is a ", "Weight[] that holds the module Weight",
                "Hold it in a field, a List or a Map");
        assertRefused(Set.of(weight), "holds the module Weight");
        assertRefused(Optional.of(weight.w), "holds the Variable Param");
        assertRefused(new Pair("a", new Pair("b", weight)), "FieldsTests$Pair that holds the module Weight");
        UnaryOperator<Tensor> function = weight::call;
        assertRefused(function, "that holds the module Weight");
        Tensor captured = Tensors.ones(3);
        UnaryOperator<Tensor> adds = x -> x.add(captured);
        assertRefused(adds, "that holds Tensor f32[3]");
    }

    @Test
    void aStateInAFieldIsRefused() {
        assertRefused(Nnx.state(new Weight(1)), "the attribute held holds a bare tree of tensors, State");
    }

    @Test
    void whatHoldsNoVariablesIsNoModel() {
        assertThatThrownBy(() -> Nnx.split("model"))
                .hasMessage("the argument is a java.lang.String, which holds no Variables. "
                        + "Pass a module, a Variable, or a List or Map of those");
        assertThatThrownBy(() -> Nnx.state(Nnx.state(new Weight(1))))
                .hasMessageContaining("the argument holds a bare tree of tensors, State");
    }

    @Test
    void plainValuesAreStatic() {
        UnaryOperator<Tensor> function = Nn::relu;
        assertThat(Nnx.state(new Holder(List.of(1, "a", function, new Pair("a", 2.0), Optional.empty()))).size())
                .isZero();
    }

    @Test
    void theKeysOfMapsAreNames() {
        assertRefused(Map.of(2.5, new Weight(1)), "the attribute held is a map with the key 2.5 of java.lang.Double",
                "keys are String or Integer");
    }

    static final class Tagged extends Variable {
        final Object tag;

        Tagged(Object tag) {
            super(Tensors.ones(1));
            this.tag = tag;
        }
    }

    @Test
    void aVariablesOwnFieldsAreMetadata() {
        assertThat(Nnx.clone(new Tagged("a")).tag).isEqualTo("a");
        assertThat(Nnx.split(new Tagged("a")).graphDef()).isNotEqualTo(Nnx.split(new Tagged("b")).graphDef());
        assertRefused(new Tagged(new Counter(1)), "the attribute held.tag holds the Variable Counter", "metadata");
        assertRefused(new Tagged(Tensors.ones(2)), "the attribute held.tag holds a bare Tensor f32[2]");
    }

    /** A module in a module that reads the outer one. */
    static final class Outer extends Module {
        final Weight weight = new Weight(1);
        final Inner inner = new Inner();

        final class Inner extends Module {
            Tensor call(Tensor x) { return weight.call(x); }
        }
    }

    @Test
    void anEnclosingModuleIsRefused() {
        assertThatThrownBy(() -> Nnx.state(new Outer()))
                .hasMessageContaining("the attribute inner.this$0 is the enclosing instance, the module Outer")
                .hasMessageContaining("Make the class static");
    }

    @Test
    void aCapturedVariableIsRefused() {
        Weight weight = new Weight(1);
        class Local extends Module {
            @Override
            public String toString() { return "around " + weight.w; }
        }
        assertThatThrownBy(() -> Nnx.state(new Local()))
                .hasMessageContaining("is a captured local variable that holds the module Weight")
                .hasMessageContaining("Assign it to a field");
    }

    private Module scaling(int factor) {
        class Scaling extends Module {
            @Override
            public String toString() { return "by " + factor; }
        }
        return new Scaling();
    }

    @Test
    void aCapturedNumberIsPartOfTheStructure() {
        assertThat(Nnx.split(scaling(2)).graphDef()).isEqualTo(Nnx.split(scaling(2)).graphDef())
                .isNotEqualTo(Nnx.split(scaling(3)).graphDef());
    }

    static class Base extends Module {
        final Param w = new Param(Tensors.ones(1));
    }

    static final class Derived extends Base {
        final Param b = new Param(Tensors.ones(1));
    }

    @SuppressWarnings("HidingField") // that is the mistake
    static final class Hiding extends Base {
        final Param w = new Param(Tensors.ones(1));
    }

    @Test
    void inheritedFieldsCount() {
        assertThat(Nnx.state(new Derived()).names()).containsExactly("b", "w");
        assertThatThrownBy(() -> Nnx.state(new Hiding())).hasMessageContaining("has two fields named 'w'")
                .hasMessageContaining("rename one");
    }

    static final class Declared extends Module {
        final CopyOnWriteArrayList<Weight> weights = new CopyOnWriteArrayList<>(List.of(new Weight(1)));
    }

    @Test
    void aFieldOfAParticularListClassCannotBeCopied() {
        assertThatThrownBy(() -> Nnx.clone(new Declared())).hasMessageContaining("FieldsTests$Declared.weights")
                .hasMessageContaining("declare it as List or Map");
    }

    static final class Unshared extends Module {
        private final int[] numbers = {1, 2};

        Tensor call(Tensor x) { return x.mul(numbers[0]); }
    }

    @Test
    void jitRefusesWhatCannotBeCompared() {
        var call = Nnx.jit((Unshared m, Tensor x) -> m.call(x));
        assertThatThrownBy(() -> call.apply(new Unshared(), Tensors.ones(1)))
                .hasMessageContaining("jit: argument 1.numbers is a int[], which is neither a tensor nor a value")
                .hasMessageContaining("a List, a Shape or a Variable");
        var alone = Nnx.jit((Unshared m) -> m.call(Tensors.ones(1)));
        assertThatThrownBy(() -> alone.apply(new Unshared())).hasMessageContaining("jit: numbers is a int[]");
        var single = Nnx.jit((StringBuilder s) -> Tensors.ones(1));
        assertThatThrownBy(() -> single.apply(new StringBuilder()))
                .hasMessageContaining("jit: the argument is a java.lang.StringBuilder");
    }
}
