package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.transform.Differentiation;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a function with respect to the parameters of its first argument.
 *
 * @param <X> the type of what the function gives besides a value
 */
final class Differentiating<X> {
    private final String caller;
    private final Object function;
    private final Function<List<@Nullable Object>, WithAux<X>> body;
    private final Arguments arguments;
    private final List<Path> paths;

    private Differentiating(String caller, Object function, Function<List<@Nullable Object>, WithAux<X>> body,
            Arguments arguments) {
        this.caller = caller;
        this.function = function;
        this.body = body;
        this.arguments = arguments;
        this.paths = arguments.structure().variables(List.of());
    }

    /**
     * What a function left behind.
     *
     * @param written the numbers of the Variables that it wrote
     * @param made the Variables that it made
     * @param aux the structure of what else it gave
     */
    private record Trail(BitSet written, List<Variable> made, TreeDef aux) {}

    /**
     * The value of a function, its gradient, and what else it gives.
     *
     * @param caller who differentiates, for messages
     * @param function the user's function
     * @param body calls it with a list of arguments
     * @param given the arguments
     */
    static <X> ValueGradAux<State, X> of(String caller, Object function,
            Function<List<@Nullable Object>, WithAux<X>> body, @Nullable Object... given) {
        Arguments arguments = Arguments.of(given);
        return new Snapshot(arguments.walk().nodes())
                .guard(() -> new Differentiating<>(caller, function, body, arguments).run());
    }

    private ValueGradAux<State, X> run() {
        List<Tensor> inputs = new ArrayList<>();
        List<Boolean> differentiated = new ArrayList<>();
        List<Integer> parameters = new ArrayList<>();
        for (Variable variable : arguments.variables()) {
            boolean isParameter = inputs.size() < arguments.firstVariables().size() && variable instanceof Param;
            if (isParameter) {
                requireFloat(variable, paths.get(inputs.size()));
                parameters.add(inputs.size());
            }
            inputs.add(variable.get());
            differentiated.add(isParameter);
        }
        inputs.addAll(arguments.leaves());
        arguments.leaves().forEach(_ -> differentiated.add(false));
        List<Trail> trails = new ArrayList<>(1);
        Differentiation.Vjp vjp = Differentiation.vjp(tensors -> applied(tensors, trails), inputs, differentiated);
        Trail trail = trails.getFirst();
        Tensor value = vjp.results().getFirst();
        State gradient = gradient(vjp, value, parameters);
        return new ValueGradAux<>(value, gradient, commit(trail, vjp.results()));
    }

    private void requireFloat(Variable variable, Path path) {
        DType dtype = variable.peek().dtype();
        if (dtype.kind() != Kind.FLOAT) {
            throw new IllegalArgumentException(caller + ": only floats can be differentiated; got " + variable + " at "
                    + path + ". Hold it in another Variable than a Param");
        }
    }

    /** Runs the function within a frame. Its results: the value, the written values, the values of new Variables, what else it gives. */
    private List<Tensor> applied(List<Tensor> tensors, List<Trail> trails) {
        int count = arguments.variables().size();
        Frame frame = new Frame(function, arguments.variables(), tensors);
        return frame.run(() -> {
            WithAux<X> result = body.apply(arguments.with(tensors.subList(count, tensors.size())));
            Differentiation.requireScalar(caller, result.value());
            List<Tensor> all = new ArrayList<>();
            all.add(result.value());
            BitSet written = Outcome.written(arguments, frame, all);
            Tree aux = Tree.of(result.aux());
            List<Variable> made = made(frame, aux.structure());
            made.forEach(variable -> all.add(variable.get()));
            all.addAll(aux.leaves());
            trails.add(new Trail(written, made, aux.structure()));
            return all;
        });
    }

    /** The Variables that the function made and left in its arguments or its result. */
    private List<Variable> made(Frame frame, TreeDef aux) {
        Walk walk = new Walk();
        for (Object node : arguments.walk().nodes()) {
            walk.value(node);
        }
        walk.tree(aux);
        return walk.variables().stream().filter(variable -> variable.isMadeIn(frame.transformation())).toList();
    }

    private State gradient(Differentiation.Vjp vjp, Tensor value, List<Integer> parameters) {
        List<@Nullable Tensor> cotangents = new ArrayList<>(vjp.results().size());
        cotangents.add(Tensors.ones(value.dtype(), Shape.of()));
        while (cotangents.size() < vjp.results().size()) {
            cotangents.add(null);
        }
        List<@Nullable Tensor> gradients = vjp.pullback().apply(cotangents);
        List<State.Entry> entries = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            Variable parameter = arguments.variables().get(parameters.get(i));
            Tensor gradient = gradients.get(i);
            entries.add(new State.Entry(paths.get(parameters.get(i)), parameter.getClass(), gradient != null
                    ? gradient
                    : Tensors.zeros(parameter.peek().dtype(), parameter.peek().shape())));
        }
        return State.of(entries);
    }

    private X commit(Trail trail, List<Tensor> results) {
        List<Variable> written = trail.written.stream().mapToObj(arguments.variables()::get).toList();
        written.forEach(Variable::requireWritable);
        int next = 1;
        for (Variable variable : written) {
            variable.set(results.get(next++));
        }
        for (Variable variable : trail.made) {
            variable.lower(results.get(next++));
        }
        return trail.aux.unflatten(results.subList(next, results.size()));
    }
}
