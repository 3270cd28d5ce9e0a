package org.dovetail.nnx;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.P1;
import org.dovetail.core.fn.P2;
import org.dovetail.core.fn.P3;
import org.dovetail.core.fn.P4;

/**
 * The functions of {@code flax.nnx}: models taken apart and put together, and transformations of functions of models.
 *
 * <p>
 * Arguments and results of transformed functions are modules, Variables, tensors, static values, and lists, maps and records of those. One that is reached twice is one, as in
 * Python.
 */
public final class Nnx extends Loops {
    private Nnx() {}

    /**
     * The values of all Variables, as {@code nnx.state}.
     *
     * @param node a model
     * @return a snapshot, which later steps do not change
     */
    public static State state(Object node) { return state(node, Filter.everything()); }

    /**
     * The values of the Variables of a class, as {@code nnx.state(node, type)}.
     *
     * @param node a model
     * @param type the class; subclasses count
     * @return a snapshot
     */
    public static State state(Object node, Class<? extends Variable> type) { return state(node, Filter.of(type)); }

    /**
     * The values of the Variables that a filter takes, as {@code nnx.state(node, filter)}.
     *
     * @param node a model
     * @param filter the filter
     * @return a snapshot
     */
    public static State state(Object node, Filter filter) { return Graphs.state(node, filter); }

    /**
     * The Variables themselves, as {@code nnx.variables}.
     *
     * @param node a model
     * @param filter which of them
     * @return the Variables by path, in the order of State
     */
    public static SequencedMap<Path, Variable> variables(Object node, Filter filter) {
        SequencedMap<Path, Variable> variables = Graphs.variables(node);
        variables.entrySet().removeIf(entry -> !filter.matches(entry.getKey(), entry.getValue().getClass()));
        return Collections.unmodifiableSequencedMap(variables);
    }

    /**
     * Parts a model into its structure and the values of all Variables, as {@code nnx.split}.
     *
     * @param model the model
     * @param <M> its class
     * @return structure and state
     */
    public static <M> Split1<M> split(M model) { return split(model, Filter.everything()); }

    /**
     * Parts a model into its structure and the values of its Variables, each in the state of the first filter that takes it, as {@code nnx.split}.
     *
     * @param model the model
     * @param filter a filter
     * @param <M> its class
     * @return structure and state
     * @throws IllegalArgumentException if no filter takes some Variable, or one stands after {@code everything()}
     */
    public static <M> Split1<M> split(M model, Filter filter) {
        List<State> states = Graphs.split(model, filter);
        return new Split1<>(Graphs.graphDef(model), states.get(0));
    }

    /**
     * Parts a model into its structure and the values of its Variables, each in the state of the first filter that takes it, as {@code nnx.split}.
     *
     * @param model the model
     * @param first a filter
     * @param second a filter
     * @param <M> its class
     * @return structure and states
     * @throws IllegalArgumentException if no filter takes some Variable, or one stands after {@code everything()}
     */
    public static <M> Split2<M> split(M model, Filter first, Filter second) {
        List<State> states = Graphs.split(model, first, second);
        return new Split2<>(Graphs.graphDef(model), states.get(0), states.get(1));
    }

    /**
     * Parts a model into its structure and the values of its Variables, each in the state of the first filter that takes it, as {@code nnx.split}.
     *
     * @param model the model
     * @param first a filter
     * @param second a filter
     * @param third a filter
     * @param <M> its class
     * @return structure and states
     * @throws IllegalArgumentException if no filter takes some Variable, or one stands after {@code everything()}
     */
    public static <M> Split3<M> split(M model, Filter first, Filter second, Filter third) {
        List<State> states = Graphs.split(model, first, second, third);
        return new Split3<>(Graphs.graphDef(model), states.get(0), states.get(1), states.get(2));
    }

    /**
     * Parts a model into its structure and the values of its Variables, each in the state of the first filter that takes it, as {@code nnx.split}.
     *
     * @param model the model
     * @param first a filter
     * @param second a filter
     * @param third a filter
     * @param fourth a filter
     * @param <M> its class
     * @return structure and states
     * @throws IllegalArgumentException if no filter takes some Variable, or one stands after {@code everything()}
     */
    public static <M> Split4<M> split(M model, Filter first, Filter second, Filter third, Filter fourth) {
        List<State> states = Graphs.split(model, first, second, third, fourth);
        return new Split4<>(Graphs.graphDef(model), states.get(0), states.get(1), states.get(2), states.get(3));
    }

    /**
     * A model of a structure and states, as {@code nnx.merge}. It is built without running constructors, and its Variables are new.
     *
     * @param graphDef the structure
     * @param state values
     * @param rest further values
     * @param <M> the model's class
     * @return the model
     * @throws IllegalArgumentException if a Variable has no value or two, or a value no Variable
     */
    public static <M> M merge(GraphDef<M> graphDef, State state, State... rest) {
        return graphDef.merge(Graphs.listOf(state, rest));
    }

    /**
     * Gives the Variables of a model other values, as {@code nnx.update}; those that no state names keep theirs.
     *
     * @param node the model
     * @param state values
     * @param rest further values
     * @throws IllegalArgumentException if a value has no Variable, or another shape; then nothing is written
     */
    public static void update(Object node, State state, State... rest) {
        Graphs.update(node, Graphs.listOf(state, rest));
    }

    /**
     * One state of several, as {@code nnx.merge_state}.
     *
     * @param state values
     * @param rest further values
     * @return all values
     * @throws IllegalArgumentException if two are given for one path
     */
    public static State mergeState(State state, State... rest) { return Graphs.merged(Graphs.listOf(state, rest)); }

    /**
     * An independent copy of a model, as {@code nnx.clone}; what is shared within it stays shared, and cycles stay cycles.
     *
     * @param node the model
     * @param <M> its class
     * @return the copy, built without running constructors
     */
    public static <M> M clone(M node) { return Graphs.copy(node); }

    /**
     * Starts random streams again from seeds, as {@code nnx.reseed}. The i-th stream with a tag, in the order of State, gets the key {@code fold_in(key(seed), i)}; its count
     * becomes 0. A stream has the tag of the one it was forked from: that of a Dropout on {@code new Rngs(0)} is {@code default}.
     *
     * @param node a model
     * @param seeds a seed for each tag
     * @throws IllegalArgumentException if such a stream holds many keys
     */
    public static void reseed(Object node, Map<String, Long> seeds) { Graphs.reseed(node, seeds); }

    /**
     * The function, staged as a graph once per kind of arguments: {@code nnx.jit}. Each call writes the Variables, fields, lists and maps that the function wrote, in its own
     * arguments, and gives new modules for those that the function made. An array that a written Variable alone holds is reused for the result.
     *
     * {@snippet file="org/dovetail/nnx/GuideTests.java" region="train"}
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, R> F1<A, R> jit(F1<A, R> function) {
        Staging staging = Staging.of(function, Calls.of(function));
        return (first) -> staging.call(first);
    }

    /**
     * The function, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, R> F2<A, B, R> jit(F2<A, B, R> function) {
        Staging staging = Staging.of(function, Calls.of(function));
        return (first, second) -> staging.call(first, second);
    }

    /**
     * The function, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, C, R> F3<A, B, C, R> jit(F3<A, B, C, R> function) {
        Staging staging = Staging.of(function, Calls.of(function));
        return (first, second, third) -> staging.call(first, second, third);
    }

    /**
     * The function, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the jitted function
     */
    public static <A, B, C, D, R> F4<A, B, C, D, R> jit(F4<A, B, C, D, R> function) {
        Staging staging = Staging.of(function, Calls.of(function));
        return (first, second, third, fourth) -> staging.call(first, second, third, fourth);
    }

    /**
     * The procedure, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @return the jitted procedure
     */
    public static <A> P1<A> jit(P1<A> procedure) {
        Staging staging = Staging.of(procedure, Calls.of(procedure));
        return (first) -> staging.call(first);
    }

    /**
     * The procedure, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @return the jitted procedure
     */
    public static <A, B> P2<A, B> jit(P2<A, B> procedure) {
        Staging staging = Staging.of(procedure, Calls.of(procedure));
        return (first, second) -> staging.call(first, second);
    }

    /**
     * The procedure, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @return the jitted procedure
     */
    public static <A, B, C> P3<A, B, C> jit(P3<A, B, C> procedure) {
        Staging staging = Staging.of(procedure, Calls.of(procedure));
        return (first, second, third) -> staging.call(first, second, third);
    }

    /**
     * The procedure, staged as a graph once per kind of arguments: {@code nnx.jit}; see {@link #jit(F1)}.
     *
     * @param procedure the procedure
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @return the jitted procedure
     */
    public static <A, B, C, D> P4<A, B, C, D> jit(P4<A, B, C, D> procedure) {
        Staging staging = Staging.of(procedure, Calls.of(procedure));
        return (first, second, third, fourth) -> staging.call(first, second, third, fourth);
    }

    /**
     * The gradient of a function with respect to the {@link Param}s of its first argument, as {@code nnx.grad}. What the function writes
     * to Variables is kept. A parameter that is reached twice has one gradient, the sum.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @return gives the gradient by path, like {@code state(model, Param.class)}
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module> F1<M, State> grad(F1<M, Tensor> function) {
        F1<M, WithAux<Integer>> both = (first) -> new WithAux<>(function.apply(first), 0);
        return (first) -> Differentiating.of("grad", function, Calls.of(both), first).grad();
    }

    /**
     * The gradient of a function with respect to the {@link Param}s of its first argument, as {@code nnx.grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @return gives the gradient by path, like {@code state(model, Param.class)}
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B> F2<M, B, State> grad(F2<M, B, Tensor> function) {
        F2<M, B, WithAux<Integer>> both = (first, second) -> new WithAux<>(function.apply(first, second), 0);
        return (first, second) -> Differentiating.of("grad", function, Calls.of(both), first, second).grad();
    }

    /**
     * The gradient of a function with respect to the {@link Param}s of its first argument, as {@code nnx.grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @return gives the gradient by path, like {@code state(model, Param.class)}
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, C> F3<M, B, C, State> grad(F3<M, B, C, Tensor> function) {
        F3<M, B, C, WithAux<Integer>> both = (first, second,
                third) -> new WithAux<>(function.apply(first, second, third), 0);
        return (first, second, third) -> Differentiating.of("grad", function, Calls.of(both), first, second, third)
                .grad();
    }

    /**
     * The gradient of a function with respect to the {@link Param}s of its first argument, as {@code nnx.grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @return gives the gradient by path, like {@code state(model, Param.class)}
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, C, D> F4<M, B, C, D, State> grad(F4<M, B, C, D, Tensor> function) {
        F4<M, B, C, D, WithAux<Integer>> both = (first, second, third,
                fourth) -> new WithAux<>(function.apply(first, second, third, fourth), 0);
        return (first, second, third, fourth) -> Differentiating
                .of("grad", function, Calls.of(both), first, second, third, fourth).grad();
    }

    /**
     * The value of a function, and its gradient with respect to the {@link Param}s of its first argument, as {@code nnx.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @return gives the value, and the gradient by path
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module> F1<M, ValueAndGrad<State>> valueAndGrad(F1<M, Tensor> function) {
        F1<M, WithAux<Integer>> both = (first) -> new WithAux<>(function.apply(first), 0);
        return (first) -> {
            var all = Differentiating.of("valueAndGrad", function, Calls.of(both), first);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value of a function, and its gradient with respect to the {@link Param}s of its first argument, as {@code nnx.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @return gives the value, and the gradient by path
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B> F2<M, B, ValueAndGrad<State>> valueAndGrad(F2<M, B, Tensor> function) {
        F2<M, B, WithAux<Integer>> both = (first, second) -> new WithAux<>(function.apply(first, second), 0);
        return (first, second) -> {
            var all = Differentiating.of("valueAndGrad", function, Calls.of(both), first, second);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value of a function, and its gradient with respect to the {@link Param}s of its first argument, as {@code nnx.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @return gives the value, and the gradient by path
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, C> F3<M, B, C, ValueAndGrad<State>> valueAndGrad(F3<M, B, C, Tensor> function) {
        F3<M, B, C, WithAux<Integer>> both = (first, second,
                third) -> new WithAux<>(function.apply(first, second, third), 0);
        return (first, second, third) -> {
            var all = Differentiating.of("valueAndGrad", function, Calls.of(both), first, second, third);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value of a function, and its gradient with respect to the {@link Param}s of its first argument, as {@code nnx.value_and_grad}.
     *
     * @param function gives a float scalar
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @return gives the value, and the gradient by path
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, C, D> F4<M, B, C, D, ValueAndGrad<State>> valueAndGrad(
            F4<M, B, C, D, Tensor> function) {
        F4<M, B, C, D, WithAux<Integer>> both = (first, second, third,
                fourth) -> new WithAux<>(function.apply(first, second, third, fourth), 0);
        return (first, second, third, fourth) -> {
            var all = Differentiating.of("valueAndGrad", function, Calls.of(both), first, second, third, fourth);
            return new ValueAndGrad<>(all.value(), all.grad());
        };
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code nnx.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <M> the model's class
     * @param <X> the type of what else it gives
     * @return gives the value, the gradient by path, and what else the function gave
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, X> F1<M, ValueGradAux<State, X>> valueAndGradWithAux(F1<M, WithAux<X>> function) {
        return (first) -> Differentiating.of("valueAndGradWithAux", function, Calls.of(function), first);
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code nnx.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <X> the type of what else it gives
     * @return gives the value, the gradient by path, and what else the function gave
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, X> F2<M, B, ValueGradAux<State, X>> valueAndGradWithAux(
            F2<M, B, WithAux<X>> function) {
        return (first, second) -> Differentiating.of("valueAndGradWithAux", function, Calls.of(function), first,
                second);
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code nnx.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <X> the type of what else it gives
     * @return gives the value, the gradient by path, and what else the function gave
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, C, X> F3<M, B, C, ValueGradAux<State, X>> valueAndGradWithAux(
            F3<M, B, C, WithAux<X>> function) {
        return (first, second, third) -> Differentiating.of("valueAndGradWithAux", function, Calls.of(function), first,
                second, third);
    }

    /**
     * The value and the gradient of a function that gives more than a value, as {@code nnx.value_and_grad(..., has_aux=True)}.
     *
     * @param function gives a float scalar, and a tree besides
     * @param <M> the model's class
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <X> the type of what else it gives
     * @return gives the value, the gradient by path, and what else the function gave
     * @throws IllegalArgumentException when called, if the function gives no float scalar, or a parameter holds no floats
     */
    public static <M extends Module, B, C, D, X> F4<M, B, C, D, ValueGradAux<State, X>> valueAndGradWithAux(
            F4<M, B, C, D, WithAux<X>> function) {
        return (first, second, third, fourth) -> Differentiating.of("valueAndGradWithAux", function, Calls.of(function),
                first, second, third, fourth);
    }
}
