package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;

class NamesTests {
    /** Haiku's rule as FACTS 1.2 words it, letter by letter; names until the first refusal. */
    private static List<String> model(List<String> asked) {
        Map<String, Integer> counter = new HashMap<>();
        Set<String> used = new TreeSet<>();
        List<String> names = new ArrayList<>();
        for (String name : asked) {
            int digits = name.length();
            while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
                digits--;
            }
            String number = name.substring(digits);
            boolean numbered = digits > 0 && name.charAt(digits - 1) == '_' && !number.isEmpty()
                    && (number.equals("0") || number.charAt(0) != '0');
            String base = numbered ? name.substring(0, digits - 1) : name;
            int n = numbered ? Integer.parseInt(number) : counter.getOrDefault(base, 0);
            String result = numbered || n == 0 ? name : base + "_" + n;
            if (!used.add(result)) {
                return names;
            }
            names.add(result);
            counter.put(base, Math.max(counter.getOrDefault(base, 0), n + 1));
        }
        return names;
    }

    @Provide
    Arbitrary<List<String>> requests() {
        return Arbitraries.of("a", "b", "a_0", "a_1", "a_2", "a_01", "a_1_2", "a_1_", "_1", "_", "b_3", "b_10", "ab")
                .list().ofMaxSize(12);
    }

    @Property
    void namesFollowHaikusRule(@ForAll("requests") List<String> asked) {
        Names names = new Names();
        List<String> got = new ArrayList<>();
        List<String> expected = model(asked);
        for (String name : asked) {
            if (got.size() == expected.size()) {
                assertThatThrownBy(() -> names.unique(name)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("is not unique");
                return;
            }
            got.add(names.unique(name));
        }
        assertThat(got).isEqualTo(expected);
    }

    @Property
    void prefixesChangeNothing(@ForAll("requests") List<String> asked) {
        List<String> expected = model(asked);
        Names names = new Names();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(names.unique("m/~/" + asked.get(i))).isEqualTo("m/~/" + expected.get(i));
        }
    }

    @Test
    void aTakenNameTellsWhatToAskFor() {
        Names names = new Names();
        names.unique("a");
        names.unique("a");
        assertThatThrownBy(() -> names.unique("a_1")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Module name 'a_1' is not unique: another module of this scope has it. Ask for 'a', which is "
                                + "numbered by itself, or for another name");
    }

    @Test
    void anInvalidNameTellsWhichAreValid() {
        for (String name : List.of("", "1a", "a b", "a/b", "a-b", "~a", "é")) {
            assertThatThrownBy(() -> Names.valid(name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "' is not a valid module name")
                    .hasMessageContaining("new Linear(10, \"encoder\")");
        }
    }
}
