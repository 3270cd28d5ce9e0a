package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

class RngsTests {
    private static List<Long> words(Key key) {
        return List.of(key.data().array().longAt(0), key.data().array().longAt(1));
    }

    @Test
    void keysAreFoldedFromTheSeed() {
        Rngs rngs = new Rngs(0);
        assertThat(words(rngs.next())).containsExactly(1797259609L, 2579123966L);
        assertThat(words(rngs.params())).containsExactly(928981903L, 3453687069L);
        assertThat(words(rngs.dropout())).containsExactly(4146024105L, 2718843009L);
    }

    @Test
    void namedStreamsCountOnTheirOwn() {
        // @start region="streams"
        Rngs rngs = new Rngs(0).with("params", 1); // nnx.Rngs(0, params=1)
        Key kernel = rngs.params();
        Key mask = rngs.dropout(); // falls back to the stream default
        // @end
        assertThat(words(kernel)).isEqualTo(words(Prng.foldIn(Prng.key(1), 0)));
        assertThat(words(mask)).isEqualTo(words(Prng.foldIn(Prng.key(0), 0)));
        assertThat(Nnx.state(rngs)).hasToString(
                "{'default': {'count': (), 'key': ()}, 'params': {'count': (), 'key': ()}}");
    }

    @Test
    void aMissingStreamIsNamed() {
        Rngs rngs = Rngs.of("params", 0);
        assertThatThrownBy(rngs::dropout).hasMessage("Rngs: there is no stream 'dropout' and no default; there are "
                + "[params]. Add one with rngs.with(\"dropout\", seed), or start from new Rngs(seed)");
    }

    @Test
    void aForkStartsFromTheNextKey() {
        Rngs rngs = new Rngs(0);
        Rngs forked = rngs.fork();
        assertThat(words(forked.next())).isEqualTo(words(Prng.foldIn(Prng.foldIn(Prng.key(0), 0), 0)));
        assertThat(words(rngs.next())).isEqualTo(words(Prng.foldIn(Prng.key(0), 1)));
    }

    static final class Drops extends Module {
        final Dropout first;
        final Dropout second;

        Drops(Rngs rngs) {
            second = new Dropout(0.5, rngs);
            first = new Dropout(0.5, rngs);
        }
    }

    @Test
    void reseedFoldsTheNumberOfTheStreamIntoTheSeed() {
        Drops drops = new Drops(Rngs.of("dropout", 3));
        drops.first.call(Tensors.ones(2));
        Nnx.reseed(drops, Map.of("dropout", 7L, "other", 8L));
        State state = Nnx.state(drops);
        assertThat(words(new Key(state.get("first.rngs.key")))).isEqualTo(words(Prng.foldIn(Prng.key(7), 0)));
        assertThat(words(new Key(state.get("second.rngs.key")))).isEqualTo(words(Prng.foldIn(Prng.key(7), 1)));
        assertThat(state.get("first.rngs.count").item()).isZero();
    }

    @Test
    void reseedGoesByTheTagOfTheFirstStream() {
        Drops drops = new Drops(new Rngs(3));
        List<Long> before = words(new Key(Nnx.state(drops).get("first.rngs.key")));
        Nnx.reseed(drops, Map.of("dropout", 7L));
        assertThat(words(new Key(Nnx.state(drops).get("first.rngs.key")))).isEqualTo(before);
        Nnx.reseed(drops, Map.of("default", 7L));
        assertThat(words(new Key(Nnx.state(drops).get("first.rngs.key")))).isNotEqualTo(before);
    }

    @Test
    void reseedRefusesManyKeys() {
        RngStream stream = new RngStream("default", Prng.split(Prng.key(0), 3));
        assertThatThrownBy(() -> Nnx.reseed(stream, Map.of("default", 0L)))
                .hasMessageContaining("keys of shape [3]").hasMessageContaining("only a single key");
    }

    @Test
    void streamsThatAreSplitGiveKeysInLanesAlone() {
        RngStream lanes = new Rngs(0).stream("default").split(3);
        assertThatThrownBy(lanes::next).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keys of shape [3]").hasMessageContaining("within Nnx.vmap");
        assertThat(Nnx.vmap((RngStream lane) -> lane.next().data()).apply(lanes).shape()).isEqualTo(Shape.of(3, 2));
    }

    @Test
    void streamsAreAnArgumentOfJit() {
        Rngs rngs = new Rngs(0);
        var draw = Nnx.jit((Rngs r) -> Prng.uniform(r.next(), Shape.of(3)));
        float[] first = draw.apply(rngs).toFloats();
        float[] second = draw.apply(rngs).toFloats();
        assertThat(first).containsExactly(Prng.uniform(Prng.foldIn(Prng.key(0), 0), Shape.of(3)).toFloats());
        assertThat(second).isNotEqualTo(first);
        assertThat(Nnx.state(rngs).get("default.count").item()).isEqualTo(2);
    }
}
