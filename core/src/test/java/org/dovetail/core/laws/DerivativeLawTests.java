package org.dovetail.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;
import org.dovetail.core.laws.Cases.Case;

/**
 * Derivatives against central differences, and forward against reverse mode, in float64.
 *
 * <p>
 * The seeds are fixed: a point within the step of a kink has no derivative.
 */
final class DerivativeLawTests {
    private static final double STEP = 1e-5;
    /** Differences lose half the digits: about 1e-10 over the step squared. */
    private static final double OF_DIFFERENCES = 2e-6;
    private static final double OF_ROUNDING = 1e-10;

    @Provide
    Arbitrary<Case> cases() { return Cases.differentiable(); }

    /** A function of its float operands alone, at a point, with directions. */
    private record Probe(F1<List<Tensor>, Tensor> function, List<Tensor> point, List<Tensor> direction,
            Tensor weights) {
        static Probe of(Case c) {
            RandomGenerator random = new SplittableRandom(c.seed() ^ 99);
            List<Array> inputs = c.inputs();
            List<Tensor> point = new ArrayList<>();
            List<Tensor> direction = new ArrayList<>();
            for (Array input : inputs) {
                if (input.dtype().kind() == Kind.FLOAT) {
                    point.add(input);
                    direction.add(noise(input, random));
                }
            }
            F1<List<Tensor>, Tensor> function = floats -> {
                List<Tensor> operands = new ArrayList<>(inputs);
                int next = 0;
                for (int i = 0; i < operands.size(); i++) {
                    operands.set(i, inputs.get(i).dtype().kind() == Kind.FLOAT ? floats.get(next++) : inputs.get(i));
                }
                return c.function().apply(operands);
            };
            return new Probe(function, point, direction, noise(function.apply(point), random));
        }

        private static Tensor noise(Tensor like, RandomGenerator random) {
            return Array.ofDoubles(new TensorSpec(DType.FLOAT64, like.shape()), _ -> random.nextDouble(-1, 1));
        }

        Tensor weighted(List<Tensor> at) { return function.apply(at).mul(weights).sum(); }

        List<Tensor> moved(double step) {
            List<Tensor> moved = new ArrayList<>();
            for (int i = 0; i < point.size(); i++) {
                moved.add(point.get(i).add(direction.get(i).mul(step)));
            }
            return moved;
        }
    }

    private static double dot(List<Tensor> x, List<Tensor> y) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += Cases.dot(x.get(i), y.get(i));
        }
        return sum;
    }

    private static Offset<Double> near(double expected, double tolerance) {
        return Offset.offset(tolerance * (1 + Math.abs(expected)));
    }

    @Property(tries = 1500, seed = "1")
    void jvpEqualsTheCentralDifference(@ForAll("cases") Case c) {
        Cases.onReference(() -> {
            Probe probe = Probe.of(c);
            var jvp = Transforms.jvp(probe.function, probe.point, probe.direction);
            double difference = (probe.weighted(probe.moved(STEP)).item() - probe.weighted(probe.moved(-STEP)).item())
                    / (2 * STEP);
            assertThat(Cases.dot(jvp.tangent(), probe.weights)).as(c.toString()).isCloseTo(difference,
                    near(difference, OF_DIFFERENCES));
            return difference;
        });
    }

    @Property(tries = 1500, seed = "2")
    void forwardEqualsReverse(@ForAll("cases") Case c) {
        Cases.onReference(() -> {
            Probe probe = Probe.of(c);
            double forward = Cases.dot(Transforms.jvp(probe.function, probe.point, probe.direction).tangent(),
                    probe.weights);
            List<Tensor> gradient = Transforms.grad(probe::weighted).apply(probe.point);
            List<Tensor> pulled = Transforms.vjp(probe.function, probe.point).pullback().apply(probe.weights);
            assertThat(dot(gradient, probe.direction)).as(c.toString()).isCloseTo(forward,
                    near(forward, OF_ROUNDING));
            assertThat(dot(pulled, probe.direction)).as(c.toString()).isCloseTo(forward, near(forward, OF_ROUNDING));
            return forward;
        });
    }

    @Property(tries = 1000, seed = "3")
    void theGradientOfAGradientEqualsTheCentralDifference(@ForAll("cases") Case c) {
        Cases.onReference(() -> {
            Probe probe = Probe.of(c);
            var gradient = Transforms.grad(probe::weighted);
            double difference = (dot(gradient.apply(probe.moved(STEP)), probe.direction)
                    - dot(gradient.apply(probe.moved(-STEP)), probe.direction)) / (2 * STEP);
            List<Tensor> second = Transforms
                    .grad((List<Tensor> at) -> along(gradient.apply(at), probe.direction)).apply(probe.point);
            assertThat(dot(second, probe.direction)).as(c.toString()).isCloseTo(difference,
                    near(difference, 10 * OF_DIFFERENCES));
            List<Tensor> forward = Transforms.jvp(gradient, probe.point, probe.direction).tangent();
            double mixed = dot(forward, probe.direction);
            assertThat(dot(second, probe.direction)).as(c.toString()).isCloseTo(mixed, near(mixed, OF_ROUNDING));
            return mixed;
        });
    }

    private static Tensor along(List<Tensor> x, List<Tensor> direction) {
        Tensor sum = Tensors.zeros(DType.FLOAT64, Shape.of());
        for (int i = 0; i < x.size(); i++) {
            sum = sum.add(x.get(i).mul(direction.get(i)).sum());
        }
        return sum;
    }
}
