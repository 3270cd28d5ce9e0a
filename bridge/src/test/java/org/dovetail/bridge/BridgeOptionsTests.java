package org.dovetail.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dovetail.core.DType;
import org.junit.jupiter.api.Test;

class BridgeOptionsTests {
    @Test
    void linesAreReadAsTheyAreTyped() {
        assertThat(BridgeOptions.of("--map 'critic/linear_2=value.left'", "--kind up=Conv2DTranspose",
                "--kind='bn=BatchNorm(4)'", " --dtype bfloat16 ", "--skip 'ema/**'", "--strict"))
                .isEqualTo(BridgeOptions.DEFAULT.withMap("critic/linear_2=value.left").withKind("up=Conv2DTranspose")
                        .withKind("bn=BatchNorm(4)").withDtype(DType.BFLOAT16).withSkip("ema/**").withStrict());
        assertThat(BridgeOptions.of(List.of())).isEqualTo(BridgeOptions.DEFAULT);
    }

    @Test
    void headsAreAShortFormOfAKind() {
        assertThat(BridgeOptions.of("--heads 'encoder/attend=8'", "--heads look=2")).isEqualTo(BridgeOptions.DEFAULT
                .withKind("encoder/attend=MultiHeadAttention(8)").withKind("look=MultiHeadAttention(2)"));
        for (String wrong : List.of("attend", "attend=", "=4", "attend=0", "attend=-2", "attend=four", "attend=4.5")) {
            assertThatThrownBy(() -> BridgeOptions.of("--heads '" + wrong + "'")).hasMessage("--heads '" + wrong
                    + "': expected PATH=HEADS with a number of heads from 1, as in --heads 'encoder/attend=8'");
        }
    }

    @Test
    void aLineThatIsNoOptionIsRefused() {
        assertThatThrownBy(() -> BridgeOptions.of("--maps 'a=b'")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no option --maps 'a=b'; there are --map 'SOURCE=TARGET', --kind 'PATH=KIND', "
                        + "--heads 'PATH=HEADS', --dtype DTYPE, --skip 'GLOB' and --strict");
        assertThatThrownBy(() -> BridgeOptions.of("--dtype float17"))
                .hasMessage("--dtype float17: there is no such dtype");
    }
}
