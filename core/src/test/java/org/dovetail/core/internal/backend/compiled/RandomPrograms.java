package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.prim.RandomBits;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.trace.GraphTrace;

/** Programs of mixed primitives that give the same bits on every backend: floats elementwise, sums and products of integers. */
final class RandomPrograms {
    /** Of at most and of more bytes than what is copied into the block. */
    private static final List<Shape> SHAPES = List.of(Shape.of(), Shape.of(7), Shape.of(3, 5), Shape.of(5, 3),
            Shape.of(40, 130), Shape.of(40, 130), Shape.of(130, 40));
    private static final List<DType> DTYPES = List.of(DType.FLOAT32, DType.FLOAT32, DType.INT32);

    private final SplittableRandom random;
    private final int equations;
    private final List<TensorSpec> inputs = new ArrayList<>();

    RandomPrograms(long seed, int equations) {
        this.random = new SplittableRandom(seed);
        this.equations = equations;
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            inputs.add(new TensorSpec(any(DTYPES), any(SHAPES)));
        }
    }

    private <T> T any(List<T> list) { return list.get(random.nextInt(list.size())); }

    Graph graph() { return GraphTrace.run(this::program, inputs).graph(); }

    /** New arguments, of small numbers. */
    List<Array> arguments(long seed) {
        SplittableRandom numbers = new SplittableRandom(seed);
        List<Array> arguments = new ArrayList<>();
        for (TensorSpec input : inputs) {
            arguments.add(input.dtype() == DType.FLOAT32
                    ? Array.ofDoubles(input, _ -> numbers.nextDouble(-2, 2))
                    : Array.ofLongs(input, _ -> numbers.nextInt(-9, 9)));
        }
        return arguments;
    }

    BitSet donated() {
        BitSet donated = new BitSet();
        for (int i = 0; i < inputs.size(); i++) {
            donated.set(i, random.nextBoolean());
        }
        return donated;
    }

    private List<Tensor> program(List<Tensor> arguments) {
        List<Tensor> values = new ArrayList<>(arguments);
        for (int i = 0; i < equations; i++) {
            Tensor x = random.nextInt(3) == 0 ? values.getLast() : any(values);
            values.add(next(x, values));
        }
        List<Tensor> outputs = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            outputs.add(random.nextInt(5) == 0
                    ? any(values)
                    : values.get(values.size() - 1 - random.nextInt(
                            Math.min(8, values.size()))));
        }
        return outputs;
    }

    private Tensor next(Tensor x, List<Tensor> values) {
        List<Tensor> alike = values.stream().filter(value -> value.spec().equals(x.spec())).toList();
        return switch (random.nextInt(12)) {
            case 0, 1 -> x.add(any(alike));
            case 2 -> x.mul(any(alike)).sub(any(alike));
            case 3 -> x.maximum(any(alike).mul(2));
            case 4 -> Tensors.where(x.lt(any(alike)), any(alike), x.mul(0));
            case 5 -> x.dtype() == DType.FLOAT32 ? random.nextBoolean() ? x.tanh() : x.neg().exp() : x.neg();
            case 6 -> x.cast(x.dtype() == DType.FLOAT32 ? DType.INT32 : DType.FLOAT32);
            case 7 -> x.transpose();
            case 8 -> moved(x);
            case 9 -> x.rank() == 0 ? x.add(1) : reduced(x);
            case 10 -> x.dtype() == DType.INT32 && x.rank() == 2 ? x.matmul(x.transpose()) : x.sub(3);
            default -> bits(x);
        };
    }

    private Tensor reduced(Tensor x) {
        Tensor largest = x.max(random.nextInt(x.rank()));
        return x.dtype() == DType.INT32 ? x.sum(random.nextInt(x.rank())).add(largest.max()) : largest;
    }

    private Tensor moved(Tensor x) {
        if (x.rank() == 0) {
            return x.broadcastTo(any(SHAPES));
        }
        int axis = random.nextInt(x.rank());
        return switch (random.nextInt(5)) {
            case 0 -> x.flip(axis);
            case 1 -> Tensors.concatenate(axis, x.slice(axis, 1, x.dim(axis)), x.slice(axis, 0, 1));
            case 2 -> x.reshape(Shape.of((int) x.size())).reshape(x.shape());
            case 3 -> x.slice(axis, 0, 1).broadcastTo(x.shape());
            default -> new Shaping.Pad(zeros(x), zeros(x), zeros(x)).of(x, x.slice(axis, 0, 1).max().mul(0));
        };
    }

    private static List<Integer> zeros(Tensor x) { return Collections.nCopies(x.rank(), 0); }

    /** Random numbers of the tensor's shape, from a key that depends on it. */
    private static Tensor bits(Tensor x) {
        Tensor key = x.reshape(Shape.of((int) x.size())).slice(0, 0, 1).cast(DType.INT32).cast(DType.UINT32)
                .broadcastTo(Shape.of(2));
        Tensor small = new RandomBits.Bits(x.shape()).of(key).and(Array.ofUnsigned(Shape.of(), 7));
        return x.add(small.cast(DType.INT32).cast(x.dtype()));
    }
}
