package org.dovetail.parity.mistakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.parity.golden.Goldens;
import org.dovetail.parity.mistakes.Mistake.DoesNotCompile;
import org.dovetail.parity.mistakes.Mistake.NotInJava;
import org.dovetail.parity.mistakes.Mistake.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The programs of {@code reference/errors.py}, which the real libraries refuse, are refused here with what to do. */
class MistakeGoldenTests {
    private static final Map<String, Mistake> MISTAKES = Stream
            .of(TransformMistakes.ALL, ArrayMistakes.ALL, HaikuMistakes.ALL, NnxMistakes.ALL, Unwritable.ALL)
            .flatMap(table -> table.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    /** A program of the golden, with what Python says of it. */
    record Case(JsonNode json) {
        String id() { return json.path("id").asString(); }

        String python() { return json.path("type").asString() + ": " + json.path("first_line").asString(); }

        Mistake mistake() { return Objects.requireNonNull(MISTAKES.get(id()), "no table has " + id()); }

        @Override
        public String toString() { return id() + ": " + json.path("about").asString(); }
    }

    static Stream<Case> cases() { return Goldens.json("errors/errors.json").valueStream().map(Case::new); }

    @Test
    void everyMistakeOfTheGoldenIsInATableAndNoOther() {
        assertThat(MISTAKES.keySet()).containsExactlyInAnyOrderElementsOf(cases().map(Case::id).toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatPythonRefusesIsRefusedInJava(Case one) {
        switch (one.mistake()) {
            case Refused refused ->
                assertThatThrownBy(refused.program()).as(one.python()).isExactlyInstanceOf(refused.type())
                        .hasMessageStartingWith(refused.who())
                        .hasMessageContainingAll(refused.got(), refused.expected(), refused.remedy());
            case DoesNotCompile(String expression, String corrected) -> {
                assertThat(Javac.errors(expression)).as(one.python()).isNotEmpty();
                assertThat(Javac.errors(corrected)).as(corrected).isEmpty();
            }
            case NotInJava(String reason) -> assertThat(reason).isNotBlank();
        }
    }
}
