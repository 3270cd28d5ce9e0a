package org.dovetail.core.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.valueAndGradWithAux;
import static org.dovetail.core.Transforms.vjp;
import static org.dovetail.core.Transforms.vmap;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.dovetail.core.Array;
import org.dovetail.core.Axis;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F1;

/** Transformations within each other, in every order. */
final class NestingLawTests {
    private static final TensorSpec GRID = new TensorSpec(DType.FLOAT64, Shape.of(2, 1, 3, 2));
    private static final Tensor POINT = Array.ofDoubles(GRID, i -> 0.3 + 0.17 * i);
    private static final double NEAR = 1e-9;

    /** A transformation of a function that treats all elements alike; half of them give its derivative. */
    enum Step {
        JIT, VMAP, VMAP_LAST, JIT_AROUND_CAPTURED, GRAD, VJP, JVP, GRAD_OF_JIT, VMAP_OF_GRAD;

        F1<Tensor, Tensor> of(F1<Tensor, Tensor> f) {
            return switch (this) {
                case JIT -> jit(f);
                case VMAP -> x -> x.rank() == 0 ? f.apply(x) : vmap(f).apply(x);
                case VMAP_LAST -> x -> x.rank() == 0
                        ? f.apply(x)
                        : vmap(f, Axis.axis(-1)).apply(x).transpose(lastAxisBack(x.rank()));
                case JIT_AROUND_CAPTURED -> x -> jit((Tensor zero) -> f.apply(x.add(zero)))
                        .apply(Tensors.zeros(DType.FLOAT64, Shape.of()));
                case GRAD -> grad((Tensor x) -> f.apply(x).sum());
                case VJP -> x -> vjp(f, x).pullback().apply(Tensors.ones(x.dtype(), x.shape()));
                case JVP -> x -> jvp(f, x, Tensors.ones(x.dtype(), x.shape())).tangent();
                case GRAD_OF_JIT -> grad((Tensor x) -> jit(f).apply(x).sum());
                case VMAP_OF_GRAD -> x -> x.rank() == 0
                        ? GRAD.of(f).apply(x)
                        : vmap(GRAD.of(f)).apply(x);
            };
        }

        private static int[] lastAxisBack(int rank) {
            int[] axes = new int[rank];
            for (int i = 0; i < rank; i++) {
                axes[i] = (i + 1) % rank;
            }
            return axes;
        }

        int derivatives() {
            return switch (this) {
                case JIT, VMAP, VMAP_LAST, JIT_AROUND_CAPTURED -> 0;
                case GRAD, VJP, JVP, GRAD_OF_JIT, VMAP_OF_GRAD -> 1;
            };
        }
    }

    /** A function with its n-th derivative. */
    enum Smooth {
        /** {@code sin(2x)}, of which the n-th derivative is {@code 2^n sin(2x + nπ/2)}. */
        SINE {
            @Override
            Tensor apply(Tensor x) { return x.mul(2).sin(); }

            @Override
            double derivative(int n, double x) { return Math.pow(2, n) * Math.sin(2 * x + n * Math.PI / 2); }
        },
        /** {@code x exp(x)}, of which the n-th derivative is {@code (x + n) exp(x)}. */
        GROWTH {
            @Override
            Tensor apply(Tensor x) { return x.mul(x.exp()); }

            @Override
            double derivative(int n, double x) { return (x + n) * Math.exp(x); }
        },
        /** {@code log(x)} as an integral part and a jitted rest; the n-th derivative is {@code (-1)^(n-1) (n-1)! / x^n}. */
        LOGARITHM {
            @Override
            Tensor apply(Tensor x) { return jit((Tensor y) -> y.mul(x).log()).apply(x).mul(0.5); }

            @Override
            double derivative(int n, double x) {
                double factor = 1;
                for (int i = 1; i < n; i++) {
                    factor *= -i;
                }
                return n == 0 ? Math.log(x) : factor / Math.pow(x, n);
            }
        };

        abstract Tensor apply(Tensor x);

        abstract double derivative(int n, double x);
    }

    @Property(tries = 1000)
    void everyNestingGivesTheDerivative(@ForAll Smooth smooth, @ForAll @Size(max = 4) List<Step> steps) {
        Cases.onReference(() -> {
            F1<Tensor, Tensor> f = smooth::apply;
            int derivatives = 0;
            for (Step step : steps) {
                f = step.of(f);
                derivatives += step.derivatives();
            }
            Tensor result = f.apply(POINT);
            assertThat(result.spec()).isEqualTo(GRID);
            for (long i = 0; i < POINT.size(); i++) {
                double expected = smooth.derivative(derivatives, POINT.array().doubleAt(i));
                assertThat(result.array().doubleAt(i)).isCloseTo(expected,
                        Offset.offset(NEAR * (1 + Math.abs(expected))));
            }
            return result;
        });
    }

    private static Tensor scalar(double value) { return Array.scalar(DType.FLOAT64, value); }

    /** d/dx of x times d/dy of (x + y) is 1; with tangents of x and y confused it is 2. */
    @Example
    void perturbationsAreNotConfused() {
        F1<Tensor, Tensor> inner = x -> x.mul(grad((Tensor y) -> x.add(y)).apply(scalar(1)));
        assertThat(grad(inner).apply(scalar(1)).item()).isEqualTo(1);
        assertThat(jvp(inner, scalar(1), scalar(1)).tangent().item()).isEqualTo(1);
        assertThat(jit(grad(inner)).apply(scalar(1)).item()).isEqualTo(1);
        F1<Tensor, Tensor> forward = x -> x.mul(jvp((Tensor y) -> x.add(y), scalar(1), scalar(1)).tangent());
        assertThat(jvp(forward, scalar(1), scalar(1)).tangent().item()).isEqualTo(1);
        assertThat(grad(forward).apply(scalar(1)).item()).isEqualTo(1);
        F1<Tensor, Tensor> jitted = x -> x.mul(grad(jit((Tensor y) -> x.mul(x).add(y))).apply(scalar(1)));
        assertThat(grad(jitted).apply(scalar(3)).item()).isEqualTo(1);
    }

    /** d/dx of x d/dy(x y²) at y = 3 is d/dx of 6 x². */
    @Example
    void gradientsOfGradientsSeeTheOuterValue() {
        F1<Tensor, Tensor> f = x -> x.mul(grad((Tensor y) -> x.mul(y).mul(y)).apply(scalar(3)));
        assertThat(grad(f).apply(scalar(2)).item()).isEqualTo(24);
        assertThat(grad(jit(f)).apply(scalar(2)).item()).isEqualTo(24);
        assertThat(vmap(grad(jit(f))).apply(Tensors.of(1, 2)).toFloats()).containsExactly(12, 24);
    }

    @Example
    void aJittedFunctionMayCloseOverATracer() {
        F1<Tensor, Tensor> f = x -> jit((Tensor y) -> y.mul(x).sin()).apply(scalar(2));
        assertThat(grad(f).apply(scalar(0.5)).item()).isEqualTo(2 * Math.cos(1));
        assertThat(jit(grad(f)).apply(scalar(0.5)).item()).isEqualTo(2 * Math.cos(1));
        assertThat(vmap(f).apply(Tensors.of(0, 1)).toFloats()).containsExactly(0, (float) Math.sin(2));
    }

    @Example
    void aGraphOverATracerIsNotKept() {
        List<Tensor> kept = new ArrayList<>(List.of(scalar(0)));
        var jitted = jit((Tensor y) -> y.mul(kept.getFirst()));
        F1<Tensor, Tensor> f = x -> {
            kept.set(0, x);
            return jitted.apply(scalar(2));
        };
        assertThat(grad(f).apply(scalar(5)).item()).isEqualTo(2);
        assertThat(jitted.cached()).isZero();
        assertThat(grad(f).apply(scalar(7)).item()).isEqualTo(2);
    }

    @Example
    void batchesMayHaveArgumentsInCommon() {
        Tensor weights = Array.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        Tensor rows = Array.ofFloats(Shape.of(4, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);
        F1<Tensor, Tensor> gradient = grad((Tensor w) -> vmap((Tensor row, Tensor all) -> row.matmul(all).sum(),
                Axis.axis(0), Axis.BROADCAST).apply(rows, w).sum());
        assertThat(gradient.apply(weights).toFloats()).containsExactly(2, 2, 2, 2, 2, 2);
        Tensor each = vmap((Tensor row, Tensor w) -> grad((Tensor v) -> row.matmul(v).sum()).apply(w), Axis.axis(0),
                Axis.BROADCAST).apply(rows, weights);
        assertThat(each.at(1).toFloats()).containsExactly(0, 0, 1, 1, 0, 0);
    }

    @Example
    void whatComesBesidesAValueIsTransformedToo() {
        F1<Tensor, Tensor> f = x -> valueAndGradWithAux((Tensor y) -> new WithAux<>(y.mul(y), y.mul(x))).apply(x).aux();
        assertThat(grad(f).apply(scalar(3)).item()).isEqualTo(6);
        assertThat(jit(f).apply(scalar(3)).item()).isEqualTo(9);
        assertThat(vmap(f).apply(Tensors.of(2, 3)).toFloats()).containsExactly(4, 9);
    }

    @Example
    void staticArgumentsPassThroughEveryTransformation() {
        var f = jit((Tensor x, Integer times) -> x.mul(x).mul(times).sum());
        assertThat(grad(f).apply(scalar(3), 2).item()).isEqualTo(12);
        assertThat(jit(grad(f)).apply(scalar(3), 4).item()).isEqualTo(24);
        assertThat(f.cached()).isEqualTo(2);
    }
}
