package org.dovetail.core.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.Collectives.pmean;
import static org.dovetail.core.Collectives.psum;
import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.customVjp;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vjp;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.dovetail.core.Array;
import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.JvpResult;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;

/** Collectives within vmap against a loop over the lanes, with any transformations between the two. */
final class CollectiveLawTests {
    private static final TensorSpec LANES = TensorSpec.of(DType.FLOAT64, 3);
    private static final Tensor X = Array.ofDoubles(LANES, i -> 0.4 - 0.37 * i);
    private static final double NEAR = 1e-10;

    /** Something around a function of a lane that leaves its values and derivatives as they are. */
    enum Around {
        JIT, CAPTURED, CHECKPOINT, COND, COND_PER_LANE, SCAN, VMAP, NAMED_VMAP, JVP, VJP, CUSTOM_JVP, CUSTOM_VJP;

        F1<Tensor, Tensor> of(F1<Tensor, Tensor> f) {
            return switch (this) {
                case JIT -> jit(f);
                case CAPTURED -> x -> jit((Tensor zero) -> f.apply(x.add(zero))).apply(zero());
                case CHECKPOINT -> checkpoint(f);
                case COND -> x -> ControlFlow.cond(zero().eq(0), f, Tensor::neg, x);
                case COND_PER_LANE -> x -> ControlFlow.cond(x.lt(9), f, Tensor::neg, x);
                case SCAN -> x -> ControlFlow.scan((Tensor carry, Tensor z) -> new Carry<>(f.apply(carry.add(z)), z), x,
                        Tensors.zeros(DType.FLOAT64, Shape.of(1))).carry();
                case VMAP -> x -> vmap(f).apply(Tensors.stack(0, x, x)).at(1);
                case NAMED_VMAP -> x -> vmap((Tensor y) -> pmean(f.apply(y), "other")).named("other")
                        .apply(Tensors.stack(0, x, x)).at(1);
                case JVP -> x -> jvp(f, x, zero()).value();
                case VJP -> x -> vjp(f, x).value();
                case CUSTOM_JVP -> customJvp(f, (Tensor x, Tensor dx) -> {
                    JvpResult<Tensor> both = jvp(f, x, dx);
                    return new JvpResult<>(both.value(), both.tangent());
                });
                case CUSTOM_VJP -> customVjp(f, x -> new Carry<>(f.apply(x), x),
                        (Tensor x, Tensor cotangent) -> vjp(f, x).pullback().apply(cotangent));
            };
        }

        private static Tensor zero() { return Tensors.zeros(DType.FLOAT64, Shape.of()); }
    }

    private static Tensor lane(Tensor a) { return psum(a.sin(), "i").mul(a).add(pmean(a.mul(a), "i")); }

    /** The same for all lanes by hand. */
    private static Tensor loop(Tensor v) {
        Tensor sum = v.at(0).sin();
        Tensor squares = v.at(0).mul(v.at(0));
        for (int i = 1; i < v.dim(0); i++) {
            sum = sum.add(v.at(i).sin());
            squares = squares.add(v.at(i).mul(v.at(i)));
        }
        return v.mul(sum).add(squares.div(v.dim(0)));
    }

    private static void assertNear(Tensor got, Tensor expected, Object what) {
        assertThat(got.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(got.array().doubleAt(i)).as(what + " at " + i).isCloseTo(expected.array().doubleAt(i),
                    Offset.offset(NEAR));
        }
    }

    private static F1<Tensor, Tensor> within(List<Around> around) {
        F1<Tensor, Tensor> lane = CollectiveLawTests::lane;
        for (Around each : around) {
            lane = each.of(lane);
        }
        return lane;
    }

    /** Forward mode does not pass a rule for reverse mode. */
    private static boolean isRefused(List<Around> around) {
        int first = around.indexOf(Around.CUSTOM_VJP);
        List<Around> outside = around.subList(first + 1, around.size());
        return first >= 0 && (outside.contains(Around.JVP) || outside.contains(Around.CUSTOM_JVP));
    }

    @Property(tries = 100)
    void whatStandsBetweenVmapAndItsCollectivesChangesNothing(@ForAll @Size(max = 3) List<Around> around) {
        Assume.that(!isRefused(around));
        F1<Tensor, Tensor> lane = within(around);
        F1<Tensor, Tensor> all = vmap(lane).named("i");
        assertNear(all.apply(X), loop(X), around);
        assertNear(jit(all).apply(X), loop(X), around);
        F1<Tensor, Tensor> expected = grad((Tensor v) -> loop(v).sum());
        assertNear(grad((Tensor v) -> all.apply(v).sum()).apply(X), expected.apply(X), around);
        // A lane's gradient is that of the sum of all lanes, since psum's transpose is psum.
        assertNear(vmap(grad(lane)).named("i").apply(X), expected.apply(X), around);
    }

    @Property(tries = 20)
    void sumsOverTwoAxesAreThoseOfALoop(@ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns) {
        Tensor grid = Array.ofDoubles(TensorSpec.of(DType.FLOAT64, rows, columns), i -> Math.cos((double) i));
        F2<String, String, F1<Tensor, Tensor>> named = (outer, inner) -> vmap((Tensor row) -> vmap(
                (Tensor a) -> a.sub(psum(a, "i")).mul(psum(a, "j")).add(pmean(a, "i", "j"))).named(inner).apply(row))
                .named(outer);
        Tensor overRows = grid.sum(0).expandDims(0);
        Tensor overColumns = grid.sum(1).expandDims(1);
        assertNear(named.apply("i", "j").apply(grid), grid.sub(overRows).mul(overColumns).add(grid.mean()),
                "i outside");
        assertNear(named.apply("j", "i").apply(grid), grid.sub(overColumns).mul(overRows).add(grid.mean()),
                "j outside");
    }

    @Example
    void noLanesSumToNothing() {
        assertThat(vmap((Tensor a) -> psum(a, "i")).named("i").apply(Tensors.zeros(0)).shape()).isEqualTo(Shape.of(0));
    }
}
