package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.ControlFlow.scan;
import static org.dovetail.core.Tensors.scalar;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.graphOf;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.vmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dovetail.core.fn.F1;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Jvp;
import org.dovetail.core.internal.prim.Lanes;
import org.dovetail.core.internal.prim.Operand;
import org.dovetail.core.internal.trace.BatchTrace;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.internal.trace.JvpTrace;
import org.dovetail.core.internal.trace.Linearized;
import org.dovetail.core.internal.trace.PartialTrace;
import org.junit.jupiter.api.Test;

/** The programs of {@code docs/core-from-scratch.md}, with what the page says that they print. */
class FromScratchTests {
    private static final Path PAGE = Path.of("../docs/core-from-scratch.md");
    private static final Path SOURCE = Path.of("src/test/java/org/dovetail/core/FromScratchTests.java");
    private static final Pattern BLOCK = Pattern.compile("```(java|text)\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile(" *// @start region=\"\\w+\"\n(.*?)\n *// @end\n",
            Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((\\.\\./core/src/main/[^)]+\\.java)\\)");

    private final List<String> printed = new ArrayList<>();

    /** Prints without the lines of this file, which change. */
    private void print(Object value) {
        printed.add(String.valueOf(value).replaceAll("FromScratchTests\\.java:\\d+", "FromScratchTests.java"));
    }

    /** Asserts that the page shows a region of this file, and below it what was printed. */
    private void onThePage(String region) throws IOException {
        String source = Files.readString(SOURCE);
        String begin = "// @start region=\"" + region + "\"\n";
        int start = source.indexOf(begin) + begin.length();
        String code = source.substring(start, source.indexOf("// @end\n", start)).stripTrailing().stripIndent();
        assertThat(Files.readString(PAGE))
                .contains("```java\n" + code + "\n```\n\n```text\n" + String.join("\n", printed) + "\n```\n");
    }

    @Test
    void aTensorIsNumbersWithADtypeAndAShape() throws IOException {
        // @start region="tensors"
        Tensor x = Tensors.of(1, 2, 3);
        Tensor y = x.mul(x);
        print(y.spec());
        print(Arrays.toString(y.toFloats()));
        // @end
        onThePage("tensors");
    }

    @Test
    void aPrimitiveHasFourRules() throws IOException {
        // @start region="rules"
        Tensor x = scalar(2.0);
        Tensor y = scalar(3.0);
        Tensor one = scalar(1.0);
        print(Binary.MUL.infer(List.of(x.spec(), y.spec())));

        Jvp jvp = Binary.MUL.jvp(List.of(x, y), Arrays.asList(one, null));
        print(jvp.primals().getFirst().item() + ", and along x " + jvp.tangents().getFirst().item());

        List<Operand> operands = List.of(new Operand.Linear(x.spec()), new Operand.Known(y));
        print(Binary.MUL.transpose(List.of(one), operands).getFirst().item());

        List<Tensor> many = List.of(Tensors.of(1, 2, 3), y);
        Lanes.Results lanes = Binary.MUL.batch(new Lanes(3, null), many, List.of(true, false));
        print(Arrays.toString(lanes.values().getFirst().toFloats()));
        // @end
        onThePage("rules");
    }

    // @start region="function"
    static Tensor f(Tensor x) { return x.sin().mul(x); }
    // @end

    @Test
    void forwardDifferentiationCarriesTangents() throws IOException {
        // @start region="jvp"
        Function<List<Tensor>, List<Tensor>> function = x -> List.of(f(x.getFirst()));

        Jvp jvp = JvpTrace.run(function, List.of(scalar(2.0)), List.of(scalar(1.0)));
        print((float) jvp.primals().getFirst().item());
        print((float) jvp.tangents().getFirst().item());
        print((float) (Math.cos(2) * 2 + Math.sin(2)));
        // @end
        onThePage("jvp");
    }

    @Test
    void tangentsOfTwoDerivativesAreNotConfused() throws IOException {
        // @start region="confusion"
        F1<Tensor, Tensor> derivative = x -> x.mul(Transforms.jvp((Tensor y) -> x.add(y), x, scalar(1.0)).tangent());
        print(Transforms.jvp(derivative, scalar(5.0), scalar(1.0)).tangent().item());
        // @end
        onThePage("confusion");
    }

    @Test
    void batchingAddsAnAxis() throws IOException {
        // @start region="vmap"
        Function<List<Tensor>, List<Tensor>> dot = x -> List.of(x.get(0).matmul(x.get(1)));

        Tensor matrix = Tensors.of(1, 2, 3, 4, 5, 6).reshape(2, 3);
        Lanes lanes = new Lanes(2, null);
        Lanes.Results rows = BatchTrace.run(lanes, dot, List.of(matrix, Tensors.of(1, 1, 1)), List.of(true, false));
        print(Arrays.toString(rows.values().getFirst().toFloats()));
        print(graphOf(vmap((Tensor row) -> row.matmul(Tensors.of(1, 1, 1))), matrix));
        // @end
        onThePage("vmap");
    }

    @Test
    void stagingNotesDownAGraph() throws IOException {
        // @start region="graph"
        Function<List<Tensor>, List<Tensor>> function = x -> List.of(f(x.getFirst()));
        Graph graph = GraphTrace.run(function, List.of(TensorSpec.of(DType.FLOAT32))).graph();
        print(graph);
        print((float) graph.evaluate(List.of(scalar(2.0))).getFirst().item());
        // @end
        onThePage("graph");
    }

    @Test
    void jitRunsTheFunctionOncePerKindOfArgument() throws IOException {
        // @start region="jit"
        int[] runs = {0};
        F1<Tensor, Tensor> compiled = jit((Tensor x) -> {
            runs[0]++;
            return f(x);
        });
        compiled.apply(scalar(2.0));
        compiled.apply(scalar(3.0));
        print(runs[0]);
        compiled.apply(Tensors.of(1, 2, 3));
        print(runs[0]);
        // @end
        onThePage("jit");
    }

    @Test
    void aJittedFunctionIsOneEquationOfAnother() throws IOException {
        // @start region="call"
        F1<Tensor, Tensor> compiled = jit(FromScratchTests::f);
        print(graphOf((Tensor x) -> compiled.apply(x).add(1), scalar(2.0)));
        // @end
        onThePage("call");
    }

    @Test
    void linearizingLeavesALinearProgram() throws IOException {
        // @start region="linearize"
        Function<List<Tensor>, List<Tensor>> function = x -> List.of(f(x.getFirst()));

        Linearized linear = PartialTrace.linearize(function, List.of(scalar(2.0)), List.of(true));
        print((float) linear.results().getFirst().item());
        List<Atom> outputs = new ArrayList<>(linear.outputs());
        print(new Graph(linear.inputs(), linear.equations(), outputs));
        // @end
        onThePage("linearize");
    }

    @Test
    void transposingRunsItBackwards() throws IOException {
        // @start region="transpose"
        Function<List<Tensor>, List<Tensor>> function = x -> List.of(f(x.getFirst()));

        Linearized linear = PartialTrace.linearize(function, List.of(scalar(2.0)), List.of(true));
        print((float) linear.pushForward(List.of(scalar(1.0))).getFirst().item());
        print((float) linear.pullBack(List.of(scalar(1.0))).getFirst().item());
        // @end
        onThePage("transpose");
    }

    @Test
    void aGradientIsAProgramToo() throws IOException {
        // @start region="grad"
        F1<Tensor, Tensor> derivative = grad(FromScratchTests::f);
        print(graphOf(derivative, scalar(2.0)));
        print((float) derivative.apply(scalar(2.0)).item());
        print((float) grad(derivative).apply(scalar(2.0)).item());
        print((float) (2 * Math.cos(2) - 2 * Math.sin(2)));
        // @end
        onThePage("grad");
    }

    @Test
    void anyOrderOfTransformationsWorks() throws IOException {
        // @start region="composed"
        F1<Tensor, Tensor> derivatives = jit(vmap(grad(FromScratchTests::f)));
        print(Arrays.toString(derivatives.apply(Tensors.of(0, 1, 2)).toFloats()));
        // @end
        onThePage("composed");
    }

    // @start region="loop"
    /** A weight that is multiplied onto a carry, three times. */
    static Tensor loop(Tensor w) {
        Tensor xs = Tensors.of(1, 2, 3);
        return scan((Tensor h, Tensor x) -> {
            Tensor next = h.mul(w.sin()).add(x);
            return new Carry<>(next, next);
        }, scalar(0.0), xs).carry();
    }
    // @end

    @Test
    void aLoopIsAnEquationThatHoldsItsBody() throws IOException {
        // @start region="scan"
        print(graphOf(FromScratchTests::loop, scalar(0.5)));
        print((float) loop(scalar(0.5)).item());
        // @end
        onThePage("scan");
    }

    @Test
    void aLoopIsPartedIntoTwo() throws IOException {
        // @start region="parts"
        print(graphOf(grad(FromScratchTests::loop), scalar(0.5)));
        double s = Math.sin(0.5);
        print((float) grad(FromScratchTests::loop).apply(scalar(0.5)).item());
        print((float) ((2 * s + 2) * Math.cos(0.5)));
        // @end
        onThePage("parts");
    }

    @Test
    void everyLineOfCodeOnThePageIsCompiled() throws IOException {
        String page = Files.readString(PAGE);
        List<String> ours = new ArrayList<>();
        REGION.matcher(Files.readString(SOURCE)).results().forEach(region -> ours.add(region.group(1).stripIndent()));
        for (MatchResult link : LINK.matcher(page).results().toList()) {
            ours.add(Files.readString(PAGE.resolveSibling(link.group(1))));
        }
        List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
        for (MatchResult block : blocks) {
            if (block.group(1).equals("java")) {
                assertThat(ours).as(block.group(2)).anyMatch(source -> isIn(source, block.group(2)));
            }
        }
        long shown = Pattern.compile("onThePage\\(\"").matcher(Files.readString(SOURCE)).results().count();
        assertThat(blocks).filteredOn(block -> block.group(1).equals("text")).hasSize((int) shown);
    }

    /** Whether some lines stand in a source, all indented alike. */
    private static boolean isIn(String source, String excerpt) {
        List<String> lines = source.lines().toList();
        List<String> wanted = excerpt.lines().toList();
        for (int i = 0; i + wanted.size() <= lines.size(); i++) {
            if (String.join("\n", lines.subList(i, i + wanted.size())).stripIndent().equals(excerpt)) {
                return true;
            }
        }
        return false;
    }
}
