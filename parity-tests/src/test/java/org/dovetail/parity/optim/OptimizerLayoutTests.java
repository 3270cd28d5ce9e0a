package org.dovetail.parity.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.optim.Optim.chain;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.core.optim.Adam;
import org.dovetail.core.optim.Ema;
import org.dovetail.core.optim.GradientTransformation;
import org.dovetail.core.optim.InjectHyperparams;
import org.dovetail.core.optim.MultiSteps;
import org.dovetail.core.optim.Optim;
import org.dovetail.core.optim.Schedules;
import org.dovetail.core.optim.Sgd;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Optimizer;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.parity.golden.GoldenNumbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The Variables of an optimizer: paths, classes, dtypes and shapes of the real {@code nnx.Optimizer}. */
class OptimizerLayoutTests {
    private static final JsonNode INDEX = GoldenNumbers.packed("optim/optim").index();
    private static final Map<String, GradientTransformation<?>> MADE = Map.of(
            "sgd", Sgd.of(0.1),
            "sgd_momentum", Sgd.of(0.1).withMomentum(0.9),
            "adam", Adam.of(1e-3),
            "adam_schedule", Adam.of(Schedules.linear(0.1, 0.01, 10)),
            "chain", chain(Optim.clipByGlobalNorm(1), Adam.of(1e-3)),
            "ema", Ema.of(0.9),
            "inject", InjectHyperparams.of(Adam.of(1e-3)),
            "multi_steps", MultiSteps.of(Adam.of(1e-3), 2));

    static final class Model extends Module {
        final List<Linear> layers;

        Model(Rngs rngs) { layers = List.of(new Linear(2, 3, rngs), new Linear(3, 1, rngs)); }
    }

    static Stream<String> names() {
        return INDEX.properties().stream().map(Map.Entry::getKey).filter(name -> name.startsWith("nnx/"))
                .map(name -> name.substring("nnx/".length()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void variablesAreThoseOfFlax(String name) {
        Optimizer optimizer = new Optimizer(new Model(new Rngs(0)), MADE.get(name), Param.class);
        Map<String, String> layout = new TreeMap<>();
        Nnx.state(optimizer).entries().forEach(entry -> layout.put(entry.path().toString(),
                entry.type().getSimpleName() + " " + entry.value().dtype().jaxName() + entry.value().shape()));
        Map<String, String> expected = new TreeMap<>();
        INDEX.path("nnx/" + name).path("layout").properties()
                .forEach(field -> expected.put(field.getKey(), field.getValue().asString()));
        assertThat(layout).isEqualTo(expected);
    }
}
