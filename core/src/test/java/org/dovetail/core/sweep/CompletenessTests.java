package org.dovetail.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Collective;
import org.dovetail.core.internal.prim.CustomLinear;
import org.dovetail.core.internal.prim.Primitive;
import org.dovetail.core.internal.trace.GraphTrace;
import org.junit.jupiter.api.Test;

/** The list of functions has everything: every primitive of the machine and every public function of tensors. */
final class CompletenessTests {
    /** What is gone before a graph is complete: halves of linearized functions, and collectives once their lanes are known. */
    private static final Set<String> NEVER_IN_GRAPHS = Stream.of(CustomLinear.class, Collective.class)
            .flatMap(CompletenessTests::leaves).collect(Collectors.toUnmodifiableSet());

    private static String name(Class<?> type) { return type.getName().replaceAll(".*\\.", ""); }

    /** Constants of enums and record classes of the sealed family. */
    private static Stream<String> leaves(Class<?> type) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants()).map(constant -> name(type) + "." + ((Enum<?>) constant).name());
        }
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(CompletenessTests::leaves)
                : Stream.of(name(type));
    }

    private static String leaf(Primitive primitive) {
        return primitive instanceof Enum<?> constant
                ? name(constant.getDeclaringClass()) + "." + constant.name()
                : name(primitive.getClass());
    }

    private static void collect(Graph graph, Set<String> found) {
        graph.equations().forEach(equation -> {
            found.add(leaf(equation.primitive()));
            if (equation.primitive() instanceof Call call) {
                call.bodies().forEach(body -> collect(body.graph(), found));
            }
        });
    }

    @Test
    void everyPrimitiveIsInTheGraphOfAFunctionOrItsGradient() {
        Set<String> found = new HashSet<>(NEVER_IN_GRAPHS);
        for (Descriptor function : Descriptors.ALL) {
            DType dtype = function.dtypes().contains(DType.FLOAT64)
                    ? DType.FLOAT64
                    : function.dtypes().iterator().next();
            Shape shape = Descriptors.SHAPES.stream().filter(s -> s.size() > 0 && function.accepts().test(s))
                    .findFirst().orElseThrow();
            List<Tensor> inputs = new ArrayList<>(function.inputs(shape, dtype, 1));
            collect(GraphTrace.run(tracers -> List.of(function.apply(tracers)),
                    inputs.stream().map(Tensor::spec).toList()).graph(), found);
            if (function.isDifferentiable() && inputs.stream().allMatch(input -> input.dtype() == dtype)) {
                collect(Transforms.graphOf(Transforms.grad((List<Tensor> at) -> function.apply(at).sum()), inputs),
                        found);
            }
        }
        Set<String> missing = new TreeSet<>(leaves(Primitive.class).toList());
        missing.removeAll(found);
        assertThat(missing).as("add a function that makes each of them to Descriptors").isEmpty();
    }

    @Test
    void everyPublicFunctionIsCalledByADescriptor() {
        Set<String> missing = new TreeSet<>(Functions.all());
        missing.removeAll(Calls.from(Descriptors.class, name -> name.contains("Descriptors")));
        assertThat(missing).as("add each of them to Descriptors").isEmpty();
    }
}
