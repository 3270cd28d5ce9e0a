package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Descriptors.ALL_DTYPES;
import static org.dovetail.core.sweep.Descriptors.NUMBERS;
import static org.dovetail.core.sweep.Sample.between;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dovetail.core.ConvDimensionNumbers;
import org.dovetail.core.ConvOptions;
import org.dovetail.core.ConvTransposeOptions;
import org.dovetail.core.Convolutions;
import org.dovetail.core.Padding;
import org.dovetail.core.PoolWindow;
import org.dovetail.core.Pooling;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.Sliding;
import org.dovetail.core.internal.prim.Window.Geometry;
import org.dovetail.core.internal.prim.Window.Op;
import org.dovetail.core.internal.prim.Window.ReduceWindow;

/** Functions of windows that slide: convolutions and pooling, and their gradients as functions of their own. The base shape is that of the spatial axes. */
final class WindowDescriptors {
    private static final Sliding PADDED = new Sliding(1, 1, 1, 1, 1);
    private static final Sliding STRIDED = new Sliding(2, 1, 2, 1, 1);
    private static final Sliding ATROUS = new Sliding(1, 2, 2, 1, 2);
    private static final Sliding FRACTIONAL = new Sliding(1, 1, 2, 2, 1);
    private static final Sliding NEGATIVE = new Sliding(1, -1, 3, 1, 1);
    private static final Sliding EVERYTHING = new Sliding(2, 3, -1, 3, 2);

    /**
     * Extents of a convolution.
     *
     * @param inputs of each feature group
     * @param window along each spatial axis
     */
    private record Extents(int batch, int inputs, int outputs, int featureGroups, int batchGroups, int window) {
        static Extents of(int inputs, int outputs) { return new Extents(2, inputs, outputs, 1, 1, 3); }
    }

    private WindowDescriptors() {}

    static void add(List<Descriptor> all) {
        convolving(all);
        grouping(all);
        pooling(all);
    }

    private static void convolving(List<Descriptor> all) {
        Extents few = Extents.of(2, 3);
        conv(all, "padded", few, PADDED, ConvDimensionNumbers::channelsLast);
        conv(all, "strided", few, STRIDED, ConvDimensionNumbers::channelsLast);
        conv(all, "atrous", few, ATROUS, ConvDimensionNumbers::channelsLast);
        conv(all, "fractional", few, FRACTIONAL, ConvDimensionNumbers::channelsLast);
        conv(all, "negative", few, NEGATIVE, ConvDimensionNumbers::channelsLast);
        conv(all, "everything", new Extents(2, 2, 3, 1, 1, 2), EVERYTHING, ConvDimensionNumbers::channelsLast);
        conv(all, "point", new Extents(3, 2, 4, 1, 1, 1), Sliding.NONE, ConvDimensionNumbers::channelsLast);
        conv(all, "no_inputs", Extents.of(0, 2), PADDED, ConvDimensionNumbers::channelsLast);
        conv(all, "no_outputs", Extents.of(2, 0), PADDED, ConvDimensionNumbers::channelsLast);
        conv(all, "no_batch", new Extents(0, 2, 3, 1, 1, 3), PADDED, ConvDimensionNumbers::channelsLast);
        conv(all, "many", Extents.of(9, 35), PADDED, ConvDimensionNumbers::channelsLast);
        conv(all, "vectors", new Extents(3, 8, 64, 1, 1, 2), STRIDED, ConvDimensionNumbers::channelsLast);
        conv(all, "channels_first", few, STRIDED, ConvDimensionNumbers::channelsFirst);
        conv(all, "mixed", few, STRIDED, WindowDescriptors::mixed);
        Sample input = between(-2, 2).shaped(base -> Shape.of(2).concat(base).concat(Shape.of(3)));
        Sample kernel = between(-2, 2).shaped(base -> windows(base, 3).concat(Shape.of(3, 2)));
        all.add(Descriptor.of("conv_same", operands -> Convolutions.conv(operands.get(0), operands.get(1),
                Padding.same()), input, kernel).on(NUMBERS).only(shape -> shape.rank() <= 3));
        all.add(Descriptor.of("conv_general_dilated", operands -> Convolutions.convGeneralDilated(operands.get(0),
                operands.get(1), ConvOptions.DEFAULT.withPadding(Padding.same())
                        .withDimensionNumbers(ConvDimensionNumbers.channelsLast(operands.getFirst().rank()))),
                input, kernel).on(NUMBERS).only(shape -> shape.rank() <= 3));
        for (Padding padding : List.of(Padding.same(), Padding.valid())) {
            all.add(Descriptor.of("conv_transpose_" + padding, operands -> Convolutions.convTranspose(operands.get(0),
                    operands.get(1).reshape(windows(spatial(operands.get(0)), 3).concat(Shape.of(2, 3))),
                    ConvTransposeOptions.DEFAULT.withPadding(padding).withTransposedKernel()
                            .withStrides(each(operands.get(0).rank() - 2, 2))),
                    input, kernel)
                    .only(shape -> shape.rank() <= 3));
        }
    }

    private static void grouping(List<Descriptor> all) {
        conv(all, "feature_groups", new Extents(2, 2, 6, 2, 1, 3), STRIDED, ConvDimensionNumbers::channelsLast);
        conv(all, "depthwise", new Extents(2, 1, 17, 17, 1, 3), PADDED, ConvDimensionNumbers::channelsLast);
        conv(all, "depthwise_twice", new Extents(2, 1, 6, 3, 1, 3), FRACTIONAL, ConvDimensionNumbers::channelsFirst);
        conv(all, "batch_groups", new Extents(4, 2, 6, 1, 2, 3), STRIDED, WindowDescriptors::mixed);
        conv(all, "batch_groups_last", new Extents(6, 2, 3, 1, 3, 2), PADDED, WindowDescriptors::batchLast);
    }

    private static int[] each(int count, int number) { return IntStream.generate(() -> number).limit(count).toArray(); }

    private static Shape windows(Shape base, int window) { return Shape.of(each(base.rank(), window)); }

    private static Shape spatial(Tensor input) {
        return input.shape().trailing(input.rank() - 1).leading(input.rank() - 2);
    }

    /** Axes in an order that no library uses. */
    private static ConvDimensionNumbers mixed(int rank) {
        List<Integer> up = IntStream.range(0, rank).boxed().toList();
        List<Integer> turned = IntStream.range(0, rank).mapToObj(axis -> (axis + 1) % rank).toList();
        return new ConvDimensionNumbers(turned, up.reversed(), turned.reversed());
    }

    /** Axes as those of a kernel's gradient. */
    private static ConvDimensionNumbers batchLast(int rank) {
        ConvDimensionNumbers last = ConvDimensionNumbers.channelsLast(rank);
        List<Integer> lhs = new ArrayList<>(last.lhsSpec());
        Collections.swap(lhs, 0, 1);
        return new ConvDimensionNumbers(lhs, last.rhsSpec(), last.outSpec());
    }

    private static Shape placed(List<Integer> spec, int first, int second, Shape spatial) {
        List<Integer> extents = new ArrayList<>(List.of(first, second));
        extents.addAll(spatial.extents());
        return new Shape(IntStream.range(0, spec.size()).mapToObj(axis -> extents.get(spec.indexOf(axis))).toList());
    }

    /** A convolution, and its two gradients. */
    private static void conv(List<Descriptor> all, String name, Extents extents, Sliding sliding,
            IntFunction<ConvDimensionNumbers> axes) {
        Sample input = between(-2, 2).shaped(base -> placed(axes.apply(base.rank() + 2).lhsSpec(), extents.batch,
                extents.inputs * extents.featureGroups, base));
        Sample kernel = between(-2, 2).shaped(base -> placed(axes.apply(base.rank() + 2).rhsSpec(), extents.outputs,
                extents.inputs, windows(base, extents.window)));
        BinaryOperator<Tensor> conv = (x, w) -> new Convolution(axes.apply(x.rank()),
                Collections.nCopies(x.rank() - 2, sliding), extents.featureGroups, extents.batchGroups).of(x, w);
        List<Descriptor> added = List.of(
                Descriptor.of("conv_" + name, o -> conv.apply(o.get(0), o.get(1)), input, kernel).on(NUMBERS),
                Descriptor.of("conv_input_gradient_" + name, o -> Transforms
                        .grad((Tensor x) -> weighted(conv.apply(x, o.get(1)))).apply(o.get(0)), input, kernel),
                Descriptor.of("conv_kernel_gradient_" + name, o -> Transforms
                        .grad((Tensor w) -> weighted(conv.apply(o.get(0), w))).apply(o.get(1)), input, kernel));
        added.forEach(descriptor -> all.add(descriptor.only(shape -> fits(shape, sliding))));
    }

    private static boolean fits(Shape base, Sliding sliding) {
        return base.rank() <= 3 && base.extents().stream().allMatch(
                extent -> Sliding.dilated(extent, sliding.baseDilation()) + sliding.low() + sliding.high() >= 0);
    }

    /** A sum in which each element has a factor of its own. */
    private static Tensor weighted(Tensor x) {
        int[] places = each(x.rank(), 1);
        Tensor sum = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            int[] along = places.clone();
            along[axis] = x.dim(axis);
            Tensor factor = Tensors.arange(x.dim(axis)).cast(x.dtype()).add(axis).sin().reshape(along);
            sum = sum.mul(factor);
        }
        return sum.sum();
    }

    private static void pooling(List<Descriptor> all) {
        for (Op op : Op.values()) {
            pool(all, op, "dense", 2, Sliding.NONE);
            pool(all, op, "padded", 3, PADDED);
            pool(all, op, "strided", 3, STRIDED);
            pool(all, op, "atrous", 2, new Sliding(1, 1, 1, 1, 2));
            pool(all, op, "fractional", 2, new Sliding(1, 0, 1, 2, 1));
            pool(all, op, "negative", 2, new Sliding(1, -1, 1, 1, 1));
        }
        all.add(pooled("avg_pool_include", x -> Pooling.avgPool(x, same(x))));
        all.add(pooled("avg_pool_exclude", x -> Pooling.avgPool(x, same(x), Pooling.PadCount.EXCLUDED)));
        all.add(pooled("sum_pool_same", x -> Pooling.sumPool(x, same(x))));
        all.add(pooled("min_pool_same", x -> Pooling.minPool(x, same(x))));
        all.add(pooled("max_pool_last_axis", x -> Pooling.maxPool(x, same(x))));
        all.add(pooled("max_pool_gradient_last_axis", x -> Transforms.grad((Tensor y) -> weighted(Pooling.maxPool(y,
                same(y)))).apply(x)));
    }

    private static Descriptor pooled(String name, UnaryOperator<Tensor> pool) {
        return Descriptor.of(name, o -> pool.apply(o.getFirst()), between(-3, 3)).rank(2).nonEmpty();
    }

    private static PoolWindow same(Tensor x) {
        return PoolWindow.of(each(x.rank() - 1, 3)).withStrides(each(x.rank() - 1, 2)).withPadding(Padding.same());
    }

    private static void pool(List<Descriptor> all, Op op, String name, int window, Sliding sliding) {
        UnaryOperator<Tensor> pool = x -> new ReduceWindow(op, new Geometry(Collections.nCopies(x.rank(), window),
                Collections.nCopies(x.rank(), sliding))).of(x);
        String kind = name(op) + "_pool_" + name;
        Descriptor values = Descriptor.of(kind, o -> pool.apply(o.getFirst()), between(-3, 3))
                .on(op == Op.SUM ? NUMBERS : ALL_DTYPES).only(shape -> fitsPool(shape, sliding));
        // A window may have no element then: its largest is infinite.
        boolean hasEmpty = op != Op.SUM
                && (sliding.baseDilation() > 1 || sliding.windowDilation() > 1 || sliding.low() < 0);
        all.add(hasEmpty ? values.flat() : op == Op.SUM ? values : values.nonEmpty());
        Descriptor gradient = Descriptor.of(name(op) + "_pool_gradient_" + name, o -> Transforms
                .grad((Tensor x) -> weighted(pool.apply(x))).apply(o.getFirst()), between(-3, 3))
                .only(shape -> fitsPool(shape, sliding));
        all.add(hasEmpty ? gradient.flat() : gradient.nonEmpty());
        if (op != Op.SUM) {
            all.add(Descriptor
                    .of(name(op) + "_pool_direction_" + name, o -> Transforms.jvp(x -> pool.apply(x), o.get(0),
                            o.get(1)).tangent(), between(-3, 3), between(-2, 2))
                    .only(shape -> fitsPool(shape, sliding))
                    .flat());
        }
    }

    private static String name(Op op) { return op.name().toLowerCase(Locale.ROOT); }

    private static boolean fitsPool(Shape base, Sliding sliding) {
        return base.extents().stream().allMatch(
                extent -> Sliding.dilated(extent, sliding.baseDilation()) + sliding.low() + sliding.high() >= 0);
    }
}
