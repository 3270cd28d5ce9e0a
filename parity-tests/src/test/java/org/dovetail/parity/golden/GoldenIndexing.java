package org.dovetail.parity.golden;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.At;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Index;
import org.dovetail.core.Indexed;
import org.dovetail.core.Slicing;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import tools.jackson.databind.JsonNode;

/** The functions of JAX whose places are operands. */
record GoldenIndexing(String name, JsonNode parameters, List<Tensor> operands) {
    Tensor apply() {
        Tensor x = operands.getFirst();
        return switch (name) {
            case "dynamic_slice" -> Slicing.dynamicSlice(x, operands.subList(1, operands.size()),
                    numbers(parameters.path("slice_sizes")).stream().mapToInt(Integer::intValue).toArray());
            case "dynamic_update_slice" ->
                Slicing.dynamicUpdateSlice(x, operands.get(1), operands.subList(2, operands.size()));
            case "gather" -> gather();
            case "scatter" ->
                Slicing.scatter(x, operands.get(1), operands.get(2), dimensions(), mode().orElseThrow());
            case "scatter_add" ->
                Slicing.scatterAdd(x, operands.get(1), operands.get(2), dimensions(), mode().orElseThrow());
            case "scatter_mul" -> Slicing.scatterMul(x, operands.get(1), operands.get(2), dimensions(),
                    mode().orElseThrow(), parameters.path("unique").asBoolean());
            case "scatter_min" ->
                Slicing.scatterMin(x, operands.get(1), operands.get(2), dimensions(), mode().orElseThrow());
            case "scatter_max" ->
                Slicing.scatterMax(x, operands.get(1), operands.get(2), dimensions(), mode().orElseThrow());
            case "take" -> Tensors.take(x, operands.get(1), parameters.path("axis").asInt(),
                    mode().orElse(GatherScatterMode.FILL_OR_DROP));
            case "take_along_axis" ->
                Tensors.takeAlongAxis(x, operands.get(1), parameters.path("axis").asInt());
            case "at_get" -> at().get();
            case "at_set" -> at().set(operands.getLast());
            case "at_add" -> at().add(operands.getLast());
            case "at_multiply" -> at().mul(operands.getLast());
            case "at_min" -> at().min(operands.getLast());
            case "at_max" -> at().max(operands.getLast());
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private static List<Integer> numbers(JsonNode json) { return json.valueStream().map(JsonNode::asInt).toList(); }

    private GatherDimensionNumbers dimensions() {
        JsonNode json = parameters.path("dimension_numbers");
        return new GatherDimensionNumbers(numbers(json.path("offset_dims")), numbers(json.path("collapsed_slice_dims")),
                numbers(json.path("start_index_map")), numbers(json.path("operand_batching_dims")),
                numbers(json.path("start_indices_batching_dims")));
    }

    private Optional<GatherScatterMode> mode() {
        return switch (parameters.path("mode").asString("")) {
            case "clip" -> Optional.of(GatherScatterMode.CLIP);
            case "fill" -> Optional.of(GatherScatterMode.FILL_OR_DROP);
            case "promise_in_bounds" -> Optional.of(GatherScatterMode.PROMISE_IN_BOUNDS);
            default -> Optional.empty();
        };
    }

    private Tensor gather() {
        Tensor x = operands.getFirst();
        List<Integer> sizes = numbers(parameters.path("slice_sizes"));
        JsonNode fill = parameters.path("fill_value");
        return fill.isNull()
                ? Slicing.gather(x, operands.get(1), dimensions(), sizes, mode().orElseThrow())
                : Slicing.gather(x, operands.get(1), dimensions(), sizes, fill.asDouble());
    }

    private At at() {
        At at = Indexed.at(operands.getFirst(),
                parameters.path("index").valueStream().map(this::index).toArray(Index[]::new));
        return mode().map(at::mode).orElse(at);
    }

    private Index index(JsonNode json) {
        if (json.isNull()) {
            return Index.newAxis();
        }
        if (json.isInt()) {
            return Index.at(json.asInt());
        }
        if (json.isString()) {
            return Index.ellipsis();
        }
        if (json.has("array")) {
            return Index.at(operands.get(1 + json.path("array").asInt()));
        }
        List<Optional<Integer>> parts = json.path("slice").valueStream()
                .map(part -> part.isNull() ? Optional.<Integer>empty() : Optional.of(part.asInt())).toList();
        return new Index.Slice(parts.get(0).orElse(null), parts.get(1).orElse(null), parts.get(2).orElse(null));
    }
}
