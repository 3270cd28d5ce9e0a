package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntryPathTests {
    @Test
    void positionsGoByValueAndBeforeNames() {
        List<String> names = Stream.of("b", "10", "1a", "9", "a", "01")
                .sorted((x, y) -> EntryPath.compareComponents(List.of(x), List.of(y))).toList();
        assertThat(names).containsExactly("9", "10", "01", "1a", "a", "b");
        assertThat(EntryPath.isIndex("0")).isTrue();
        assertThat(EntryPath.isIndex("00")).isFalse();
        assertThat(EntryPath.isIndex("9999999999")).isFalse();
    }

    @Property
    void theOrderIsTransitive(@ForAll("components") String a, @ForAll("components") String b,
            @ForAll("components") String c) {
        boolean ab = EntryPath.compareComponents(List.of(a), List.of(b)) <= 0;
        boolean bc = EntryPath.compareComponents(List.of(b), List.of(c)) <= 0;
        assertThat(ab && bc && EntryPath.compareComponents(List.of(a), List.of(c)) > 0).isFalse();
    }

    @Provide
    Arbitrary<String> components() { return Arbitraries.strings().withChars("0129a_").ofMaxLength(3); }
}
