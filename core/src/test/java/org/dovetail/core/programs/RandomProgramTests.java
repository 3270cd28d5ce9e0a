package org.dovetail.core.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vmap;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.sweep.Tolerance;
import org.dovetail.core.transform.Batching;

/**
 * Random programs with loops, on every backend and under every transformation, against the reference backend operation by operation.
 *
 * <p>
 * Each property runs as many programs as {@code junit-platform.properties} says, the same ones each time; {@code -Djqwik.tries.default=10000} runs more. A
 * failure prints the program, made as small as it goes, as lines and as a graph.
 */
final class RandomProgramTests {
    private static final double OF_ROUNDING = 1e-9;
    private static final List<Backend> OTHERS = ServiceLoader.load(Backend.class).stream()
            .map(ServiceLoader.Provider::get).filter(backend -> !backend.name().equals("reference")).toList();

    @Provide
    Arbitrary<Program> programs() { return Programs.upTo(40); }

    @Provide
    Arbitrary<Program> differentiable() { return programs().filter(Program::isDifferentiable); }

    private static <R> R on(String backend, Supplier<R> body) { return Backends.with(Backends.named(backend), body); }

    private static List<Tensor> expected(Program program, int example) {
        return on("reference", () -> program.apply(program.arguments(example)));
    }

    @Property(seed = "1")
    void everyBackendGivesWhatTheReferenceGives(@ForAll("programs") Program program) {
        List<Tensor> expected = expected(program, 0);
        List<Tensor> arguments = program.arguments(0);
        for (Backend backend : OTHERS) {
            requireEqual(program, backend + " eager", expected,
                    Backends.with(backend, () -> program.apply(arguments)));
        }
        for (String backend : List.of("compiled", "reference")) {
            requireEqual(program, backend + " jit", expected,
                    on(backend, () -> jit((List<Tensor> operands) -> program.apply(operands)).apply(arguments)));
        }
    }

    @Property(seed = "2")
    void aBatchGivesWhatALoopGives(@ForAll("programs") Program program, @ForAll @IntRange(min = 1, max = 3) int size,
            @ForAll @IntRange(min = 1, max = 15) int which) {
        List<Boolean> batched = IntStream.range(0, program.inputs().size()).mapToObj(i -> (which >> i & 1) == 1)
                .toList();
        List<List<Tensor>> examples = IntStream.range(0, size).mapToObj(example -> mixed(program, batched, example))
                .toList();
        List<List<Tensor>> expected = examples.stream()
                .map(arguments -> on("reference", () -> program.apply(arguments))).toList();
        List<Tensor> stacked = stacked(examples, batched);
        F1<List<Tensor>, List<Tensor>> batch = operands -> Batching.run(size, program::apply, operands, batched);
        List<Tensor> eager = on("reference", () -> batch.apply(stacked));
        List<Tensor> compiled = on("compiled", () -> jit(batch).apply(stacked));
        for (int example = 0; example < size; example++) {
            requireEqual(program, "vmap, example " + example, expected.get(example), at(eager, example));
            requireEqual(program, "jit of vmap, example " + example, expected.get(example), at(compiled, example));
        }
    }

    /** In reverse mode, and forward where a loop without a known number of steps forbids that. */
    @Property(seed = "3")
    void aDerivativeIsThatOfTheReference(@ForAll("differentiable") Program program) {
        List<List<Tensor>> points = List.of(Program.floats(program.arguments(0)), Program.floats(program.arguments(1)));
        List<Tensor> others = program.arguments(0);
        F1<List<Tensor>, List<Tensor>> derivative = program.hasWhile()
                ? floats -> Program
                        .floats(jvp((List<Tensor> at) -> program.apply(Program.withFloats(others, at)), floats,
                                program.direction()).tangent())
                : grad((List<Tensor> at) -> program.scalar(Program.withFloats(others, at)));
        List<List<Tensor>> expected = points.stream().map(at -> on("reference", () -> derivative.apply(at))).toList();
        requireNear(program, "derivative, reference jit", expected.getFirst(),
                on("reference", () -> jit(derivative).apply(points.getFirst())));
        requireNear(program, "derivative, compiled jit", expected.getFirst(),
                on("compiled", () -> jit(derivative).apply(points.getFirst())));
        List<Tensor> batch = on("compiled",
                () -> jit((List<Tensor> at) -> vmap(derivative).apply(at)).apply(stacked(points, all(points))));
        for (int example = 0; example < points.size(); example++) {
            requireNear(program, "derivative, compiled jit of vmap", expected.get(example), at(batch, example));
        }
    }

    @Property(seed = "4")
    void forwardModeGivesWhatReverseModeGives(@ForAll("differentiable") Program narrow) {
        Program program = narrow.with(DType.FLOAT64);
        if (program.hasWhile()) {
            return;
        }
        List<Tensor> others = program.arguments(0);
        List<Tensor> point = Program.floats(others);
        List<Tensor> direction = program.direction();
        F1<List<Tensor>, Tensor> function = at -> program.scalar(Program.withFloats(others, at));
        on("reference", () -> {
            double forward = jvp(function, point, direction).tangent().item();
            List<Tensor> gradient = grad(function).apply(point);
            double reverse = along(gradient, direction).item();
            assertThat(reverse).as(() -> program.toString()).isCloseTo(forward,
                    Offset.offset(OF_ROUNDING * (1 + Math.abs(forward))));
            return reverse;
        });
    }

    /** Reverse mode over reverse mode, forward over reverse and reverse over forward. */
    @Property(seed = "5")
    void secondDerivativesAreTheSameInEveryOrder(@ForAll("differentiable") Program narrow) {
        Program program = narrow.with(DType.FLOAT64);
        if (program.hasWhile()) {
            return;
        }
        List<Tensor> others = program.arguments(0);
        List<Tensor> point = Program.floats(others);
        List<Tensor> direction = program.direction();
        F1<List<Tensor>, Tensor> function = at -> program.scalar(Program.withFloats(others, at));
        on("reference", () -> {
            List<Tensor> forwardOfReverse = jvp(grad(function), point, direction).tangent();
            requireNear(program, "reverse of reverse", forwardOfReverse,
                    grad((List<Tensor> at) -> along(grad(function).apply(at), direction)).apply(point));
            requireNear(program, "reverse of forward", forwardOfReverse,
                    grad((List<Tensor> at) -> jvp(function, at, direction).tangent()).apply(point));
            return point;
        });
    }

    private static Tensor along(List<Tensor> x, List<Tensor> direction) {
        return IntStream.range(0, x.size()).mapToObj(i -> x.get(i).mul(direction.get(i)).sum()).reduce(Tensor::add)
                .orElseThrow();
    }

    private static List<Tensor> mixed(Program program, List<Boolean> batched, int example) {
        List<Tensor> shared = program.arguments(0);
        List<Tensor> own = program.arguments(example);
        return IntStream.range(0, shared.size()).mapToObj(i -> batched.get(i) ? own.get(i) : shared.get(i)).toList();
    }

    private static List<Boolean> all(List<List<Tensor>> examples) {
        return examples.getFirst().stream().map(_ -> true).toList();
    }

    private static List<Tensor> stacked(List<List<Tensor>> examples, List<Boolean> batched) {
        return IntStream.range(0, batched.size()).mapToObj(i -> batched.get(i)
                ? on("reference", () -> Tensors.stack(0, examples.stream().map(example -> example.get(i)).toArray(
                        Tensor[]::new)))
                : examples.getFirst().get(i)).toList();
    }

    private static List<Tensor> at(List<Tensor> batch, int example) {
        return on("reference", () -> batch.stream().map(result -> result.at(example)).toList());
    }

    private static void requireEqual(Program program, String how, List<Tensor> expected, List<Tensor> got) {
        require(program, how, expected, got, _ -> Tolerance.BITS);
    }

    private static void requireNear(Program program, String how, List<Tensor> expected, List<Tensor> got) {
        require(program, how, expected, got, Tolerance::ofDerivative);
    }

    private static void require(Program program, String how, List<Tensor> expected, List<Tensor> got,
            Function<Array, Tolerance> tolerance) {
        assertThat(got).as(() -> how + " of " + program).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Array want = expected.get(i).array();
            Array have = got.get(i).array();
            int result = i;
            assertThat(tolerance.apply(want).accepts(want, have)).as(() -> how + ", result " + result + " of " + program
                    + "\nexpected " + want.spec() + Arrays.toString(want.toFloats())
                    + "\ngot      " + have.spec() + Arrays.toString(have.toFloats())).isTrue();
        }
    }
}
