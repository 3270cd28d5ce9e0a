package org.dovetail.parity.mistakes;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dovetail.core.DType;
import org.dovetail.core.DotDimensionNumbers;
import org.dovetail.core.Key;
import org.dovetail.core.Losses;
import org.dovetail.core.Prng;
import org.dovetail.core.Products;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.parity.mistakes.Mistake.Refused;

/** Mistakes with the shapes, dtypes and axes of arrays, with keys and with losses. */
final class ArrayMistakes {
    private static final Tensor TWO_BY_THREE = Tensors.ones(2, 3);
    private static final Tensor FOUR_BY_THREE = Tensors.ones(4, 3);
    private static final Tensor FIVE_BY_TWO = Tensors.ones(5, 2);
    private static final String PRODUCT = "f32[4,3] axis 1 is 3, f32[5,2] axis 0 is 5";

    static final Map<String, Mistake> ALL = Map.ofEntries(
            Map.entry("bool_of_many",
                    refused(() -> Tensors.ones(3).item(), "item(): ", "got f32[3]", "one element is expected",
                            "Reduce it with sum(), all() or any(), or take one with at(i)")),
            Map.entry("add_shapes",
                    refused(() -> TWO_BY_THREE.add(Tensors.ones(4)), "add: ", "f32[2,3] and f32[4]",
                            "Extents must be equal or 1, counted from the last axis",
                            "reshape or transpose one of them")),
            Map.entry("dot_shapes", product(() -> Products.dot(FOUR_BY_THREE, FIVE_BY_TWO))),
            Map.entry("matmul_shapes", product(() -> FOUR_BY_THREE.matmul(FIVE_BY_TWO))),
            Map.entry("dot_general_shapes",
                    product(() -> Products.dotGeneral(FOUR_BY_THREE, FIVE_BY_TWO,
                            new DotDimensionNumbers(List.of(1), List.of(0), List.of(), List.of())))),
            Map.entry("dot_general_batch",
                    refused(() -> Products.dotGeneral(Tensors.ones(2, 4, 3), Tensors.ones(5, 3, 2),
                            new DotDimensionNumbers(List.of(2), List.of(1), List.of(0), List.of(0))), "dot: ",
                            "f32[2,4,3] axis 0 is 2, f32[5,3,2] axis 0 is 5", "batch dimensions differ",
                            "Transpose or reshape one of them")),
            Map.entry("reshape_size",
                    refused(() -> TWO_BY_THREE.reshape(4, 2), "reshape: ", "[4,2] has 8", "f32[2,3] has 6 elements",
                            "Give a shape of as many elements; -1 stands for the extent that is left")),
            Map.entry("transpose_axes",
                    refused(() -> TWO_BY_THREE.transpose(0, 0), "transpose[0, 0]: ", "got [f32[2,3]]",
                            "a permutation of the operand's axes is expected", "Name each axis once")),
            Map.entry("concatenate_shapes",
                    refused(() -> Tensors.concatenate(0, TWO_BY_THREE, Tensors.ones(2, 4)), "concatenate[axis=0]: ",
                            "got [f32[2,3], f32[2,4]]", "operands that differ in axis 0 alone are expected",
                            "Concatenate along another axis, or slice, pad or cast them to fit")),
            Map.entry("broadcast_shapes",
                    refused(() -> Tensors.ones(3).broadcastTo(Shape.of(2, 4)), "broadcastTo: ",
                            "f32[3] does not broadcast to [2,4]",
                            "Extents must be equal or 1, counted from the last axis",
                            "reshape or transpose it, or add axes with expandDims")),
            Map.entry("axis_out_of_range",
                    refused(() -> TWO_BY_THREE.sum(2), "sum: ", "f32[2,3] has no axis 2", "its axes are", "-2 to 1")),
            Map.entry("max_of_nothing",
                    refused(() -> Tensors.zeros(0).max(), "max: ", "got f32[0]", "at least one element is expected",
                            "Give a number to begin with: Reductions.max(x, along, initial)")),
            Map.entry("key_is_no_key",
                    refused(() -> Prng.uniform(new Key(Tensors.ones(3)), Shape.of()), "key: ", "got f32[3]",
                            "u32[...,2] is expected", "Make keys with Prng.key(seed)")),
            Map.entry("labels_of_other_shape",
                    refused(() -> Losses.softmaxCrossEntropyWithIntegerLabels(FOUR_BY_THREE,
                            Tensors.zeros(DType.INT32, Shape.of(5))), "softmaxCrossEntropyWithIntegerLabels: ",
                            "got f32[4,3] and i32[5]", "a label is expected for each row of logits",
                            "Give labels the shape of the logits without the axis of the classes")),
            Map.entry("labels_of_floats",
                    refused(() -> Losses.softmaxCrossEntropyWithIntegerLabels(FOUR_BY_THREE, Tensors.zeros(4)),
                            "softmaxCrossEntropyWithIntegerLabels: ", "got f32[4]", "integer labels are expected",
                            "Cast them with labels.cast(DType.INT32)")));

    private ArrayMistakes() {}

    private static Refused refused(ThrowingCallable program, String who, String got, String expected, String remedy) {
        return new Refused(program, IllegalArgumentException.class, who, got, expected, remedy);
    }

    private static Refused product(ThrowingCallable program) {
        return refused(program, "dot: ", PRODUCT, "contracting dimensions differ", "Transpose or reshape one of them");
    }
}
