package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class SideDataJsonTests {
    private static SideData data() {
        SequencedMap<String, Node> values = new LinkedHashMap<>();
        values.put("step", new Node.Scalar(7L));
        values.put("large", new Node.Scalar(BigInteger.TWO.pow(90)));
        values.put("rate", new Node.Scalar(0.1));
        values.put("limit", new Node.Scalar(Double.POSITIVE_INFINITY));
        values.put("name", new Node.Scalar("x"));
        values.put("flag", new Node.Scalar(true));
        values.put("nothing", new Node.Scalar(null));
        return new SideData("abc",
                new Plan(Style.NNX, KeyScheme.DOTTED, Style.HAIKU, KeyScheme.TWO_LEVEL, List.of(), List.of()),
                List.of(new SideData.Layer(
                        List.of(EntryPath.of("norm", "mean"), new EntryPath("params", List.of(), "x")),
                        "checksum", List.of(hidden()))),
                values, new LinkedHashMap<>(Map.of("license", "MIT")), Map.of("a.b", DType.BFLOAT16),
                Optional.of(frame()));
    }

    private static Frame frame() {
        SequencedMap<String, Frame> children = new LinkedHashMap<>();
        children.put("0", new Frame.Plain());
        children.put("1", new Frame.Group(Node.Kind.NAMED, "optax._src.base.EmptyState", new LinkedHashMap<>()));
        children.put("2", new Frame.Value(0.5));
        return new Frame.Group(Node.Kind.TUPLE, "", children);
    }

    private static SideData.Item hidden() {
        return new SideData.Item("~/mean_ema/hidden",
                new Entry(EntryPath.of("norm", "hidden"), TensorSpec.of(DType.FLOAT32, 2)),
                ValueJson.bits(Array.ofFloats(Shape.of(2), 1, -0f)));
    }

    @Test
    void readingGivesWhatWasWritten() throws IOException, JsonException {
        SideData data = data();
        assertThat(SideDataJson.fromJson(JsonReading.read(JsonPrinter.print(SideDataJson.toJson(data)))))
                .isEqualTo(data);
        assertThat(JsonPrinter.compact(SideDataJson.toJson(data))).contains("\"bits\":\"AACAPwAAAIA=\"");
    }

    @Test
    void arraysAmongValuesKeepTheirBits() throws IOException, JsonException {
        Node value = Node.Leaf.of(Array.ofInts(Shape.of(), 41));
        Node read = ValueJson.fromJson("", JsonReading.read(JsonPrinter.print(ValueJson.toJson(value))));
        assertThat(read).isInstanceOfSatisfying(Node.Leaf.class,
                leaf -> assertThat(leaf.spec()).isEqualTo(TensorSpec.of(DType.INT32)));
    }

    @Test
    void whatWasEditedIsRefused() throws IOException {
        assertProblem("\"version\":1,\"crc\"", "\"version\":9,\"crc\"",
                "is no dovetail-side-data document of version 1");
        assertProblem("AACAPwAAAIA=", "AACA", "layers[0].items[0].bits: should be 8 bytes in Base64, as f32[2] has; "
                + "here are 3");
        assertProblem("AACAPwAAAIA=", "!", "layers[0].items[0].bits: is no Base64");
        assertProblem("{\"integer\":7}", "{\"integer\":\"seven\"}", "values.step: is no number");
        assertProblem("{\"integer\":7}", "{\"complex\":7}",
                "values.step: should be a value: none, text, bool, integer, float, dict, integers, list, tuple, named, or an"
                        + " array's bits");
        assertProblem("\"moved\"", "\"movd\"", "layers[0]: has no \"moved\"");
    }

    private static void assertProblem(String before, String after, String problem) throws IOException {
        String edited = JsonPrinter.compact(SideDataJson.toJson(data())).replace(before, after);
        assertThatThrownBy(() -> SideDataJson.fromJson(JsonReading.read(edited))).isInstanceOf(JsonException.class)
                .hasMessage(problem);
    }
}
