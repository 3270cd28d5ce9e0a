package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Sample.between;
import static org.dovetail.core.sweep.Sample.bits;
import static org.dovetail.core.sweep.Sample.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Losses;
import org.dovetail.core.Nn;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Bitcast;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.RandomBits;
import org.dovetail.core.internal.prim.Reduction.Op;
import org.dovetail.core.internal.prim.Reduction.Reduce;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;

/** The list of functions: every primitive, with every parameter that makes a difference, and what users build of them. */
public final class Descriptors {
    static final Set<DType> FLOATS = EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16);
    static final Set<DType> INTEGERS = EnumSet.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.UINT8,
            DType.UINT16, DType.UINT32, DType.UINT64);
    static final Set<DType> NUMBERS = union(FLOATS, INTEGERS);
    static final Set<DType> BITS = union(INTEGERS, EnumSet.of(DType.BOOL));
    static final Set<DType> ALL_DTYPES = union(NUMBERS, BITS);

    /** All functions. */
    public static final List<Descriptor> ALL = all();

    /** Shapes without axes, without elements, of one and of many elements, and of odd extents that fill no vector. */
    public static final List<Shape> SHAPES = List.of(Shape.of(), Shape.of(0), Shape.of(1), Shape.of(7), Shape.of(2, 3),
            Shape.of(3, 0), Shape.of(1, 17), Shape.of(5, 1), Shape.of(2, 3, 4), Shape.of(33, 5), Shape.of(2, 1, 3, 2));

    private Descriptors() {}

    /** Those of which a derivative can be taken. */
    public static List<Descriptor> differentiable() {
        return ALL.stream().filter(Descriptor::isDifferentiable).toList();
    }

    private static Set<DType> union(Set<DType> a, Set<DType> b) {
        Set<DType> all = EnumSet.copyOf(a);
        all.addAll(b);
        return Collections.unmodifiableSet(all);
    }

    private static List<Descriptor> all() {
        List<Descriptor> all = new ArrayList<>();
        unary(all);
        binary(all);
        choosing(all);
        casting(all);
        moving(all);
        reducing(all);
        contracting(all);
        drawing(all);
        IndexingDescriptors.addTo(all);
        composed(all);
        WindowDescriptors.add(all);
        ElementaryDescriptors.add(all);
        NnDescriptors.add(all);
        RandomDescriptors.add(all);
        FunctionDescriptors.add(all);
        ControlFlowDescriptors.add(all);
        CollectiveDescriptors.add(all);
        NumpyDescriptors.add(all);
        return List.copyOf(all);
    }

    private static Descriptor elementwise(Simple primitive, Sample... samples) {
        return Descriptor.of(primitive.toString(), primitive::of, samples).elementwise();
    }

    private static void unary(List<Descriptor> all) {
        for (Unary op : List.of(Unary.NEG, Unary.ABS, Unary.SIGN)) {
            all.add(elementwise(op, between(-3, 3)).on(NUMBERS));
        }
        for (Unary op : List.of(Unary.EXP, Unary.EXPM1, Unary.TANH, Unary.LOGISTIC, Unary.SIN, Unary.COS, Unary.ERF,
                Unary.FLOOR, Unary.CEIL, Unary.ROUND)) {
            all.add(elementwise(op, between(-3, 3)));
        }
        for (Unary op : List.of(Unary.LOG, Unary.LOG1P, Unary.SQRT, Unary.RSQRT)) {
            all.add(elementwise(op, between(0.1, 5)));
        }
        all.add(elementwise(Unary.ERF_INV, between(-0.9, 0.9)));
        all.add(elementwise(Unary.NOT, bits()).on(BITS).flat());
        all.add(elementwise(Unary.IS_FINITE, between(-3, 3)).flat());
        all.add(elementwise(Unary.STOP_GRADIENT, between(-3, 3)).on(ALL_DTYPES).flat());
    }

    private static void binary(List<Descriptor> all) {
        for (Binary op : List.of(Binary.ADD, Binary.SUB, Binary.MUL)) {
            all.add(elementwise(op, between(-3, 3), between(-3, 3)).on(NUMBERS));
        }
        for (Binary op : List.of(Binary.MAX, Binary.MIN)) {
            all.add(elementwise(op, between(-3, 3), between(-3, 3)).on(ALL_DTYPES));
        }
        for (Binary op : List.of(Binary.DIV, Binary.REM)) {
            all.add(elementwise(op, between(-9, 9), between(1, 3)));
            all.add(Descriptor.of(op + "_integers", op::of, bits(), between(-2, 3)).elementwise().on(INTEGERS).flat());
        }
        all.add(elementwise(Binary.POW, between(0.2, 3), between(-2, 2)));
        for (Binary op : List.of(Binary.AND, Binary.OR, Binary.XOR)) {
            all.add(elementwise(op, bits(), bits()).on(BITS).flat());
        }
        for (Binary op : List.of(Binary.SHIFT_LEFT, Binary.SHIFT_RIGHT_LOGICAL, Binary.SHIFT_RIGHT_ARITHMETIC)) {
            all.add(elementwise(op, bits(), between(-1, 70)).on(INTEGERS).flat());
        }
        for (Compare op : Compare.values()) {
            all.add(elementwise(op, between(-2, 2), between(-2, 2)).on(ALL_DTYPES).flat());
        }
    }

    private static void choosing(List<Descriptor> all) {
        all.add(elementwise(Ternary.SELECT, between(0, 1).as(DType.BOOL), between(-3, 3), between(-3, 3))
                .on(ALL_DTYPES));
        all.add(elementwise(Ternary.CLAMP, between(-2, 0), between(-3, 3), between(0, 2)).on(ALL_DTYPES));
        all.add(elementwise(Ternary.FMA, between(-3, 3), between(-3, 3), between(-3, 3)));
    }

    private static void casting(List<Descriptor> all) {
        for (DType to : ALL_DTYPES) {
            all.add(elementwise(new Cast(to), between(-200, 300)).on(union(FLOATS, EnumSet.of(DType.BOOL))).flat());
            all.add(Descriptor.of("integers_" + new Cast(to), new Cast(to)::of, bits()).elementwise().on(INTEGERS)
                    .flat());
        }
        all.add(Descriptor.of("derivative_of_cast", new Cast(DType.FLOAT64)::of, between(-3, 3))
                .on(EnumSet.of(DType.FLOAT64)));
        all.add(elementwise(new Bitcast(DType.UINT32), between(-3, 3)).on(EnumSet.of(DType.FLOAT32, DType.INT32))
                .flat());
        all.add(elementwise(new Bitcast(DType.FLOAT32), between(0x3f80_0000, 0x4080_0000))
                .on(EnumSet.of(DType.UINT32)).flat());
        all.add(elementwise(new Bitcast(DType.BFLOAT16), between(0x3f80, 0x4080)).on(EnumSet.of(DType.UINT16)).flat());
    }

    /** A number for each axis. */
    private static List<Integer> each(Tensor x, UnaryOperator<Integer> number) {
        return IntStream.range(0, x.rank()).boxed().map(number).toList();
    }

    private static Descriptor move(String name, UnaryOperator<Tensor> function) {
        return Descriptor.of(name, operands -> function.apply(operands.getFirst()), between(-3, 3)).on(ALL_DTYPES);
    }

    private static void moving(List<Descriptor> all) {
        all.add(move("reshape_flat", x -> x.reshape(Shape.of((int) x.size()))));
        all.add(move("reshape_more_axes", x -> x.reshape(x.shape().withFirst(1).concat(Shape.of(1)))));
        all.add(move("broadcast_new_axes", x -> new Shaping.Broadcast(Shape.of(2).concat(x.shape()).concat(Shape.of(3)),
                each(x, axis -> axis + 1)).of(x)));
        all.add(Descriptor.of("broadcast_ones", operands -> {
            Tensor x = operands.getFirst();
            return x.broadcastTo(x.shape().with(0, 4).withFirst(2));
        }, between(-3, 3).shaped(base -> base.with(0, 1))).on(ALL_DTYPES).rank(1));
        all.add(move("broadcast_reversed",
                x -> new Shaping.Broadcast(x.shape().permuted(each(x, i -> x.rank() - 1 - i)),
                        each(x, i -> x.rank() - 1 - i)).of(x)));
        all.add(move("transpose_reversed", Tensor::transpose));
        all.add(move("transpose_rotated", x -> new Shaping.Transpose(each(x, i -> (i + 1) % x.rank())).of(x)).rank(3));
        all.add(move("slice", x -> new Shaping.Slice(each(x, i -> Math.min(1, x.dim(i))),
                each(x, x::dim), each(x, _ -> 1)).of(x)));
        all.add(move("slice_strided", x -> new Shaping.Slice(each(x, i -> Math.min(i, x.dim(i))), each(x, x::dim),
                each(x, i -> 2 + i)).of(x)));
        padding(all);
        all.add(Descriptor
                .of("concatenate", operands -> Tensors.concatenate(-1, operands.toArray(Tensor[]::new)), between(-3, 3),
                        between(-3, 3).shaped(base -> base.with(base.rank() - 1, 3)), between(-3, 3))
                .on(ALL_DTYPES).rank(1));
        all.add(Descriptor.of("concatenate_first", operands -> Tensors.concatenate(0, operands.toArray(Tensor[]::new)),
                between(-3, 3), between(-3, 3).shaped(base -> base.with(0, 0)),
                between(-3, 3).shaped(base -> base.with(0, 2))).on(ALL_DTYPES).rank(1));
        all.add(move("reverse_all", Tensor::flip));
        all.add(move("reverse_last", x -> x.flip(-1)).rank(1));
        all.add(Descriptor.of("iota", operands -> {
            Tensor x = operands.getFirst();
            return x.add(new Shaping.Iota(new TensorSpec(x.dtype(), x.shape()), x.rank() - 1).of(List.of()));
        }, between(-3, 3)).on(NUMBERS).rank(1));
    }

    private static void padding(List<Descriptor> all) {
        all.add(Descriptor.of("pad", operands -> new Shaping.Pad(each(operands.getFirst(), _ -> 1),
                each(operands.getFirst(), i -> i), each(operands.getFirst(), _ -> 0)).of(operands), between(-3, 3),
                between(-3, 3).scalar()).on(ALL_DTYPES));
        all.add(Descriptor.of("pad_between", operands -> new Shaping.Pad(each(operands.getFirst(), _ -> 0),
                each(operands.getFirst(), _ -> 2), each(operands.getFirst(), i -> i + 1)).of(operands), between(-3, 3),
                between(-3, 3).scalar()).on(ALL_DTYPES));
        all.add(Descriptor.of("pad_negative", operands -> new Shaping.Pad(each(operands.getFirst(), _ -> -1),
                each(operands.getFirst(), _ -> 2), each(operands.getFirst(), i -> i % 2)).of(operands), between(-3, 3),
                between(-3, 3).scalar()).on(ALL_DTYPES));
    }

    private static void reducing(List<Descriptor> all) {
        for (Op op : Op.values()) {
            boolean isBits = op == Op.AND || op == Op.OR;
            boolean isChoice = op == Op.MAX || op == Op.MIN;
            for (String part : List.of("first", "last", "all", "none")) {
                Descriptor reduce = Descriptor.of(op.name().toLowerCase(Locale.ROOT) + "_" + part,
                        operands -> new Reduce(op, axes(part, operands.getFirst())).of(operands), between(-2, 2))
                        .on(isBits ? BITS : isChoice ? ALL_DTYPES : NUMBERS);
                reduce = isBits ? reduce.flat() : isChoice ? reduce.nonEmpty() : reduce;
                all.add(part.equals("none") || part.equals("all") ? reduce : reduce.rank(1));
            }
        }
        all.add(move("argmax_first", x -> x.argMax(0)).rank(1).nonEmpty().flat());
        all.add(move("argmin_last", x -> x.argMin(-1)).rank(1).nonEmpty().flat());
        all.add(move("mean", x -> x.mean()).on(FLOATS).nonEmpty());
    }

    private static List<Integer> axes(String part, Tensor x) {
        return switch (part) {
            case "first" -> List.of(0);
            case "last" -> List.of(x.rank() - 1);
            case "all" -> each(x, axis -> axis);
            default -> List.of();
        };
    }

    private static void contracting(List<Descriptor> all) {
        Sample numbers = between(-2, 2);
        all.add(dot("dot_all", numbers, x -> new DotGeneral(each(x, i -> i), each(x, i -> i), List.of(), List.of())));
        all.add(dot("dot_outer", numbers.shaped(_ -> Shape.of(3, 2)),
                _ -> new DotGeneral(List.of(), List.of(), List.of(), List.of())));
        all.add(dot("dot_batch_all", numbers,
                x -> new DotGeneral(List.of(), List.of(), each(x, i -> i), each(x, i -> i))));
        all.add(dot("dot_first_axes", numbers, x -> new DotGeneral(List.of(0), List.of(0), List.of(), List.of()))
                .rank(1));
        all.add(dot("dot_mixed", numbers.shaped(base -> base.permuted(List.of(2, 0, 1)).concat(Shape.of(3))),
                x -> new DotGeneral(List.of(0), List.of(1), List.of(2), List.of(0))).only(shape -> shape.rank() == 3));
        all.add(dot("dot_two_crossed", numbers.shaped(base -> base.permuted(List.of(1, 0)).concat(Shape.of(2))),
                x -> new DotGeneral(List.of(0, 1), List.of(1, 0), List.of(), List.of()))
                .only(shape -> shape.rank() == 2));
        all.add(product("matmul", base -> Shape.of(base.extent(-1), 4)).rank(1));
        all.add(product("matmul_vector", base -> Shape.of(base.extent(-1))).rank(1));
        all.add(product("matmul_batches", base -> base.leading(base.rank() - 2).concat(Shape.of(base.extent(-1), 4)))
                .rank(3));
        all.add(product("matmul_broadcast_batches", base -> Shape.of(2, 1, base.extent(-1), 3)).rank(2)
                .only(shape -> shape.rank() <= 3));
        all.add(product("matmul_vector_batches", base -> Shape.of(2, base.extent(-1), 3))
                .only(shape -> shape.rank() == 1));
    }

    private static Descriptor dot(String name, Sample right, Function<Tensor, DotGeneral> dot) {
        return Descriptor.of(name, operands -> dot.apply(operands.getFirst()).of(operands), between(-2, 2), right)
                .on(NUMBERS);
    }

    private static Descriptor product(String name, UnaryOperator<Shape> right) {
        return Descriptor.of(name, operands -> operands.get(0).matmul(operands.get(1)), between(-2, 2),
                between(-2, 2).shaped(right)).on(NUMBERS);
    }

    private static void drawing(List<Descriptor> all) {
        Set<DType> keys = EnumSet.of(DType.UINT32);
        all.add(Descriptor.of("random_bits", operands -> Prng.bits(new Key(operands.getFirst()), Shape.of(3, 7)), key())
                .on(keys)
                .flat());
        all.add(Descriptor
                .of("random_bits_none", operands -> Prng.bits(new Key(operands.getFirst()), Shape.of(0, 2)), key())
                .on(keys).flat());
        all.add(Descriptor.of("random_split", operands -> new RandomBits.Split(5).of(operands), key()).on(keys).flat());
        all.add(Descriptor
                .of("random_fold_in", operands -> new RandomBits.FoldIn().of(operands), key(), bits().scalar()).on(keys)
                .flat());
        all.add(Descriptor
                .of("uniform", operands -> Prng.uniform(new Key(operands.getFirst()), Shape.of(5, 3), -2, 3), key())
                .on(keys).flat());
        all.add(Descriptor.of("normal", operands -> Prng.normal(new Key(operands.getFirst()), Shape.of(33)), key())
                .on(keys)
                .flat());
    }

    private static void composed(List<Descriptor> all) {
        all.add(move("softmax", x -> Nn.softmax(x, -1)).on(FLOATS).rank(1).nonEmpty());
        all.add(move("log_softmax", x -> Nn.logSoftmax(x, 0)).on(FLOATS).rank(1).nonEmpty());
        all.add(move("log_sum_exp", x -> Nn.logSumExp(x, -1)).on(FLOATS).rank(1).nonEmpty());
        all.add(move("relu", Nn::relu).on(FLOATS));
        all.add(move("clip", x -> Tensors.clip(x, -1, 1.5)).on(FLOATS));
        all.add(move("power_by_multiplication", x -> x.pow(5)).on(FLOATS));
        all.add(Descriptor.of("cross_entropy",
                operands -> Losses.softmaxCrossEntropyWithIntegerLabels(operands.get(0), operands.get(1)),
                between(-3, 3), between(-1, 0).as(DType.INT32).shaped(base -> base.leading(base.rank() - 1)))
                .rank(1).nonEmpty());
        all.add(Descriptor.of("bias", operands -> operands.get(0).add(operands.get(1)).tanh(), between(-2, 2),
                between(-2, 2).shaped(base -> base.trailing(Math.min(1, base.rank())))));
        all.add(Descriptor.of("where",
                operands -> Tensors.where(operands.get(0).gt(0), operands.get(0).exp(), operands.get(1)),
                between(-2, 2), between(-2, 2).scalar()));
        all.add(Descriptor.of("one_hot", operands -> Nn.oneHot(operands.getFirst(), 4), between(-1, 5)).on(INTEGERS)
                .flat());
    }
}
