package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.Ambient;
import org.dovetail.core.transform.Jit;
import org.dovetail.core.transform.Statics;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.dovetail.nnx.internal.PlainTypes;
import org.jspecify.annotations.Nullable;

/** The arguments of a transformed function, taken apart: Variables and tensors, and all else as a structure. */
final class Arguments {
    private final @Nullable Object[] given;
    private final Walk walk = new Walk();
    private final List<Tensor> leaves = new ArrayList<>();
    private final int[] variablesBefore;
    private final int[] leavesBefore;
    private final Structure structure;

    private Arguments(@Nullable Object[] given) {
        this.given = given;
        this.variablesBefore = new int[given.length + 1];
        this.leavesBefore = new int[given.length + 1];
        for (int i = 0; i < given.length; i++) {
            add(given[i]);
            variablesBefore[i + 1] = walk.variables().size();
            leavesBefore[i + 1] = leaves.size();
        }
        this.structure = walk.structure();
    }

    static Arguments of(@Nullable Object... given) { return new Arguments(given); }

    private void add(@Nullable Object argument) {
        if (argument instanceof Tensor tensor) {
            leaves.add(tensor);
            walk.token(Token.LEAF);
        } else if (argument == null || argument instanceof Module || argument instanceof Variable
                || PlainTypes.arePlain(argument.getClass())) {
            walk.value(argument);
        } else {
            Tree tree = Tree.of(argument);
            leaves.addAll(tree.leaves());
            walk.tree(tree.structure());
        }
    }

    /** The walk over all arguments. */
    Walk walk() { return walk; }

    /** The Variables of all arguments, each once. */
    List<Variable> variables() { return walk.variables(); }

    /** The Variables that the first argument holds. */
    List<Variable> firstVariables() {
        return walk.variables().subList(0, variablesBefore[1]);
    }

    /** How many arguments there are. */
    int count() { return given.length; }

    /** The tensors of one argument besides its Variables. */
    List<Tensor> leaves(int argument) {
        return leaves.subList(leavesBefore[argument], leavesBefore[argument + 1]);
    }

    /** One argument by itself. */
    Arguments only(int argument) { return new Arguments(new Object[]{given[argument]}); }

    /** Where an argument's tensors stand. */
    List<String> leafPaths(int argument) {
        Object root = given[argument];
        if (root == null || root instanceof Module || root instanceof Variable) {
            return List.of();
        }
        String path = roots().get(argument).toString();
        return Tree.of(root).structure().paths().stream()
                .map(leaf -> path.isEmpty() || leaf.isEmpty() || leaf.startsWith("[") ? path + leaf : path + "." + leaf)
                .toList();
    }

    /**
     * What arguments say of the Variables within them.
     *
     * @param caller who asks, for messages
     * @param what the word for what is said, for messages
     * @param said what each argument says
     * @return what is said of each Variable
     * @throws IllegalArgumentException if two arguments say different things of one Variable
     */
    <T> List<T> ofVariables(String caller, String what, List<T> said) {
        IdentityHashMap<Variable, T> found = new IdentityHashMap<>();
        for (int i = 0; i < given.length; i++) {
            for (Variable variable : only(i).variables()) {
                T earlier = found.putIfAbsent(variable, said.get(i));
                if (earlier != null && !earlier.equals(said.get(i))) {
                    throw new IllegalArgumentException(caller + ": the " + variable + " at "
                            + paths().get(variables().indexOf(variable)) + " is reached through argument " + (i + 1)
                            + " too, with " + what + " " + said.get(i) + " there and " + earlier + " before. "
                            + "It is one Variable: pass it once, or say the same");
                }
            }
        }
        return variables().stream().map(variable -> Objects.requireNonNull(found.get(variable))).toList();
    }

    /** Where each Variable stands, for messages. */
    List<Path> paths() { return structure.variables(roots()); }

    /** The tensors besides. */
    List<Tensor> leaves() { return leaves; }

    /** The values of the Variables at the caller's place, then the tensors; within a transformation results may pass them on to users. */
    List<Tensor> inputs() {
        boolean isEager = Ambient.isEager();
        List<Tensor> inputs = new ArrayList<>(variables().size() + leaves.size());
        for (Variable variable : variables()) {
            inputs.add(isEager ? variable.peek() : variable.get());
        }
        inputs.addAll(leaves);
        return inputs;
    }

    /** The arguments with other tensors; modules and Variables are the same objects. */
    List<@Nullable Object> with(List<Tensor> tensors) {
        List<@Nullable Object> arguments = new ArrayList<>(given.length);
        int next = 0;
        for (Object argument : given) {
            if (argument instanceof Tensor) {
                arguments.add(tensors.get(next++));
            } else if (argument == null || argument instanceof Module || argument instanceof Variable) {
                arguments.add(argument);
            } else {
                Tree tree = Tree.of(argument);
                int end = next + tree.leaves().size();
                arguments.add(tree.with(tensors.subList(next, end)));
                next = end;
            }
        }
        return arguments;
    }

    /** Where the arguments' parts stand, for messages: a single argument is the root. */
    List<Path> roots() {
        return roots(given.length);
    }

    private static List<Path> roots(int count) {
        return count == 1
                ? List.of(Path.root())
                : IntStream.rangeClosed(1, count).mapToObj(i -> Path.root().with("argument " + i)).toList();
    }

    Structure structure() { return structure; }

    /** What graphs of these arguments are kept under. */
    Key key() { return new Key(structure, given.length); }

    /**
     * A key: the structure, which alone counts.
     *
     * @param structure the structure of all arguments
     * @param count how many there are
     */
    record Key(Structure structure, int count) implements Jit.Key {
        @Override
        public void statics(BiConsumer<String, @Nullable Object> visitor) {
            structure.constants(roots(count), (path, value) -> visitor.accept(path.toString(), value));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key(Structure that, _) && structure.equals(that);
        }

        @Override
        public int hashCode() { return structure.hashCode(); }
    }

    /** Refuses static values that cannot be compared. */
    void checkStatics() {
        structure.constants(roots(), (path, value) -> {
            if (!isValue(value)) {
                throw new IllegalArgumentException("jit: " + (path.keys().isEmpty() ? "the argument" : path) + " is a "
                        + (value == null ? "null" : value.getClass().getTypeName())
                        + ", which is neither a tensor nor a value that can be compared. Hold numbers, String, enum, Shape, DType, "
                        + "functions or records of those; arrays of numbers as a List, a Shape or a Variable");
            }
        });
    }

    private static boolean isValue(@Nullable Object value) {
        if (!(value instanceof Record)) {
            return Statics.isValue(value);
        }
        List<@Nullable Object> parts = new ArrayList<>();
        Tree.of(value).structure().walk("", (_, part) -> {
            if (part instanceof TreeDef.Static(Object constant)) {
                parts.add(constant);
            }
        });
        return parts.stream().allMatch(Statics::isValue);
    }
}
