package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.dovetail.bridge.guide.Section;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.internal.json.JsonReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuideCommandTests {
    @Test
    void aloneItListsTheEightSections() { assertThat(Ran.command("guide")).isEqualTo(new Ran(0, """
            1  modules     module definition                        ClassifierHaiku.java, ClassifierNnx.java
            2  variables   variable creation                        ClassifierHaiku.java, ClassifierNnx.java
            3  training    training step and compilation            ClassifierHaiku.java, ClassifierNnx.java
            4  state       non-parameter state                      BatchNormHaiku.java, BatchNormNnx.java
            5  methods     multiple methods                         AutoEncoderHaiku.java, AutoEncoderNnx.java
            6  transforms  transforms: a recurrent network by scan  RnnHaiku.java, RnnNnx.java
            7  layers      scan over layers                         LayerStackHaiku.java, LayerStackNnx.java
            8  functions   top-level parameters and state           CounterHaiku.java, CounterNnx.java
            Run one:   dovetail guide run training
            """, "")); }

    @Test
    void theListIsJsonWhereJsonIsAskedFor() throws JsonException {
        Json list = JsonReading.read(Ran.command("guide", "--json").out());
        assertThat(JsonFields.of("", list).list("sections", (at, each) -> JsonFields.of(at, each).text("name")))
                .containsExactly("modules", "variables", "training", "state", "methods", "transforms", "layers",
                        "functions");
    }

    @ParameterizedTest
    @EnumSource
    void everySectionIsWithinPythonsFiguresInBothStyles(Section section) throws JsonException {
        Ran ran = Ran.command("guide", "run", section.label(), "--json");
        assertThat(ran.status()).as(ran.out()).isZero();
        assertThat(ran.err()).isEmpty();
        JsonFields all = JsonFields.of("", JsonReading.read(ran.out()));
        assertThat(all.get("within")).isEqualTo(Json.of(true));
        for (String style : new String[]{"haiku", "nnx"}) {
            JsonFields side = all.object(style);
            assertThat(side.list("trees", (at, tree) -> JsonFields.of(at, tree).get("equal"))).isNotEmpty()
                    .containsOnly(Json.of(true));
            assertThat(side.list("initial", (at, array) -> JsonFields.of(at, array).get("equal"))).isNotEmpty()
                    .containsOnly(Json.of(true));
            assertThat(side.list("computed", (at, array) -> JsonFields.of(at, array).get("within"))).isNotEmpty()
                    .containsOnly(Json.of(true));
            assertThat(side.list("unmatched", JsonFields::text)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySectionPrintsBothTreesForPeople(Section section) {
        Ran ran = Ran.command("guide", "run", section.number());
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).startsWith(section.number() + "  " + section.title() + "\n\nHaiku  ")
                .containsSubsequence("parameters\n  {'", "\nNNX  ", "parameters\n  {'", "Haiku computes",
                        "NNX computes",
                        "As in Python: the trees, the bits of ")
                .doesNotContain("\u001b");
    }

    @Test
    void pipedOneProgramFollowsTheOther() { assertThat(Ran.command("guide", "run", "functions").out()).isEqualTo("""
            8  top-level parameters and state

            Haiku  CounterHaiku.java
            parameters
              {'~': {'multiplier': (1,)}}
            state
              {'~': {'counter': ()}}

            NNX  CounterNnx.java
            parameters
              {'multiplier': (1,)}
            all Variables
              {'counter': (), 'multiplier': (1,)}

            Haiku computes                     first numbers  max abs  ulp
            after1/output           f32[1,64]  2 2 2 2 ...    0        0.0
            after1/state/~/counter  i32[]      2              0        -
            after2/output           f32[1,64]  3 3 3 3 ...    0        0.0
            after2/state/~/counter  i32[]      3              0        -

            NNX computes                        first numbers  max abs  ulp
            after1/output            f32[1,64]  2 2 2 2 ...    0        0.0
            after1/state/counter     i32[]      2              0        -
            after1/state/multiplier  f32[1]     1              0        0.0
            after2/output            f32[1,64]  3 3 3 3 ...    0        0.0
            after2/state/counter     i32[]      3              0        -
            after2/state/multiplier  f32[1]     1              0        0.0

            As in Python: the trees, the bits of 3 first arrays, and every number.
            """); }

    @Test
    void onATerminalTheTreesStandSideBySideWhereTheyFit() {
        String beside = """
                Haiku  CounterHaiku.java         NNX  CounterNnx.java
                parameters                       parameters
                  {'~': {'multiplier': (1,)}}      {'multiplier': (1,)}
                state                            all Variables
                  {'~': {'counter': ()}}           {'counter': (), 'multiplier': (1,)}
                """;
        assertThat(Ran.onTerminalOf(70, "guide", "run", "functions").out()).contains(beside);
        assertThat(Ran.onTerminalOf(69, "guide", "run", "functions").out()).doesNotContain(beside)
                .contains("\n\nNNX  CounterNnx.java\n");
        assertThat(Ran.onTerminal("guide", "run", "functions").out()).contains("\u001b[1mHaiku\u001b[0m",
                "\u001b[32mAs in Python");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "0", "train", ""})
    void anUnknownSectionIsRefusedWithTheList(String name) {
        Ran ran = Ran.command("guide", "run", name);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.onlyError()).isEqualTo("dovetail guide run: there is no section '" + name + "'; there are "
                + "1 modules, 2 variables, 3 training, 4 state, 5 methods, 6 transforms, 7 layers, 8 functions");
    }

    @Test
    void aMissingSectionIsAskedFor() {
        Ran ran = Ran.command("guide", "run");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.onlyError()).isEqualTo("dovetail guide run: a section is missing; there are "
                + "1 modules, 2 variables, 3 training, 4 state, 5 methods, 6 transforms, 7 layers, 8 functions");
        assertThat(Ran.command("guide", "runn").onlyError()).isEqualTo(
                "dovetail guide: there is no command 'runn'; did you mean run?  (dovetail guide --help tells more)");
        assertThat(Ran.command("guide", "run", "1", "2").onlyError()).isEqualTo(
                "dovetail guide run: there is one argument too many, '2'  (dovetail guide run --help tells more)");
    }

    @Test
    void helpHasAnExample() {
        Ran help = Ran.command("guide", "run", "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: dovetail guide run").contains("dovetail guide run 3", "--json");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }
}
