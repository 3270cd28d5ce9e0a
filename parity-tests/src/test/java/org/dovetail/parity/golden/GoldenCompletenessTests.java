package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.dovetail.core.sweep.Calls;
import org.dovetail.core.sweep.Functions;
import org.junit.jupiter.api.Test;

/** Every public function of core's tensors is judged by numbers of the real JAX: a class of this package calls it. */
class GoldenCompletenessTests {
    /** Of this one's calls the dtypes alone are judged. */
    private static final String OF_DTYPES = "DTypeGoldenTests.class";

    @Test
    void everyPublicFunctionIsJudgedByAGolden() {
        Set<String> missing = new TreeSet<>(Functions.all());
        missing.removeAll(Calls.from(GoldenCompletenessTests.class, file -> !file.equals(OF_DTYPES)));
        assertThat(missing).as("add a case of each of them to a set of goldens").isEmpty();
    }
}
