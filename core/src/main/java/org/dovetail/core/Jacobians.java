package org.dovetail.core;

import org.dovetail.core.fn.F1;

/** Jacobians of functions of one tensor, a direction at a time, all directions at once by {@code vmap}. */
final class Jacobians {
    private Jacobians() {}

    static Tensor forward(F1<Tensor, Tensor> function, Tensor x) {
        F1<Tensor, Tensor> along = direction -> Gradients.jvp(function, x, direction).tangent();
        Tensor columns = Transforms.vmap(along).apply(basis(x.spec()));
        // The directions come first; the Jacobian has the result's axes first.
        Shape result = columns.shape().withoutFirst();
        return columns.reshape(Math.toIntExact(x.size()), -1).transpose().reshape(result.concat(x.shape()));
    }

    static Tensor reverse(F1<Tensor, Tensor> function, Tensor x) {
        VjpResult<Tensor, Tensor> vjp = Gradients.vjp(function, x);
        Tensor rows = Transforms.vmap(vjp.pullback()).apply(basis(vjp.value().spec()));
        return rows.reshape(vjp.value().shape().concat(x.shape()));
    }

    /** One tensor for each element, which is 1 there and 0 elsewhere. */
    private static Tensor basis(TensorSpec spec) {
        int count = Math.toIntExact(spec.shape().size());
        Tensor numbers = Tensors.arange(count);
        return numbers.expandDims(1).eq(numbers).cast(spec.dtype()).reshape(spec.shape().withFirst(count));
    }
}
