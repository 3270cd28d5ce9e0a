package org.dovetail.parity.golden;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.Creation;
import org.dovetail.core.DType;
import org.dovetail.core.Diagonals;
import org.dovetail.core.Differences;
import org.dovetail.core.DotDimensionNumbers;
import org.dovetail.core.Indexed;
import org.dovetail.core.PadMode;
import org.dovetail.core.Pads;
import org.dovetail.core.Pointwise;
import org.dovetail.core.Products;
import org.dovetail.core.Rearranging;
import org.dovetail.core.Searching;
import org.dovetail.core.Selection;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Stacking;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import tools.jackson.databind.JsonNode;

/**
 * A function of {@code jax.numpy} that makes, moves, multiplies or finds elements, and what it is here.
 *
 * @param name its name in Python
 * @param parameters its parameters
 */
record GoldenNumpyShapes(String name, JsonNode parameters) {
    private int integer(String key) { return parameters.path(key).asInt(); }

    private int[] ints(String key) { return GoldenNumpy.ints(parameters.path(key)); }

    private Number number(String key) { return GoldenNumpy.number(parameters.path(key)); }

    /** The results of a function that gives several. */
    Optional<List<Tensor>> several(List<Tensor> operands) {
        Tensor[] all = operands.toArray(Tensor[]::new);
        return Optional.ofNullable(switch (name) {
            case "split" -> parameters.has("sections")
                    ? Stacking.split(all[0], integer("sections"), integer("axis"))
                    : Stacking.split(all[0], ints("indices"), integer("axis"));
            case "array_split" -> Stacking.arraySplit(all[0], integer("sections"), integer("axis"));
            case "hsplit" -> Stacking.hsplit(all[0], integer("sections"));
            case "vsplit" -> Stacking.vsplit(all[0], integer("sections"));
            case "unstack" -> Stacking.unstack(all[0], integer("axis"));
            case "meshgrid" -> Creation.meshgrid(
                    Creation.Indexing.valueOf(parameters.path("indexing").asString().toUpperCase(Locale.ROOT)), all);
            case "broadcast_arrays" -> Rearranging.broadcastArrays(all);
            case "nonzero" -> Searching.nonzero(all[0], integer("size"), parameters.path("fill").asInt(0));
            case "gradient" -> parameters.isEmpty()
                    ? Differences.gradient(all[0])
                    : List.of(Differences.gradient(all[0], number("spacing"), integer("axis")));
            default -> null;
        });
    }

    private Creation.Endpoint endpoint() {
        return parameters.path("endpoint").asBoolean() ? Creation.Endpoint.INCLUDED : Creation.Endpoint.EXCLUDED;
    }

    /** The result of a function of no tensor. */
    Tensor made() {
        return switch (name) {
            case "arange" -> arange(parameters.path("arguments").valueStream().map(GoldenNumpy::number).toList());
            case "broadcast_shapes" -> Tensors.zeros(DType.FLOAT32, Rearranging.broadcastShapes(
                    parameters.path("shapes").valueStream().map(shape -> Shape.of(GoldenNumpy.ints(shape)))
                            .toArray(Shape[]::new)));
            case "linspace" -> Creation.linspace(number("start"), number("stop"), integer("num"), endpoint());
            case "logspace" -> Creation.logspace(number("start"), number("stop"), integer("num"));
            case "eye" -> Diagonals.eye(DType.FLOAT32, integer("rows"), integer("columns"), integer("k"));
            case "tri" -> Diagonals.tri(DType.FLOAT32, integer("rows"), integer("columns"), integer("k"));
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private Tensor arange(List<Number> numbers) {
        if (numbers.size() == 2) {
            return Creation.arange(numbers.get(0), numbers.get(1));
        }
        return parameters.has("dtype")
                ? Creation.arange(DType.named(parameters.path("dtype").asString()).orElseThrow(), numbers.get(0),
                        numbers.get(1), numbers.get(2))
                : Creation.arange(numbers.get(0), numbers.get(1), numbers.get(2));
    }

    private PadMode mode() {
        return switch (parameters.path("mode").asString()) {
            case "edge" -> PadMode.EDGE;
            case "reflect" -> PadMode.REFLECT;
            case "symmetric" -> PadMode.SYMMETRIC;
            case "wrap" -> PadMode.WRAP;
            default -> PadMode.constant(parameters.path("value").asInt(0));
        };
    }

    Tensor unary(Tensor x) {
        JsonNode axes = parameters.path("axis");
        return switch (name) {
            case "einsum" -> Products.einsum(parameters.path("formula").asString(), x);
            case "moveaxis" -> Rearranging.moveAxis(x, ints("source"), ints("destination"));
            case "expand_dims" -> Rearranging.expandDims(x, ints("axis"));
            case "roll" -> axes.isMissingNode()
                    ? Rearranging.roll(x, integer("shift"))
                    : Rearranging.roll(x, integer("shift"), ints("axis"));
            case "rot90" -> Rearranging.rot90(x, integer("k"));
            case "pad" -> Pads.pad(x, parameters.path("widths").valueStream()
                    .map(width -> new Pads.Width(width.path(0).asInt(), width.path(1).asInt())).toList(), mode());
            case "tile" -> Stacking.tile(x, ints("reps"));
            case "repeat" -> parameters.path("repeats").isArray()
                    ? Stacking.repeat(x, ints("repeats"), axes.asInt())
                    : Stacking.repeat(x, integer("repeats"), axes.asInt());
            case "atleast_1d" -> Rearranging.atLeast1d(x);
            case "ravel" -> Rearranging.ravel(x);
            case "zeros_like" -> Creation.zerosLike(x);
            case "ones_like" -> Creation.onesLike(x);
            case "atleast_2d" -> Rearranging.atLeast2d(x);
            case "full_like" -> Creation.fullLike(x, number("value"));
            case "tril" -> Diagonals.tril(x, integer("k"));
            case "triu" -> Diagonals.triu(x, integer("k"));
            case "diag" -> Diagonals.diag(x, integer("k"));
            case "diagonal" -> Diagonals.diagonal(x, integer("k"), integer("axis1"), integer("axis2"));
            case "trace" -> Diagonals.trace(x, integer("k"), integer("axis1"), integer("axis2"));
            case "bincount" -> Searching.bincount(x, integer("length"));
            case "argwhere" -> Searching.argwhere(x, integer("size"));
            case "unique" -> parameters.has("fill")
                    ? Searching.unique(x, integer("size"), x.dtype() == DType.FLOAT32 ? 1f : integer("fill"))
                    : Searching.unique(x, integer("size"));
            case "diff" -> Differences.diff(x, integer("n"), axes.asInt());
            case "trapezoid" -> parameters.isEmpty()
                    ? Differences.trapezoid(x)
                    : Differences.trapezoid(x, number("dx"));
            case "cumsum" -> Sequences.cumsum(x);
            case "cumprod" -> Sequences.cumprod(x);
            case "masked" -> Indexed.at(x, mask()).get();
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    /** The first and third of the first row, and the third of the second. */
    private static Array mask() {
        return Array.ofLongs(TensorSpec.of(DType.BOOL, 2, 3), i -> i == 0 || i == 2 || i == 5 ? 1 : 0);
    }

    private List<Integer> axes(int kind, int side) {
        return Arrays.stream(GoldenNumpy.ints(parameters.path("dimension_numbers").path(kind).path(side))).boxed()
                .toList();
    }

    private DotDimensionNumbers dimensions() {
        return new DotDimensionNumbers(axes(0, 0), axes(0, 1), axes(1, 0), axes(1, 1));
    }

    Tensor binary(Tensor x, Tensor y) {
        return switch (name) {
            case "dot" -> Products.dot(x, y);
            case "matmul" -> x.matmul(y);
            case "dot_general" -> Products.dotGeneral(x, y, dimensions());
            case "vdot" -> Products.vdot(x, y);
            case "inner" -> Products.inner(x, y);
            case "outer" -> Products.outer(x, y);
            case "tensordot" -> parameters.path("axes").isArray()
                    ? Products.tensordot(x, y, GoldenNumpy.ints(parameters.path("axes").path(0)),
                            GoldenNumpy.ints(parameters.path("axes").path(1)))
                    : Products.tensordot(x, y, integer("axes"));
            case "kron" -> Products.kron(x, y);
            case "cross" -> Products.cross(x, y);
            case "convolve" -> Products.convolve(x, y,
                    Products.Overlap.valueOf(parameters.path("mode").asString().toUpperCase(Locale.ROOT)));
            case "roll" -> Rearranging.roll(x, y, ints("axis")[0]);
            case "hstack" -> Stacking.hstack(x, y);
            case "vstack" -> Stacking.vstack(x, y);
            case "repeat" -> Stacking.repeat(x, y, integer("axis"), integer("total"));
            case "linspace" -> Creation.linspace(x, y, integer("num"), endpoint());
            case "searchsorted" -> Searching.searchsorted(x, y,
                    Searching.Side.valueOf(parameters.path("side").asString().toUpperCase(Locale.ROOT)));
            case "digitize" -> Searching.digitize(x, y);
            case "bincount" -> Searching.bincount(x, y, integer("length"));
            case "lexsort" -> Searching.lexsort(List.of(x, y));
            case "trapezoid" -> Differences.trapezoid(x, y);
            case "masked" -> Indexed.at(x, mask()).set(y);
            default -> many(List.of(x, y));
        };
    }

    Tensor many(List<Tensor> operands) {
        return switch (name) {
            case "einsum" ->
                Products.einsum(parameters.path("formula").asString(), operands.toArray(Tensor[]::new));
            case "clip" -> Pointwise.clip(operands.get(0), operands.get(1), operands.get(2));
            case "clamp" -> Pointwise.clamp(operands.get(0), operands.get(1), operands.get(2));
            case "select" -> Selection.select(operands.subList(0, 2), operands.subList(2, 4), operands.get(4));
            case "interp" -> Differences.interp(operands.get(0), operands.get(1), operands.get(2));
            default -> throw new IllegalArgumentException("what is " + name + " of "
                    + operands + " here?");
        };
    }
}
