package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class AlignmentTests {
    private static final String CRITIC = """
            critic/linear/w f32[8,64]
            critic/linear/b f32[64]
            critic/linear_1/w f32[64,1]
            critic/linear_1/b f32[1]
            critic/linear_2/w f32[64,1]
            critic/linear_2/b f32[1]
            """;
    private static final String VALUE = """
            body.kernel f32[8,64]
            body.bias f32[64]
            value.left.kernel f32[64,1]
            value.left.bias f32[1]
            value.right.kernel f32[64,1]
            value.right.bias f32[1]
            """;

    private static final String TOWER = "net/%s/linear/w f32[4,6]\nnet/%s/linear_1/w f32[6,5]\nnet/%s/linear_2/w f32[5,3]\n";
    private static final String TRUNK = "%s.one.kernel f32[4,6]\n%s.two.kernel f32[6,5]\n%s.three.kernel f32[5,3]\n";

    @Test
    void aRefusalPrintsCandidatesAndTheLineThatSettlesThem() throws AlignmentException {
        Alignment.Refused refused = refused(CRITIC, VALUE, Alignment.Options.DEFAULT);
        assertThat(refused.message()).isEqualTo(
                """
                        2 of 3 layers can go either way:
                          critic/linear_1/{w f32[64,1], b f32[1]}  ->  value.left  or  value.right
                          critic/linear_2/{w f32[64,1], b f32[1]}  ->  value.left  or  value.right
                        Settle them with   --map 'critic/linear_1=value.left'   (or the other way round)   or edit the plan:   dovetail plan ... -o plan.json""");
        assertThat(refused.lines()).containsExactly("--map 'critic/linear_1=value.left'");
        assertThat(refused.plan().open()).hasSize(2);
    }

    @Test
    void aLineSettlesEitherWay() throws AlignmentException {
        Mapping steps = mapped(CRITIC, VALUE, maps("critic/linear_1=value.right"));
        assertThat(steps.get("value.right").source()).isEqualTo("critic/linear_1");
        assertThat(steps.get("value.left").source()).isEqualTo("critic/linear_2");
        assertThat(steps.get("value.left").basis()).isEqualTo(Basis.MAP);
        assertThat(steps.get("body").basis()).isEqualTo(Basis.SHAPE);
    }

    @Test
    void linesThatNameNothingAreUsageErrors() {
        assertThatThrownBy(() -> align(CRITIC, VALUE, maps("critic/linear_7=value.left")))
                .isInstanceOf(AlignmentException.class)
                .hasMessage(
                        "--map 'critic/linear_7=value.left': the source has no layer 'critic/linear_7'; it has critic/linear, critic/linear_1, critic/linear_2");
        assertThatThrownBy(() -> align(CRITIC, VALUE, maps("critic/linear_1=value.middle")))
                .hasMessageContaining("the like file has no layer 'value.middle'");
        assertThatThrownBy(() -> align(CRITIC, VALUE, maps("critic/linear_1")))
                .hasMessageContaining("expected SOURCE=TARGET, as in --map 'critic/linear_2=value.left'");
        assertThatThrownBy(() -> align(CRITIC, VALUE, kinds("nothing=Linear")))
                .hasMessageContaining("neither side has a layer 'nothing'");
        assertThatThrownBy(() -> align(CRITIC, VALUE, kinds("critic/linear=Lineer")))
                .hasMessageContaining("there is no kind 'Lineer'; known are Conv1D");
    }

    @Test
    void oneLineForAScopeSettlesScopesThatAreAlike() throws AlignmentException {
        String source = TOWER.formatted("a", "a", "a") + TOWER.formatted("b", "b", "b");
        String target = TRUNK.formatted("x", "x", "x") + TRUNK.formatted("y", "y", "y");
        Alignment.Refused refused = refused(source, target, Alignment.Options.DEFAULT);
        assertThat(refused.lines()).containsExactly("--map 'net/a=x'");
        assertThat(mapped(source, target, maps("net/a=x")).get("y.three").source()).isEqualTo("net/b/linear_2");
        assertThat(mapped(source, target, maps("net/a=y")).get("y.three").source()).isEqualTo("net/a/linear_2");
        Alignment.Refused back = (Alignment.Refused) Alignment.align(Style.NNX, entries(target, "\\."),
                KeyScheme.DOTTED,
                Style.HAIKU, entries(source, "/"), KeyScheme.SLASH, Alignment.Options.DEFAULT);
        assertThat(back.lines()).containsExactly("--map 'x=net/a'");
    }

    @Test
    void aScopeWhoseNameALayerHasIsNoLine() throws AlignmentException {
        String source = "net/a/w f32[9,9]\n" + TOWER.formatted("a", "a", "a") + TOWER.formatted("b", "b", "b");
        String target = "x.kernel f32[9,9]\n" + TRUNK.formatted("x", "x", "x") + TRUNK.formatted("y", "y", "y");
        Alignment.Refused refused = refused(source, target, Alignment.Options.DEFAULT);
        assertThat(refused.lines()).containsExactly("--map 'net/b=y'");
        assertThat(mapped(source, target, maps("net/b=y")).get("x.three").source()).isEqualTo("net/a/linear_2");
    }

    @Test
    void aLineMayNameAScopeOrAnArray() throws AlignmentException {
        String source = "a/linear/w f32[4,4]\na/linear_1/w f32[4,5]\nb/linear/w f32[4,4]\nb/linear_1/w f32[4,5]\n";
        String target = "x.one.kernel f32[4,4]\nx.two.kernel f32[4,5]\ny.one.kernel f32[4,4]\ny.two.kernel f32[4,5]\n";
        Mapping steps = mapped(source, target, maps("b=x"));
        assertThat(steps.get("x.two").source()).isEqualTo("b/linear_1");
        assertThat(steps.get("y.one").source()).isEqualTo("a/linear");
        Step alone = mapped("linear/w f32[4,5]\n", "projection f32[4,5]\n", maps("linear/w=projection"))
                .get("projection");
        assertThat(alone.kind()).isEmpty();
        assertThat(alone.moves()).singleElement().satisfies(move -> assertThat(move.ops()).isEmpty());
    }

    @Test
    void aLayerThatIsTheModelItselfIsLeftOutByItsArrays() throws AlignmentException {
        Alignment.Result result = Alignment.align(Style.NNX, entries("kernel f32[8,12]\nbias f32[12]\n", "\\."),
                KeyScheme.DOTTED, Style.HAIKU, entries("linear/w f32[8,10]\n", "/"), KeyScheme.SLASH,
                Alignment.Options.DEFAULT);
        assertThat(((Alignment.Refused) result).message())
                .contains("Leave a layer out with   --skip 'kernel' --skip 'bias'   or");
    }

    @Test
    void whatFitsNothingIsNamedWithItsNearest() throws AlignmentException {
        assertThat(
                refused("model/linear/w f32[8,10]\n", "head.kernel f32[8,12]\n", Alignment.Options.DEFAULT).message())
                .isEqualTo(
                        """
                                1 layer of the like file has no source:
                                  head.{kernel f32[8,12]}   nearest: model/linear/{w f32[8,10]}
                                1 layer of the source fits nothing in the like file:
                                  model/linear/{w f32[8,10]}
                                Leave a layer out with   --skip '**model/linear/**'   or give a like file of the model that this checkpoint is of""");
        assertThat(refused("a/linear/w f32[4,4]\na/linear_1/w f32[4,4]\n", "x.kernel f32[4,4]\n",
                Alignment.Options.DEFAULT).message())
                .contains("2 layers of the source for 1 layer of the like file");
    }

    @Test
    void linesTellWhichOfTwoStacksIsTakenApart() throws AlignmentException {
        String source = """
                down/__layer_stack_no_per_layer/linear/w f32[2,4,4]
                up/__layer_stack_no_per_layer/linear/w f32[2,4,4]
                """;
        String target = "kept.kernel f32[2,4,4]\nlist.0.kernel f32[4,4]\nlist.1.kernel f32[4,4]\n";
        assertThat(mapped(source, target, maps("down=kept", "up=list")).get("kept").source()).startsWith("down/");
        assertThat(mapped(source, target, maps("up=kept", "down/__layer_stack_no_per_layer/linear[0]=list.0",
                "down/__layer_stack_no_per_layer/linear[1]=list.1")).get("kept").source()).startsWith("up/");
    }

    @Test
    void aLayerThatTheOtherLibraryHasNotIsCalledSo() throws AlignmentException {
        assertThat(refused("state/net/exponential_moving_average/average f32[4]\n", "params.kernel f32[4,4]\n",
                Alignment.Options.DEFAULT).message()).contains(
                        "  state/net/exponential_moving_average is Haiku's ExponentialMovingAverage, which corrects for its "
                                + "start, where nnx.EMA begins with a copy: make the average anew\n");
        assertThat(refused("net/conv1_dlstm/input_to_hidden/w f32[3,4,16]\n", "cell.kernel f32[4,4]\n",
                Alignment.Options.DEFAULT).message()).contains("  net/conv1_dlstm is Haiku's Conv1DLSTM\n");
    }

    @Test
    void kindsThatNothingTellsAreAskedFor() throws AlignmentException {
        String source = "net/entry/w f32[3,3,8,8]\nnet/exit/w f32[3,3,8,8]\nnet/exit/b f32[8]\n";
        String target = "a.kernel f32[3,3,8,8]\nb.kernel f32[3,3,8,8]\nb.bias f32[8]\n";
        Alignment.Refused refused = refused(source, target, Alignment.Options.DEFAULT);
        assertThat(refused.message()).contains("Neither shape nor name tells")
                .contains("net/entry/{w f32[3,3,8,8]}  ->  a   Conv2D  or  Conv2DTranspose");
        assertThat(refused.lines()).containsExactly("--kind 'net/entry=Conv2D'", "--kind 'net/exit=Conv2D'");
        Mapping steps = mapped(source, target, kinds("net/entry=Conv2D", "net/exit=Conv2DTranspose"));
        assertThat(steps.get("a").moves().getFirst().ops()).isEmpty();
        assertThat(steps.get("b").moves().getFirst().ops()).hasToString("[permute[0, 1, 3, 2]]");
    }

    @Test
    void aKindOfOneBlockIsThatOfAllAlike() throws AlignmentException {
        String source = "net/block/entry/w f32[3,3,8,8]\nnet/block_1/entry/w f32[3,3,8,8]\n";
        String target = "blocks.0.up.kernel f32[3,3,8,8]\nblocks.1.up.kernel f32[3,3,8,8]\n";
        assertThat(mapped(source, target, kinds("net/block/entry=Conv2DTranspose")).values())
                .allSatisfy(step -> assertThat(step.kind()).isEqualTo("Conv2DTranspose"));
    }

    @Test
    void aDerivedNameNeverBecomesAnotherKind() throws AlignmentException {
        Alignment.Refused refused = refused("conv2_d_transpose/w f32[3,3,16,8]\n", "up.kernel f32[3,3,16,8]\n",
                Alignment.Options.DEFAULT);
        assertThat(refused.message()).contains("is a Conv2DTranspose, which does not fit")
                .contains("--kind 'conv2_d_transpose=");
        assertThat(mapped("conv2_d_transpose/w f32[3,3,8,8]\n", "up.kernel f32[3,3,8,8]\n", Alignment.Options.DEFAULT)
                .get("up").basis()).isEqualTo(Basis.NAME);
    }

    @Test
    void strictRefusesNamesAndWrittenNumbers() throws AlignmentException {
        Alignment.Options strict = new Alignment.Options(List.of(), List.of(), true, Optional.empty(), Set.of());
        String source = "net/encoder/w f32[4,4]\nnet/decoder/w f32[4,4]\n";
        String target = "encoder.kernel f32[4,4]\ndecoder.kernel f32[4,4]\n";
        assertThat(mapped(source, target, Alignment.Options.DEFAULT).get("encoder").basis()).isEqualTo(Basis.NAME);
        Alignment.Refused refused = refused(source, target, strict);
        assertThat(refused.message())
                .startsWith("These rest on a name, which --strict does not accept:\n  net/decoder/{w f32[4,4]}  ->  "
                        + "decoder   rests on name\n")
                .contains("If they are right, say so with   --map 'net/decoder=decoder' --map 'net/encoder=encoder'");
        assertThat(refused.lines()).containsExactlyInAnyOrder("--map 'net/encoder=encoder'",
                "--map 'net/decoder=decoder'");
    }

    @Test
    void castsThatLoseBitsNeedTheLine() throws AlignmentException {
        String source = "linear/w f32[4,5]\n";
        String target = "head.kernel bf16[4,5]\n";
        Alignment.Refused refused = refused(source, target, Alignment.Options.DEFAULT);
        assertThat(refused.lines()).containsExactly("--dtype bfloat16");
        Alignment.Options cast = new Alignment.Options(List.of(), List.of(), false, Optional.of(DType.BFLOAT16),
                Set.of());
        assertThat(mapped(source, target, cast).get("head").moves().getFirst().ops()).hasToString("[cast f32->bf16]");
        assertThat(mapped("linear/w bf16[4,5]\n", "head.kernel f32[4,5]\n", Alignment.Options.DEFAULT).get("head")
                .moves().getFirst().ops())
                .hasToString("[cast bf16->f32]");
    }

    @Test
    void streamsAndCachesAreLeftOutAndListed() throws AlignmentException {
        String target = "head.kernel f32[4,5]\ndropout.rngs.key u32[2]\ndropout.rngs.count u32[]\n";
        Alignment.Mapped mapped = (Alignment.Mapped) align("linear/w f32[4,5]\n", target, Alignment.Options.DEFAULT);
        assertThat(mapped.leftOut()).map(EntryPath::toString).containsExactlyInAnyOrder("dropout/rngs/key",
                "dropout/rngs/count");
    }

    @Test
    void whatIsSkippedLeavesItsTargetEmpty() throws AlignmentException {
        Set<EntryPath> skipped = Set.of(EntryPath.of("net", "linear_1", "w"));
        Alignment.Options skip = new Alignment.Options(List.of(), List.of(), false, Optional.empty(), skipped);
        String source = "net/linear/w f32[4,5]\nnet/linear_1/w f32[5,6]\n";
        Alignment.Mapped same = (Alignment.Mapped) align(source, "body.kernel f32[4,5]\nhead.kernel f32[5,6]\n", skip);
        assertThat(same.leftOut()).map(EntryPath::toString).containsExactly("head/kernel");
        Alignment.Mapped other = (Alignment.Mapped) align(source, "body.kernel f32[4,5]\nhead.kernel f32[5,9]\n", skip);
        assertThat(other.leftOut()).map(EntryPath::toString).containsExactly("head/kernel");
        assertThat(other.plan().steps()).map(Step::target).containsExactly("body");
    }

    @Test
    void collectionsWithoutARuleAreRefusedUntilSkipped() throws AlignmentException {
        List<Entry> source = new ArrayList<>(entries("linear/w f32[4,5]\n", "/"));
        source.replaceAll(entry -> new Entry(entry.path().in("params"), entry.spec()));
        source.add(new Entry(new EntryPath("opt_state", List.of("0", "mu", "linear"), "w"),
                TensorSpec.of(DType.FLOAT32, 4, 5)));
        Alignment.Result result = Alignment.align(Style.HAIKU, source, KeyScheme.TWO_LEVEL, Style.NNX,
                entries("head.kernel f32[4,5]\n", "\\."), KeyScheme.DOTTED,
                Alignment.Options.DEFAULT);
        assertThat(result).isInstanceOfSatisfying(Alignment.Refused.class,
                refused -> assertThat(refused.lines()).containsExactly("--skip 'opt_state/**'"));
    }

    @Test
    void aStackFillsAStackOrAList() throws AlignmentException {
        String source = "mlp/__layer_stack_no_per_layer/block/linear/w f32[3,4,4]\nmlp/__layer_stack_no_per_layer/block/linear/b f32[3,4]\n";
        Step whole = mapped(source, "blocks.linear.kernel f32[3,4,4]\nblocks.linear.bias f32[3,4]\n",
                Alignment.Options.DEFAULT).get("blocks.linear");
        assertThat(whole.moves()).allSatisfy(move -> assertThat(move.ops()).isEmpty());
        String list = "l.0.fc.kernel f32[4,4]\nl.0.fc.bias f32[4]\nl.1.fc.kernel f32[4,4]\nl.1.fc.bias f32[4]\nl.2.fc.kernel f32[4,4]\nl.2.fc.bias f32[4]\n";
        Alignment.Mapped apart = (Alignment.Mapped) align(source, list, Alignment.Options.DEFAULT);
        assertThat(apart.plan().steps()).singleElement().satisfies(step -> {
            assertThat(step.basis()).isEqualTo(Basis.BLOCK);
            assertThat(step.moves()).allSatisfy(move -> assertThat(move.ops()).hasToString("[unstack 3]"));
            assertThat(step.moves().getFirst().to()).map(entry -> entry.path().toString())
                    .containsExactly("l/0/fc/kernel", "l/1/fc/kernel", "l/2/fc/kernel");
        });
        assertThat(apart.plan().inverse().steps().getFirst().moves().getFirst().ops()).hasToString("[stack 3]");
    }

    @Test
    void equalFilesOfOneLibraryGoByName() throws AlignmentException {
        String source = "net/linear/w f32[4,4]\nnet/linear_1/w f32[4,4]\n";
        Alignment.Result result = Alignment.align(Style.HAIKU, entries(source, "/"), KeyScheme.SLASH, Style.HAIKU,
                entries(source, "/"), KeyScheme.DOUBLE_SLASH,
                Alignment.Options.DEFAULT);
        assertThat(result.plan().steps()).hasSize(2)
                .allSatisfy(step -> assertThat(step.source()).isEqualTo(step.target()));
    }

    @Test
    void aModelOfManyLayersIsAlignedFast() throws AlignmentException {
        StringBuilder source = new StringBuilder();
        StringBuilder target = new StringBuilder();
        for (int b = 0; b < 16; b++) {
            for (int k = 0; k < 12; k++) {
                source.append("gpt/block").append(b == 0 ? "" : "_" + b).append("/linear").append(k == 0 ? "" : "_" + k)
                        .append("/w f32[").append(8 + k / 2).append(",8]\n");
                target.append("layers.").append(b).append('.').append("qkvoupdnxyzw".charAt(k)).append(".kernel f32[")
                        .append(8 + k / 2).append(",8]\n");
            }
        }
        Alignment.Refused refused = refused(source.toString(), target.toString(), Alignment.Options.DEFAULT);
        assertThat(refused.lines()).hasSize(6);
        assertThat(refused.message()).contains("192 of 192 layers").contains("… and 168 more");
    }

    private static Alignment.Options maps(String... lines) {
        return new Alignment.Options(List.of(lines), List.of(), false, Optional.empty(), Set.of());
    }

    private static Alignment.Options kinds(String... lines) {
        return new Alignment.Options(List.of(), List.of(lines), false, Optional.empty(), Set.of());
    }

    private static Alignment.Result align(String source, String target, Alignment.Options options)
            throws AlignmentException {
        return Alignment.align(Style.HAIKU, entries(source, "/"), KeyScheme.SLASH, Style.NNX, entries(target, "\\."),
                KeyScheme.DOTTED, options);
    }

    private static Alignment.Refused refused(String source, String target, Alignment.Options options)
            throws AlignmentException {
        return (Alignment.Refused) align(source, target, options);
    }

    private static Mapping mapped(String source, String target, Alignment.Options options)
            throws AlignmentException {
        Map<String, Step> steps = new LinkedHashMap<>();
        ((Alignment.Mapped) align(source, target, options)).plan().steps()
                .forEach(step -> steps.put(step.target(), step));
        return new Mapping(steps);
    }

    /**
     * The steps of a plan.
     *
     * @param steps the steps by target
     */
    private record Mapping(Map<String, Step> steps) {
        Step get(String target) { return Optional.ofNullable(steps.get(target)).orElseThrow(); }

        Collection<Step> values() { return steps.values(); }
    }

    private static List<Entry> entries(String lines, String separator) {
        return lines.lines().map(line -> {
            String[] parts = line.split(" ");
            String spec = parts[1];
            int bracket = spec.indexOf('[');
            String extents = spec.substring(bracket + 1, spec.length() - 1);
            Shape shape = extents.isEmpty()
                    ? Shape.of()
                    : new Shape(Arrays.stream(extents.split(",")).map(Integer::valueOf).toList());
            return new Entry(EntryPath.of(parts[0].split(separator)),
                    new TensorSpec(DType.named(spec.substring(0, bracket)).orElseThrow(), shape));
        }).toList();
    }
}
