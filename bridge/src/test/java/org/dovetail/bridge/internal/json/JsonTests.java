package org.dovetail.bridge.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTests {
    @Property
    void whatIsPrintedIsReadBack(@ForAll("values") Json value) throws JsonException {
        assertThat(JsonReading.read(JsonPrinter.print(value))).isEqualTo(value);
        assertThat(JsonReading.read(JsonPrinter.compact(value))).isEqualTo(value);
        assertThat(JsonPrinter.compact(value)).doesNotContain("\n");
    }

    @Provide
    Arbitrary<Json> values() {
        Arbitrary<Json> leaves = Arbitraries.oneOf(Arbitraries.strings().map(Json::of),
                Arbitraries.longs().map(Json::of), Arbitraries.bigIntegers().map(JsonTests::number),
                Arbitraries.doubles().map(Json.Num::new), Arbitraries.of(true, false).map(Json::of),
                Arbitraries.just(new Json.Null()));
        return Arbitraries.recursive(() -> leaves,
                inner -> Arbitraries.oneOf(inner.list().ofMaxSize(4).map(Json.Arr::new),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), inner).ofMaxSize(4)
                                .map(fields -> new Json.Obj(new LinkedHashMap<>(fields)))),
                0, 3);
    }

    private static Json number(BigInteger value) {
        return new Json.Num(value.bitLength() < Long.SIZE ? (Number) value.longValue() : value);
    }

    @Test
    void whatFitsIntoALineStandsInALine() {
        SequencedMap<String, Json> wide = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            wide.put("a key of some length " + i, Json.of(i));
        }
        String printed = JsonPrinter
                .print(Json.object().put("short", Json.list(java.util.List.of(1L, 2L), Json::of))
                        .put("wide", new Json.Obj(wide)).build());
        assertThat(printed).startsWith("{\n  \"short\": [1, 2],\n  \"wide\": {\n    \"a key of some length 0\": 0,\n")
                .endsWith("\n}\n");
        assertThat(printed.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void numbersThatJsonDoesNotHaveAreTexts() {
        assertThat(JsonPrinter.compact(Json.list(java.util.List.of(Double.NaN, 1.5, Double.NEGATIVE_INFINITY),
                Json::of))).isEqualTo("[\"nan\",1.5,\"-inf\"]");
    }

    @Test
    void whatIsNoJsonIsRefusedInOneLine(@TempDir Path folder) throws Exception {
        assertProblem("", "is empty, so it is no JSON");
        assertProblem("{} {}", "something follows the JSON value");
        assertProblem("{\"a\": 1, \"a\": 2}",
                "is no proper JSON: Duplicate Object property \"a\" at line 1, column 13");
        assertProblem("[1e999]", "the number 1e999 is beyond a double");
        assertProblem("[".repeat(100) + "]".repeat(100), null);
        assertProblem("[" + "[],".repeat(3_000_000) + "[]]", null);
        assertProblem("{\"a\": ", null);
        assertProblem("[1,]", null);
        Path binary = Files.write(folder.resolve("binary"), new byte[]{(byte) 0xff, 1});
        assertThatThrownBy(() -> JsonReading.read(binary)).hasMessage("is not UTF-8, so it is no JSON");
    }

    private static void assertProblem(String json, @org.jspecify.annotations.Nullable String problem) {
        var thrown = assertThatThrownBy(() -> JsonReading.read(json)).isInstanceOf(JsonException.class);
        if (problem == null) {
            thrown.message().startsWith("is no proper JSON: ").doesNotContain("\n");
        } else {
            thrown.hasMessage(problem);
        }
    }

    @Test
    void fieldsAreReadStrictly() throws JsonException {
        JsonFields fields = JsonFields.of("steps[1]", JsonReading.read("{\"kind\": 1, \"list\": [2, -1]}"));
        assertThatThrownBy(() -> fields.text("kind")).hasMessage("steps[1].kind: should be a text");
        assertThatThrownBy(() -> fields.text("name")).hasMessage("steps[1]: has no \"name\"");
        assertThatThrownBy(() -> fields.list("list", JsonFields::index))
                .hasMessage("steps[1].list[1]: should be an integer from 0 to 2^31-1");
        assertThatThrownBy(() -> fields.list("kind", JsonFields::index)).hasMessage("steps[1].kind: should be a list");
        assertThatThrownBy(() -> fields.object("list")).hasMessage("steps[1].list: should be an object");
        fields.end();
        assertThatThrownBy(() -> JsonFields.of("", JsonReading.read("{\"x\": 1}")).end())
                .hasMessage("the key \"x\" is not known here");
    }
}
