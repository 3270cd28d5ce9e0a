package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.nnx.ScanAxis.BROADCAST;
import static org.dovetail.nnx.ScanAxis.CARRY;
import static org.dovetail.nnx.ScanAxis.axis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dovetail.bridge.Bridge;
import org.dovetail.bridge.Filled;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F2;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.HaikuGruCell;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Rngs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cell that takes the weights of Haiku's GRU gives the outputs of the real {@code hk.GRU}. */
class HaikuGruCellTests {
    /** Sums of up to seven products over six steps; XLA adds them in another order. Measured 1.2e-7. */
    private static final double TOLERANCE = 4e-7;

    static final class Along extends Module {
        final HaikuGruCell cell;

        Along(int features, int hidden) { cell = new HaikuGruCell(features, hidden, new Rngs(1)); }

        Tensor call(Tensor x) {
            return Nnx.scan((Tensor state, HaikuGruCell c, Tensor step) -> c.call(state, step))
                    .in(CARRY, BROADCAST, axis(1)).out(CARRY, axis(1)).apply(cell.initialState(x.dim(0)), cell, x)
                    .out();
        }
    }

    @ParameterizedTest
    @CsvSource({"gru, gru, eager", "gru, gru, jit", "gru_named, core, eager"})
    void itComputesWhatHaikusGruDoes(String golden, String module, String how) {
        Params params = params(golden, module);
        Map<String, Array> io = Goldens.numbers(golden + "/io.npz");
        Array x = Objects.requireNonNull(io.get("input"));
        Array output = Objects.requireNonNull(io.get("output"));
        Filled<Along> filled = Bridge.toNnx(params, new Along(x.dim(-1), output.dim(-1)));
        F2<Along, Tensor, Tensor> call = Along::call;
        float[] got = (how.equals("jit") ? Nnx.jit(call) : call).apply(filled.model(), x).toFloats();
        float[] expected = output.toFloats();
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            assertThat(Math.abs((double) got[i] - expected[i])).as("output " + i).isLessThanOrEqualTo(TOLERANCE);
        }
        assertThat(Bridge.toHaiku(filled).params()).hasToString(params.toString());
    }

    @Test
    void theReportTellsTheCellToUse() {
        Filled<Along> filled = Bridge.toNnx(params("gru", "gru"), new Along(4, 6));
        assertThat(filled.notes()).singleElement().asString()
                .contains("new HaikuGruCell(4, 6, rngs)");
    }

    private static Params params(String golden, String module) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        Goldens.numbers(golden + "/haiku.npz")
                .forEach((path, array) -> arrays.put(path.substring(path.lastIndexOf('/') + 1), array));
        return Params.of(Map.of(module, arrays));
    }
}
