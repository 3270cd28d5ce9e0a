package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.Array;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.State;
import org.dovetail.parity.golden.Goldens;

/** The arrays of a model by the names that the goldens give them. */
final class Named {
    private Named() {}

    static Map<String, Array> arrays(Params params) {
        Map<String, Array> arrays = new TreeMap<>();
        params.modules().forEach(
                (module, bundle) -> bundle.forEach((name, tensor) -> arrays.put(module + "/" + name, tensor.array())));
        return arrays;
    }

    static Map<String, Array> arrays(HkState state) {
        Map<String, Array> arrays = new TreeMap<>();
        state.modules().forEach(
                (module, bundle) -> bundle.forEach((name, tensor) -> arrays.put(module + "/" + name, tensor.array())));
        return arrays;
    }

    static Map<String, Array> arrays(State state) {
        Map<String, Array> arrays = new TreeMap<>();
        state.flat().forEach((path, tensor) -> arrays.put(path.toString(), tensor.array()));
        return arrays;
    }

    /** The golden of a name. */
    static Array golden(Map<String, Array> golden, String name) {
        Array array = golden.get(name);
        if (array == null) {
            throw new AssertionError("there is no golden " + name);
        }
        return array;
    }

    /** Asserts that arrays have the elements that a golden keeps of them, within a relative tolerance. */
    static void assertClose(Map<String, Array> arrays, Map<String, Array> golden, String prefix, double tolerance) {
        assertThat(arrays).isNotEmpty();
        arrays.forEach((name, array) -> {
            Array first = golden.get(prefix + name + "/first");
            if (first == null) {
                assertThat(golden).containsKey(prefix + name);
                assertThat(array.bitEquals(golden(golden, prefix + name))).as(name).isTrue();
                return;
            }
            assertClose(name, Goldens.first(array), first.toFloats(), tolerance);
            double[] statistics = Goldens.statistics(array);
            for (int i = 0; i < statistics.length; i++) {
                double expected = golden(golden, prefix + name + "/statistics").doubleAt(i);
                assertThat(statistics[i]).as(name).isCloseTo(expected,
                        within(tolerance * Math.max(1, Math.abs(expected))));
            }
        });
    }

    /** Asserts that numbers differ by no more than a tolerance, absolute below 1 and relative above. */
    static void assertClose(String name, float[] numbers, float[] expected, double tolerance) {
        assertThat(numbers).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) numbers[i]).as(name + "[" + i + "]").isCloseTo(expected[i],
                    within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
