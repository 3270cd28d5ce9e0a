package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final GoldenJudge JUDGE = GoldenJudge.ofSeveral(ProgramGoldenTests::program).withFamily("programs/");
    private static final GoldenJudge CONVOLUTIONS = GoldenJudge.of(ProgramGoldenTests::convolution);

    private static Map<String, F1<List<Tensor>, List<Tensor>>> programs() {
        Map<String, F1<List<Tensor>, List<Tensor>>> all = new HashMap<>(LoopPrograms.ALL);
        all.putAll(CustomPrograms.ALL);
        all.putAll(ChoicePrograms.ALL);
        return all;
    }

    static Stream<GoldenPoint> cases() { return GOLDEN.points().filter(c -> c.gradients().isEmpty()); }

    static Stream<GoldenPoint> convolutions() { return GOLDEN.points().filter(c -> !c.gradients().isEmpty()); }

    private static F1<List<Tensor>, List<Tensor>> program(GoldenPoint c) { return PROGRAMS.get(c.function()); }

    private static F1<List<Tensor>, Tensor> convolution(GoldenPoint c) {
        return new GoldenPrimitive(c.function(), c.parameters())::apply;
    }

    @Test
    void thereIsAProgramForEachGolden() {
        Set<String> golden = cases().map(GoldenPoint::function).collect(Collectors.toCollection(HashSet::new));
        assertThat(PROGRAMS.keySet()).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eagerProgramsGiveWhatJaxGives(GoldenPoint c) { JUDGE.results(c, program(c).apply(c.inputs())); }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledProgramsGiveWhatJaxGives(GoldenPoint c) {
        JUDGE.results(c, Transforms.jit(program(c)).apply(c.inputs()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void programsOfTheReferenceGiveWhatJaxGives(GoldenPoint c) {
        JUDGE.results(c, Backends.with(Backends.named("reference"),
                () -> Transforms.jit(program(c)).apply(c.inputs())));
    }

    private static void compareConvolution(GoldenPoint c) {
        F1<List<Tensor>, Tensor> function = convolution(c);
        var forwards = Transforms.jit((List<Tensor> in, List<Tensor> along) -> Transforms.jvp(function, in, along))
                .apply(c.inputs(), c.ofDifferentiated("tangent"));
        CONVOLUTIONS.compare(c, "out0", forwards.value());
        CONVOLUTIONS.compare(c, "jvp", forwards.tangent());
        List<Tensor> back = Transforms
                .jit((List<Tensor> in, Tensor cotangent) -> Transforms.vjp(function, in).pullback()
                        .apply(cotangent))
                .apply(c.inputs(), c.array("cotangent"));
        CONVOLUTIONS.compare(c, "vjp0", back.get(0));
        CONVOLUTIONS.compare(c, "vjp1", back.get(1));
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
