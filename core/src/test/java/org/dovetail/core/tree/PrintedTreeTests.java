package org.dovetail.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;

/** The texts are those of Python's {@code pprint.pformat}. */
class PrintedTreeTests {
    @Test
    void whatFitsStandsOnOneLine() {
        assertThat(PrintedTree.of(Map.of("w", Shape.of(784, 256), "b", Shape.of(256), "n", Shape.of())))
                .isEqualTo("{'b': (256,), 'n': (), 'w': (784, 256)}");
        assertThat(PrintedTree.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void whatDoesNotFitIsBrokenAfterEachEntry() {
        Map<String, Shape> average = Map.of("average", Shape.of(1, 256), "counter", Shape.of(), "hidden",
                Shape.of(1, 256));
        assertThat(PrintedTree.of(Map.of("model/block/batch_norm/~/mean_ema", average))).isEqualTo("""
                {'model/block/batch_norm/~/mean_ema': {'average': (1, 256),
                                                       'counter': (),
                                                       'hidden': (1, 256)}}""");
    }

    @Test
    void integersAreSortedByTheirSizeAndNotQuoted() {
        assertThat(PrintedTree.of(Map.of("layers", Map.of(10, Shape.of(1), 9, Shape.of(2)))))
                .isEqualTo("{'layers': {9: (2,), 10: (1,)}}");
    }

    @Test
    void otherValuesAreRefused() {
        assertThatThrownBy(() -> PrintedTree.of(Map.of("a", 1))).hasMessage("a tree of shapes is expected; got 1");
    }
}
