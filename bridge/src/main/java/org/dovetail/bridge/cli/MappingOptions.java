package org.dovetail.bridge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.Described;
import org.dovetail.bridge.align.Heads;
import org.dovetail.bridge.convert.RandomStreams;
import org.dovetail.bridge.format.DescribedModule;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;

/** What the user says of how the arrays of two checkpoints belong together. */
final class MappingOptions {
    final Given<Optional<Style>> from;
    final Given<Optional<Style>> to;
    private final Given<List<String>> maps;
    private final Given<List<String>> kinds;
    private final Given<List<Heads>> heads;
    final Given<Boolean> strict;
    final Given<Boolean> assumeOrder;
    final Given<List<String>> only;
    final Given<List<String>> skip;
    private final Given<Optional<RandomStreams>> rngs;

    MappingOptions(Usage usage) {
        from = usage.option("--from", "STYLE", Converters::style, "The library of the source: haiku or nnx. Told by "
                + "its names unless they fit both.");
        to = usage.option("--to", "STYLE", Converters::style, "The library of the target: haiku or nnx. The other one, "
                + "or that of the like file.");
        maps = usage.options("--map", "SRC=DST", text -> text, "Which layer, scope or array becomes which. Can be "
                + "given several times.");
        kinds = usage.options("--kind", "PATH=KIND", text -> text, "The kind of a layer that its shape does not tell, "
                + "as Conv2DTranspose. Can be given several times.");
        heads = usage.options("--heads", "PATH=HEADS", Converters::heads, "How many heads an attention has, which "
                + "Haiku's arrays do not tell; the same as --kind PATH=MultiHeadAttention(HEADS). Can be given several "
                + "times.");
        strict = usage.flag("--strict", "Refuse matches that rest on names, written numbers or order.");
        assumeOrder = usage.flag("--assume-order", "Where nothing else decides, take the numbers of Haiku's names for "
                + "the order in which the NNX model of the like file defines its attributes. Needs a structure of the "
                + "live model (docs/dump_structure.py). Two layers in one expression break it: Python makes the outer "
                + "one first.");
        only = usage.options("--only", "GLOB", text -> text, "Take only the source arrays of these paths; ** crosses "
                + "separators. Can be given several times.");
        skip = usage.options("--skip", "GLOB", text -> text, "Leave out the source arrays of these paths. Can be given "
                + "several times.");
        rngs = usage.option("--rngs", "keep|drop|seed=N", Converters::streams, "NNX's random streams: keep them (where "
                + "Haiku has none, in side data), leave them out, or start those of the target anew.");
    }

    /** What happens to NNX's random streams. */
    RandomStreams rngs() {
        return rngs.value().orElseGet(RandomStreams.Keep::new);
    }

    /** Whether nothing is said of single layers. */
    boolean leavesLayersOpen() {
        return maps.value().isEmpty() && kinds.value().isEmpty() && heads.value().isEmpty();
    }

    /** The same for the alignment. */
    Alignment.Options alignment(List<String> moreMaps, Optional<DType> dtype, Set<EntryPath> skipped,
            List<DescribedModule> modules) {
        List<String> all = new ArrayList<>(maps.value());
        all.addAll(moreMaps);
        List<String> told = new ArrayList<>(kinds.value());
        heads.value().forEach(attention -> told.add(attention.kindLine()));
        return new Alignment.Options(all, told, strict.value(), dtype, skipped, new Described(modules,
                assumeOrder.value() ? Described.Order.ASSUMED : Described.Order.UNUSED));
    }
}
