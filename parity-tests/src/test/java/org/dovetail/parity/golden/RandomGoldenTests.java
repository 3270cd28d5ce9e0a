package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Random numbers, bit for bit those of the real JAX. */
class RandomGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.of("random/draws");

    /** A draw from a key, or from many at once. */
    record Draw(String name, JsonNode row) {
        boolean isMany() { return row.has("keys"); }

        private Tensor of(Key key) {
            Shape shape = new Shape(row.path("shape").valueStream().map(JsonNode::asInt).toList());
            return switch (row.path("function").asString()) {
                case "key" -> key.data();
                case "split" -> Prng.split(key, row.path("num").asInt()).data();
                case "fold_in" -> Prng.foldIn(key, row.path("data").asInt()).data();
                case "bits" -> Prng.bits(key, shape);
                case "uniform" ->
                    Prng.uniform(key, shape, row.path("minval").asDouble(), row.path("maxval").asDouble());
                case "normal" -> Prng.normal(key, shape);
                case "truncated_normal" ->
                    Prng.truncatedNormal(key, row.path("lower").asDouble(), row.path("upper").asDouble(), shape);
                case "bernoulli" -> Prng.bernoulli(key, row.path("p").asDouble(), shape);
                default -> throw new IllegalArgumentException("what is " + row + " here?");
            };
        }

        Tensor drawn() {
            return isMany()
                    ? Transforms.vmap(this::of).apply(new Key(GOLDEN.array(row.path("keys").asString())))
                    : row.path("data").isArray()
                            ? Transforms.vmap((Tensor data) -> Prng.foldIn(seed(), data).data())
                                    .apply(Tensors.arange(row.path("data").size()))
                            : row.path("jit").asBoolean(false)
                                    ? Transforms.jit((Key key) -> of(key)).apply(seed())
                                    : of(seed());
        }

        /** XLA computes the bounds of a compiled draw, which are constants there, by another error function. */
        GoldenTolerance tolerance() {
            boolean hasFoldedBounds = row.path("jit").asBoolean(false);
            return hasFoldedBounds
                    ? new GoldenTolerance(4, 1, "bounds of another error function; measured 1.7")
                    : GoldenTolerance.BITS;
        }

        private Key seed() { return Prng.key(row.path("seed").asLong()); }

        @Override
        public String toString() { return name; }
    }

    static Stream<Draw> draws() {
        return GOLDEN.index().properties().stream().map(row -> new Draw(row.getKey(), row.getValue()));
    }

    @ParameterizedTest
    @MethodSource("draws")
    void drawsAreThoseOfJax(Draw draw) {
        Array expected = GOLDEN.array(draw.name());
        Array drawn = Backends.with(Backends.named("reference"), draw::drawn).array();
        assertThat(drawn.spec()).isEqualTo(expected.spec());
        assertThat(draw.tolerance().difference(expected, drawn)).isEmpty();
    }
}
