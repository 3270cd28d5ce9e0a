package org.dovetail.parity.golden;

import static org.dovetail.core.Axis.BROADCAST;
import static org.dovetail.core.Axis.axis;
import static org.dovetail.core.Collectives.axisIndex;
import static org.dovetail.core.Collectives.axisSize;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import org.dovetail.core.Argnums;
import org.dovetail.core.Collectives;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collectives over named axes and their derivatives, as the real JAX gives them. */
class AxesGoldenTests extends PointGoldenTests {
    private static final GoldenJudge JUDGE = GoldenJudge.of(AxesGoldenTests::function).withFamily("axes/");

    AxesGoldenTests() { super(GoldenNumbers.packed("axes/axes"), JUDGE); }

    private static F1<List<Tensor>, Tensor> function(GoldenPoint c) {
        String name = c.parameters().path("lane").asString("");
        if (name.equals("shared")) {
            F2<Tensor, Tensor, Tensor> lane = c.function().equals("vmap")
                    ? GoldenLane::ofShared
                    : grad(Argnums.second(GoldenLane::ofShared));
            return inputs -> vmap(lane).in(axis(0), BROADCAST).named("i").apply(inputs.get(0), inputs.get(1));
        }
        F1<Tensor, Tensor> mapped = switch (c.function()) {
            case "reduced" -> vmap(reduction(c.parameters().path("reduction").asString())).named("i");
            case "axis_index" -> name(c).equals("one")
                    ? vmap((Tensor a) -> a.add(axisIndex("i"))).named("i")
                    : both(a -> a.add(axisIndex("i", "j")));
            case "axis_size" -> both(a -> a.mul(axisSize("i")).add(axisSize("i", "j")));
            case "vmap" -> over(name, GoldenLane.named(name));
            case "vmap_of_grad" -> over(name, grad(loss(name)));
            case "grad_of_vmap" -> grad((Tensor v) -> vmap(loss(name)).named("i").apply(v).sum());
            default -> throw new IllegalArgumentException("what is " + c + "?");
        };
        return inputs -> mapped.apply(inputs.getFirst());
    }

    private static String name(GoldenPoint c) { return c.name().substring(c.name().indexOf('/') + 1); }

    private static F1<Tensor, Tensor> reduction(String name) {
        return switch (name) {
            case "psum" -> a -> Collectives.psum(a, "i");
            case "pmean" -> a -> Collectives.pmean(a, "i");
            case "pmax" -> a -> Collectives.pmax(a, "i");
            case "pmin" -> a -> Collectives.pmin(a, "i");
            default -> throw new IllegalArgumentException("there is no reduction " + name);
        };
    }

    /** What is differentiated for each lane. */
    private static F1<Tensor, Tensor> loss(String name) {
        F1<Tensor, Tensor> lane = GoldenLane.named(name);
        return name.equals("custom_vjp") ? a -> lane.apply(a).sin() : a -> lane.apply(a).sum();
    }

    private static F1<Tensor, Tensor> over(String name, F1<Tensor, Tensor> lane) {
        return name.equals("two_axes") ? both(lane) : vmap(lane).named("i");
    }

    private static F1<Tensor, Tensor> both(F1<Tensor, Tensor> lane) {
        return vmap((Tensor row) -> vmap(lane).named("j").apply(row)).named("i");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jittedValuesAreThoseOfJax(GoldenPoint c) {
        JUDGE.results(c, List.of(Transforms.jit(function(c)).apply(c.inputs())));
    }
}
