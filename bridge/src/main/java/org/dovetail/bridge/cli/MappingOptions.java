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
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the user says of how the arrays of two checkpoints belong together. */
final class MappingOptions {
    @Option(names = "--from", paramLabel = "STYLE", order = 10, description = "The library of the source: haiku or "
            + "nnx. Told by its names unless they fit both.")
    Optional<Style> from = Optional.empty();

    @Option(names = "--to", paramLabel = "STYLE", order = 11, description = "The library of the target: haiku or nnx. "
            + "The other one, or that of the like file.")
    Optional<Style> to = Optional.empty();

    @Option(names = "--map", paramLabel = "SRC=DST", order = 20, description = "Which layer, scope or array becomes "
            + "which. Can be given several times.")
    List<String> maps = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "PATH=KIND", order = 21, description = "The kind of a layer that its shape "
            + "does not tell, as Conv2DTranspose. Can be given several times.")
    List<String> kinds = new ArrayList<>();

    @Option(names = "--heads", paramLabel = "PATH=HEADS", order = 21, description = "How many heads an attention has, "
            + "which Haiku's arrays do not tell; the same as --kind PATH=MultiHeadAttention(HEADS). Can be given several "
            + "times.")
    List<Heads> heads = new ArrayList<>();

    @Option(names = "--strict", order = 22, description = "Refuse matches that rest on names, written "
            + "numbers or order.")
    boolean strict;

    @Option(names = "--assume-order", order = 23, description = "Where nothing else decides, take the numbers of "
            + "Haiku's names for the order in which the NNX model of the like file defines its attributes. Needs a "
            + "structure of the live model (docs/dump_structure.py). Two layers in one expression break it: Python "
            + "makes the outer one first.")
    boolean assumeOrder;

    @Option(names = "--only", paramLabel = "GLOB", order = 30, description = "Take only the source arrays of these "
            + "paths; ** crosses separators. Can be given several times.")
    List<String> only = new ArrayList<>();

    @Option(names = "--skip", paramLabel = "GLOB", order = 31, description = "Leave out the source arrays of these "
            + "paths. Can be given several times.")
    List<String> skip = new ArrayList<>();

    @Option(names = "--rngs", paramLabel = "keep|drop|seed=N", order = 32, description = "NNX's random streams: keep "
            + "them (where Haiku has none, in side data), leave them out, or start those of the target anew.")
    RandomStreams rngs = new RandomStreams.Keep();

    @Option(names = "--device-axis", paramLabel = "first", order = 61, description = "Every array of the source has a "
            + "first axis with a copy for each device, as jax.pmap makes: check that the copies are equal, and take "
            + "one.")
    ReadOptions.DeviceAxis deviceAxis = ReadOptions.DeviceAxis.NONE;

    @Mixin
    AssumeOptions assume = new AssumeOptions();

    /** How the source is read. */
    ReadOptions source() {
        return new ReadOptions(assume.readOptions().assume(), deviceAxis);
    }

    /** Whether nothing is said of single layers. */
    boolean leavesLayersOpen() {
        return maps.isEmpty() && kinds.isEmpty() && heads.isEmpty();
    }

    /** The same for the alignment. */
    Alignment.Options alignment(List<String> moreMaps, Optional<DType> dtype, Set<EntryPath> skipped,
            List<DescribedModule> modules) {
        List<String> all = new ArrayList<>(maps);
        all.addAll(moreMaps);
        List<String> told = new ArrayList<>(kinds);
        heads.forEach(attention -> told.add(attention.kindLine()));
        return new Alignment.Options(all, told, strict, dtype, skipped, new Described(modules,
                assumeOrder ? Described.Order.ASSUMED : Described.Order.UNUSED));
    }
}
