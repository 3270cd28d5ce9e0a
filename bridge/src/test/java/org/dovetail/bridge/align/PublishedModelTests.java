package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

/** Models that were published in Haiku and that their authors moved to NNX themselves: the names that they chose judge ours. */
class PublishedModelTests {
    /** The graph network for silicon of JAX MD: module of Haiku, module of NNX, first input width, output widths. */
    private static final List<Network> SILICON = List.of(
            new Network("~/EdgeEncoder", "EdgeEncoder", 3, 64, 64),
            new Network("~/NodeEncoder", "NodeEncoder", 1, 64, 64),
            new Network("~/GlobalEncoder", "GlobalEncoder", 1, 64, 64),
            new Network("EdgeFunction", "edge_fns_0", 512, 64, 64),
            new Network("EdgeFunction_1", "edge_fns_1", 512, 64, 64),
            new Network("NodeFunction", "node_fns_0", 384, 64, 64),
            new Network("NodeFunction_1", "node_fns_1", 384, 64, 64),
            new Network("GlobalFunction", "global_fns_0", 256, 64, 64),
            new Network("GlobalFunction_1", "global_fns_1", 256, 64, 64));
    private static final Network DECODER = new Network("~/GlobalDecoder", "GlobalDecoder", 64, 64, 64, 1);

    private record Network(String haiku, String nnx, int... widths) {}

    @Test
    void theGraphNetworkOfJaxMdMovesAsItsAuthorsMovedIt() throws AlignmentException {
        List<Entry> haiku = new ArrayList<>();
        List<Entry> nnx = new ArrayList<>();
        Map<String, String> moved = new TreeMap<>();
        SILICON.forEach(network -> layers(network, "Energy/~/GraphNetEncoder/", "GraphNetEncoder.", haiku, nnx, moved));
        layers(DECODER, "Energy/", "", haiku, nnx, moved);

        var result = (Alignment.Mapped) Alignment.align(Style.HAIKU, haiku, KeyScheme.SLASH, Style.NNX,
                nnx.reversed(), KeyScheme.DOTTED, Alignment.Options.DEFAULT);

        Map<String, String> found = new TreeMap<>();
        result.plan().steps().forEach((Step step) -> found.put(step.source(), step.target()));
        assertThat(found).isEqualTo(moved);
    }

    private static void layers(Network network, String haikuScope, String nnxScope, List<Entry> haiku, List<Entry> nnx,
            Map<String, String> moved) {
        for (int i = 0; i + 1 < network.widths().length; i++) {
            String from = haikuScope + network.haiku() + "/~/linear_" + i;
            String to = nnxScope + network.nnx() + ".layers_" + i;
            Shape weight = Shape.of(network.widths()[i], network.widths()[i + 1]);
            Shape bias = Shape.of(network.widths()[i + 1]);
            haiku.add(entry(EntryPath.of((from + "/w").split("/")), weight));
            haiku.add(entry(EntryPath.of((from + "/b").split("/")), bias));
            nnx.add(entry(EntryPath.of((to + ".kernel").split("\\.")), weight));
            nnx.add(entry(EntryPath.of((to + ".bias").split("\\.")), bias));
            moved.put(from, to);
        }
    }

    private static Entry entry(EntryPath path, Shape shape) {
        return new Entry(path, new TensorSpec(DType.FLOAT32, shape));
    }
}
