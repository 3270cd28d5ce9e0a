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
    void aLineThatIsNoOptionIsRefused() {
        assertThatThrownBy(() -> BridgeOptions.of("--maps 'a=b'")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no option --maps 'a=b'; there are --map 'SOURCE=TARGET', --kind 'PATH=KIND', "
                        + "--dtype DTYPE, --skip 'GLOB' and --strict");
        assertThatThrownBy(() -> BridgeOptions.of("--dtype float17"))
                .hasMessage("--dtype float17: there is no such dtype");
    }
}
