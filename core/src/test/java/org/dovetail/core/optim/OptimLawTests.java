package org.dovetail.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.core.optim.Samples.Params;
import org.dovetail.core.tree.Tree;

/** What holds for all transformations. */
final class OptimLawTests {
    /** A mean taken step by step is rounded at each; a bfloat16 parameter may then be one unit away. */
    private static final float TOLERANCE = 0x1p-6f;

    @Provide
    Arbitrary<GradientTransformation<?>> transformations() { return Arbitraries.of(Samples.TRANSFORMATIONS); }

    /** Injected hyperparameters are float32 and make that of a bfloat16 moment in the first step, in optax as well. */
    @Provide
    Arbitrary<GradientTransformation<?>> steady() {
        return transformations().filter(t -> !(t instanceof InjectHyperparams));
    }

    /** Parameters and the state of a transformation. */
    record Place<S>(Params params, S state) {}

    private static <S> Place<S> step(GradientTransformation<S> transformation, Place<S> before, Params grads) {
        Updated<Params, S> updated = transformation.update(grads, before.state(), before.params());
        return new Place<>(Optim.applyUpdates(before.params(), updated.updates()), updated.state());
    }

    private static <S> Place<S> start(GradientTransformation<S> transformation, long seed) {
        Params params = Samples.params(seed);
        return new Place<>(params, transformation.init(params));
    }

    private static <S> Place<S> steps(GradientTransformation<S> transformation, long seed, int count) {
        Place<S> place = start(transformation, seed);
        for (int i = 0; i < count; i++) {
            place = step(transformation, place, Samples.params(seed + i));
        }
        return place;
    }

    private static void assertSame(Object got, Object expected) {
        List<Tensor> first = Tree.leaves(got);
        List<Tensor> second = Tree.leaves(expected);
        assertThat(first).hasSameSizeAs(second);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i).array().bitEquals(second.get(i).array()))
                    .as(() -> first + " and " + second).isTrue();
        }
    }

    @Property(tries = 60)
    void identityInAChainChangesNothing(@ForAll("transformations") GradientTransformation<?> t,
            @ForAll @LongRange(max = 1000) long seed) {
        Samples.onReference(() -> {
            var chained = steps(Optim.chain(Optim.identity(), t), seed, 3);
            assertSame(chained.params(), steps(t, seed, 3).params());
            return chained;
        });
    }

    @Property(tries = 60)
    void aMaskOfAllIsNone(@ForAll("transformations") GradientTransformation<?> t,
            @ForAll @LongRange(max = 1000) long seed) {
        Samples.onReference(() -> {
            var masked = steps(Optim.masked(t, PerLeaf.all(true)), seed, 3);
            var plain = steps(t, seed, 3);
            assertSame(masked.params(), plain.params());
            assertSame(masked.state(), plain.state());
            return masked;
        });
    }

    @Property(tries = 60)
    void jitEqualsEagerBitForBit(@ForAll("transformations") GradientTransformation<?> t,
            @ForAll @LongRange(max = 1000) long seed) {
        Samples.onReference(() -> {
            assertJitted(t, seed);
            return t;
        });
    }

    private static <S> void assertJitted(GradientTransformation<S> t, long seed) {
        Place<S> place = start(t, seed);
        var jitted = jit((Place<S> before, Params grads) -> step(t, before, grads));
        for (int i = 0; i < 3; i++) {
            place = jitted.apply(place, Samples.params(seed + i));
        }
        assertSame(place, steps(t, seed, 3));
    }

    @Property(tries = 60)
    void aScanOfStepsIsALoop(@ForAll("steady") GradientTransformation<?> t,
            @ForAll @LongRange(max = 1000) long seed) {
        Samples.onReference(() -> {
            assertScanned(t, seed);
            return t;
        });
    }

    private static <S> void assertScanned(GradientTransformation<S> t, long seed) {
        Carry<Place<S>, List<Tensor>> scanned = ControlFlow.scan(
                (Place<S> before, Params grads) -> new Carry<>(step(t, before, grads), List.of()), start(t, seed),
                Samples.stacked(seed, 3));
        assertSame(scanned.carry(), steps(t, seed, 3));
    }

    @Property(tries = 60)
    void manyAtOnceAreEachAlone(@ForAll("transformations") GradientTransformation<?> t,
            @ForAll @LongRange(max = 1000) long seed) {
        Samples.onReference(() -> {
            assertBatched(t, seed);
            return t;
        });
    }

    private static <S> void assertBatched(GradientTransformation<S> t, long seed) {
        F1<Params, Params> one = params -> {
            Updated<Params, S> first = t.update(params, t.init(params), params);
            return t.update(params, first.state(), params).updates();
        };
        Params together = vmap(one).apply(Samples.stacked(seed, 2));
        for (int i = 0; i < 2; i++) {
            int lane = i;
            assertSame(Tree.map(x -> x.at(lane), together), one.apply(Samples.params(seed + i)));
        }
    }

    @Property(tries = 20)
    void severalGradientsAreTheirMean(@ForAll @LongRange(max = 1000) long seed,
            @ForAll @IntRange(min = 1, max = 4) int k) {
        Adam adam = Adam.of(0.1);
        Place<?> gathered = Samples.onReference(() -> steps(MultiSteps.of(adam, k), seed, k));
        Params mean = Tree.map(x -> x.mean(0), Samples.stacked(seed, k));
        Place<?> once = Samples.onReference(() -> step(adam, start(adam, seed), mean));
        List<Tensor> expected = Tree.leaves(once.params());
        List<Tensor> got = Tree.leaves(gathered.params());
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i).toFloats()).containsExactly(expected.get(i).toFloats(), within(TOLERANCE));
        }
    }
}
