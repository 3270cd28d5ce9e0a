package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.bridge.report.Paint;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.junit.jupiter.api.Test;

/** What is not Python's is told. */
class SideTests {
    private static final Figures.Fingerprint OURS = Figures.of(Section.FUNCTIONS, Style.HAIKU).initial().firstEntry()
            .getValue();
    private static final Params PARAMS = Params.of(Map.of("~", Map.of("multiplier", Tensors.ones(1))));
    private static final Array TWO = Array.ofFloats(Shape.of(2), 1, 3);

    private static Outcome outcome() { return Outcome.of(PARAMS, HkState.empty()).add("y", TWO); }

    private static Side judged(Outcome outcome, String tree, Figures.Fingerprint first, Figures.Computed y) {
        return Side.of(Style.HAIKU, outcome, new Figures(map("params", tree), map("~/multiplier", first), map("y", y)));
    }

    private static <T> SequencedMap<String, T> map(String name, T value) {
        SequencedMap<String, T> map = new LinkedHashMap<>();
        map.put(name, value);
        return map;
    }

    private static Figures.Computed figure(double limit, float... first) {
        return new Figures.Computed(limit, Array.ofFloats(Shape.of(first.length), first), Optional.empty());
    }

    @Test
    void equalTreesBitsAndNumbersAreWithin() {
        Side side = judged(outcome(), "{'~': {'multiplier': (1,)}}", OURS, figure(0, 1, 3));
        assertThat(side.isWithin()).isTrue();
        assertThat(side.computed().getFirst().units()).hasValue(0.0);
    }

    @Test
    void anotherTreeIsTold() {
        Side side = judged(outcome(), "{'~': {'multiplier': (2,)}}", OURS, figure(0, 1, 3));
        assertThat(side.isWithin()).isFalse();
        assertThat(text(side)).contains("parameters: Python prints another",
                "This is not what Python's programs give.");
    }

    @Test
    void otherFirstBitsAreTold() {
        Side side = judged(outcome(), "{'~': {'multiplier': (1,)}}",
                new Figures.Fingerprint(OURS.spec(), "00"), figure(0, 1, 3));
        assertThat(side.isWithin()).isFalse();
        assertThat(text(side)).contains("begins otherwise than Python's  ~/multiplier f32[1]");
    }

    @Test
    void numbersBeyondTheLimitAreTold() {
        Side near = judged(outcome(), "{'~': {'multiplier': (1,)}}", OURS, figure(0.25, 1.5f, 3));
        assertThat(near.computed().getFirst().isWithin()).isTrue();
        Side far = judged(outcome(), "{'~': {'multiplier': (1,)}}", OURS, figure(0.125, 1.5f, 3));
        assertThat(far.computed()).containsExactly(new Side.Computed("y", TWO.spec(), List.of(1.0, 3.0), 0.5,
                Optional.of(0.5 / Math.ulp(3f)), 0.125, false));
        Side longer = judged(outcome(), "{'~': {'multiplier': (1,)}}", OURS, figure(0.125, 1, 3, 5));
        assertThat(longer.isWithin()).isFalse();
        Side statistics = judged(outcome(), "{'~': {'multiplier': (1,)}}", OURS,
                new Figures.Computed(0.125, Array.ofFloats(Shape.of(1), 1), Optional.of(List.of(2.0, 2.2, 1.0, 4.0))));
        assertThat(statistics.computed().getFirst().maxAbs()).isEqualTo(1);
        assertThat(statistics.isWithin()).isFalse();
    }

    @Test
    void namesThatOnlyOneHasAreTold() {
        Side side = judged(outcome().add("z", TWO), "{'~': {'multiplier': (1,)}}", OURS, figure(0, 1, 3));
        assertThat(side.unmatched()).containsExactly("z");
        assertThat(side.isWithin()).isFalse();
        assertThat(text(side)).contains("in one of both alone  z");
    }

    private static String text(Side side) {
        return GuideText.of(new GuideRun(Section.FUNCTIONS, side, side), Paint.PLAIN, 0);
    }
}
