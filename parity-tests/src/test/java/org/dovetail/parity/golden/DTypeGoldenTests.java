package org.dovetail.parity.golden;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dovetail.core.Along;
import org.dovetail.core.Array;
import org.dovetail.core.Creation;
import org.dovetail.core.DType;
import org.dovetail.core.Differences;
import org.dovetail.core.Indexed;
import org.dovetail.core.Logic;
import org.dovetail.core.Nn;
import org.dovetail.core.Norms;
import org.dovetail.core.Pointwise;
import org.dovetail.core.Products;
import org.dovetail.core.Quantiles;
import org.dovetail.core.Reductions;
import org.dovetail.core.Searching;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.StandardizeOptions;
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
            "round bool", "JAX rounds truth values down and up, but not to the nearest",
            "elu int64", "JAX makes it float32 to choose its numbers, other functions make 64 bits of 64",
            "elu uint64", "as elu of int64", "selu int64", "as elu of int64", "selu uint64", "as elu of int64",
            "interp bfloat16", "JAX has a distance for it that is none of its numbers");

    private static final Along ALL = Along.all();

    private static final Map<String, Number> NUMBERS = Map.of("int", 2, "float", 0.5);

    private static final Map<String, BiFunction<Tensor, Number, Tensor>> WITH_NUMBER = Map.ofEntries(
            entry("add", Tensor::add), entry("sub", Tensor::sub), entry("mul", Tensor::mul), entry("div", Tensor::div),
            entry("rem", Tensor::rem), entry("pow", Tensor::pow), entry("maximum", Tensor::maximum),
            entry("minimum", Tensor::minimum), entry("lt", Tensor::lt), entry("eq", Tensor::eq),
            entry("mod", Pointwise::mod), entry("floorDivide", Pointwise::floorDivide),
            entry("whereLeft", (x, n) -> Tensors.where(x.eq(x), n, x)),
            entry("whereRight", (x, n) -> Tensors.where(x.eq(x), x, n)), entry("clip", (x, n) -> Tensors.clip(x, n, n)),
            entry("fullLike", Creation::fullLike), entry("atSet", (x, n) -> Indexed.at(x, 0).set(n)),
            entry("atMax", (x, n) -> Indexed.at(x, 0).max(n)));

    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.ofEntries(entry("neg", Tensor::neg),
            entry("abs", Tensor::abs), entry("sign", Tensor::sign), entry("exp", Tensor::exp),
            entry("log1p", Tensors::log1p), entry("tanh", Tensor::tanh), entry("sqrt", Tensor::sqrt),
            entry("rsqrt", Tensors::rsqrt), entry("sin", Tensor::sin), entry("floor", Tensor::floor),
            entry("round", Tensors::round), entry("not", Tensor::not), entry("isFinite", Tensor::isFinite),
            entry("arctan", Tensors::arctan), entry("erf", Tensors::erf), entry("logistic", Tensors::logistic),
            entry("sum", x -> x.sum()), entry("prod", x -> x.prod()), entry("mean", x -> x.mean()),
            entry("max", x -> x.max()), entry("all", x -> x.all()), entry("argMax", x -> x.argMax(0)),
            entry("cumsum", x -> Sequences.cumsum(x, 0)), entry("cumprod", x -> Sequences.cumprod(x, 0)),
            entry("cummax", x -> Sequences.cummax(x, 0)), entry("sort", x -> Sequences.sort(x, 0)),
            entry("matmul", x -> x.matmul(x)), entry("populationCount", Tensors::populationCount),
            entry("topK", x -> Sequences.topK(x, 1, 0).values()), entry("nextAfter", x -> Tensors.nextAfter(x, x)),
            entry("clip", x -> Tensors.clip(x, 0, 1)), entry("where", x -> Tensors.where(x.eq(x), x, x.maximum(2))),
            entry("square", Pointwise::square), entry("reciprocal", Pointwise::reciprocal),
            entry("log2", Pointwise::log2), entry("deg2rad", Pointwise::deg2rad),
            entry("nanToNum", Pointwise::nanToNum), entry("isInf", Logic::isInf),
            entry("logicalNot", Logic::logicalNot), entry("hypot", x -> Pointwise.hypot(x, x)),
            entry("heaviside", x -> Pointwise.heaviside(x, x)),
            entry("floorDivide", x -> Pointwise.floorDivide(x, x)), entry("mod", x -> Pointwise.mod(x, x)),
            entry("pow", x -> x.pow(x)), entry("median", x -> Quantiles.median(x, ALL)),
            entry("quantile", x -> Quantiles.quantile(x, 0.3, ALL)), entry("var", x -> Reductions.var(x, ALL)),
            entry("std", x -> Reductions.std(x, ALL)), entry("nansum", x -> Reductions.nansum(x, ALL)),
            entry("nanmean", x -> Reductions.nanmean(x, ALL)),
            entry("countNonzero", x -> Reductions.countNonzero(x, ALL)),
            entry("average", x -> Reductions.average(x, x, ALL)),
            entry("logSumExp", x -> Reductions.logSumExp(x, ALL)), entry("norm", x -> Norms.norm(x, ALL)),
            entry("diff", x -> Differences.diff(x, 0)), entry("gradient", x -> Differences.gradient(x).getFirst()),
            entry("trapezoid", Differences::trapezoid), entry("interp", x -> Differences.interp(x, x, x)),
            entry("linspace", x -> Creation.linspace(x, x, 2, Creation.Endpoint.INCLUDED)),
            entry("dot", x -> Products.dot(x, x)), entry("outer", x -> Products.outer(x, x)),
            entry("cross", x -> Products.cross(x, x)),
            entry("convolve", x -> Products.convolve(x, x, Products.Overlap.FULL)),
            entry("searchsorted", x -> Searching.searchsorted(x, x, Searching.Side.LEFT)), entry("relu", Nn::relu),
            entry("relu6", Nn::relu6), entry("leakyRelu", Nn::leakyRelu), entry("elu", Nn::elu),
            entry("celu", Nn::celu), entry("selu", Nn::selu), entry("gelu", Nn::gelu),
            entry("softplus", Nn::softplus), entry("softSign", Nn::softSign),
            entry("logSigmoid", Nn::logSigmoid), entry("hardSigmoid", Nn::hardSigmoid),
            entry("hardSilu", Nn::hardSilu), entry("hardTanh", Nn::hardTanh), entry("squareplus", Nn::squareplus),
            entry("standardize", x -> Nn.standardize(x, StandardizeOptions.DEFAULT, 0)));

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
