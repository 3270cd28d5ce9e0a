package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.dovetail.core.ConvDimensionNumbers;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products of a kernel with each window of an input, as {@code jax.lax.conv_general_dilated}.
 *
 * <p>
 * Both operands are linear, so a convolution is differentiated as a product, and its two transposes are convolutions again: with {@code m} the batch, {@code j} the input and
 * {@code k} the output feature, {@code [m,j][j,k] -> [m,k]} has {@code [m,k][k,j] -> [m,j]} and {@code [j,m][m,k] -> [j,k]}. With feature groups these are a convolution with
 * feature groups and one with batch groups; with batch groups, two with feature groups.
 *
 * @param axes which axes are which
 * @param spatial how the kernel slides along each spatial axis
 * @param featureGroups how many parts of the input's features go into parts of their own of the result's
 * @param batchGroups how many parts of the input's batch go into parts of their own of the result's features
 */
public record Convolution(ConvDimensionNumbers axes, List<Sliding> spatial, int featureGroups, int batchGroups)
        implements
            Simple {
    public Convolution {
        spatial = List.copyOf(spatial);
    }

    /** The extents of some axes of a shape. */
    private static List<Integer> extents(Shape shape, List<Integer> spec) {
        return spec.stream().map(shape::extent).toList();
    }

    private static List<Integer> spatial(List<Integer> spec) { return spec.subList(2, spec.size()); }

    @Override
    public TensorSpec inferResult(List<TensorSpec> operands) {
        TensorSpec input = operands.get(0);
        TensorSpec kernel = operands.get(1);
        int rank = axes.lhsSpec().size();
        if (input.dtype() != kernel.dtype() || input.dtype() == DType.BOOL) {
            throw refuse("numbers of one dtype are expected", operands);
        }
        if (input.shape().rank() != rank || kernel.shape().rank() != rank || spatial.size() != rank - 2) {
            throw refuse(rank + " axes of either operand are expected", operands);
        }
        List<Integer> in = extents(input.shape(), axes.lhsSpec());
        List<Integer> window = extents(kernel.shape(), axes.rhsSpec());
        checkGroups(in, window, operands);
        List<Integer> out = new ArrayList<>(List.of(in.get(0) / batchGroups, window.get(0)));
        for (int i = 0; i < spatial.size(); i++) {
            if (!spatial.get(i).fits(in.get(i + 2), window.get(i + 2))) {
                throw refuse("positive strides, dilations and extents of the kernel, and no more negative padding than"
                        + " there are elements, are expected", operands);
            }
            out.add(spatial.get(i).places(in.get(i + 2), window.get(i + 2)));
        }
        return input.withShape(
                new Shape(IntStream.range(0, rank).mapToObj(axis -> out.get(axes.outSpec().indexOf(axis))).toList()));
    }

    private void checkGroups(List<Integer> in, List<Integer> window, List<TensorSpec> operands) {
        if (featureGroups < 1 || batchGroups < 1 || featureGroups > 1 && batchGroups > 1) {
            throw refuse("positive numbers of groups, and not both of more than one, are expected", operands);
        }
        if (in.get(1) != window.get(1) * featureGroups) {
            throw refuse("the input's features (" + in.get(1) + ") are expected to be those of the kernel ("
                    + window.get(1) + ") times the feature groups (" + featureGroups + ")", operands);
        }
        if (window.get(0) % featureGroups != 0 || window.get(0) % batchGroups != 0 || in.get(0) % batchGroups != 0) {
            throw refuse("a number of groups is expected that divides the kernel's output features ("
                    + window.get(0) + ") and, of batch groups, the batch (" + in.get(0) + ")", operands);
        }
    }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor dx = tangents.get(0);
        Tensor dw = tangents.get(1);
        Tensor left = dx == null ? null : of(dx, primals.get(1)); // d(x*w) = dx*w + x*dw
        Tensor right = dw == null ? null : of(primals.get(0), dw);
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return left.add(right);
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
        return operands.get(0).isLinear()
                ? Nullables.list(inputCotangent(cotangent, operands.get(0).spec().shape(), operands.get(1).value()),
                        null)
                : Nullables.list(null,
                        kernelCotangent(cotangent, operands.get(0).value(), operands.get(1).spec().shape()));
    }

    private static List<Integer> swapped(List<Integer> spec) {
        List<Integer> swapped = new ArrayList<>(spec);
        swapped.set(0, spec.get(1));
        swapped.set(1, spec.get(0));
        return swapped;
    }

    private List<Sliding> each(IntFunction<Sliding> sliding) {
        return IntStream.range(0, spatial.size()).mapToObj(sliding).toList();
    }

    /** The cotangent convolved with the reversed kernel, of which input and output features change places within each group. */
    private Tensor inputCotangent(Tensor cotangent, Shape input, Tensor kernel) {
        List<Integer> in = extents(input, spatial(axes.lhsSpec()));
        List<Integer> window = extents(kernel.shape(), spatial(axes.rhsSpec()));
        int groups = Math.max(featureGroups, batchGroups);
        int outputs = axes.rhsSpec().get(0);
        Tensor grouped = groups == 1 ? kernel : into(outOf(kernel, outputs, groups), outputs, axes.rhsSpec().get(1));
        Tensor reversed = new Shaping.Reverse(spatial(axes.rhsSpec())).of(grouped);
        ConvDimensionNumbers back = new ConvDimensionNumbers(/* lhsSpec= */ axes.outSpec(),
                swapped(axes.rhsSpec()), /* outSpec= */ axes.lhsSpec());
        Tensor result = new Convolution(back, each(i -> spatial.get(i).overPlaces(in.get(i), window.get(i))), groups, 1)
                .of(cotangent, reversed);
        int feature = axes.lhsSpec().get(1);
        return batchGroups == 1 ? result : into(outOf(result, feature, groups), feature, axes.lhsSpec().get(0));
    }

    /** The input convolved with the cotangent, where batches and features change places; nothing where there is no cotangent. */
    private @Nullable Tensor kernelCotangent(Tensor cotangent, Tensor input, Shape kernel) {
        if (cotangent.size() == 0) {
            return null;
        }
        List<Integer> in = extents(input.shape(), spatial(axes.lhsSpec()));
        List<Integer> window = extents(kernel, spatial(axes.rhsSpec()));
        ConvDimensionNumbers back = new ConvDimensionNumbers(swapped(axes.lhsSpec()), swapped(axes.outSpec()),
                swapped(axes.rhsSpec()));
        return new Convolution(back, each(i -> spatial.get(i).overElements(in.get(i), window.get(i))),
                /* featureGroups= */ batchGroups, /* batchGroups= */ featureGroups).of(input, cotangent);
    }

    /** Makes one axis the outer part of another, which is numbered as if the first were not there. */
    private static Tensor into(Tensor x, int source, int target) {
        Tensor moved = Ops.moveAxis(x, source, target);
        List<Integer> extents = new ArrayList<>(moved.shape().extents());
        int outer = extents.remove(/* index */ target);
        extents.set(target, outer * extents.get(target));
        return Ops.reshape(moved, new Shape(extents));
    }

    /** Makes the outer part of an axis one of its own, in front of it. */
    private static Tensor outOf(Tensor x, int source, int outer) {
        List<Integer> extents = new ArrayList<>(x.shape().extents());
        extents.set(source, extents.get(source) / outer);
        extents.add(source, outer);
        return Ops.reshape(x, new Shape(extents));
    }

    @Override
    public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
        Tensor input = operands.get(0);
        Tensor kernel = operands.get(1);
        if (size == 0) {
            return none(operands.stream().map(Tensor::spec).toList(), batched);
        }
        if (!batched.get(1)) {
            return batchGroups == 1 ? overInputs(size, input, kernel) : overGroupedBatches(size, input, kernel);
        }
        if (batched.get(0)) {
            return overBoth(size, input, kernel);
        }
        return featureGroups == 1 && batchGroups == 1
                ? overKernels(size, input, kernel)
                : overGroupedKernels(size, input, kernel);
    }

    private Tensor none(List<TensorSpec> operands, List<Boolean> batched) {
        List<TensorSpec> single = IntStream.range(0, 2).mapToObj(i -> batched.get(i)
                ? operands.get(i).withShape(operands.get(i).shape().without(List.of(0)))
                : operands.get(i)).toList();
        TensorSpec result = inferResult(single);
        return Ops.full(result.dtype(), result.shape().withFirst(0), 0);
    }

    /** The new axis joins the batch. */
    private Tensor overInputs(int size, Tensor input, Tensor kernel) {
        int batch = axes.outSpec().get(0);
        return Ops.moveToFront(outOf(of(into(input, 0, axes.lhsSpec().get(0)), kernel), batch, size), batch);
    }

    /** The new axis joins the batch within each group. */
    private Tensor overGroupedBatches(int size, Tensor input, Tensor kernel) {
        int from = axes.lhsSpec().get(0);
        Tensor joined = into(into(outOf(input, from + 1, batchGroups), 0, from + 1), from, from);
        int batch = axes.outSpec().get(0);
        return Ops.moveToFront(outOf(of(joined, kernel), batch, size), batch);
    }

    /** The new axes of both are as many groups more. */
    private Tensor overBoth(int size, Tensor input, Tensor kernel) {
        boolean ofBatches = batchGroups > 1;
        Convolution wider = new Convolution(axes, spatial, ofBatches ? featureGroups : featureGroups * size,
                ofBatches ? batchGroups * size : batchGroups);
        Tensor result = wider.of(into(input, 0, axes.lhsSpec().get(ofBatches ? 0 : 1)),
                into(kernel, 0, axes.rhsSpec().get(0)));
        int feature = axes.outSpec().get(1);
        return Ops.moveToFront(outOf(result, feature, size), feature);
    }

    /** The new axis joins the output features. */
    private Tensor overKernels(int size, Tensor input, Tensor kernel) {
        int feature = axes.outSpec().get(1);
        return Ops.moveToFront(outOf(of(input, into(kernel, 0, axes.rhsSpec().get(0))), feature, size), feature);
    }

    /** The new axis joins the output features within each group. */
    private Tensor overGroupedKernels(int size, Tensor input, Tensor kernel) {
        int groups = Math.max(featureGroups, batchGroups);
        int from = axes.rhsSpec().get(0);
        Tensor joined = into(into(outOf(kernel, from + 1, groups), 0, from + 1), from, from);
        int feature = axes.outSpec().get(1);
        Tensor parts = outOf(outOf(of(input, joined), feature, groups), feature + 1, size);
        return Ops.moveToFront(into(parts, feature, feature + 1), feature);
    }

    @Override
    public String toString() {
        return "conv[lhs=" + axes.lhsSpec() + ", rhs=" + axes.rhsSpec() + ", out=" + axes.outSpec() + ", " + spatial
                + (featureGroups == 1 ? "" : ", feature groups=" + featureGroups)
                + (batchGroups == 1 ? "" : ", batch groups=" + batchGroups) + "]";
    }
}
