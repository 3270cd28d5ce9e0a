package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Averages of gradients over the steps, counters, and what else the states of many transformations are made of. */
final class Moments {
    private Moments() {}

    /** A function of the leaves at one place of three trees. */
    @FunctionalInterface
    interface OfThree {
        Tensor apply(Tensor x, Tensor y, Tensor z);
    }

    /** The number of steps before the first. */
    static Tensor noSteps() {
        return Tensors.zeros(DType.INT32, Shape.of());
    }

    /** One more, or the same at the largest number: {@code optax.safe_increment}. */
    static Tensor increment(Tensor count) {
        return Tensors.where(count.lt(Integer.MAX_VALUE), count.add(1), count);
    }

    /** Zeros like a tree, in its own dtypes or in one. */
    static Object zerosLike(Object tree, @Nullable DType dtype) {
        return Tree.map(x -> Tensors.zeros(dtype == null ? x.dtype() : dtype, x.shape()), tree);
    }

    /** A tree of one number. */
    static Object fullLike(Object tree, Scalar value) {
        return Tree.map(x -> value.tensor(x.dtype()).cast(x.dtype()).broadcastTo(x.shape()), tree);
    }

    /** A tree in another dtype, if one is given. */
    static <P> P cast(P tree, @Nullable DType dtype) {
        return dtype == null ? tree : Tree.map(x -> x.cast(dtype), tree);
    }

    /** A tree in the dtypes of another. */
    static <P> P castLike(P tree, Object other) {
        return Tree.map((x, y) -> x.cast(y.dtype()), tree, other);
    }

    /** {@code (1 - decay) * g + decay * m}. */
    static <P> P first(P updates, Object moments, Scalar decay) {
        Scalar rest = decay.complement();
        return Tree.map((g, m) -> rest.times(g).add(decay.times(m)), updates, moments);
    }

    /** {@code (1 - decay) * g * g + decay * v}. */
    static <P> P second(P updates, Object moments, Scalar decay) {
        Scalar rest = decay.complement();
        return Tree.map((g, v) -> rest.times(g.mul(g)).add(decay.times(v)), updates, moments);
    }

    /** {@code decay ** count} in float32. */
    static Tensor power(Scalar decay, Tensor count) {
        return decay.tensor().pow(count.cast(DType.FLOAT32));
    }

    /** {@code m / (1 - decay ** count)}: without it, moments that began as zeros are too small in the first steps. */
    static <P> P unbiased(P moments, Scalar decay, Tensor count) {
        Tensor correction = power(decay, count).neg().add(1);
        return Tree.map(m -> m.div(correction.cast(m.dtype())), moments);
    }

    /** The first moment with the gradient of this step once more: {@code b1 * m / (1 - b1 ** (t+1)) + (1 - b1) * g / (1 - b1 ** t)}. */
    static <P> P nesterov(P mu, P updates, Scalar b1, Tensor count) {
        Scalar rest = b1.complement();
        return Tree.map((m, g) -> b1.times(m).add(rest.times(g)), unbiased(mu, b1, increment(count)),
                unbiased(updates, b1, count));
    }

    /** {@code m / (sqrt(v + epsRoot) + eps)}. */
    static <P> P normalized(P mu, Object nu, Scalar eps, Scalar epsRoot) {
        return Tree.map((m, v) -> m.div(eps.plus(epsRoot.plus(v).sqrt())), mu, nu);
    }

    /** A function of the leaves of three trees of one structure. */
    static <P> P map(OfThree function, P first, Object second, Object third) {
        Tree tree = Tree.of(first);
        List<Tensor> middle = leaves(tree, second);
        List<Tensor> last = leaves(tree, third);
        List<Tensor> mapped = new ArrayList<>(middle.size());
        for (int i = 0; i < middle.size(); i++) {
            mapped.add(function.apply(tree.leaves().get(i), middle.get(i), last.get(i)));
        }
        return tree.with(mapped);
    }

    private static List<Tensor> leaves(Tree tree, Object other) {
        List<Tensor> leaves = new ArrayList<>(tree.leaves().size());
        if (!tree.structure().collect(other, leaves)) {
            throw new IllegalArgumentException("update: the trees differ: "
                    + Tree.difference(tree.structure(), Tree.of(other).structure()));
        }
        return leaves;
    }
}
