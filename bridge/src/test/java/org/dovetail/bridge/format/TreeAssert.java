package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.dovetail.core.Array;

/** Compares trees bit for bit. */
final class TreeAssert {
    private TreeAssert() {}

    static void assertSame(Node actual, Node expected) throws IOException {
        switch (expected) {
            case Node.Leaf leaf -> {
                assertThat(actual).isInstanceOf(Node.Leaf.class);
                Node.Leaf other = (Node.Leaf) actual;
                assertThat(other.spec()).isEqualTo(leaf.spec());
                assertThat(other.variable()).isEqualTo(leaf.variable());
                try (Arena arena = Arena.ofConfined()) {
                    Array numbers = other.numbers().read(arena);
                    assertThat(numbers.bitEquals(leaf.numbers().read(arena))).isTrue();
                }
            }
            case Node.Scalar scalar -> assertThat(actual).isEqualTo(scalar);
            case Node.Branch(var kind, var children, String type) -> {
                assertThat(actual).isInstanceOf(Node.Branch.class);
                Node.Branch other = (Node.Branch) actual;
                assertThat(other.kind()).isEqualTo(kind);
                assertThat(other.type()).isEqualTo(type);
                assertThat(other.children().keySet()).containsExactlyInAnyOrderElementsOf(children.keySet());
                for (var child : children.entrySet()) {
                    assertSame(requireNonNull(other.children().get(child.getKey())), child.getValue());
                }
            }
        }
    }
}
