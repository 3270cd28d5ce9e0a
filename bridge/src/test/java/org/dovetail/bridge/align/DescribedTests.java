package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.format.DescribedModule;
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

class DescribedTests {
    private static Entry entry(String path, int... shape) {
        List<String> parts = List.of(path.split("/"));
        return new Entry(new EntryPath("", parts.subList(0, parts.size() - 1), parts.getLast()),
                new TensorSpec(DType.FLOAT32, Shape.of(shape)));
    }

    private static DescribedModule module(String path, String type, Map<String, String> settings) {
        return new DescribedModule(List.of(path.split("/")), type, new LinkedHashMap<>(settings));
    }

    private static Alignment.Result align(Style from, List<Entry> source, List<Entry> target,
            Described described, String... maps) throws AlignmentException {
        Alignment.Options options = new Alignment.Options(List.of(maps), List.of(), false, Optional.empty(), Set.of())
                .withDescribed(described);
        return Alignment.align(from, source, KeyScheme.SLASH, from.other(), target, KeyScheme.DOTTED, options);
    }

    private static List<String> rows(Alignment.Result result) {
        return result.plan().steps().stream().map(DescribedTests::row).toList();
    }

    private static String row(Step step) { return step.source() + " " + step.target() + " " + step.basis(); }

    private static final List<Entry> KERNEL = List.of(entry("net/core/w", 3, 3, 4, 4), entry("net/core/b", 4));
    private static final List<Entry> LAYER = List.of(entry("layer/kernel", 3, 3, 4, 4), entry("layer/bias", 4));

    @Test
    void aClassTellsTheKindThatShapesLeaveOpen() throws AlignmentException {
        assertThat(align(Style.HAIKU, KERNEL, LAYER, Described.NOTHING)).isInstanceOf(Alignment.Refused.class);
        assertThat(kind("Conv", Map.of())).isEqualTo("Conv2D");
        assertThat(kind("ConvTranspose", Map.of("transpose_kernel", "False"))).isEqualTo("Conv2DTranspose");
        assertThat(kind("ConvTranspose", Map.of("transpose_kernel", "True")))
                .isEqualTo("Conv2DTranspose(transpose_kernel)");
    }

    private static String kind(String type, Map<String, String> settings) throws AlignmentException {
        Described described = new Described(List.of(module("layer", type, settings)), Described.Order.UNUSED);
        Alignment.Result result = align(Style.HAIKU, KERNEL, LAYER, described);
        assertThat(rows(result)).containsExactly("net/core layer shape");
        return result.plan().steps().getFirst().kind();
    }

    @Test
    void aHaikuClassTellsItOnTheWayBack() throws AlignmentException {
        Described described = new Described(List.of(module("net/core", "Conv2DTranspose", Map.of())),
                Described.Order.UNUSED);
        Alignment.Result result = align(Style.NNX, LAYER, KERNEL, described);
        assertThat(result.plan().steps().getFirst().kind()).isEqualTo("Conv2DTranspose");
    }

    @Test
    void aClassWithoutARuleTellsNothing() throws AlignmentException {
        Described described = new Described(List.of(module("layer", "MyLayer", Map.of())), Described.Order.UNUSED);
        assertThat(align(Style.HAIKU, KERNEL, LAYER, described)).isInstanceOf(Alignment.Refused.class);
    }

    @Test
    void theSettingsThatANoteNamesAreThoseOfTheModel() throws AlignmentException {
        Described described = new Described(
                List.of(module("norm", "LayerNorm", Map.of("epsilon", "0.001", "axis_name", "None"))),
                Described.Order.UNUSED);
        Alignment.Result result = align(Style.HAIKU,
                List.of(entry("net/layer_norm/scale", 4), entry("net/layer_norm/offset", 4)),
                List.of(entry("norm/scale", 4), entry("norm/bias", 4)), described);
        assertThat(((Alignment.Mapped) result).notes()).contains("LayerNorm: the target has epsilon=0.001 in norm");
    }

    private static final List<Entry> HEADS = List.of(entry("net/linear/w", 4, 1), entry("net/linear_1/w", 4, 1),
            entry("net/linear_2/w", 4, 1), entry("net/linear_3/w", 4, 2));
    private static final List<Entry> NAMED = List.of(entry("advantage/kernel", 4, 1), entry("policy/kernel", 4, 2),
            entry("reward/kernel", 4, 1), entry("value/kernel", 4, 1));
    private static final List<DescribedModule> DEFINED = List.of(module("policy", "Linear", Map.of()),
            module("value", "Linear", Map.of()), module("advantage", "Linear", Map.of()),
            module("reward", "Linear", Map.of()));

    @Test
    void theOrderOfDefinitionIsUsedOnlyWhereItIsAssumedAndNothingElseDecides() throws AlignmentException {
        assertThat(align(Style.HAIKU, HEADS, NAMED, new Described(DEFINED, Described.Order.UNUSED)))
                .isInstanceOf(Alignment.Refused.class);
        assertThat(rows(align(Style.HAIKU, HEADS, NAMED, new Described(DEFINED, Described.Order.ASSUMED))))
                .containsExactlyInAnyOrder("net/linear_3 policy shape", "net/linear value order",
                        "net/linear_1 advantage order", "net/linear_2 reward order");
        assertThat(Basis.ORDER.isStrict()).isFalse();
    }

    @Test
    void strictNamesTheOrderAndGivesTheLine() throws AlignmentException {
        Alignment.Refused refused = (Alignment.Refused) Alignment.align(Style.HAIKU, HEADS, KeyScheme.TWO_LEVEL,
                Style.NNX, NAMED, KeyScheme.DOTTED,
                new Alignment.Options(List.of(), List.of(), true, Optional.empty(), Set.of())
                        .withDescribed(new Described(DEFINED, Described.Order.ASSUMED)));
        assertThat(refused.message())
                .startsWith("These rest on the order of definition, which --strict does not accept:\n")
                .contains("->  value   rests on order\n");
        assertThat(refused.lines()).contains("--map 'net/linear=value'");
    }

    @Test
    void theUsersWordGoesBeforeTheOrder() throws AlignmentException {
        assertThat(rows(align(Style.HAIKU, HEADS, NAMED, new Described(DEFINED, Described.Order.ASSUMED),
                "net/linear_2=value"))).containsExactlyInAnyOrder("net/linear_3 policy shape",
                        "net/linear_2 value map", "net/linear advantage order", "net/linear_1 reward order");
    }

    @Test
    void anOrderSaysNothingOfLayersThatHaikuDidNotNumber() throws AlignmentException {
        Alignment.Result result = align(Style.HAIKU, List.of(entry("net/left/w", 4, 1), entry("net/right/w", 4, 1)),
                List.of(entry("a/kernel", 4, 1), entry("b/kernel", 4, 1)), new Described(List.of(
                        module("a", "Linear", Map.of()), module("b", "Linear", Map.of())), Described.Order.ASSUMED));
        assertThat(((Alignment.Refused) result).message())
                .contains("The order of definition (--assume-order) does not settle them");
    }

    @Test
    void anOrderThatNobodyTellsIsRefused() {
        assertThatThrownBy(() -> align(Style.HAIKU, HEADS, NAMED, new Described(List.of(), Described.Order.ASSUMED)))
                .isInstanceOf(AlignmentException.class).hasMessage("--assume-order needs a like file that tells the "
                        + "order of definition: a structure that docs/dump_structure.py made of the live model");
        assertThatThrownBy(() -> align(Style.NNX, NAMED, HEADS, new Described(DEFINED, Described.Order.ASSUMED)))
                .isInstanceOf(AlignmentException.class)
                .hasMessageEndingWith("conversions from haiku to nnx, not from nnx to haiku");
    }
}
