package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Descriptors.ALL_DTYPES;
import static org.dovetail.core.sweep.Descriptors.BITS;
import static org.dovetail.core.sweep.Descriptors.FLOATS;
import static org.dovetail.core.sweep.Descriptors.INTEGERS;
import static org.dovetail.core.sweep.Descriptors.NUMBERS;
import static org.dovetail.core.sweep.Sample.between;
import static org.dovetail.core.sweep.Sample.bits;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.dovetail.core.Along;
import org.dovetail.core.Creation;
import org.dovetail.core.DType;
import org.dovetail.core.Diagonals;
import org.dovetail.core.Differences;
import org.dovetail.core.DotDimensionNumbers;
import org.dovetail.core.Logic;
import org.dovetail.core.Norms;
import org.dovetail.core.PadMode;
import org.dovetail.core.Pads;
import org.dovetail.core.Pointwise;
import org.dovetail.core.Products;
import org.dovetail.core.Quantiles;
import org.dovetail.core.Rearranging;
import org.dovetail.core.Reductions;
import org.dovetail.core.Searching;
import org.dovetail.core.Selection;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Stacking;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;

/** The functions of {@code jax.numpy}. */
final class NumpyDescriptors {
    private static final Sample NUMBER = between(-3, 3);
    private static final Sample POSITIVE = between(0.3, 3);
    private static final Sample MASK = between(0, 1).as(DType.BOOL);

    private NumpyDescriptors() {}

    static void add(List<Descriptor> all) {
        List<Descriptor> pointwise = new ArrayList<>();
        arithmetic(pointwise);
        logic(pointwise);
        pointwise.stream().map(Descriptor::elementwise).forEach(all::add);
        choices(all);
        reductions(all);
        products(all);
        arranging(all);
        stacking(all);
        diagonals(all);
        searching(all);
        differences(all);
    }

    private static Descriptor one(String name, UnaryOperator<Tensor> function, Sample sample) {
        return Descriptor.of("numpy_" + name, operands -> function.apply(operands.getFirst()), sample);
    }

    private static Descriptor two(String name, BinaryOperator<Tensor> function, Sample left, Sample right) {
        return Descriptor.of("numpy_" + name, operands -> function.apply(operands.get(0), operands.get(1)), left,
                right);
    }

    private static void arithmetic(List<Descriptor> all) {
        all.add(one("square", Pointwise::square, NUMBER).on(NUMBERS));
        all.add(one("reciprocal", Pointwise::reciprocal, POSITIVE));
        all.add(two("power", Tensor::pow, POSITIVE, between(-2, 2)));
        all.add(two("power_of_integers", Tensor::pow, between(-3, 3), between(-2, 9)).on(BITS).flat());
        all.add(two("power_of_integer_exponent", Tensor::pow, POSITIVE, between(-2, 3).as(DType.INT32)));
        all.add(two("floor_divide", Pointwise::floorDivide, between(-9, 9), POSITIVE).flat());
        all.add(two("floor_divide_of_integers", Pointwise::floorDivide, between(-9, 9), between(-3, 4)).on(INTEGERS)
                .flat());
        all.add(two("mod", Pointwise::mod, between(-9, 9), between(1, 3)));
        all.add(two("mod_of_integers", Pointwise::mod, between(-9, 9), between(-3, 4)).on(INTEGERS).flat());
        all.add(two("divmod_rest", (x, y) -> Pointwise.divmod(x, y).remainder(), between(-9, 9), between(1, 3)));
        all.add(two("fmax", Pointwise::fmax, NUMBER, NUMBER));
        all.add(two("fmin", Pointwise::fmin, NUMBER, NUMBER));
        all.add(two("hypot", Pointwise::hypot, POSITIVE, POSITIVE));
        all.add(one("log2", Pointwise::log2, POSITIVE));
        all.add(one("log10", Pointwise::log10, POSITIVE));
        all.add(one("deg2rad", Pointwise::deg2rad, NUMBER));
        all.add(one("rad2deg", Pointwise::rad2deg, NUMBER));
        all.add(two("heaviside", Pointwise::heaviside, NUMBER, NUMBER).flat());
        all.add(one("round_decimals", x -> Pointwise.round(x, 2), NUMBER).flat());
        all.add(one("nan_to_num", Pointwise::nanToNum, NUMBER).on(NUMBERS));
        all.add(Descriptor.of("numpy_clip", operands -> Pointwise.clip(operands.get(0), operands.get(1),
                operands.get(2)), NUMBER, between(-2, -1), between(1, 2)));
        all.add(Descriptor.of("numpy_clamp", operands -> Pointwise.clamp(operands.get(0), operands.get(1),
                operands.get(2)), between(-2, -1).scalar(), NUMBER, between(1, 2)));
        all.add(two("where_numbers", (mask, x) -> Tensors.where(mask, x, 2)
                .add(Tensors.where(mask, 1, x)).mul(Tensors.where(mask, 3, 4).cast(x.dtype())), MASK, NUMBER)
                .on(NUMBERS));
    }

    private static void choices(List<Descriptor> all) {
        all.add(two("allclose", (x, y) -> Logic.allClose(x, y, Logic.Closeness.DEFAULT.atol(2)), NUMBER, NUMBER)
                .on(NUMBERS).flat());
        all.add(two("array_equal", Logic::arrayEqual, between(0, 1), between(0, 1)).on(BITS).flat());
        all.add(Descriptor.of("numpy_select", operands -> Selection.select(operands.subList(0, 2),
                operands.subList(2, 4), operands.get(3)), MASK, MASK, NUMBER, NUMBER).on(ALL_DTYPES));
        all.add(one("piecewise", x -> Selection.piecewise(x, List.of(x.lt(0), x.gt(1)),
                List.of(Tensor::neg, y -> y.mul(3), y -> y.mul(y))), between(1.5, 3)).on(FLOATS));
    }

    private static void logic(List<Descriptor> all) {
        all.add(two("logical_and", Logic::logicalAnd, NUMBER, NUMBER).on(ALL_DTYPES).flat());
        all.add(two("logical_or", Logic::logicalOr, NUMBER, NUMBER).on(ALL_DTYPES).flat());
        all.add(two("logical_xor", Logic::logicalXor, NUMBER, NUMBER).on(ALL_DTYPES).flat());
        all.add(one("logical_not", Logic::logicalNot, NUMBER).on(ALL_DTYPES).flat());
        all.add(two("left_shift", Logic::leftShift, bits(), between(0, 7)).on(INTEGERS).flat());
        all.add(two("right_shift", Logic::rightShift, bits(), between(0, 7)).on(INTEGERS).flat());
        all.add(one("isinf", Logic::isInf, NUMBER).on(NUMBERS).flat());
        all.add(two("isclose", (x, y) -> Logic.isClose(x, y, Logic.Closeness.DEFAULT.rtol(0.5).atol(1)
                .withEqualNan()), NUMBER, NUMBER).on(NUMBERS).flat());
    }

    private static Descriptor along(String name, BinaryOperator<Tensor> function) {
        return two(name, function, NUMBER, MASK).rank(1).nonEmpty();
    }

    private static void reductions(List<Descriptor> all) {
        all.add(along("sum_where", (x, m) -> Reductions.sum(x, Along.axes(-1).keepDims().where(m))).on(NUMBERS));
        all.add(along("prod_where", (x, m) -> Reductions.prod(x, Along.axes(0).where(m))));
        all.add(along("max_where", (x, m) -> Reductions.max(x, Along.all().where(m), -1)).on(FLOATS));
        all.add(along("min_where", (x, m) -> Reductions.min(x, Along.axes(0).where(m), 1)).on(INTEGERS).flat());
        all.add(one("ptp", x -> Reductions.ptp(x, Along.axes(-1)), NUMBER).on(FLOATS).rank(1).nonEmpty());
        all.add(along("all_where", (x, m) -> Reductions.all(x, Along.axes(0).where(m))).on(BITS).flat());
        all.add(along("any_where", (x, m) -> Reductions.any(x, Along.axes(0).where(m).keepDims())).on(BITS).flat());
        all.add(one("count_nonzero", x -> Reductions.countNonzero(x, Along.axes(-1)), NUMBER).on(ALL_DTYPES).rank(1)
                .flat());
        all.add(one("mean_keepdims", x -> Reductions.mean(x, Along.axes(0).keepDims()), NUMBER).rank(1).nonEmpty());
        all.add(one("mean_of_integers", x -> Reductions.mean(x, Along.all()), NUMBER).on(INTEGERS).nonEmpty().flat());
        all.add(one("var", x -> Reductions.var(x, Along.axes(-1)), NUMBER).rank(1).nonEmpty());
        all.add(one("std_ddof", x -> Reductions.std(x, Along.all(), 1), NUMBER).only(shape -> shape.size() > 1));
        all.add(along("var_where", (x, m) -> Reductions.var(x, Along.axes(0).where(m.not().or(m)))));
        all.add(two("average", (x, w) -> Reductions.average(x, w, Along.axes(0)), NUMBER,
                POSITIVE.shaped(base -> base.leading(1))).rank(1).nonEmpty());
        all.add(along("logsumexp_where",
                (x, m) -> Reductions.logSumExp(x, Along.axes(-1).keepDims().where(m.or(m.not())))));
        all.add(one("nansum", x -> Reductions.nansum(x, Along.axes(0)), NUMBER).rank(1));
        all.add(one("nanmean", x -> Reductions.nanmean(x, Along.axes(-1)), NUMBER).rank(1).nonEmpty());
        all.add(one("nanmax", x -> Reductions.nanmax(x, Along.axes(-1)), NUMBER).rank(1).nonEmpty());
        all.add(one("nanmin", x -> Reductions.nanmin(x, Along.all().keepDims()), NUMBER).nonEmpty());
        for (Quantiles.Method method : Quantiles.Method.values()) {
            all.add(one("quantile_" + method, x -> Quantiles.quantile(x, 0.3, Along.axes(-1).keepDims(), method),
                    NUMBER).rank(1).nonEmpty());
        }
        all.add(one("percentile", x -> Quantiles.percentile(x, 40, Along.all()), NUMBER).nonEmpty());
        all.add(one("median", x -> Quantiles.median(x, Along.axes(0)), NUMBER).rank(1).nonEmpty());
        all.add(one("norm", x -> Norms.norm(x, Along.axes(-1).keepDims()), POSITIVE).rank(1).nonEmpty());
        for (double order : new double[]{0, 1, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            all.add(one("norm_" + order, x -> Norms.norm(x, order, Along.axes(0)), POSITIVE).rank(1).nonEmpty());
        }
        for (Norms.OfMatrix kind : Norms.OfMatrix.values()) {
            all.add(one("norm_" + kind, x -> Norms.matrixNorm(x, kind), POSITIVE).rank(2).nonEmpty());
        }
    }

    private static void products(List<Descriptor> all) {
        all.add(one("einsum_diagonal_sum", x -> Products.einsum("...i->i...", x), NUMBER).on(NUMBERS).rank(1));
        all.add(two("einsum_batch", (x, y) -> Products.einsum("...ij,...jk", x, y), NUMBER,
                NUMBER.shaped(base -> Shape.of(base.extent(-1), 2))).on(NUMBERS).rank(2));
        all.add(two("einsum_outer", (x, y) -> Products.einsum("...i,j->j...i", x, y), NUMBER,
                NUMBER.shaped(_ -> Shape.of(3))).on(NUMBERS).rank(1));
        all.add(Descriptor.of("numpy_einsum_three", operands -> Products.einsum("ij,jk,ki->i", operands.get(0),
                operands.get(1), operands.get(2)), NUMBER, NUMBER.shaped(base -> Shape.of(base.extent(1), 2)),
                NUMBER.shaped(base -> Shape.of(2, base.extent(0)))).on(NUMBERS).only(shape -> shape.rank() == 2));
        all.add(one("einsum_trace", x -> Products.einsum("iij", x),
                NUMBER.shaped(base -> Shape.of(base.extent(0), base.extent(0), 2))).on(NUMBERS).rank(1));
        all.add(two("dot_product", Products::dot, NUMBER, NUMBER.shaped(base -> Shape.of(2, base.extent(-1), 3)))
                .on(NUMBERS).rank(1));
        all.add(two("vdot", Products::vdot, NUMBER, NUMBER).on(NUMBERS));
        all.add(two("dot_product_general", (x, y) -> Products.dotGeneral(x, y,
                new DotDimensionNumbers(List.of(1), List.of(1), List.of(0), List.of(0))), NUMBER, NUMBER)
                .on(NUMBERS).rank(2));
        all.add(two("inner", Products::inner, NUMBER, NUMBER.shaped(base -> Shape.of(2, base.extent(-1))))
                .on(NUMBERS).rank(1));
        all.add(two("outer", Products::outer, NUMBER, NUMBER.shaped(_ -> Shape.of(2, 2))).on(NUMBERS));
        all.add(two("tensordot", (x, y) -> Products.tensordot(x, y, new int[]{0}, new int[]{-1}), NUMBER,
                NUMBER.shaped(base -> Shape.of(2, base.extent(0)))).on(NUMBERS).rank(1));
        all.add(two("kron", Products::kron, NUMBER, NUMBER.shaped(_ -> Shape.of(2, 3))).on(NUMBERS));
        all.add(two("cross", Products::cross, NUMBER.shaped(base -> base.concat(Shape.of(3))),
                NUMBER.shaped(_ -> Shape.of(3))).on(NUMBERS));
        for (Products.Overlap overlap : Products.Overlap.values()) {
            all.add(two("convolve_" + overlap, (x, y) -> Products.convolve(x, y, overlap), NUMBER,
                    NUMBER.shaped(_ -> Shape.of(4))).only(shape -> shape.rank() == 1).nonEmpty());
        }
    }

    private static void arranging(List<Descriptor> all) {
        all.add(one("ravel", Rearranging::ravel, NUMBER).on(ALL_DTYPES));
        all.add(one("moveaxis", x -> Rearranging.moveAxis(x, new int[]{0, -1}, new int[]{-1, 0}), NUMBER)
                .on(ALL_DTYPES).rank(2));
        all.add(one("expand_dims", x -> Rearranging.expandDims(x, 0, -1), NUMBER).on(ALL_DTYPES));
        all.add(one("atleast_1d", Rearranging::atLeast1d, NUMBER).on(ALL_DTYPES));
        all.add(one("atleast_2d", Rearranging::atLeast2d, NUMBER).on(ALL_DTYPES));
        all.add(one("broadcast_shapes", x -> x.broadcastTo(Rearranging.broadcastShapes(x.shape(), Shape.of(2, 1, 1))),
                NUMBER).on(ALL_DTYPES).only(shape -> shape.rank() < 3));
        all.add(two("broadcast_arrays", (x, y) -> Rearranging.broadcastArrays(x, y).get(1), NUMBER, NUMBER.scalar())
                .on(ALL_DTYPES));
        all.add(one("roll_flat", x -> Rearranging.roll(x, 2), NUMBER).on(ALL_DTYPES));
        all.add(one("roll_axes", x -> Rearranging.roll(x, -1, 0, -1), NUMBER).on(ALL_DTYPES).rank(1));
        all.add(two("roll_by_tensor", (x, shift) -> Rearranging.roll(x, shift, -1), NUMBER,
                between(-5, 5).as(DType.INT32).scalar()).on(ALL_DTYPES).rank(1));
        for (int turns = 1; turns < 4; turns++) {
            int count = turns;
            all.add(one("rot90_" + turns, x -> Rearranging.rot90(x, count), NUMBER).on(ALL_DTYPES).rank(2));
        }
        List<Pads.Width> widths = List.of(new Pads.Width(1, 5), new Pads.Width(4, 0));
        for (PadMode mode : List.of(PadMode.EDGE, PadMode.REFLECT, PadMode.SYMMETRIC, PadMode.WRAP,
                PadMode.constant(2))) {
            all.add(one("pad_" + mode, x -> Pads.pad(x, widths, mode), NUMBER).on(ALL_DTYPES)
                    .only(shape -> shape.rank() == 2).nonEmpty());
        }
    }

    private static void stacking(List<Descriptor> all) {
        all.add(two("hstack", Stacking::hstack, NUMBER, NUMBER).on(ALL_DTYPES));
        all.add(two("vstack", Stacking::vstack, NUMBER, NUMBER).on(ALL_DTYPES));
        all.add(one("split", x -> Stacking.split(x, new int[]{1, -1}, -1).get(1), NUMBER).on(ALL_DTYPES).rank(1)
                .only(shape -> shape.extent(-1) > 1));
        all.add(one("hsplit", x -> Stacking.hsplit(x, 2).getLast(), NUMBER.shaped(base -> base.concat(Shape.of(4))))
                .on(ALL_DTYPES).only(shape -> shape.rank() < 2));
        all.add(one("vsplit", x -> Stacking.vsplit(x, 2).getLast(),
                NUMBER.shaped(base -> Shape.of(4).concat(base))).on(ALL_DTYPES).rank(1));
        all.add(one("array_split", x -> Stacking.arraySplit(x, 3, 0).get(0), NUMBER).on(ALL_DTYPES).rank(1));
        all.add(one("unstack", x -> Stacking.unstack(x, 0).getLast(), NUMBER).on(ALL_DTYPES).rank(1).nonEmpty());
        all.add(one("tile", x -> Stacking.tile(x, 2, 1, 3), NUMBER).on(ALL_DTYPES));
        all.add(one("repeat", x -> Stacking.repeat(x, 3, -1), NUMBER).on(ALL_DTYPES).rank(1));
        all.add(two("repeat_by_tensor", (x, times) -> Stacking.repeat(x, times, 0, 5), NUMBER,
                between(0, 3).as(DType.INT32).shaped(base -> base.leading(1))).on(ALL_DTYPES).rank(1).nonEmpty());
        all.add(two("linspace", (x, y) -> Creation.linspace(x, y, 4, Creation.Endpoint.EXCLUDED), NUMBER, NUMBER));
        all.add(two("linspace_to_end", (x, y) -> Creation.linspace(x, y, 5, Creation.Endpoint.INCLUDED), NUMBER,
                NUMBER));
        all.add(two("meshgrid", (x, y) -> Creation.meshgrid(x, y).getFirst().mul(Creation.meshgrid(x, y).getLast()),
                NUMBER, NUMBER.shaped(_ -> Shape.of(3))).on(NUMBERS).only(shape -> shape.rank() == 1));
        all.add(one("arange", x -> x.add(Creation.arange(0.5, 2).at(1).cast(x.dtype()))
                .mul(Creation.logspace(0, 1, 3).at(1).cast(x.dtype())), NUMBER));
        all.add(one("like", x -> Creation.onesLike(x).add(Creation.fullLike(x, 3)).add(Creation.zerosLike(x)).mul(x),
                NUMBER).on(NUMBERS));
    }

    private static void diagonals(List<Descriptor> all) {
        all.add(one("tril", x -> Diagonals.tril(x, 1), NUMBER).on(ALL_DTYPES).rank(2));
        all.add(one("triu", x -> Diagonals.triu(x, 1), NUMBER).on(ALL_DTYPES).rank(2));
        all.add(one("eye", x -> x.mul(Diagonals.eye(x.dtype(), x.dim(-2), x.dim(-1), 1))
                .add(Diagonals.tri(x.dtype(), x.dim(-2), x.dim(-1), -1)), NUMBER).on(NUMBERS).rank(2));
        all.add(one("diag", x -> Diagonals.diag(x, -1), NUMBER).on(ALL_DTYPES)
                .only(shape -> shape.rank() == 1 || shape.rank() == 2));
        all.add(one("diagonal", x -> Diagonals.diagonal(x, 1, 0, -1), NUMBER).on(ALL_DTYPES).rank(2));
        all.add(one("trace", Diagonals::trace, NUMBER).on(NUMBERS).rank(2));
    }

    private static void searching(List<Descriptor> all) {
        all.add(two("searchsorted",
                (x, v) -> Searching.searchsorted(Sequences.sort(Rearranging.ravel(x), 0), v,
                        Searching.Side.RIGHT),
                NUMBER, NUMBER).on(ALL_DTYPES).flat());
        all.add(two("digitize", (x, v) -> Searching.digitize(v, Sequences.sort(x, 0)), NUMBER,
                NUMBER).on(NUMBERS).only(shape -> shape.rank() == 1).flat());
        all.add(one("bincount", x -> Searching.bincount(x, 4), between(-2, 6)).on(INTEGERS)
                .only(shape -> shape.rank() == 1).flat());
        all.add(one("nonzero", x -> Searching.nonzero(x, 3, -1).getLast(), between(-1, 1)).on(BITS).rank(1).flat());
        all.add(one("argwhere", x -> Searching.argwhere(x, 4), between(-1, 1)).on(BITS).rank(1).flat());
        all.add(one("unique", x -> Searching.unique(x, 4), NUMBER).on(ALL_DTYPES).nonEmpty().flat());
        all.add(one("unique_filled", x -> Searching.unique(x, 9, 7), NUMBER).on(NUMBERS).nonEmpty().flat());
        all.add(two("lexsort", (x, y) -> Searching.lexsort(List.of(x, y)), NUMBER, between(0, 1)).on(ALL_DTYPES)
                .rank(1).flat());
    }

    private static void differences(List<Descriptor> all) {
        all.add(one("diff", x -> Differences.diff(x, 2, -1), NUMBER).on(ALL_DTYPES).rank(1));
        all.add(one("gradient", x -> Differences.gradient(x, 0.5, 0), NUMBER).rank(1)
                .only(shape -> shape.extent(0) > 1));
        all.add(one("trapezoid", x -> Differences.trapezoid(x, 2), NUMBER).rank(1).nonEmpty());
        all.add(two("trapezoid_at", Differences::trapezoid, NUMBER, NUMBER).rank(1).nonEmpty());
        all.add(two("interp", (x, y) -> Differences.interp(x, Creation.linspace(-2, 2, 4).cast(x.dtype()), y), NUMBER,
                NUMBER.shaped(_ -> Shape.of(4))).on(EnumSet.of(DType.FLOAT32, DType.FLOAT64)));
    }
}
