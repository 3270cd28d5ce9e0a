package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transformations of loops, choices and convolutions in every order, as the real JAX computes them. */
class ProgramGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("programs/programs");
    private static final Map<String, F1<List<Tensor>, List<Tensor>>> PROGRAMS = programs();

    private static Map<String, F1<List<Tensor>, List<Tensor>>> programs() {
        Map<String, F1<List<Tensor>, List<Tensor>>> all = new HashMap<>(LoopPrograms.ALL);
        all.putAll(CustomPrograms.ALL);
        all.putAll(ChoicePrograms.ALL);
        return all;
    }

    static Stream<GoldenPoint> cases() { return GOLDEN.points().filter(c -> c.gradients().isEmpty()); }

    static Stream<GoldenPoint> convolutions() { return GOLDEN.points().filter(c -> !c.gradients().isEmpty()); }

    private static void compare(GoldenPoint c, String result, Tensor got) {
        String function = PROGRAMS.containsKey(c.function()) ? "programs/" + c.function() : c.function();
        Array expected = c.array(result);
        assertThat(GoldenTolerance.of(function, result, expected.dtype()).difference(expected, got.array()))
                .as(() -> c + " " + result + ": expected " + GoldenTolerance.text(expected) + "\ngot "
                        + GoldenTolerance.text(got.array()))
                .isEmpty();
    }

    private static void compare(GoldenPoint c, List<Tensor> got) {
        assertThat(got).as(c + ": results").hasSameSizeAs(c.outputs());
        for (int i = 0; i < got.size(); i++) {
            compare(c, "out" + i, got.get(i));
        }
    }

    @Test
    void thereIsAProgramForEachGolden() {
        Set<String> golden = cases().map(GoldenPoint::function).collect(Collectors.toCollection(HashSet::new));
        assertThat(PROGRAMS.keySet()).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eagerProgramsGiveWhatJaxGives(GoldenPoint c) { compare(c, PROGRAMS.get(c.function()).apply(c.inputs())); }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledProgramsGiveWhatJaxGives(GoldenPoint c) {
        compare(c, Transforms.jit(PROGRAMS.get(c.function())).apply(c.inputs()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void programsOfTheReferenceGiveWhatJaxGives(GoldenPoint c) {
        compare(c, Backends.with(Backends.named("reference"),
                () -> Transforms.jit(PROGRAMS.get(c.function())).apply(c.inputs())));
    }

    private static F1<List<Tensor>, Tensor> convolution(GoldenPoint c) {
        return new GoldenPrimitive(c.function(), c.parameters())::apply;
    }

    private static void compareConvolution(GoldenPoint c) {
        F1<List<Tensor>, Tensor> function = convolution(c);
        var forwards = Transforms.jit((List<Tensor> in, List<Tensor> along) -> Transforms.jvp(function, in, along))
                .apply(c.inputs(), c.ofDifferentiated("tangent"));
        compare(c, "out0", forwards.value());
        compare(c, "jvp", forwards.tangent());
        List<Tensor> back = Transforms
                .jit((List<Tensor> in, Tensor cotangent) -> Transforms.vjp(function, in).pullback()
                        .apply(cotangent))
                .apply(c.inputs(), c.array("cotangent"));
        compare(c, "vjp0", back.get(0));
        compare(c, "vjp1", back.get(1));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void compiledConvolutionsHaveTheGradientsOfJax(GoldenPoint c) { compareConvolution(c); }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsOfTheReferenceHaveTheGradientsOfJax(GoldenPoint c) {
        Backends.with(Backends.named("reference"), () -> {
            compareConvolution(c);
            return c;
        });
    }
}
