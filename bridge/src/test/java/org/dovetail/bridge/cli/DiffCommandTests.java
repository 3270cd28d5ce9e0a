package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTests {
    @TempDir
    Path folder;

    private Path file(String name, Object... namesAndArrays) throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndArrays.length; i += 2) {
            nodes.put((String) namesAndArrays[i], Node.Leaf.of((Array) namesAndArrays[i + 1]));
        }
        return SmallFiles.write(folder.resolve(name), nodes);
    }

    private static Array floats(float... values) { return Array.ofFloats(Shape.of(values.length), values); }

    @Test
    void theWorstComesFirstAndTheStatusIs1() throws IOException {
        Path a = file("a.npz", "net//w", floats(1, 2, 3, 4), "net//b", floats(1, 1), "out//w", floats(5));
        Path b = file("b.npz", "net//w", floats(1, 2, 3, 4.5f), "net//b", floats(1, 1), "out//w", floats(9));
        assertThat(Ran.command("diff", a, b)).isEqualTo(new Ran(1, """
                array  spec    max abs  max rel  max ulp    cosine       differing  rule  rests on
                out/w  f32[1]  4        0.44444  7,340,032  1.000000000  1 of 1     -     name
                net/w  f32[4]  0.50000  0.11111  1,048,576  0.998295384  1 of 4     -     name
                1 of 3 arrays is equal, bit for bit
                """, ""));
        assertThat(Ran.command("diff", a, a)).isEqualTo(new Ran(0, "3 of 3 arrays are equal, bit for bit\n", ""));
    }

    @Test
    void whatIsNoRoundingComesBeforeUnitsInTheLastPlace() throws IOException {
        Path a = file("a.npz", "a//w", floats(1e-30f), "b//w", floats(1000), "c//w", Array.ofInts(Shape.of(1), 7),
                "d//w", floats(1.5f).cast(DType.FLOAT16, Arena.ofAuto()), "e//w", floats(1), "f//w",
                floats(Float.NaN), "g//w", floats(3), "only//w", floats(1));
        Path b = file("b.npz", "a//w", floats(2e-30f), "b//w", floats(1001), "c//w", Array.ofInts(Shape.of(1), 8),
                "d//w", floats(1.25f), "e//w", floats(1, 1), "f//w", floats(2), "g//w", floats(3), "w", floats(1));
        assertThat(Ran.command("diff", a, b).out().lines().map(line -> line.split(" ", 2)[0])).containsExactly("only",
                "only", "array", "f/w", "e/w", "d/w", "c/w", "a/w", "b/w", "1", "1");
    }

    @Test
    void equalNamesTellTheirRuleToo() throws IOException {
        Path a = file("a.npz", "net/conv2_d//w", SmallFiles.counting(1, 3, 3, 2, 2), "net/x//w",
                SmallFiles.counting(1, 2, 3), "net/up//w", SmallFiles.counting(1, 3, 3, 2, 2));
        Path b = file("b.npz", "net/conv2_d//w", SmallFiles.counting(2, 3, 3, 2, 2), "net/x//w",
                SmallFiles.counting(2, 2, 3), "net/up//w", SmallFiles.counting(2, 3, 3, 2, 2));
        assertThat(Ran.command("diff", a, b).out()).containsPattern("net/conv2_d/w .* Conv2D +name\n")
                .containsPattern("net/x/w .* Linear +name\n")
                .containsPattern("net/up/w .* Conv2D or Conv2DTranspose +name\n");
        assertThat(Ran.command("diff", a, b, "--json").out()).contains("\"kind\": \"Linear\"",
                "\"rests_on\": \"name\"");
    }

    @Test
    void toleranceIsAsInNumpy() throws IOException {
        Path a = file("a.npz", "net//w", floats(1, 100, Float.NaN, Float.POSITIVE_INFINITY));
        Path b = file("b.npz", "net//w", floats(1.05f, 101, Float.NaN, Float.POSITIVE_INFINITY));
        assertThat(Ran.command("diff", a, b, "--atol", "0.04", "--rtol", "0.02")).isEqualTo(
                new Ran(0, "1 of 1 array is equal, within atol 0.040000 + rtol 0.020000 * |b|\n", ""));
        assertThat(Ran.command("diff", a, b, "--atol", "0.04").status()).isEqualTo(1);
        Path inf = file("inf.npz", "net//w", floats(1, 100, Float.NaN, 0));
        assertThat(Ran.command("diff", inf, a, "--rtol", "0.5").out()).contains("inf", "1 of 4");
    }

    @Test
    void bitsCountWithoutTolerance() throws IOException {
        Path a = file("a.npz", "net//w", floats(0f, Float.intBitsToFloat(0x7fc00000)));
        Path b = file("b.npz", "net//w", floats(-0f, Float.intBitsToFloat(0x7fc00001)));
        Ran ran = Ran.command("diff", a, b);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).contains("net/w  f32[2]  0        0        0        nan     2 of 2");
        assertThat(Ran.command("diff", a, b, "--atol", "1e-30").status()).isZero();
    }

    @Test
    void missingArraysAndOtherShapesAreDifferences() throws IOException {
        Path a = file("a.npz", "net//w", floats(1), "net//b", floats(1), "old//w", floats(1));
        Path b = file("b.npz", "net//w", floats(1, 2), "net//b", floats(1), "new//w", floats(1));
        Ran ran = Ran.command("diff", a, b);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("""
                only in %1$s  old/w f32[1]
                only in %2$s  new/w f32[1]
                array  spec             max abs        max rel  max ulp  cosine  differing  rule  rests on
                net/w  f32[1] / f32[2]  another shape                                       -     name
                1 of 2 arrays is equal, bit for bit; 1 only in %1$s, 1 only in %2$s
                """.formatted(a, b));
    }

    @Test
    void librariesAreComparedThroughTheMapping() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path model = folder.resolve("model.safetensors");
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        Ran.command("convert", params, model, "--like", like);
        Ran there = Ran.command("diff", params, model);
        assertThat(there.status()).isZero();
        assertThat(there.out()).contains("not compared, because the other library has no such arrays: "
                + "state/net/batch_norm/~/mean_ema/hidden,", "8 of 8 arrays are equal, bit for bit\n");
        assertThat(Ran.command("diff", model, params).status()).isZero();
        Path half = folder.resolve("half.safetensors");
        Ran.command("convert", params, half, "--like", like, "--dtype", "bfloat16");
        Ran rounded = Ran.command("diff", params, half, "--atol", "0.1");
        assertThat(rounded.status()).isZero();
        assertThat(rounded.out()).contains("8 arrays have another dtype, and are compared by value",
                "8 of 8 arrays are equal, within atol 0.10000");
    }

    @Test
    void whatCannotBeMatchedIsRefusedAndCanBeSettled() throws IOException {
        Path a = file("a.npz", "x//w", SmallFiles.counting(1, 2, 3), "y//w", SmallFiles.counting(2, 2, 3));
        Path b = file("b.safetensors", "p.kernel", SmallFiles.counting(2, 2, 3), "q.kernel",
                SmallFiles.counting(1, 2, 3));
        Ran ran = Ran.command("diff", a, b);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).startsWith("2 of 2 layers can go either way:");
        assertThat(Ran.command("diff", a, b, "--map", "x=q").out()).isEqualTo("2 of 2 arrays are equal, bit for bit\n");
        assertThat(Ran.command("diff", a, b, "--map", "x=p").out()).contains("x/w -> p.kernel  f32[2,3]  1");
    }

    @Test
    void dtypesOfOneNameAreComparedByValue() throws IOException {
        Path a = file("a.npz", "net/w", floats(1.5f, 2));
        Path b = file("b.safetensors", "net/w", floats(1.5f, 2).cast(DType.BFLOAT16, Arena.ofAuto()));
        assertThat(Ran.command("diff", a, b)).isEqualTo(new Ran(0, """
                1 array has another dtype, and is compared by value
                1 of 1 array is equal, number for number
                """, ""));
    }

    @Test
    void thePageStandsByItselfAndEscapesNames() throws IOException {
        Path a = file("a<b>.npz", "net/<img src=x>&w", floats(1, 2));
        Path b = file("b.npz", "net/<img src=x>&w", floats(1, 3));
        Path page = folder.resolve("report.html");
        assertThat(Ran.command("diff", a, b, "--report", page).status()).isEqualTo(1);
        String html = Files.readString(page);
        assertThat(html).startsWith("<!doctype html>")
                .contains("\"\\u003Cimg src=x\\u003E\\u0026w\"", "a\\u003Cb\\u003E.npz",
                        "default-src 'none'; style-src 'sha256-")
                .doesNotContain("<img", "https:", "src=\"", "@import", "url(");
    }

    @Test
    void thePageTellsWhatEveryMatchRestsOn() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path model = folder.resolve("model.safetensors");
        Ran.command("convert", params, model, "--like",
                Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE));
        Path page = folder.resolve("report.html");
        assertThat(Ran.command("diff", params, model, "--report", page).status()).isZero();
        assertThat(Files.readString(page)).contains("\"tone\":\"good\"",
                "\"kind\":\"BatchNorm\",\"rests\":\"shape\",\"how\":\"reshape[1,4]-\\u003E[4]\",\"compared\":{\"equal\":true",
                "Not compared, because the other library has no such arrays");
    }

    @Test
    void thePageShowsWhereArraysDiffer() throws IOException {
        Path a = file("a.npz", "net//w", SmallFiles.counting(1, 2, 3));
        Array other = Array.ofFloats(Shape.of(2, 3), 1, 1.25f, 1.5f, 1.75f, 2, 3);
        Path b = file("b.npz", "net//w", other);
        Path page = folder.resolve("report.html");
        assertThat(Ran.command("diff", a, b, "--report", page).status()).isEqualTo(1);
        assertThat(Files.readString(page)).contains("\"tone\":\"bad\"", "\"differing\",\"1 of 6\"",
                "\"heat\":{\"rows\":2,\"columns\":3,\"levels\":\"000009\"}");
    }

    @Test
    void jsonHasEveryArray() throws IOException {
        Path a = file("a.npz", "net/w", floats(1, Float.NaN));
        Path b = file("b.npz", "net/w", floats(1, 2));
        assertThat(Ran.command("diff", a, b, "--json").out()).contains("\"equal\": false", "\"max_abs\": \"nan\"",
                "\"differing\": 1", "\"only_a\": []");
    }
}
