package org.dovetail.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.bridge.RandomModels.Net;
import org.dovetail.bridge.RandomModels.Pair;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Nnx;

class BridgePropertyTests {
    @Provide
    Arbitrary<Pair> models() { return RandomModels.ALL; }

    @Property(tries = 100)
    void thereAndBackIsTheSameBits(@ForAll("models") Pair pair) {
        Filled<Net> filled = fill(pair);
        HaikuWeights back = Bridge.toHaiku(filled);
        assertThat(TreeBits.of(back.params())).isEqualTo(TreeBits.of(pair.params()));
        assertThat(TreeBits.of(back.state())).isEqualTo(TreeBits.of(pair.state()));
        assertThat(back.findings().computed()).isEmpty();
        assertThat(filled.unfilled()).isEmpty();
    }

    @Property(tries = 50)
    void anotherInstanceGoesTheSameWayBack(@ForAll("models") Pair pair) {
        Filled<Net> filled = fill(pair);
        HaikuWeights back = Bridge.toHaiku(filled.withModel(Nnx.clone(pair.model())));
        assertThat(TreeBits.of(back.params())).isEqualTo(TreeBits.of(pair.params()));
        assertThat(TreeBits.of(back.state())).isEqualTo(TreeBits.of(pair.state()));
    }

    @Property(tries = 50)
    void aPlanFillsAnotherInstanceAlike(@ForAll("models") Pair pair) {
        Filled<Net> filled = fill(pair);
        Net other = Nnx.clone(pair.model());
        Bridge.toNnx(zeros(pair.params()), zeros(pair.state()), other, filled.plan());
        assertThat(TreeBits.of(other)).isNotEqualTo(TreeBits.of(pair.model()));
        Bridge.toNnx(pair.params(), pair.state(), other, filled.plan());
        assertThat(TreeBits.of(other)).isEqualTo(TreeBits.of(pair.model()));
    }

    /** Fills the model; where alignment is not sure, the lines of its refusal settle it. */
    private static Filled<Net> fill(Pair pair) {
        try {
            return Bridge.toNnx(pair.params(), pair.state(), pair.model());
        } catch (RefusedException e) {
            assertThat(e.lines()).as(e.getMessage()).isNotEmpty();
            return Bridge.toNnx(pair.params(), pair.state(), pair.model(), BridgeOptions.of(e.lines()));
        }
    }

    private static Params zeros(Params params) { return Tree.map(RandomModels::zeros, params); }

    private static HkState zeros(HkState state) { return Tree.map(RandomModels::zeros, state); }
}
