package org.dovetail.parity.mistakes;

import java.util.Map;
import org.dovetail.parity.mistakes.Mistake.DoesNotCompile;
import org.dovetail.parity.mistakes.Mistake.NotInJava;

/** Mistakes that no Java program can make: types forbid them, or there is nothing to make them with. */
final class Unwritable {
    static final Map<String, Mistake> ALL = Map.ofEntries(
            Map.entry("lax_add_shapes", new NotInJava("of both additions Java has that of jnp, which broadcasts")),
            Map.entry("lax_add_dtypes", new NotInJava("of both additions Java has that of jnp, which promotes")),
            Map.entry("static_out_of_range",
                    new NotInJava("static arguments have no numbers: whatever is no tensor is static")),
            Map.entry("grad_of_tuple", new DoesNotCompile("Transforms.grad((Tensor y) -> List.of(y, y)).apply(x)",
                    "Transforms.valueAndGradWithAux((Tensor y) -> new WithAux<>(y, y)).apply(x)")),
            Map.entry("grad_aux_missing", new DoesNotCompile("Transforms.valueAndGradWithAux((Tensor y) -> y).apply(x)",
                    "Transforms.valueAndGrad((Tensor y) -> y).apply(x)")),
            Map.entry("grad_argument_missing",
                    new DoesNotCompile("Transforms.grad(Argnums.second((Tensor y) -> y)).apply(x)",
                            "Transforms.grad((Tensor y) -> y).apply(x)")),
            Map.entry("assignment", new DoesNotCompile("x.at(0) = Tensors.scalar(2.0)", "Indexed.at(x, 0).set(2.0)")),
            Map.entry("hk_forgotten_key", new DoesNotCompile("model.apply(params, x)", "model.apply(params, null, x)")),
            Map.entry("nnx_no_rngs", new DoesNotCompile("new Linear(3, 2)", "new Linear(3, 2, new Rngs(0))")));

    private Unwritable() {}
}
