package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dtypes of results, as the real JAX has them where 64 bits exist and are not the default. */
class DTypeGoldenTests {
    private static final JsonNode GOLDEN = Goldens.json("dtypes/dtypes.json");

    /** What is known to differ, with the reason; a result that no longer does fails, too. */
    private static final Map<String, String> KNOWN = Map.of(
            "max int64", "JAX makes an identity of 32 bits and then refuses it",
            "cummax bool", "JAX counts truth values for sums alone",
            "round bool", "JAX rounds truth values down and up, but not to the nearest");

    private static final Map<String, Number> NUMBERS = Map.of("int", 2, "float", 0.5);

    private static final Map<String, BiFunction<Tensor, Number, Tensor>> WITH_NUMBER = Map.of("add", Tensor::add,
            "sub", Tensor::sub, "mul", Tensor::mul, "div", Tensor::div, "rem", Tensor::rem, "pow", Tensor::pow,
            "maximum", Tensor::maximum, "minimum", Tensor::minimum, "lt", Tensor::lt, "eq", Tensor::eq);

    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.ofEntries(Map.entry("neg", Tensor::neg),
            Map.entry("abs", Tensor::abs), Map.entry("sign", Tensor::sign), Map.entry("exp", Tensor::exp),
            Map.entry("log1p", Tensors::log1p), Map.entry("tanh", Tensor::tanh), Map.entry("sqrt", Tensor::sqrt),
            Map.entry("rsqrt", Tensors::rsqrt), Map.entry("sin", Tensor::sin), Map.entry("floor", Tensor::floor),
            Map.entry("round", Tensors::round), Map.entry("not", Tensor::not),
            Map.entry("isFinite", Tensor::isFinite), Map.entry("arctan", Tensors::arctan),
            Map.entry("erf", Tensors::erf), Map.entry("logistic", Tensors::logistic),
            Map.entry("sum", x -> x.sum()), Map.entry("prod", x -> x.prod()), Map.entry("mean", x -> x.mean()),
            Map.entry("max", x -> x.max()), Map.entry("all", x -> x.all()), Map.entry("argMax", x -> x.argMax(0)),
            Map.entry("cumsum", x -> Sequences.cumsum(x, 0)), Map.entry("cumprod", x -> Sequences.cumprod(x, 0)),
            Map.entry("cummax", x -> Sequences.cummax(x, 0)), Map.entry("sort", x -> Sequences.sort(x, 0)),
            Map.entry("matmul", x -> x.matmul(x)), Map.entry("populationCount", Tensors::populationCount),
            Map.entry("topK", x -> Sequences.topK(x, 1, 0).values()),
            Map.entry("nextAfter", x -> Tensors.nextAfter(x, x)), Map.entry("clip", x -> Tensors.clip(x, 0, 1)),
            Map.entry("where", x -> Tensors.where(x.eq(x), x, x.maximum(2))));

    private static DType dtype(String name) { return DType.named(name).orElseThrow(); }

    private static Tensor ones(String dtype) { return Tensors.ones(dtype(dtype), Shape.of(3)); }

    /** The dtype of a result, {@code none} where the operands are refused. */
    private static String result(Supplier<Tensor> function) {
        try {
            return Backends.with(Backends.named("reference"), function).dtype().jaxName();
        } catch (IllegalArgumentException e) {
            return "none";
        }
    }

    /** What differs between two tables, but for what is known to. */
    private static void compare(Map<String, String> expected, Map<String, String> got) {
        Map<String, String> differences = new TreeMap<>();
        expected.forEach((key, wanted) -> {
            if (!wanted.equals(got.get(key))) {
                differences.put(key, "JAX gives " + wanted + ", we " + got.get(key));
            }
        });
        assertThat(differences.keySet()).as(differences.toString())
                .isEqualTo(KNOWN.keySet().stream().filter(expected::containsKey).collect(Collectors.toSet()));
    }

    @Test
    void twoTensorsPromoteAsInJax() {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> got = new LinkedHashMap<>();
        GOLDEN.path("pairs").forEachEntry((x, row) -> row.forEachEntry((y, result) -> {
            expected.put(x + " " + y, result.asString());
            got.put(x + " " + y, result(() -> Tensors.concatenate(0, ones(x), ones(y))));
        }));
        compare(expected, got);
    }

    @Test
    void javaNumbersPromoteAsPythonNumbersInJax() {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> got = new LinkedHashMap<>();
        GOLDEN.path("numbers").forEachEntry((name, row) -> row.forEachEntry((x, kinds) -> kinds.forEachEntry(
                (kind, result) -> {
                    expected.put(name + " " + x + " " + kind, result.asString());
                    got.put(name + " " + x + " " + kind,
                            result(() -> WITH_NUMBER.get(name).apply(ones(x), NUMBERS.get(kind))));
                })));
        compare(expected, got);
    }

    @Test
    void functionsGiveTheDtypesOfJax() {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> got = new LinkedHashMap<>();
        GOLDEN.path("functions").forEachEntry((name, row) -> row.forEachEntry((x, result) -> {
            expected.put(name + " " + x, result.asString());
            got.put(name + " " + x, result(() -> FUNCTIONS.get(name).apply(ones(x))));
        }));
        compare(expected, got);
    }

    @Test
    void castsRoundAsInJax() {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> got = new LinkedHashMap<>();
        List<Double> numbers = GOLDEN.path("casts").path("float32").valueStream().map(DTypeGoldenTests::number)
                .toList();
        Tensor from = Array.ofDoubles(TensorSpec.of(DType.FLOAT32, numbers.size()), i -> numbers.get((int) i));
        GOLDEN.path("casts").forEachEntry((name, row) -> {
            Tensor back = Backends.with(Backends.named("reference"),
                    () -> from.cast(dtype(name)).cast(DType.FLOAT32));
            for (int i = 0; i < numbers.size(); i++) {
                String key = "cast " + numbers.get(i) + " " + name;
                expected.put(key, Double.toString(number(row.get(i))));
                got.put(key, Double.toString(back.array().doubleAt(i)));
            }
        });
        compare(expected, got);
    }

    private static double number(JsonNode text) {
        return switch (text.asString()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> (float) Double.parseDouble(text.asString());
        };
    }
}
