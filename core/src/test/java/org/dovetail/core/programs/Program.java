package org.dovetail.core.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.trace.GraphTrace;

/**
 * A random program with arguments for it.
 *
 * @param inputs dtypes and shapes of the arguments, at least one
 * @param lines what it computes, in order
 * @param seed of the arguments' numbers
 */
record Program(List<TensorSpec> inputs, List<Line> lines, long seed) {
    /** How many of the last values are results. */
    private static final int RESULTS = 4;

    /** All values after some lines. */
    static List<Tensor> run(List<Tensor> arguments, List<Line> lines) {
        List<Tensor> values = new ArrayList<>(arguments);
        for (Line line : lines) {
            Values before = new Values(List.copyOf(values), line);
            values.addAll(line.isNested() ? Nesting.run(before) : Operation.run(before));
        }
        return values;
    }

    /** The last values; they depend on others that no result shows. */
    List<Tensor> apply(List<Tensor> arguments) {
        List<Tensor> values = run(arguments, lines);
        return List.copyOf(values.subList(Math.max(0, values.size() - RESULTS), values.size()));
    }

    /** One number that depends on every element of the results that are floats, on each in another way. */
    Tensor scalar(List<Tensor> arguments) {
        DType dtype = real();
        Tensor sum = Tensors.zeros(dtype, Shape.of());
        for (Tensor result : apply(arguments)) {
            if (result.dtype() == dtype) {
                Tensor factors = Tensors.arange((int) result.size()).add(1).cast(dtype).sin();
                sum = sum.add(result.reshape(Shape.of((int) result.size())).mul(factors).sum());
            }
        }
        return sum;
    }

    private DType real() {
        return inputs.stream().filter(Values::isFloat).map(TensorSpec::dtype).findFirst().orElse(DType.FLOAT32);
    }

    /** The same with other floats. */
    Program with(DType real) {
        return new Program(inputs.stream().map(spec -> Values.isFloat(spec) ? spec.withDtype(real) : spec).toList(),
                lines, seed);
    }

    boolean isDifferentiable() { return inputs.stream().anyMatch(Values::isFloat); }

    boolean hasWhile() {
        return lines.stream().flatMap(Line::all)
                .anyMatch(line -> line.isNested() && Nesting.of(line.nesting()) == Nesting.WHILE);
    }

    /** Arguments; others for another example. */
    List<Tensor> arguments(int example) {
        RandomGenerator random = new SplittableRandom(seed + example);
        return inputs.stream().map(spec -> random(spec, random)).toList();
    }

    /** A direction for each argument that is a float. */
    List<Tensor> direction() {
        RandomGenerator random = new SplittableRandom(~seed);
        return inputs.stream().filter(Values::isFloat).map(spec -> random(spec, random)).toList();
    }

    private static Tensor random(TensorSpec spec, RandomGenerator random) {
        return switch (spec.dtype().kind()) {
            case FLOAT -> Array.ofDoubles(spec, _ -> random.nextDouble(-1.5, 1.5));
            case BOOL -> Array.ofLongs(spec, _ -> random.nextInt(2));
            default -> Array.ofLongs(spec, _ -> random.nextInt(-4, 5));
        };
    }

    /** The arguments that are floats. */
    static List<Tensor> floats(List<Tensor> arguments) {
        return arguments.stream().filter(argument -> Values.isFloat(argument.spec())).toList();
    }

    /** The arguments with other floats. */
    static List<Tensor> withFloats(List<Tensor> arguments, List<Tensor> floats) {
        List<Tensor> changed = new ArrayList<>(arguments);
        int next = 0;
        for (int i = 0; i < changed.size(); i++) {
            if (Values.isFloat(arguments.get(i).spec())) {
                changed.set(i, floats.get(next++));
            }
        }
        return changed;
    }

    @Override
    public String toString() {
        return "seed " + seed + ", lines " + lines + "\n" + GraphTrace.run(this::apply, inputs).graph();
    }
}
