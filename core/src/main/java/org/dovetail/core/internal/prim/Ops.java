package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;

/** Primitives as users call them: dtypes are promoted, shapes broadcast, axes counted from either end. */
public final class Ops {
    /** How many bits of an exponent count: a larger power of integers overflows. */
    private static final int POWER_BITS = 6;
    /** What to do about a shape of another size. */
    public static final String RESHAPE_REMEDY = "Give a shape of as many elements; -1 stands for the extent that is left";

    private Ops() {}

    /** The tensor itself if it has floats; integers and truth values are cast to floats. */
    public static Tensor floats(Tensor x) {
        return cast(x, Promotion.ofFraction(x.dtype()));
    }

    /** The dtype in which a function of real numbers has operands in common, at least one. */
    public static DType fraction(Tensor... operands) {
        return Promotion.ofFraction(Arrays.stream(operands).map(Tensor::dtype).reduce(Promotion::of).orElseThrow());
    }

    /** A function of floats; integers and truth values are cast first. */
    public static Tensor floating(Unary op, Tensor x) {
        return op.of(floats(x));
    }

    /** The absolute value; truth values are such already. */
    public static Tensor abs(Tensor x) {
        return x.dtype() == DType.BOOL ? x : Unary.ABS.of(x);
    }

    /** A function of one float or two; integers and truth values are cast first, two operands are promoted and broadcast. */
    public static Tensor special(Special op, Tensor... operands) {
        DType common = fraction(operands);
        return operands.length == 1
                ? op.of(cast(operands[0], common))
                : broadcasting(op, common, operands[0], operands[1]);
    }

    /** The next float of the operands' dtype on the way to another; of 16 bits by its pattern, which counts the floats of a sign. */
    public static Tensor nextAfter(Tensor x, Tensor towards) {
        DType dtype = fraction(x, towards);
        if (dtype.bytes() != 2) {
            return special(Special.NEXT_AFTER, x, towards);
        }
        Shape shape = common(Special.NEXT_AFTER, x, towards);
        Tensor from = broadcast(cast(x, dtype), shape);
        Tensor to = broadcast(cast(towards, dtype), shape);
        Tensor step = where(to.gt(from).eq(from.gt(0)), scalar(DType.INT16, 1), scalar(DType.INT16, -1));
        Tensor smallest = bitcast(full(DType.INT16, from.shape(), 1), dtype);
        Tensor moved = where(from.eq(0), where(to.gt(0), smallest, smallest.neg()),
                bitcast(bitcast(from, DType.INT16).add(step), dtype));
        return where(from.eq(to), to, where(from.ne(from).or(to.ne(to)), scalar(dtype, Double.NaN), moved));
    }

    /** A rounding to whole numbers; integers and truth values are such already. */
    public static Tensor rounding(Unary op, Tensor x) {
        return x.dtype().kind() == Kind.FLOAT ? op.of(x) : x;
    }

    /** A function of two operands, promoted and broadcast; sums and products of truth values are OR and AND. */
    public static Tensor binary(Binary op, Tensor x, Tensor y) {
        DType dtype = Promotion.of(x.dtype(), y.dtype());
        Binary effective = dtype != DType.BOOL ? op : switch (op) {
            case ADD -> Binary.OR;
            case MUL -> Binary.AND;
            default -> op;
        };
        boolean isFraction = op == Binary.DIV || op == Binary.POW;
        return broadcasting(effective, isFraction ? Promotion.ofFraction(dtype) : dtype, x, y);
    }

    /** A comparison of two operands, promoted and broadcast. */
    public static Tensor compare(Compare op, Tensor x, Tensor y) {
        return broadcasting(op, Promotion.of(x.dtype(), y.dtype()), x, y);
    }

    /** The quotient of integers, cut towards zero; promoted and broadcast. */
    public static Tensor whole(Tensor x, Tensor y) {
        return broadcasting(Binary.DIV, Promotion.of(x.dtype(), y.dtype()), x, y);
    }

    private static Tensor broadcasting(Elementwise op, DType dtype, Tensor x, Tensor y) {
        Shape shape = x.shape().equals(y.shape()) ? x.shape() : common(op, x, y);
        return op.of(broadcast(cast(x, dtype), shape), broadcast(cast(y, dtype), shape));
    }

    private static Shape common(Elementwise op, Tensor x, Tensor y) {
        return x.shape().broadcastWith(y.shape()).orElseThrow(() -> new IllegalArgumentException(op
                + ": shapes do not broadcast: " + x.spec() + " and " + y.spec()
                + ". Extents must be equal or 1, counted from the last axis; reshape or transpose one of them"));
    }

    /** Where a condition is true the one, elsewhere the other; promoted and broadcast. */
    public static Tensor where(Tensor condition, Tensor yes, Tensor no) {
        DType dtype = Promotion.of(yes.dtype(), no.dtype());
        Shape shape = yes.shape().broadcastWith(no.shape()).flatMap(s -> s.broadcastWith(condition.shape()))
                .orElseThrow(() -> new IllegalArgumentException("where: shapes do not broadcast: " + condition.spec()
                        + ", " + yes.spec() + " and " + no.spec()));
        Tensor isTrue = condition.dtype() == DType.BOOL ? condition : condition.ne(0);
        return Ternary.SELECT.of(broadcast(isTrue, shape), broadcast(cast(yes, dtype), shape),
                broadcast(cast(no, dtype), shape));
    }

    /** Where a condition of the same shape is true the one, elsewhere the other. */
    static Tensor select(Tensor condition, Tensor yes, Tensor no) {
        return Ternary.SELECT.of(condition, yes, no);
    }

    /** The dtype that two operands have in common. */
    public static DType promoted(DType x, DType y) {
        return Promotion.of(x, y);
    }

    /** The tensor with another dtype. */
    public static Tensor cast(Tensor x, DType dtype) {
        return x.dtype() == dtype ? x : new Elementwise.Cast(dtype).of(x);
    }

    /** The tensor repeated to a shape as numpy does: axes are aligned from the last one. */
    public static Tensor broadcast(Tensor x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        int added = shape.rank() - x.rank();
        if (added < 0 || !x.shape().broadcastWith(shape).filter(shape::equals).isPresent()) {
            throw new IllegalArgumentException("broadcastTo: " + x.spec() + " does not broadcast to " + shape
                    + ". Extents must be equal or 1, counted from the last axis; reshape or transpose it, "
                    + "or add axes with expandDims");
        }
        return new Shaping.Broadcast(shape, Batching.range(added, shape.rank())).of(x);
    }

    /** A constant scalar. */
    public static Array scalar(DType dtype, double value) {
        return Array.scalar(dtype, value);
    }

    /** A Java number as a constant scalar; a whole one keeps all its bits. */
    public static Array constant(DType dtype, Number value) {
        boolean isFraction = value instanceof Double || value instanceof Float;
        return isFraction || dtype.kind() == Kind.FLOAT || dtype.kind() == Kind.COMPLEX
                ? scalar(dtype, value.doubleValue())
                : Array.ofLongs(TensorSpec.of(dtype), _ -> value.longValue());
    }

    /** A constant of some shape. */
    public static Tensor full(DType dtype, Shape shape, double value) {
        return broadcast(scalar(dtype, value), shape);
    }

    /** A constant of a tensor's dtype and shape. */
    static Tensor like(Tensor x, double value) {
        return full(x.dtype(), x.shape(), value);
    }

    /** A Java number as an operand: it takes the tensor's dtype, as a Python number in JAX; a fraction makes integers float32. */
    public static Array number(Tensor x, Number value) {
        boolean isFraction = value instanceof Double || value instanceof Float;
        DType dtype = switch (x.dtype().kind()) {
            case FLOAT, COMPLEX -> x.dtype();
            case SIGNED, UNSIGNED -> isFraction ? DType.FLOAT32 : x.dtype();
            case BOOL -> isFraction ? DType.FLOAT32 : DType.INT32;
        };
        boolean isExact = !isFraction && dtype.kind() != Kind.FLOAT && dtype.kind() != Kind.COMPLEX;
        return isExact
                ? Array.ofLongs(TensorSpec.of(dtype), _ -> value.longValue())
                : scalar(dtype, value.doubleValue());
    }

    /** The power of two operands, promoted and broadcast: of integers by squaring, so that they stay integers. */
    public static Tensor power(Tensor x, Tensor y) {
        DType dtype = counting(x, y);
        if (!isWhole(dtype)) {
            // d(x^0) = 0 dx, even where d(x^y) = y x^(y-1) dx is 0 times infinity
            Tensor base = isWhole(y.dtype()) && !isWhole(x.dtype()) ? where(y.eq(0), number(x, 1), x) : x;
            return binary(Binary.POW, base, y);
        }
        Tensor one = scalar(dtype, 1);
        Tensor square = cast(x, dtype);
        Tensor rest = cast(y, dtype);
        Tensor product = where(square.eq(0).and(rest.ne(0)), scalar(dtype, 0), one);
        for (int bit = 0; bit < POWER_BITS; bit++) {
            product = where(rest.and(one).ne(0), product.mul(square), product);
            square = square.mul(square);
            rest = binary(Binary.SHIFT_RIGHT_LOGICAL, rest, one);
        }
        return product;
    }

    private static boolean isWhole(DType dtype) { return dtype.kind() != Kind.FLOAT && dtype.kind() != Kind.COMPLEX; }

    /** The dtype that operands have in common as numbers: of truth values alone int32. */
    public static DType counting(Tensor x, Tensor y) {
        DType dtype = Promotion.of(x.dtype(), y.dtype());
        return dtype == DType.BOOL ? DType.INT32 : dtype;
    }

    /** The power of a Java number: of whole ones by multiplication, as JAX has it, so that integers stay integers. */
    public static Tensor power(Tensor x, Number exponent) {
        if (exponent instanceof Double || exponent instanceof Float) {
            return binary(Binary.POW, x, number(x, exponent));
        }
        int power = Math.toIntExact(exponent.longValue());
        return new IntegerPow(power).of(cast(x, counting(x, x)));
    }

    /** The elements under another shape. */
    public static Tensor reshape(Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : new Shaping.Reshape(shape).of(x);
    }

    /** The axes in another order. */
    public static Tensor transpose(Tensor x, List<Integer> axes) {
        return axes.equals(Batching.range(0, x.rank())) ? x : new Shaping.Transpose(axes).of(x);
    }

    /** One axis in front of all others. */
    public static Tensor moveToFront(Tensor x, int axis) {
        return moveAxis(x, axis, 0);
    }

    /** One axis at another place, the others in order. */
    public static Tensor moveAxis(Tensor x, int from, int to) {
        List<Integer> order = new ArrayList<>(Batching.range(0, x.rank()));
        Integer moved = order.remove(/* index */ from);
        order.add(to, moved);
        return transpose(x, order);
    }

    /** A range along one axis. */
    public static Tensor slice(Tensor x, int axis, int start, int limit) {
        List<Integer> starts = new ArrayList<>(Collections.nCopies(x.rank(), 0));
        List<Integer> limits = new ArrayList<>(x.shape().extents());
        starts.set(axis, start);
        limits.set(axis, limit);
        return new Shaping.Slice(starts, limits, Collections.nCopies(x.rank(), 1)).of(x);
    }

    /** Reduces along some axes, all when none is named; sums and products of narrow integers have 32 bits. */
    public static Tensor reduce(Reduction.Op op, Tensor x, int... axes) {
        List<Integer> all = axes(op.name().toLowerCase(Locale.ROOT), x, axes);
        Tensor operand = switch (op) {
            case SUM, PROD -> cast(x, Promotion.ofSum(x.dtype()));
            case AND, OR -> x.dtype() == DType.BOOL ? x : x.ne(0);
            case MAX, MIN -> x;
        };
        return all.isEmpty() ? operand : new Reduction.Reduce(op, all).of(operand);
    }

    /** The largest or smallest element along some axes, of which there must be one. */
    public static Tensor extreme(Reduction.Op op, Tensor x, int... axes) {
        String who = op.name().toLowerCase(Locale.ROOT);
        if (axes(who, x, axes).stream().anyMatch(axis -> x.dim(axis) == 0)) {
            throw new IllegalArgumentException(
                    who + ": at least one element is expected along the axes; got " + x.spec()
                            + ". Give a number to begin with: Reductions." + who + "(x, along, initial)");
        }
        return reduce(op, x, axes);
    }

    /** The mean along some axes, all when none is named; 16-bit floats are added and divided as float32. */
    public static Tensor mean(Tensor x, int... axes) {
        DType result = Promotion.ofFraction(x.dtype());
        Tensor sum = reduce(Reduction.Op.SUM, cast(x, result.bytes() < 4 ? DType.FLOAT32 : result), axes);
        double count = 1;
        for (int axis : axes("mean", x, axes)) {
            count *= x.dim(axis);
        }
        return cast(sum.div(count), result);
    }

    /** The axes by their numbers from the front; all of them when none is named. */
    public static List<Integer> axes(String who, Tensor x, int... axes) {
        return axes.length == 0
                ? Batching.range(0, x.rank())
                : Arrays.stream(axes).mapToObj(axis -> axis(who, x.spec(), axis)).toList();
    }

    /** An axis by its number from the front. */
    public static int axis(String who, TensorSpec x, int axis) {
        return axis(who, x, axis, "");
    }

    /** The same with a message that ends in what to do. */
    public static int axis(String who, TensorSpec x, int axis, String remedy) {
        int rank = x.shape().rank();
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(who + ": " + x + " has no axis " + axis + "; its axes are "
                    + (rank == 0 ? "none" : -rank + " to " + (rank - 1)) + remedy);
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** The number of an element along the first axis, counted from the front. */
    public static int index(TensorSpec x, int index) {
        int extent = x.shape().extent(axis("at", x, 0));
        if (index < -extent || index >= extent) {
            throw new IllegalArgumentException("at: " + x + " has no element " + index + " along axis 0");
        }
        return index < 0 ? index + extent : index;
    }

    /** The tensor with a new axis of extent 1. */
    public static Tensor expandDims(Tensor x, int axis) {
        int rank = x.rank();
        if (axis < -rank - 1 || axis > rank) {
            throw new IllegalArgumentException("expandDims: the new axis of " + x.spec() + " can be " + (-rank - 1)
                    + " to " + rank + "; got " + axis);
        }
        List<Integer> extents = new ArrayList<>(x.shape().extents());
        extents.add(axis < 0 ? axis + rank + 1 : axis, 1);
        return reshape(x, new Shape(extents));
    }

    /** The matrix product of numpy's {@code matmul}: leading axes are batches and broadcast. */
    public static Tensor matmul(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            throw new IllegalArgumentException("matmul: at least one axis is expected; got " + x.spec() + " and "
                    + y.spec() + ". For a scalar use mul");
        }
        DType dtype = Promotion.of(x.dtype(), y.dtype());
        if (dtype == DType.BOOL) { // whether any pair is true
            return matmul(x.cast(DType.INT32), y.cast(DType.INT32)).ne(0);
        }
        Tensor left = cast(x, dtype);
        Tensor right = cast(y, dtype);
        int rightAxis = Math.max(0, y.rank() - 2);
        if (y.rank() <= 2) {
            return new DotGeneral(List.of(x.rank() - 1), List.of(rightAxis), List.of(), List.of()).of(left, right);
        }
        if (x.rank() == 1) {
            return moveVector(left, right, rightAxis);
        }
        Shape leading = x.shape().leading(x.rank() - 2).broadcastWith(y.shape().leading(y.rank() - 2))
                .orElseThrow(() -> new IllegalArgumentException(
                        "matmul: batch axes do not broadcast: " + x.spec() + " and " + y.spec()));
        int batch = leading.rank();
        List<Integer> batches = Batching.range(0, batch);
        return new DotGeneral(List.of(batch + 1), List.of(batch), batches, batches)
                .of(broadcast(left, leading.concat(x.shape().trailing(2))),
                        broadcast(right, leading.concat(y.shape().trailing(2))));
    }

    private static Tensor moveVector(Tensor vector, Tensor right, int rightAxis) {
        return new DotGeneral(List.of(rightAxis), List.of(0), List.of(), List.of()).of(right, vector);
    }

    /** Extents with what is left in the place of -1. */
    public static int[] filledIn(TensorSpec x, int... extents) {
        long rest = x.shape().size();
        int open = -1;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] == -1 && open < 0) {
                open = i;
            } else if (extents[i] > 0) {
                rest = rest % extents[i] == 0 ? rest / extents[i] : -1;
            }
        }
        if (open < 0) {
            return extents;
        }
        if (rest < 0 || Arrays.stream(extents).anyMatch(extent -> extent == 0)) {
            throw new IllegalArgumentException("reshape: " + x + " does not part into " + Arrays.toString(extents));
        }
        int[] filled = extents.clone();
        filled[open] = Math.toIntExact(rest);
        return filled;
    }

    /** The tensor without some axes of extent 1. */
    public static Tensor squeeze(Tensor x, int... axes) {
        List<Integer> dropped = axes("squeeze", x, axes).stream()
                .filter(axis -> axes.length > 0 || x.shape().extent(axis) == 1).toList();
        for (int axis : dropped) {
            if (x.shape().extent(axis) != 1) {
                throw new IllegalArgumentException("squeeze: axis " + axis + " of " + x.spec() + " is not of extent 1");
            }
        }
        return reshape(x, x.shape().without(dropped));
    }

    /** The elements in reverse order along some axes. */
    public static Tensor flip(Tensor x, int... axes) {
        return new Shaping.Reverse(axes("flip", x, axes)).of(x);
    }

    /** Tensors one behind the other along an axis, promoted. */
    public static Tensor concatenate(int axis, List<Tensor> tensors) {
        DType dtype = tensors.stream().map(Tensor::dtype).reduce(Promotion::of).orElseThrow(
                () -> new IllegalArgumentException("concatenate: at least one tensor is expected"));
        int counted = axis("concatenate", tensors.getFirst().spec(), axis);
        return new Shaping.Concatenate(counted).of(tensors.stream().map(tensor -> cast(tensor, dtype)).toList());
    }

    /** Numbers that count along an axis. */
    public static Tensor iota(TensorSpec spec, int axis) {
        return new Shaping.Iota(spec, axis).of(List.of());
    }

    /** The same bits as another dtype. */
    public static Tensor bitcast(Tensor x, DType dtype) {
        return new Elementwise.Bitcast(dtype).of(x);
    }
}
