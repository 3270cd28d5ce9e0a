package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.nnx.BatchNorm;
import org.dovetail.nnx.HaikuGruCell;
import org.dovetail.nnx.Rngs;
import org.junit.jupiter.api.Test;

/** The lines that make a layer: those of Java are compiled here, those of Python are run in the parity lane. */
class SettingsTests {
    private static final Path SOURCES = Path.of("src", "test", "java", "org", "dovetail", "bridge", "rules");
    private static final Pattern IN_JAVA = Pattern.compile("in Java (new [^;]*)");

    private static Map<String, TensorSpec> specs(Object... rolesAndShapes) {
        Map<String, TensorSpec> specs = new HashMap<>();
        for (int i = 0; i < rolesAndShapes.length; i += 2) {
            specs.put((String) rolesAndShapes[i],
                    new TensorSpec(DType.FLOAT32, (Shape) rolesAndShapes[i + 1]));
        }
        return specs;
    }

    private static String line(String kind, Style to, Map<String, TensorSpec> specs) {
        return Rules.all().stream().filter(rule -> rule.kind().equals(kind)).findFirst().orElseThrow()
                .note(to, specs).orElseThrow().split(";", 2)[0];
    }

    @Test
    void extentsFillTheLines() {
        assertThat(line("LayerNorm", Style.NNX, specs("bias", Shape.of(6))))
                .isEqualTo("nnx.LayerNorm(6, epsilon=1e-5, use_fast_variance=False, use_scale=False, rngs=rngs)");
        assertThat(line("LayerNorm", Style.HAIKU, specs("scale", Shape.of(6)))).isEqualTo(
                "hk.LayerNorm(-1, create_scale=True, create_offset=False, eps=1e-6, use_fast_variance=True)");
        assertThat(line("Conv1D", Style.NNX, specs("kernel", Shape.of(3, 4, 8)))).isEqualTo(
                "nnx.Conv(4 * groups, 8, kernel_size=(3,), strides=stride, kernel_dilation=rate, padding=padding, "
                        + "feature_group_count=groups, use_bias=False, rngs=rngs)");
        assertThat(line("Conv2D", Style.HAIKU, specs("w", Shape.of(3, 5, 4, 8), "b", Shape.of(8, 1, 1)))).isEqualTo(
                "hk.Conv2D(8, kernel_shape=(3, 5), stride=strides, rate=kernel_dilation, padding=padding, "
                        + "data_format='channels_first', feature_group_count=feature_group_count)");
        assertThat(line("Conv2DTranspose", Style.NNX, specs("kernel", Shape.of(3, 3, 4, 5), "bias", Shape.of(5))))
                .startsWith("nnx.ConvTranspose(4, 5, kernel_size=(3, 3), ");
        assertThat(line("Conv2DTranspose(transpose_kernel)", Style.NNX,
                specs("kernel", Shape.of(3, 3, 5, 4), "bias", Shape.of(5))))
                .startsWith("nnx.ConvTranspose(4, 5, kernel_size=(3, 3), ").contains("transpose_kernel=True");
        assertThat(line("MultiHeadAttention", Style.NNX, specs("query/kernel", Shape.of(12, 4, 2), "out/kernel",
                Shape.of(4, 2, 6)))).isEqualTo("nnx.MultiHeadAttention(4, 12, qkv_features=8, out_features=6, "
                        + "use_bias=False, decode=False, rngs=rngs)");
        assertThat(line("LSTM", Style.NNX, specs("dense_i/kernel", Shape.of(5, 28), "dense_h/kernel", Shape.of(7, 28),
                "dense_h/bias", Shape.of(28)))).isEqualTo("nnx.OptimizedLSTMCell(5, 7, rngs=rngs)");
        assertThat(line("LSTM", Style.HAIKU, specs("linear/w", Shape.of(12, 28), "linear/b", Shape.of(28))))
                .isEqualTo("hk.LSTM(7)");
    }

    @Test
    void namesStandForWhatIsNotTold() {
        for (LayerRule rule : Rules.all()) {
            for (Style to : Style.values()) {
                rule.note(to, Map.of())
                        .ifPresent(note -> assertThat(note).as(rule.kind()).doesNotContain("False=", "null")
                                .doesNotContainPattern("\\((\\d+)[,)]"));
            }
        }
        assertThat(line("BatchNorm", Style.NNX, Map.of()))
                .isEqualTo("nnx.BatchNorm(num_features, momentum=decay_rate, epsilon=1e-5, rngs=rngs)");
    }

    @Test
    void theLinesInJavaAreCompiledHere() throws IOException {
        String compiled = Files.readString(SOURCES.resolve("SettingsTests.java")).split("// @start", 2)[1]
                + Files.readString(SOURCES.resolve("HaikuLines.java"));
        Map<String, TensorSpec> gru = specs("input", Shape.of(3, 12), "recurrent", Shape.of(4, 12), "bias",
                Shape.of(12));
        List<String> lines = new ArrayList<>();
        for (Map<String, TensorSpec> averages : List.of(
                specs("mean", Shape.of(4), "var", Shape.of(4), "scale", Shape.of(4), "bias", Shape.of(4)),
                specs("mean", Shape.of(4), "var", Shape.of(4)),
                specs("mean", Shape.of(4), "var", Shape.of(4), "bias", Shape.of(4)), Map.<String, TensorSpec>of())) {
            lines.addAll(inJava("BatchNorm", Style.NNX, averages));
        }
        lines.addAll(inJava("BatchNorm", Style.HAIKU, specs("scale", Shape.of(4), "offset", Shape.of(4))));
        lines.addAll(inJava("BatchNorm", Style.HAIKU, specs("scale", Shape.of(4))));
        lines.addAll(inJava("GRU", Style.NNX, gru));
        lines.addAll(inJava("GRU", Style.NNX, Map.of()));
        assertThat(lines).hasSize(8).allSatisfy(line -> assertThat(compiled).contains(line));
        assertThat(layers()).hasSize(6);
        assertThat(HaikuLines.normalised(Tensors.ones(2, 4)).spec()).hasToString("f32[2,4]");
    }

    private static List<String> inJava(String kind, Style to, Map<String, TensorSpec> specs) {
        return IN_JAVA.matcher(Rules.all().stream().filter(rule -> rule.kind().equals(kind)).findFirst().orElseThrow()
                .note(to, specs).orElseThrow()).results().map(found -> found.group(1)).toList();
    }

    // @start region="lines"
    private static List<Object> layers() {
        Rngs rngs = new Rngs(0);
        int numFeatures = 4;
        int inFeatures = 3;
        int hiddenSize = 4;
        double decayRate = 0.9;
        return Arrays.asList(new BatchNorm(4, decayRate, rngs),
                new BatchNorm(4, BatchNorm.options().momentum(decayRate).withoutScale().withoutBias(), rngs),
                new BatchNorm(4, BatchNorm.options().momentum(decayRate).withoutScale(), rngs),
                new BatchNorm(numFeatures, decayRate, rngs), new HaikuGruCell(3, 4, rngs),
                new HaikuGruCell(inFeatures, hiddenSize, rngs));
    }
    // @end
}
