package org.dovetail.core.sweep;

import static org.dovetail.core.Index.all;
import static org.dovetail.core.Index.at;
import static org.dovetail.core.Index.ellipsis;
import static org.dovetail.core.Index.every;
import static org.dovetail.core.Index.newAxis;
import static org.dovetail.core.sweep.Descriptors.ALL_DTYPES;
import static org.dovetail.core.sweep.Descriptors.NUMBERS;
import static org.dovetail.core.sweep.Sample.between;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Indexed;
import org.dovetail.core.Shape;
import org.dovetail.core.Slicing;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Scatter;

/** Functions whose places are operands. */
final class IndexingDescriptors {
    private static final Sample NUMBER = between(-3, 3);
    /** Indices in bounds of axes that have elements: of others a gather that promises to have none has no derivative, as in JAX. */
    private static final Sample IN_BOUNDS = between(-1, 0).as(DType.INT32);
    private static final Predicate<Shape> HAS_ROWS = shape -> shape.rank() > 0 && shape.extent(0) > 0;
    private static final Predicate<Shape> HAS_COLUMNS = HAS_ROWS.and(shape -> shape.rank() > 1 && shape.extent(1) > 0);

    private IndexingDescriptors() {}

    /** Indices of some shape, some of them out of bounds. */
    private static Sample indices(int... extents) {
        return between(-6, 6).as(DType.INT32).shaped(_ -> Shape.of(extents));
    }

    static void addTo(List<Descriptor> all) {
        slices(all);
        gathers(all);
        scatters(all);
        named(all);
        updates(all);
        indexed(all);
    }

    private static Shape half(Shape shape) {
        return new Shape(shape.extents().stream().map(extent -> (extent + 1) / 2).toList());
    }

    private static Shape firstHalf(Shape shape) { return shape.with(0, (shape.extent(0) + 1) / 2); }

    private static List<Tensor> scalars(Tensor vector) {
        return IntStream.range(0, vector.dim(0)).mapToObj(i -> vector.slice(0, i, i + 1).reshape(Shape.of())).toList();
    }

    private static void slices(List<Descriptor> all) {
        Sample starts = between(-6, 6).as(DType.INT32).shaped(base -> Shape.of(base.rank()));
        all.add(Descriptor.of("dynamic_slice",
                operands -> Slicing.dynamicSlice(operands.get(0), scalars(operands.get(1)),
                        half(operands.get(0).shape()).extents().stream().mapToInt(Integer::intValue).toArray()),
                NUMBER, starts).on(ALL_DTYPES));
        all.add(Descriptor.of("dynamic_slice_by_bytes",
                operands -> Slicing.dynamicSliceInDim(operands.get(0), operands.get(1), 1, 0), NUMBER,
                between(0, 200).as(DType.UINT8).scalar()).on(ALL_DTYPES).only(HAS_ROWS));
        all.add(Descriptor.of("dynamic_index",
                operands -> Slicing.dynamicIndexInDim(operands.get(0), operands.get(1), -1), NUMBER, indices())
                .on(ALL_DTYPES).rank(1).only(shape -> shape.extent(-1) > 0));
        all.add(Descriptor.of("dynamic_update_range",
                operands -> Slicing.dynamicUpdateSliceInDim(operands.get(0), operands.get(1), operands.get(2), 0),
                NUMBER, NUMBER.shaped(IndexingDescriptors::firstHalf), indices()).on(ALL_DTYPES).only(HAS_ROWS));
        all.add(Descriptor.of("dynamic_update_slice",
                operands -> Slicing.dynamicUpdateSlice(operands.get(0), operands.get(1), scalars(operands.get(2))),
                NUMBER, NUMBER.shaped(IndexingDescriptors::half), starts).on(ALL_DTYPES));
        all.add(Descriptor.of("dynamic_update_index",
                operands -> Slicing.dynamicUpdateIndexInDim(operands.get(0), operands.get(1), operands.get(2), -1),
                NUMBER, NUMBER.shaped(base -> base.leading(base.rank() - 1)), indices()).on(ALL_DTYPES).rank(1)
                .only(shape -> shape.extent(-1) > 0));
    }

    /** Rows, whose numbers are the last axis of the indices. */
    private static GatherDimensionNumbers rows(int rank, int indexRank) {
        return new GatherDimensionNumbers(IntStream.range(indexRank - 1, indexRank + rank - 2).boxed().toList(),
                List.of(0), List.of(0));
    }

    /** Blocks that begin at a column and a row, which the result has as its first and last axes. */
    private static GatherDimensionNumbers blocks(int rank) {
        List<Integer> offsets = new ArrayList<>(List.of(0));
        offsets.addAll(IntStream.range(2, rank + 1).boxed().toList());
        return new GatherDimensionNumbers(offsets, List.of(), List.of(1, 0));
    }

    private static List<Integer> blockSizes(Shape shape) { return half(shape).extents(); }

    private static void gathers(List<Descriptor> all) {
        for (GatherScatterMode mode : GatherScatterMode.values()) {
            Descriptor rows = Descriptor.of("gather_rows_" + mode, operands -> {
                Tensor x = operands.get(0);
                List<Integer> sizes = x.shape().with(0, 1).extents();
                return mode == GatherScatterMode.FILL_OR_DROP
                        ? Slicing.gather(x, operands.get(1), rows(x.rank(), 3), sizes, 0.5)
                        : Slicing.gather(x, operands.get(1), rows(x.rank(), 3), sizes, mode);
            }, NUMBER, indices(2, 3, 1)).on(ALL_DTYPES).only(HAS_ROWS);
            Descriptor blocks = Descriptor.of("gather_blocks_" + mode, operands -> {
                Tensor x = operands.get(0);
                return new Gather(blocks(x.rank()), blockSizes(x.shape()), mode, 1).of(operands);
            }, NUMBER, indices(3, 2)).on(ALL_DTYPES).rank(2);
            boolean isKept = mode != GatherScatterMode.PROMISE_IN_BOUNDS; // else gradients are wrong, as in JAX
            all.add(isKept ? rows : rows.flat());
            all.add(isKept ? blocks : blocks.flat());
        }
        all.add(Descriptor.of("take", operands -> Tensors.take(operands.get(0), operands.get(1), -1), NUMBER,
                indices(2, 2)).on(ALL_DTYPES).rank(1).only(shape -> shape.extent(-1) > 0).flat());
        all.add(Descriptor.of("take_clipped",
                operands -> Tensors.take(operands.get(0), operands.get(1), 0, GatherScatterMode.CLIP), NUMBER,
                between(0, 100).as(DType.UINT8).shaped(_ -> Shape.of(3))).on(ALL_DTYPES).only(HAS_ROWS));
        all.add(Descriptor.of("take_none", operands -> Tensors.take(operands.get(0), operands.get(1), 0), NUMBER,
                indices(0)).on(ALL_DTYPES).rank(1));
        all.add(Descriptor.of("take_along_axis", operands -> Tensors.takeAlongAxis(operands.get(0), operands.get(1), 0),
                NUMBER, IN_BOUNDS.shaped(base -> base.with(0, 2))).on(ALL_DTYPES).rank(1));
        all.add(Descriptor.of("take_along_axis_repeated",
                operands -> Tensors.takeAlongAxis(operands.get(0), operands.get(1), -1), NUMBER.shaped(
                        base -> base.with(0, 1)),
                IN_BOUNDS.shaped(base -> base.with(1, 1))).on(ALL_DTYPES).rank(3));
    }

    private static Set<DType> dtypes(Scatter.Op op) {
        return op == Scatter.Op.ADD || op == Scatter.Op.MUL ? NUMBERS : ALL_DTYPES;
    }

    private static void scatters(List<Descriptor> all) {
        for (Scatter.Op op : Scatter.Op.values()) {
            for (GatherScatterMode mode : EnumSet.of(GatherScatterMode.CLIP, GatherScatterMode.FILL_OR_DROP)) {
                Descriptor rows = Descriptor.of("scatter_" + op + "_rows_" + mode,
                        operands -> new Scatter(op, rows(operands.get(0).rank(), 3), mode, false).of(operands), NUMBER,
                        indices(2, 3, 1), NUMBER.shaped(base -> Shape.of(2, 3).concat(base.withoutFirst())))
                        .on(dtypes(op)).only(HAS_ROWS);
                Descriptor blocks = Descriptor.of("scatter_" + op + "_blocks_" + mode,
                        operands -> new Scatter(op, blocks(operands.get(0).rank()), mode, false).of(operands), NUMBER,
                        indices(3, 2), NUMBER.shaped(IndexingDescriptors::listOfBlocks)).on(dtypes(op)).rank(2);
                all.add(op == Scatter.Op.MUL ? rows.flat() : rows);
                all.add(op == Scatter.Op.MUL ? blocks.flat() : blocks);
            }
        }
        all.add(Descriptor.of("scatter_MUL_unique", operands -> {
            Tensor x = operands.get(0);
            Tensor reversed = Ops.iota(TensorSpec.of(DType.INT32, x.dim(0), 1), 0).flip(0);
            return Slicing.scatterMul(x, reversed, operands.get(1), rows(x.rank(), 2), GatherScatterMode.CLIP, true);
        }, NUMBER, NUMBER).on(NUMBERS).only(HAS_ROWS));
    }

    @FunctionalInterface
    private interface Scattering {
        Tensor apply(Tensor x, Tensor indices, Tensor updates, GatherDimensionNumbers numbers, GatherScatterMode mode);
    }

    private static Descriptor scattering(String name, Scattering scattering) {
        return Descriptor.of("Slicing." + name,
                operands -> scattering.apply(operands.get(0), operands.get(1), operands.get(2),
                        rows(operands.get(0).rank(), 3), GatherScatterMode.CLIP),
                NUMBER, indices(2, 3, 1), NUMBER.shaped(base -> Shape.of(2, 3).concat(base.withoutFirst())))
                .only(HAS_ROWS);
    }

    private static void named(List<Descriptor> all) {
        all.add(scattering("scatter", Slicing::scatter));
        all.add(scattering("scatterAdd", Slicing::scatterAdd));
        all.add(scattering("scatterMin", Slicing::scatterMin));
        all.add(scattering("scatterMax", Slicing::scatterMax));
    }

    private static Shape listOfBlocks(Shape base) {
        Shape block = half(base);
        return block.leading(1).concat(Shape.of(3)).concat(block.withoutFirst());
    }

    private static Descriptor update(String name, Function<List<Tensor>, Tensor> function, Sample... samples) {
        return Descriptor.of("at_" + name, function, samples).on(ALL_DTYPES);
    }

    private static void updates(List<Descriptor> all) {
        all.add(update("set_number", operands -> Indexed.at(operands.get(0), -1).set(1), NUMBER).only(HAS_ROWS));
        all.add(update("set_every_other_backwards",
                operands -> Indexed.at(operands.get(0), ellipsis(), every(-2)).set(operands.get(1)), NUMBER,
                NUMBER.shaped(base -> Shape.of((base.extent(-1) + 1) / 2))).rank(1));
        all.add(update("set_twice", operands -> Indexed.at(operands.get(0), operands.get(1)).set(operands.get(2)),
                NUMBER, indices(4), NUMBER.shaped(base -> base.with(0, 4))).only(HAS_ROWS));
        all.add(update("add_twice", operands -> Indexed.at(operands.get(0), operands.get(1)).add(operands.get(2)),
                NUMBER, indices(4), NUMBER.scalar()).on(NUMBERS).only(HAS_ROWS));
        all.add(update("max_crossed",
                operands -> Indexed.at(operands.get(0), operands.get(1), operands.get(2)).max(operands.get(3)), NUMBER,
                indices(3), indices(2, 1), NUMBER.scalar()).only(HAS_COLUMNS));
        all.add(update("mul_unique",
                operands -> Indexed.at(operands.get(0), at(0), newAxis(), all()).mul(operands.get(1)), NUMBER,
                NUMBER.scalar()).on(NUMBERS).only(HAS_COLUMNS));
        Sample mask = between(0, 1).as(DType.BOOL);
        all.add(update("set_mask", operands -> Indexed.at(operands.get(0), operands.get(1)).set(operands.get(2)),
                NUMBER, mask, NUMBER.scalar()));
        all.add(update("min_mask_of_rows",
                operands -> Indexed.at(operands.get(0), operands.get(1)).min(operands.get(2)), NUMBER,
                mask.shaped(base -> base.leading(1)), NUMBER.shaped(Shape::withoutFirst)).rank(1));
    }

    private static void indexed(List<Descriptor> all) {
        all.add(update("get_slices",
                operands -> Indexed.at(operands.get(0), newAxis(), every(-1), ellipsis(), every(2)).get(), NUMBER)
                .rank(2));
        all.add(update("get_together",
                operands -> Indexed.at(operands.get(0), every(2), at(operands.get(1)), newAxis()).get(), NUMBER,
                IN_BOUNDS.shaped(_ -> Shape.of(2, 2))).only(HAS_COLUMNS));
        all.add(update("get_apart",
                operands -> Indexed.at(operands.get(0), at(operands.get(1)), newAxis(), every(-1), at(0)).get(), NUMBER,
                IN_BOUNDS.shaped(_ -> Shape.of(3))).rank(3).nonEmpty());
        all.add(update("get_filled", operands -> Indexed.at(operands.get(0), operands.get(1)).fill(1).get(), NUMBER,
                indices(3)).only(HAS_ROWS));
        all.add(update("get_scalar", operands -> Indexed.at(operands.get(0), operands.get(1)).get(), NUMBER,
                IN_BOUNDS.scalar()).only(HAS_ROWS));
    }
}
