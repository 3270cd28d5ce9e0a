package org.dovetail.parity.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.ModuleName;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The programs of {@code naming_cases.py}, written in Java, get the names that the real Haiku gives them. */
class NamingTests {
    /** What Python finds when it runs, and Java when it compiles. */
    private static final Set<String> DOES_NOT_COMPILE = Set.of("no_super", "no_call");
    private static final Map<String, F1<Tensor, Tensor>> PROGRAMS = programs();

    private static Map<String, F1<Tensor, Tensor>> programs() {
        Map<String, F1<Tensor, Tensor>> all = new HashMap<>(ScopePrograms.ALL);
        all.putAll(SharingPrograms.ALL);
        all.putAll(NamePrograms.ALL);
        all.putAll(ValuePrograms.ALL);
        return all;
    }

    static Stream<Case> cases() {
        return Goldens.json("naming/cases.json").valueStream().map(Case::new)
                .filter(one -> !DOES_NOT_COMPILE.contains(one.id()));
    }

    record Case(JsonNode json) {
        String id() { return json.path("id").asString(); }

        @Override
        public String toString() { return id() + ": " + json.path("about").asString(); }
    }

    @Test
    void everyProgramIsWrittenInJava() {
        assertThat(cases().map(Case::id)).containsExactlyInAnyOrderElementsOf(PROGRAMS.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesAreThoseOfPython(Case one) {
        var model = Hk.transformWithState(PROGRAMS.get(one.id()));
        if (one.json.has("error")) {
            assertThatThrownBy(() -> model.init(Prng.key(0), Tensors.ones(1, 3)))
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
            return;
        }
        ParamsAndState made = model.init(Prng.key(0), Tensors.ones(1, 3));
        assertThat(entries(made.params().modules())).containsExactlyInAnyOrderElementsOf(entries(one, "params"));
        assertThat(entries(made.state().modules())).containsExactlyInAnyOrderElementsOf(entries(one, "state"));
        var applied = model.apply(made.params(), made.state(), null, Tensors.ones(1, 3));
        assertThat(entries(applied.state().modules())).isEqualTo(entries(made.state().modules()));
    }

    private static List<String> entries(SortedMap<String, SortedMap<String, Tensor>> modules) {
        List<String> entries = new ArrayList<>();
        modules.forEach((module, tensors) -> tensors.forEach((name, tensor) -> entries
                .add(module + " " + name + " " + tensor.dtype().jaxName() + tensor.shape())));
        return entries;
    }

    private static List<String> entries(Case one, String collection) {
        return one.json.path(collection).valueStream()
                .map(entry -> entry.path("bundle").asString() + " " + entry.path("leaf").asString() + " "
                        + entry.path("dtype").asString() + entry.path("shape").toString().replace(" ", ""))
                .toList();
    }

    @Test
    void classesAreNamedAsInPython() {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> got = new TreeMap<>();
        Goldens.json("naming/tables.json").path("snake_case").valueStream().filter(row -> row.has("names"))
                .forEach(row -> {
                    String type = row.path("class").asString();
                    expected.put(type, row.path("names").path(0).asString());
                    got.put(type, ModuleName.snakeCase(type));
                });
        assertThat(got).isEqualTo(expected).hasSizeGreaterThan(30);
    }

    static Stream<JsonNode> requests() { return Goldens.json("naming/tables.json").path("uniquify").valueStream(); }

    @ParameterizedTest
    @MethodSource("requests")
    void namesAreMadeUniqueAsInPython(JsonNode row) {
        List<String> names = new ArrayList<>();
        var model = Hk.transform(() -> {
            for (JsonNode asked : row.path("requested")) {
                Linear layer = asked.isNull() ? new Linear(1) : new Linear(1, asked.asString());
                names.add(layer.moduleName());
            }
            return names;
        });
        if (row.has("error")) {
            assertThatThrownBy(() -> model.init(null)).isInstanceOf(IllegalArgumentException.class);
        } else {
            model.init(null);
            assertThat(names)
                    .containsExactlyElementsOf(row.path("names").valueStream().map(JsonNode::asString).toList());
        }
    }
}
