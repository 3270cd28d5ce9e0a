package org.dovetail.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.dovetail.core.internal.trace.GraphTrace;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend against the reference backend, on every function, dtype and shape of the list. */
final class BackendSweepTests {
    private static final Backend REFERENCE = Backends.named("reference");
    private static final float[] EDGES = {0f, -0f, 1, -1, 0.5f, -1.5f, 2.5f, Float.NaN, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-40f, -1e-40f, 88.7f,
            -103f, 0x1p24f, 3e9f, 1e-20f};

    static Stream<Arguments> others() {
        return ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get)
                .filter(backend -> !backend.name().equals("reference"))
                .flatMap(backend -> Descriptors.ALL.stream().map(function -> Arguments.of(backend.name(), function)));
    }

    static Stream<Arguments> othersOnFloats() {
        return others().filter(arguments -> {
            Descriptor function = (Descriptor) arguments.get()[1];
            return function.isElementwise() && function.dtypes().contains(DType.FLOAT32);
        });
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("others")
    void anOperationGivesWhatTheReferenceGives(String name, Descriptor function) {
        Backend backend = Backends.named(name);
        everywhere(function, inputs -> check(backend, function, inputs,
                () -> Backends.with(backend, () -> function.apply(inputs)).array()));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("others")
    void aGraphGivesWhatTheReferenceGives(String name, Descriptor function) {
        Backend backend = Backends.named(name);
        everywhere(function, inputs -> check(backend, function, inputs, () -> graphResult(backend, function, inputs)));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("othersOnFloats")
    void edgesGiveWhatTheReferenceGives(String name, Descriptor function) {
        Backend backend = Backends.named(name);
        List<Array> inputs = edges(function);
        check(backend, function, inputs, () -> Backends.with(backend, () -> function.apply(inputs)).array());
        check(backend, function, inputs, () -> graphResult(backend, function, inputs));
    }

    private interface Trial {
        void with(List<Array> inputs);
    }

    private interface Result {
        Array get();
    }

    private static void everywhere(Descriptor function, Trial trial) {
        for (DType dtype : function.dtypes()) {
            for (Shape shape : Descriptors.SHAPES) {
                if (function.accepts().test(shape)) {
                    trial.with(function.inputs(shape, dtype, 7));
                }
            }
        }
    }

    private static Array graphResult(Backend backend, Descriptor function, List<Array> inputs) {
        Graph graph = GraphTrace.run(tracers -> List.of(function.apply(tracers)),
                inputs.stream().map(Tensor::spec).toList()).graph();
        return backend.compile(graph).run(inputs, new BitSet(), "sweep").getFirst();
    }

    /** A backend may refuse a dtype, but not float32 and int32. */
    private static void check(Backend backend, Descriptor function, List<Array> inputs, Result got) {
        Array expected = Backends.with(REFERENCE, () -> function.apply(inputs)).array();
        Array result;
        try {
            result = got.get();
        } catch (UnsupportedDTypeException e) {
            assertThat(inputs).as(e.getMessage()).anyMatch(input -> isOptional(input.dtype()) || isOptional(
                    expected.dtype()));
            return;
        }
        Tolerance tolerance = Tolerance.of(backend.name(), function.name(), expected.dtype());
        assertThat(tolerance.accepts(expected, result)).as(() -> function + " on " + inputs + "\n" + texts(inputs)
                + "\nexpected " + text(expected) + "\ngot      " + text(result)).isTrue();
    }

    private static boolean isOptional(DType dtype) {
        return dtype != DType.FLOAT32 && dtype != DType.INT32 && dtype != DType.BOOL && dtype != DType.UINT32;
    }

    /** Every edge as every operand. */
    private static List<Array> edges(Descriptor function) {
        int arity = function.samples().size();
        int count = IntStream.range(0, arity).reduce(1, (product, _) -> product * EDGES.length);
        List<Array> like = function.inputs(Shape.of(count), DType.FLOAT32, 7);
        List<Array> inputs = new ArrayList<>();
        int step = 1;
        for (Array input : like) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = EDGES[i / step % EDGES.length];
            }
            inputs.add(input.dtype() == DType.FLOAT32 ? Array.ofFloats(Shape.of(count), values) : input);
            step *= EDGES.length;
        }
        return inputs;
    }

    private static String texts(List<Array> arrays) {
        return String.join("\n", arrays.stream().map(BackendSweepTests::text).toList());
    }

    private static String text(Array array) { return array + " " + Arrays.toString(array.toFloats()); }
}
