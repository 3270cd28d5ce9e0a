package org.dovetail.core;

import java.util.List;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.F5;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.tree.Tree;

/** The transformations of functions of trees, as {@code jax} has them: jit, grad, jvp, vjp and vmap, which nest in any order. */
public final class Transforms {
    private Transforms() {}

    /**
     * The function as a graph that is staged once per kind of arguments, as {@code jax.jit}; see {@link Jitted}.
     *
     * @param function the function; it must depend on its arguments alone
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, R> Jitted.Of1<A, R> jit(F1<A, R> function) { return new Jitted.Of1<>(function); }

    /**
     * The function as a graph that is staged once per kind of arguments, as {@code jax.jit}; see {@link Jitted}.
     *
     * @param function the function; it must depend on its arguments alone
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, R> Jitted.Of2<A, B, R> jit(F2<A, B, R> function) { return new Jitted.Of2<>(function); }

    /**
     * The function as a graph that is staged once per kind of arguments, as {@code jax.jit}; see {@link Jitted}.
     *
     * @param function the function; it must depend on its arguments alone
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, C, R> Jitted.Of3<A, B, C, R> jit(F3<A, B, C, R> function) {
        return new Jitted.Of3<>(function);
    }

    /**
     * The function as a graph that is staged once per kind of arguments, as {@code jax.jit}; see {@link Jitted}.
     *
     * @param function the function; it must depend on its arguments alone
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, C, D, R> Jitted.Of4<A, B, C, D, R> jit(F4<A, B, C, D, R> function) {
        return new Jitted.Of4<>(function);
    }

    /**
     * The function as a graph that is staged once per kind of arguments, as {@code jax.jit}; see {@link Jitted}.
     *
     * @param function the function; it must depend on its arguments alone
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <E> the fifth argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, C, D, E, R> Jitted.Of5<A, B, C, D, E, R> jit(F5<A, B, C, D, E, R> function) {
        return new Jitted.Of5<>(function);
    }

    /**
     * The gradient of a function with respect to its first argument, as {@code jax.grad}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @return gives a tree like the first argument
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A> F1<A, A> grad(F1<A, Tensor> function) {
        return first -> Gradients.of("grad", point -> new WithAux<>(function.apply(point), 0), first).grad();
    }

    /**
     * The value and the gradient of a function with respect to its first argument, as {@code jax.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @return gives the value, and a tree like the first argument
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A> F1<A, ValueAndGrad<A>> valueAndGrad(F1<A, Tensor> function) {
        return first -> {
            var all = Gradients.of("valueAndGrad", point -> new WithAux<>(function.apply(point), 0), first);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code jax.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <A> the first argument's type
     * @param <X> the type of the tree
     * @return gives the value, a tree like the first argument, and the other tree
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, X> F1<A, ValueGradAux<A, X>> valueAndGradWithAux(F1<A, WithAux<X>> function) {
        return first -> Gradients.of("valueAndGradWithAux", point -> function.apply(point), first);
    }

    /**
     * The gradient of a function with respect to its first argument, as {@code jax.grad}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @return gives a tree like the first argument
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, B> F2<A, B, A> grad(F2<A, B, Tensor> function) {
        return (first, second) -> Gradients.of("grad", point -> new WithAux<>(function.apply(point, second), 0), first)
                .grad();
    }

    /**
     * The value and the gradient of a function with respect to its first argument, as {@code jax.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @return gives the value, and a tree like the first argument
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, B> F2<A, B, ValueAndGrad<A>> valueAndGrad(F2<A, B, Tensor> function) {
        return (first, second) -> {
            var all = Gradients.of("valueAndGrad", point -> new WithAux<>(function.apply(point, second), 0), first);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code jax.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <X> the type of the tree
     * @return gives the value, a tree like the first argument, and the other tree
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, B, X> F2<A, B, ValueGradAux<A, X>> valueAndGradWithAux(F2<A, B, WithAux<X>> function) {
        return (first, second) -> Gradients.of("valueAndGradWithAux", point -> function.apply(point, second), first);
    }

    /**
     * The gradient of a function with respect to its first argument, as {@code jax.grad}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @return gives a tree like the first argument
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, B, C> F3<A, B, C, A> grad(F3<A, B, C, Tensor> function) {
        return (first, second, third) -> Gradients
                .of("grad", point -> new WithAux<>(function.apply(point, second, third), 0), first).grad();
    }

    /**
     * The value and the gradient of a function with respect to its first argument, as {@code jax.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @return gives the value, and a tree like the first argument
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, B, C> F3<A, B, C, ValueAndGrad<A>> valueAndGrad(F3<A, B, C, Tensor> function) {
        return (first, second, third) -> {
            var all = Gradients.of("valueAndGrad", point -> new WithAux<>(function.apply(point, second, third), 0),
                    first);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code jax.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <X> the type of the tree
     * @return gives the value, a tree like the first argument, and the other tree
     * @throws IllegalArgumentException when called, if the function gives no scalar or the first argument holds integers
     */
    public static <A, B, C, X> F3<A, B, C, ValueGradAux<A, X>> valueAndGradWithAux(F3<A, B, C, WithAux<X>> function) {
        return (first, second, third) -> Gradients.of("valueAndGradWithAux",
                point -> function.apply(point, second, third), first);
    }

    /**
     * The gradient of a function with respect to chosen arguments, as {@code jax.grad(argnums)}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <G> the type of the chosen ones
     * @return gives a tree like the chosen arguments
     * @throws IllegalArgumentException when called, if the function gives no scalar or an argument that was chosen holds integers
     */
    public static <A, B, G> F2<A, B, G> grad(Argnums.Of2<A, B, G, Tensor> function) {
        return (first, second) -> Gradients.of("grad",
                point -> new WithAux<>(function.whole().apply(first, second, point), 0),
                function.part().apply(first, second)).grad();
    }

    /**
     * The value and the gradient of a function with respect to chosen arguments, as {@code jax.value_and_grad(argnums)}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <G> the type of the chosen ones
     * @return gives the value, and a tree like the chosen arguments
     * @throws IllegalArgumentException when called, if the function gives no scalar or an argument that was chosen holds integers
     */
    public static <A, B, G> F2<A, B, ValueAndGrad<G>> valueAndGrad(Argnums.Of2<A, B, G, Tensor> function) {
        return (first, second) -> {
            var all = Gradients.of("valueAndGrad",
                    point -> new WithAux<>(function.whole().apply(first, second, point), 0),
                    function.part().apply(first, second));
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value and the gradient with respect to chosen arguments of a function that gives more, as {@code jax.value_and_grad(argnums, has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <G> the type of the chosen ones
     * @param <X> the type of what else the function gives
     * @return gives the value, a tree like the chosen arguments, and what else the function gives
     * @throws IllegalArgumentException when called, if the function gives no scalar or an argument that was chosen holds integers
     */
    public static <A, B, G, X> F2<A, B, ValueGradAux<G, X>> valueAndGradWithAux(
            Argnums.Of2<A, B, G, WithAux<X>> function) {
        return (first, second) -> Gradients.of("valueAndGradWithAux",
                point -> function.whole().apply(first, second, point), function.part().apply(first, second));
    }

    /**
     * The gradient of a function with respect to chosen arguments, as {@code jax.grad(argnums)}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <G> the type of the chosen ones
     * @return gives a tree like the chosen arguments
     * @throws IllegalArgumentException when called, if the function gives no scalar or an argument that was chosen holds integers
     */
    public static <A, B, C, G> F3<A, B, C, G> grad(Argnums.Of3<A, B, C, G, Tensor> function) {
        return (first, second, third) -> Gradients.of("grad",
                point -> new WithAux<>(function.whole().apply(first, second, third, point), 0),
                function.part().apply(first, second, third)).grad();
    }

    /**
     * The value and the gradient of a function with respect to chosen arguments, as {@code jax.value_and_grad(argnums)}.
     *
     * @param function gives a float scalar
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <G> the type of the chosen ones
     * @return gives the value, and a tree like the chosen arguments
     * @throws IllegalArgumentException when called, if the function gives no scalar or an argument that was chosen holds integers
     */
    public static <A, B, C, G> F3<A, B, C, ValueAndGrad<G>> valueAndGrad(Argnums.Of3<A, B, C, G, Tensor> function) {
        return (first, second, third) -> {
            var all = Gradients.of("valueAndGrad",
                    point -> new WithAux<>(function.whole().apply(first, second, third, point), 0),
                    function.part().apply(first, second, third));
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value and the gradient with respect to chosen arguments of a function that gives more, as {@code jax.value_and_grad(argnums, has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <G> the type of the chosen ones
     * @param <X> the type of what else the function gives
     * @return gives the value, a tree like the chosen arguments, and what else the function gives
     * @throws IllegalArgumentException when called, if the function gives no scalar or an argument that was chosen holds integers
     */
    public static <A, B, C, G, X> F3<A, B, C, ValueGradAux<G, X>> valueAndGradWithAux(
            Argnums.Of3<A, B, C, G, WithAux<X>> function) {
        return (first, second, third) -> Gradients.of("valueAndGradWithAux",
                point -> function.whole().apply(first, second, third, point),
                function.part().apply(first, second, third));
    }

    /**
     * The function for many arguments at once, as {@code jax.vmap}; see {@link Vmapped} for axes and names.
     *
     * @param function the function, which sees one of them
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return takes and gives tensors with the lanes along a new first axis
     */
    public static <A, R> Vmapped.Of1<A, R> vmap(F1<A, R> function) { return new Vmapped.Of1<>(function); }

    /**
     * The function for many arguments at once, as {@code jax.vmap} with {@code in_axes}.
     *
     * @param function the function, which sees one of them
     * @param firstAxis along which axis the first argument is many
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return gives the results along a new first axis
     */
    public static <A, R> Vmapped.Of1<A, R> vmap(F1<A, R> function, AxisTree firstAxis) {
        return vmap(function).in(firstAxis);
    }

    /**
     * The function for many arguments at once, as {@code jax.vmap}; see {@link Vmapped} for axes and names.
     *
     * @param function the function, which sees one of them
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return takes and gives tensors with the lanes along a new first axis
     */
    public static <A, B, R> Vmapped.Of2<A, B, R> vmap(F2<A, B, R> function) { return new Vmapped.Of2<>(function); }

    /**
     * The function for many arguments at once, as {@code jax.vmap} with {@code in_axes}.
     *
     * @param function the function, which sees one of them
     * @param firstAxis along which axis the first argument is many
     * @param secondAxis along which axis the second argument is many
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return gives the results along a new first axis
     */
    public static <A, B, R> Vmapped.Of2<A, B, R> vmap(F2<A, B, R> function, AxisTree firstAxis, AxisTree secondAxis) {
        return vmap(function).in(firstAxis, secondAxis);
    }

    /**
     * The function for many arguments at once, as {@code jax.vmap}; see {@link Vmapped} for axes and names.
     *
     * @param function the function, which sees one of them
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return takes and gives tensors with the lanes along a new first axis
     */
    public static <A, B, C, R> Vmapped.Of3<A, B, C, R> vmap(F3<A, B, C, R> function) {
        return new Vmapped.Of3<>(function);
    }

    /**
     * The function for many arguments at once, as {@code jax.vmap} with {@code in_axes}.
     *
     * @param function the function, which sees one of them
     * @param firstAxis along which axis the first argument is many
     * @param secondAxis along which axis the second argument is many
     * @param thirdAxis along which axis the third argument is many
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return gives the results along a new first axis
     */
    public static <A, B, C, R> Vmapped.Of3<A, B, C, R> vmap(F3<A, B, C, R> function, AxisTree firstAxis,
            AxisTree secondAxis, AxisTree thirdAxis) {
        return vmap(function).in(firstAxis, secondAxis, thirdAxis);
    }

    /**
     * The function for many arguments at once, as {@code jax.vmap}; see {@link Vmapped} for axes and names.
     *
     * @param function the function, which sees one of them
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return takes and gives tensors with the lanes along a new first axis
     */
    public static <A, B, C, D, R> Vmapped.Of4<A, B, C, D, R> vmap(F4<A, B, C, D, R> function) {
        return new Vmapped.Of4<>(function);
    }

    /**
     * The function for many arguments at once, as {@code jax.vmap}; see {@link Vmapped} for axes and names.
     *
     * @param function the function, which sees one of them
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <E> the fifth argument's type
     * @param <R> the result's type
     * @return takes and gives tensors with the lanes along a new first axis
     */
    public static <A, B, C, D, E, R> Vmapped.Of5<A, B, C, D, E, R> vmap(F5<A, B, C, D, E, R> function) {
        return new Vmapped.Of5<>(function);
    }

    /**
     * The value of a function and its derivative along a direction, as {@code jax.jvp}.
     *
     * @param function the function
     * @param point where
     * @param direction a tree like the point
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return value and tangent
     * @throws IllegalArgumentException if the direction is not like the point
     */
    public static <A, R> JvpResult<R> jvp(F1<A, R> function, A point, A direction) {
        return Gradients.jvp("jvp", function, point, direction);
    }

    /**
     * The value of a function, and the way back from a cotangent of it, as {@code jax.vjp}.
     *
     * @param function the function
     * @param point where
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return value and pullback
     * @throws IllegalArgumentException if the point holds integers
     */
    public static <A, R> VjpResult<A, R> vjp(F1<A, R> function, A point) {
        return Gradients.vjp("vjp", function, point);
    }

    /**
     * The function as a graph over the tensors of its argument, as {@code jax.make_jaxpr}.
     *
     * @param function the function
     * @param example an argument, of which dtypes and shapes count
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return the graph, which prints itself
     */
    public static <A, R> Graph graphOf(F1<A, R> function, A example) {
        Tree tree = Tree.of(example);
        return GraphTrace.run(leaves -> Tree.leaves(function.apply(tree.with(leaves))),
                tree.leaves().stream().map(Tensor::spec).toList()).graph();
    }

    /**
     * The value of a function, and its derivative there as a linear function, as {@code jax.linearize}.
     *
     * @param function the function
     * @param point where
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return value and derivative
     * @throws IllegalArgumentException if the point holds integers
     */
    public static <A, R> LinearizeResult<A, R> linearize(F1<A, R> function, A point) {
        return Gradients.linearize(function, point);
    }

    /**
     * The Jacobian column by column, by forward mode, as {@code jax.jacfwd}.
     *
     * @param function from a tree to a tensor
     * @param <A> the type of the tree
     * @return gives a tree like the argument, whose tensors have the axes of the result, then their own
     * @throws IllegalArgumentException when called, if the argument holds integers
     */
    public static <A> F1<A, A> jacfwd(F1<A, Tensor> function) { return x -> Jacobians.forward(function, x); }

    /**
     * The Jacobian row by row, by reverse mode, as {@code jax.jacrev}.
     *
     * @param function from a tree to a tensor
     * @param <A> the type of the tree
     * @return gives a tree like the argument, whose tensors have the axes of the result, then their own
     * @throws IllegalArgumentException when called, if the argument holds integers
     */
    public static <A> F1<A, A> jacrev(F1<A, Tensor> function) { return x -> Jacobians.reverse(function, x); }

    /**
     * The matrix of second derivatives, as {@code jax.hessian}.
     *
     * @param function from one tensor to another, as a rule to a scalar
     * @return gives a tensor with the axes of the result, then twice those of the argument
     */
    public static F1<Tensor, Tensor> hessian(F1<Tensor, Tensor> function) { return jacfwd(jacrev(function)); }

    /**
     * The function, of which reverse mode keeps the arguments and computes intermediate results again, as {@code jax.checkpoint}.
     *
     * @param function the function
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return the same function
     */
    public static <A, R> F1<A, R> checkpoint(F1<A, R> function) {
        return checkpoint(function, CheckpointPolicy.NOTHING_SAVEABLE);
    }

    /**
     * The function, of which reverse mode keeps the arguments and some results, as {@code jax.checkpoint(policy)}.
     *
     * @param function the function
     * @param policy which results are kept
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return the same function
     */
    public static <A, R> F1<A, R> checkpoint(F1<A, R> function, CheckpointPolicy policy) {
        return x -> CustomRules.checkpoint(function, policy, x);
    }

    /**
     * The function with a rule of its own for forward mode, as {@code jax.custom_jvp}; reverse mode follows from it.
     *
     * @param function the function
     * @param rule takes the argument and a direction; gives value and tangent
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return the function with the rule
     */
    public static <A, R> F1<A, R> customJvp(F1<A, R> function, F2<A, A, JvpResult<R>> rule) {
        return x -> CustomRules.jvp(function, rule, x);
    }

    /**
     * The function with a rule of its own for reverse mode, as {@code jax.custom_vjp}.
     *
     * @param function the function
     * @param forward takes the argument; gives the value and what the way back needs
     * @param backward takes what the way forward kept and a cotangent of the value; gives a cotangent of the argument
     * @param <A> the argument's type
     * @param <R> the result's type
     * @param <S> the type of what is kept
     * @return the function with the rule
     */
    public static <A, R, S> F1<A, R> customVjp(F1<A, R> function, F1<A, Carry<R, S>> forward, F2<S, R, A> backward) {
        return x -> CustomRules.vjp(function, forward, backward, x);
    }

    /**
     * Dtypes and shapes of a function's result, without computing it, as {@code jax.eval_shape}.
     *
     * @param function the function
     * @param example an argument, of which dtypes and shapes count
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return a spec for each tensor of the result
     */
    public static <A, R> List<TensorSpec> evalShape(F1<A, R> function, A example) {
        return graphOf(function, example).outputSpecs();
    }
}
