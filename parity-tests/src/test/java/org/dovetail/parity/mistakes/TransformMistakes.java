package org.dovetail.parity.mistakes;

import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vjp;
import static org.dovetail.core.Transforms.vmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dovetail.core.Array;
import org.dovetail.core.ConcretizationException;
import org.dovetail.core.DType;
import org.dovetail.core.LeakedTracerException;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.tree.Tree;
import org.dovetail.parity.mistakes.Mistake.Refused;

/** Mistakes with jit, grad, jvp, vjp, vmap and trees. */
final class TransformMistakes {
    private static final Tensor VECTOR = Tensors.ones(3);
    private static final Tensor SHORT = Tensors.ones(2);
    private static final Tensor ONE = Tensors.scalar(1.0);
    private static final Tensor INTEGER = Tensors.scalar(1);
    private static final Tensor TRUE = Array.scalar(DType.BOOL, 1);

    static final Map<String, Mistake> ALL = Map.ofEntries(
            Map.entry("leaked_tracer", leaked("f32[3]", identity -> jit(identity).apply(VECTOR))),
            Map.entry("leaked_tracer_of_grad", leaked("f32[]", identity -> grad(identity).apply(ONE))),
            Map.entry("leaked_tracer_of_vmap", leaked("f32[]", identity -> vmap(identity).apply(VECTOR))),
            Map.entry("bool_in_jit",
                    choice("bool[]", () -> jit((Tensor x) -> x.item() != 0 ? ONE : x).apply(TRUE))),
            Map.entry("comparison_in_jit",
                    choice("bool[]", () -> jit((Tensor x) -> x.gt(0).item() != 0 ? x : x.neg()).apply(ONE))),
            Map.entry("bool_in_vmap",
                    choice("bool[]", () -> vmap((Tensor x) -> x.item() != 0 ? ONE : x).apply(VECTOR.gt(0)))),
            Map.entry("float_in_jit", concrete("item()", "f32[]", () -> jit((Tensor x) -> x.item()).apply(ONE))),
            Map.entry("int_in_jit",
                    concrete("item()", "i32[]", () -> jit((Tensor x) -> (int) x.item()).apply(INTEGER))),
            Map.entry("index_in_jit",
                    concrete("item()", "i32[]",
                            () -> jit((Tensor x) -> List.of(1, 2, 3).get((int) x.item())).apply(INTEGER))),
            Map.entry("array_in_jit", concrete("array()", "f32[]", () -> jit((Tensor x) -> x.array()).apply(ONE))),
            Map.entry("shape_in_jit",
                    concrete("item()", "i32[]", () -> jit((Tensor n) -> Tensors.zeros((int) n.item())).apply(INTEGER))),
            Map.entry("grad_of_vector",
                    refused(() -> grad((Tensor x) -> x.mul(2)).apply(VECTOR), "grad: ", "got f32[3]",
                            "must give a scalar", "Reduce it with mean() or sum()")),
            Map.entry("grad_of_integer_loss",
                    refused(() -> grad((Tensor x) -> x.sum().cast(DType.INT32)).apply(VECTOR), "grad: ", "got i32[]",
                            "must give a float", "Cast it with cast(DType.FLOAT32)")),
            Map.entry("grad_of_integer_input",
                    refused(() -> grad((Tensor x) -> x.mul(2.0)).apply(INTEGER), "grad: ", "got i32[]",
                            "only floats can be differentiated", "Pass integers and keys as another argument")),
            Map.entry("jvp_tangent_shape",
                    refused(() -> jvp((Tensor x) -> x.sin(), VECTOR, SHORT), "jvp: ", "got [f32[2]]",
                            "the direction must be like the point, [f32[3]]", "Cast or reshape it")),
            Map.entry("vjp_cotangent_shape",
                    refused(() -> vjp((Tensor x) -> x.sin(), VECTOR).pullback().apply(SHORT), "vjp: ", "got [f32[2]]",
                            "the cotangent must be like the value, [f32[3]]", "Cast or reshape it")),
            Map.entry("vmap_sizes",
                    refused(() -> vmap((Tensor x, Tensor y) -> x.add(y)).apply(VECTOR, SHORT), "vmap: ",
                            "got 2: argument 2 is f32[2] along axis 0",
                            "must have one extent along their axis, 3 since argument 1 is f32[3] along axis 0",
                            "BROADCAST gives a tensor whole to every lane")),
            Map.entry("vmap_scalar",
                    refused(() -> vmap((Tensor x) -> x).apply(ONE), "vmap: argument 1: ", "f32[] has no axis 0",
                            "its axes are none", "BROADCAST gives a tensor whole to every lane")),
            Map.entry("unhashable_static",
                    refused(() -> jit((Tensor x, int[] sizes) -> x).apply(ONE, new int[]{1, 2}), "jit: ",
                            "argument 2 is a int[]", "neither a tensor nor a value that can be compared",
                            "pass arrays of numbers as a Tensor or a Shape")),
            // A String is a value, which may be an argument and a result.
            Map.entry("jit_of_text",
                    refused(() -> jit((StringBuilder text) -> ONE).apply(new StringBuilder("text")), "jit: ",
                            "argument 1 is a java.lang.StringBuilder", "neither a tensor nor a value",
                            "Pass numbers, String, enum, Shape, DType or records of those")),
            Map.entry("jit_returns_text",
                    refused(() -> jit((Tensor x) -> new StringBuilder("text")).apply(ONE), "jit: ",
                            "the result is a java.lang.StringBuilder", "neither a tensor nor a value",
                            "Return tensors, and numbers, String, enum, Shape, DType or records of those")),
            Map.entry("tree_structures",
                    refused(() -> Tree.map(Tensor::add, Map.of("a", ONE, "b", ONE), Map.of("a", ONE)), "Tree.map: ",
                            "at the root only the first has b", "the trees differ",
                            "Give the second the keys, lengths and static values of the first")),
            Map.entry("tree_keys",
                    refused(() -> Tree.map(Tensor::add, Map.of("a", ONE, "b", ONE), Map.of("a", ONE, "c", ONE)),
                            "Tree.map: ", "only the first has b; at the root only the second has c", "the trees differ",
                            "Give the second the keys, lengths and static values of the first")));

    private TransformMistakes() {}

    private static Refused refused(ThrowingCallable program, String who, String got, String expected, String remedy) {
        return new Refused(program, IllegalArgumentException.class, who, got, expected, remedy);
    }

    /** A value that is used after the transformation of the identity which gave it. */
    private static Refused leaked(String spec, F1<F1<Tensor, Tensor>, Tensor> transformed) {
        ThrowingCallable program = () -> {
            List<Tensor> kept = new ArrayList<>();
            transformed.apply(x -> {
                kept.add(x);
                return x;
            });
            kept.getFirst().add(1);
        };
        return new Refused(program, LeakedTracerException.class, "add: ", "got a traced " + spec,
                "whose transformation is not running here", "Return the value from the transformed function");
    }

    private static Refused concrete(String who, String spec, ThrowingCallable program) {
        return new Refused(program, ConcretizationException.class, who + ": ", "a traced " + spec,
                "has no numbers while jit, grad or vmap runs the function",
                "pass numbers that steer the program as int, double or boolean arguments, which are static");
    }

    private static Refused choice(String spec, ThrowingCallable program) {
        return new Refused(program, ConcretizationException.class, "item(): ", "a traced " + spec,
                "has no numbers while jit, grad or vmap runs the function", "write where(condition, yes, no)");
    }
}
