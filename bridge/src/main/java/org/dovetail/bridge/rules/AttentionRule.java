package org.dovetail.bridge.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Attention of several heads: Haiku's products have all heads side by side on one axis, NNX's have an axis of heads. */
record AttentionRule() implements LayerRule {
    private static final List<String> INPUTS = List.of("query", "key", "value");
    private static final List<Integer> USUAL_HEADS = List.of(8, 4, 2, 1);
    private static final Roles IN_HAIKU = new Roles(List.of("query/w", "key/w", "value/w", "linear/w"),
            List.of("query/b", "key/b", "value/b", "linear/b"));
    private static final Roles IN_NNX = new Roles(
            List.of("query/kernel", "key/kernel", "value/kernel", "out/kernel"),
            List.of("query/bias", "key/bias", "value/bias", "out/bias"));

    @Override
    public String kind() { return "MultiHeadAttention"; }

    @Override
    public Set<String> haikuClasses() { return Set.of("MultiHeadAttention"); }

    @Override
    public boolean needsHaikuName() { return true; }

    @Override
    public Roles roles(Style style) { return style == Style.HAIKU ? IN_HAIKU : IN_NNX; }

    /** An array in both libraries. */
    private record Pair(String haiku, String nnx) {
        String role(Style style) { return style == Style.HAIKU ? haiku : nnx; }
    }

    private static List<Pair> pairs() {
        return Stream.concat(INPUTS.stream().map(name -> new Pair(name, name)), Stream.of(new Pair("linear", "out")))
                .flatMap(pair -> Stream.of(new Pair(pair.haiku + "/w", pair.nnx + "/kernel"),
                        new Pair(pair.haiku + "/b", pair.nnx + "/bias")))
                .toList();
    }

    /** What shapes follow from: heads, sizes, and the extents of what goes in and comes out. */
    private record Sizes(int heads, int size, int query, int key, int value, int out) {
        Shape shape(Style style, String role) {
            int all = heads * size;
            boolean haiku = style == Style.HAIKU;
            return switch (role) {
                case "query/w", "query/kernel" -> haiku ? Shape.of(query, all) : Shape.of(query, heads, size);
                case "key/w", "key/kernel" -> haiku ? Shape.of(key, all) : Shape.of(key, heads, size);
                case "value/w", "value/kernel" -> haiku ? Shape.of(value, all) : Shape.of(value, heads, size);
                case "linear/w", "out/kernel" -> haiku ? Shape.of(all, out) : Shape.of(heads, size, out);
                case "linear/b", "out/bias" -> Shape.of(out);
                case "query/b", "key/b", "value/b", "query/bias", "key/bias", "value/bias" ->
                    haiku ? Shape.of(all) : Shape.of(heads, size);
                default -> throw new IllegalArgumentException("an attention has no " + role);
            };
        }
    }

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) {
        return style == Style.HAIKU
                ? widths(specs).isPresent()
                : sizes(specs).filter(sizes -> isOf(style, specs, sizes)).isPresent();
    }

    /** The width of keys and that of values, for all heads together. */
    private record Widths(int key, int value) {}

    private Optional<Widths> widths(Map<String, TensorSpec> haiku) {
        if (!roles(Style.HAIKU).match(haiku.keySet())) {
            return Optional.empty();
        }
        return Specs.matrix(haiku, "query/w").flatMap(query -> Specs.matrix(haiku, "key/w").flatMap(key -> Specs
                .matrix(haiku, "value/w").flatMap(value -> Specs.matrix(haiku, "linear/w")
                        .filter(linear -> query.extent(1) == key.extent(1) && value.extent(1) == linear.extent(0)
                                && isBias(haiku, "query/b", query.extent(1)) && isBias(haiku, "key/b", key.extent(1))
                                && isBias(haiku, "value/b", value.extent(1))
                                && isBias(haiku, "linear/b", linear.extent(1)))
                        .map(_ -> new Widths(key.extent(1), value.extent(1))))));
    }

    private static boolean isBias(Map<String, TensorSpec> specs, String role, int extent) {
        return !specs.containsKey(role) || Specs.vector(specs, role).filter(found -> found == extent).isPresent();
    }

    private static Optional<Sizes> sizes(Map<String, TensorSpec> nnx) {
        List<Shape> kernels = Stream.of("query/kernel", "key/kernel", "value/kernel", "out/kernel")
                .flatMap(role -> Optional.ofNullable(nnx.get(role)).stream()).map(TensorSpec::shape)
                .filter(shape -> shape.rank() == 3).toList();
        return kernels.size() < 4
                ? Optional.empty()
                : Optional.of(new Sizes(kernels.getFirst().extent(1), kernels.getFirst().extent(2),
                        kernels.getFirst().extent(0), kernels.get(1).extent(0), kernels.get(2).extent(0),
                        kernels.getLast().extent(2)));
    }

    private boolean isOf(Style style, Map<String, TensorSpec> specs, Sizes sizes) {
        return roles(style).match(specs.keySet()) && specs.entrySet().stream()
                .allMatch(e -> e.getValue().shape().equals(sizes.shape(style, e.getKey())));
    }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        if (!accepts(Style.NNX, nnx)) {
            return Optional.empty();
        }
        return sizes(nnx).filter(sizes -> isOf(Style.HAIKU, haiku, sizes)).filter(_ -> pairs().stream()
                .allMatch(pair -> haiku.containsKey(pair.haiku) == nnx.containsKey(pair.nnx)))
                .map(sizes -> new Fit(kind(), pairs().stream().filter(pair -> haiku.containsKey(pair.haiku))
                        .map(pair -> link(pair, sizes)).toList(), Map.of(), Map.of()));
    }

    private static Link link(Pair pair, Sizes sizes) {
        Shape haiku = sizes.shape(Style.HAIKU, pair.haiku);
        Shape nnx = sizes.shape(Style.NNX, pair.nnx);
        return haiku.equals(nnx)
                ? Link.of(pair.haiku, pair.nnx)
                : Link.of(pair.haiku, pair.nnx, new TensorOp.Reshape(haiku, nnx));
    }

    /** To NNX the number of heads is needed: {@code MultiHeadAttention(8)}. */
    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        Optional<Sizes> sizes = from == Style.NNX
                ? sizes(specs).filter(_ -> arguments.isEmpty() && accepts(from, specs))
                : widths(specs).flatMap(widths -> heads(arguments)
                        .filter(heads -> widths.key == widths.value && widths.key % heads == 0)
                        .flatMap(heads -> sizes(specs, heads, widths.key / heads)));
        return sizes.map(found -> {
            Map<String, Shape> shapes = new HashMap<>();
            pairs().stream().filter(pair -> specs.containsKey(pair.role(from))).map(pair -> pair.role(from.other()))
                    .forEach(role -> shapes.put(role, found.shape(from.other(), role)));
            return Specs.of(specs, shapes);
        });
    }

    private static Optional<Sizes> sizes(Map<String, TensorSpec> haiku, int heads, int size) {
        return Specs.matrix(haiku, "query/w").flatMap(query -> Specs.matrix(haiku, "key/w")
                .flatMap(key -> Specs.matrix(haiku, "value/w").flatMap(value -> Specs.matrix(haiku, "linear/w")
                        .map(linear -> new Sizes(heads, size, query.extent(0), key.extent(0), value.extent(0),
                                linear.extent(1))))));
    }

    private static Optional<Integer> heads(List<String> arguments) {
        return arguments.size() == 1 && arguments.getFirst().matches("[1-9][0-9]{0,5}")
                ? Optional.of(Integer.parseInt(arguments.getFirst()))
                : Optional.empty();
    }

    @Override
    public Optional<Objection> objection(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        if (haiku.isEmpty()) {
            return Optional.empty();
        }
        return widths(haiku).flatMap(widths -> {
            if (widths.key != widths.value) {
                return Optional.of(new Objection("its values have another width than its keys (" + widths.value
                        + " and "
                        + widths.key + "), but NNX's attention has one size for both: keep it as a module of your own"
                        + " with four linear layers", Optional.empty()));
            }
            return nnx.isEmpty()
                    ? Optional.of(new Objection("the number of heads is not in the arrays", Optional.of(kind() + "("
                            + USUAL_HEADS.stream().filter(heads -> widths.key % heads == 0).findFirst().orElse(1)
                            + ")")))
                    : Optional.empty();
        });
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        Blanks blanks = new Blanks(specs);
        return Optional.of(switch (to) {
            case NNX -> "nnx.MultiHeadAttention(" + blanks.extent("query/kernel", 1, "num_heads") + ", "
                    + blanks.extent("query/kernel", 0, "in_features") + ", qkv_features="
                    + blanks.product("query/kernel", 1, 2, "num_heads * key_size") + ", out_features="
                    + blanks.extent("out/kernel", 2, "model_size") + blanks.without("query/bias", "use_bias")
                    + ", decode=False, rngs=rngs)";
            case HAIKU -> "hk.MultiHeadAttention(num_heads, key_size="
                    + blanks.extent("query/w", 1, "qkv_features") + " // num_heads, model_size="
                    + blanks.extent("linear/w", 1, "out_features") + blanks.without("query/b", "with_bias")
                    + ", w_init=hk.initializers.VarianceScaling())";
        });
    }
}
