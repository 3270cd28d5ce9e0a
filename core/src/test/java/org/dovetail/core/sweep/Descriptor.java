package org.dovetail.core.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/**
 * A function of tensors, with all that is needed to try it.
 *
 * @param name what messages call it
 * @param function takes as many tensors as there are samples; it reads shapes, never numbers
 * @param samples makes the operands
 * @param dtypes for which dtypes it can be called
 * @param accepts for which shapes it can be called
 * @param isElementwise whether equal operands at a place give equal results there, whatever is elsewhere
 * @param isDifferentiable whether it has a derivative everywhere within the samples' bounds
 */
public record Descriptor(String name, Function<List<Tensor>, Tensor> function, List<Sample> samples, Set<DType> dtypes,
        Predicate<Shape> accepts, boolean isElementwise, boolean isDifferentiable) {
    static Descriptor of(String name, Function<List<Tensor>, Tensor> function, Sample... samples) {
        return new Descriptor(name, function, List.of(samples), Descriptors.FLOATS, _ -> true, false, true);
    }

    Descriptor on(Set<DType> others) {
        return new Descriptor(name, function, samples, others, accepts, isElementwise, isDifferentiable);
    }

    Descriptor only(Predicate<Shape> condition) {
        return new Descriptor(name, function, samples, dtypes, accepts.and(condition), isElementwise,
                isDifferentiable);
    }

    /** With at least so many axes. */
    Descriptor rank(int atLeast) { return only(shape -> shape.rank() >= atLeast); }

    Descriptor nonEmpty() { return only(shape -> shape.size() > 0); }

    Descriptor elementwise() {
        return new Descriptor(name, function, samples, dtypes, accepts, true, isDifferentiable);
    }

    Descriptor flat() { return new Descriptor(name, function, samples, dtypes, accepts, isElementwise, false); }

    /** Operands, which are the same for the same seed. */
    public List<Array> inputs(Shape base, DType dtype, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Array> inputs = new ArrayList<>();
        samples.forEach(sample -> inputs.add(sample.make(base, dtype, random)));
        return inputs;
    }

    /** The result. */
    public Tensor apply(List<? extends Tensor> operands) {
        return function.apply(List.copyOf(operands));
    }

    @Override
    public String toString() { return name; }
}
