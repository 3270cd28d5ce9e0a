package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.ones;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers of dm-haiku 0.0.17 for {@code PRNGKey(42)}. */
class PrngSequenceTests {
    private static String text(Key key) {
        return Long.toString(key.data().array().longAt(0)) + "," + key.data().array().longAt(1);
    }

    private static final String FIRST = "64467757,2916123636";
    private static final String SECOND = "1705926158,899080142";
    private static final String THIRD = "1712723395,2526649282";

    @Test
    void keysFollowPythons() {
        PrngSequence keys = new PrngSequence(42);
        assertThat(List.of(text(keys.next()), text(keys.next()), text(keys.next()))).containsExactly(FIRST, SECOND,
                THIRD);
    }

    @Test
    void keysTakenTogetherComeFromOneSplit() {
        PrngSequence keys = new PrngSequence(Prng.key(42));
        assertThat(keys.take(3).stream().map(PrngSequenceTests::text)).containsExactly(FIRST, "2465931498,255383827",
                "3134548294,894150801");
        assertThat(text(keys.next())).isEqualTo(SECOND);
    }

    @Test
    void reservedKeysComeFirst() {
        PrngSequence keys = new PrngSequence(42);
        keys.reserve(2);
        assertThat(List.of(text(keys.next()), text(keys.next()), text(keys.next()))).containsExactly(FIRST,
                "2465931498,255383827", SECOND);
    }

    @Test
    void takingReservesOnlyTheShortfall() {
        PrngSequence keys = new PrngSequence(42);
        keys.reserve(2);
        keys.next();
        assertThat(keys.take(2).stream().map(PrngSequenceTests::text)).containsExactly("2465931498,255383827", SECOND);
        assertThat(keys.take(0)).isEmpty();
    }

    @Test
    void aGridOfKeysIsRefused() {
        assertThatThrownBy(() -> new PrngSequence(Prng.split(Prng.key(0), 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PrngSequence: a single key is expected; got key[3]. Take one of them with key.at(i)");
    }

    @Test
    void functionsDrawFromTheirKey() {
        List<String> drawn = new ArrayList<>();
        var model = Hk.transform(() -> {
            drawn.add(text(Hk.nextRngKey()));
            Hk.reserveRngKeys(1);
            drawn.add(text(Hk.nextRngKeys(1).getFirst()));
            Key third = Hk.maybeNextRngKey();
            drawn.add(third == null ? "none" : text(third));
            return drawn;
        });
        model.init(42);
        assertThat(drawn).containsExactly(FIRST, SECOND, THIRD);
        drawn.clear();
        model.apply(Params.empty(), Prng.key(42));
        assertThat(drawn).containsExactly(FIRST, SECOND, THIRD);
        assertThat(Hk.transform(() -> Hk.maybeNextRngKey() == null).apply(Params.empty(), null)).isTrue();
    }

    @Test
    void initializersTakeKeysInTheOrderOfFirstUse() {
        List<String> order = new ArrayList<>();
        Init random = (keys, shape, dtype) -> {
            order.add(text(keys.get()));
            return Init.zeros().make(keys, shape, dtype);
        };
        Hk.transform((Tensor x) -> {
            Hk.getParameter("constant", Shape.of(), Init.ones());
            Hk.getParameter("first", Shape.of(), random);
            Hk.getParameter("first", Shape.of(), random);
            order.add("drawn " + text(Hk.nextRngKey()));
            return x.add(Hk.getParameter("second", Shape.of(), random));
        }).init(42, ones(1));
        assertThat(order).containsExactly(FIRST, "drawn " + SECOND, THIRD);
    }
}
