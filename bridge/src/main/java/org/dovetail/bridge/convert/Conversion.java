package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.Contents;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.NamedArrays;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/**
 * Runs a plan on an open source.
 *
 * {@snippet file="org/dovetail/bridge/convert/ConversionTests.java" region="conversion"}
 */
public final class Conversion {
    /**
     * How to write.
     *
     * @param format the format of the file; empty for the one that its name says
     * @param like the tree of a checkpoint of the target model, which tells lists from dicts
     * @param skipped source arrays that are left out on purpose
     * @param check whether to read the file again and to compare it bit by bit, before it is put in place
     * @param overwrite whether a folder may take the place of one that is there; files always do
     * @param progress hears how far it is
     */
    public record Options(Optional<CheckpointFormat> format, Optional<Node.Branch> like, Set<EntryPath> skipped,
            boolean check, boolean overwrite, Progress progress) {
        /** The format by the file's name, nothing skipped, no check, folders stay, nobody listening. */
        public static final Options DEFAULT = new Options(Optional.empty(), Optional.empty(), Set.of(), false, false,
                Progress.NONE);

        /** Copies the set. */
        public Options {
            skipped = Set.copyOf(skipped);
        }

        /**
         * The same with a format.
         *
         * @param other the format
         * @return the options
         */
        public Options withFormat(CheckpointFormat other) {
            return new Options(Optional.of(other), like, skipped, check, overwrite, progress);
        }

        /**
         * The same with the tree of the target model.
         *
         * @param other the tree
         * @return the options
         */
        public Options withLike(Node.Branch other) {
            return new Options(format, Optional.of(other), skipped, check, overwrite, progress);
        }

        /**
         * The same with arrays to leave out.
         *
         * @param other the arrays
         * @return the options
         */
        public Options withSkipped(Set<EntryPath> other) {
            return new Options(format, like, other, check, overwrite, progress);
        }

        /**
         * The same, with or without a check.
         *
         * @param other whether to check
         * @return the options
         */
        public Options withCheck(boolean other) {
            return new Options(format, like, skipped, other, overwrite, progress);
        }

        /**
         * The same, with or without leave to replace a folder.
         *
         * @param other whether to replace it
         * @return the options
         */
        public Options withOverwrite(boolean other) {
            return new Options(format, like, skipped, check, other, progress);
        }

        /**
         * The same with somebody who listens.
         *
         * @param other who listens
         * @return the options
         */
        public Options withProgress(Progress other) {
            return new Options(format, like, skipped, check, overwrite, other);
        }
    }

    /** Side data of more characters goes to a file of its own: safetensors allows a header of 100 MB, and readers hold it in memory. */
    private static final int MAX_INSIDE = 16 << 20;

    private final Source source;
    private final Plan plan;
    private final Options options;

    private Conversion(Source source, Plan plan, Options options) {
        this.source = source;
        this.plan = plan;
        this.options = options;
    }

    /**
     * A conversion that can be run.
     *
     * @param source where the numbers come from; stays open while it runs
     * @param plan what goes where
     * @param options how to write
     * @return the conversion
     * @throws PlanMismatchException if the plan has open targets, or does not go with the source
     */
    public static Conversion of(Source source, Plan plan, Options options) {
        Optional<String> problem = mismatch(source.checkpoint(), plan, options.skipped());
        if (problem.isPresent()) {
            throw new PlanMismatchException(problem.get());
        }
        return new Conversion(source, plan, options);
    }

    /**
     * Why a plan cannot be run on some arrays.
     *
     * @param source the arrays
     * @param plan the plan
     * @param skipped arrays that are left out on purpose
     * @return the first reason, in one line; empty when it can
     */
    public static Optional<String> mismatch(NamedArrays source, Plan plan, Set<EntryPath> skipped) {
        if (!plan.isComplete()) {
            Plan.Open open = plan.open().getFirst();
            return Optional.of(plan.open().size() + " of the plan's targets are open: " + open.target() + " is "
                    + String.join(" or ", open.candidates()) + ", ...; settle them with --map");
        }
        if (source.isStructure()) {
            return Optional
                    .of(source.label() + " is a structure: it has names and shapes, but no numbers to convert");
        }
        Map<EntryPath, TensorSpec> present = source.entries().stream()
                .collect(Collectors.toMap(Entry::path, Entry::spec));
        Set<EntryPath> unused = new HashSet<>(present.keySet());
        unused.removeAll(skipped);
        for (Entry entry : plan.steps().stream().flatMap(step -> step.sources().stream()).toList()) {
            TensorSpec spec = present.get(entry.path());
            if (!entry.spec().equals(spec)) {
                return Optional.of("the plan is for another checkpoint: it takes " + entry + ", " + source.label()
                        + (spec == null ? " has no such array" : " has " + spec));
            }
            unused.remove(entry.path());
        }
        return unused.stream().sorted().findFirst().map(path -> "the plan does not say where " + path + " of "
                + source.label() + " goes" + (unused.size() > 1 ? ", nor " + (unused.size() - 1) + " others" : "")
                + "; leave out what should not be converted with --skip");
    }

    /**
     * Writes the converted checkpoint. The file appears complete or not at all, and an old one stays until then.
     *
     * @param out the file or folder; a file that is there is replaced, also if it is the source
     * @return what was done
     * @throws CheckpointException if the format cannot hold something, the source is broken, or the file cannot be written
     * @throws PlanMismatchException if two arrays would stand in one place
     * @throws IOException if reading fails
     */
    public Converted write(Path out) throws IOException {
        CheckpointFormat format = options.format().isPresent()
                ? options.format().get()
                : CheckpointFormats.forName(out);
        refuseWhatItCannotHold(format, out);
        refuseNesting(format, out);
        try (Workspace workspace = Workspace.beside(out, making(format), options.progress());
                SourceArrays sources = SourceArrays.of(source.checkpoint(), plan, workspace.folder())) {
            Targets targets = Targets.of(source.sideData(), plan, sources);
            Beside beside = Beside.of(source, plan, format);
            SideData data = SideDataMaking.of(out, source.checkpoint(), plan, targets, beside, format);
            boolean inside = write(workspace, format, targets, beside, data);
            if (!inside && format.writesFolder()) {
                throw new CheckpointException(out, "what only the source has is more than a folder's side data holds;"
                        + " leave it out with --skip, or write a file");
            }
            if (options.check()) {
                WrittenCheck.compare(workspace.file(), out, data.dtypes(), targets, options.progress());
            }
            if (!inside) {
                writeSideFile(workspace, data.beside(Checksum.of(workspace.file(), options.progress())));
            }
            Optional<Path> sideFile = workspace.publish();
            return new Converted(out, format.name(), targets.arrays().size(), targets.bytes(),
                    targets.findings(plan), sideFile, options.check());
        }
    }

    private Workspace.Making making(CheckpointFormat format) {
        if (!format.writesFolder()) {
            return Workspace.Making.FILE;
        }
        return options.overwrite() ? Workspace.Making.REPLACED_FOLDER : Workspace.Making.NEW_FOLDER;
    }

    /** Takes arrays one after the other. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes an array.
         *
         * @param entry its name, dtype and shape
         * @param numbers its numbers, alive during the call
         * @throws IOException if reading something else fails
         */
        void accept(Entry entry, Array numbers) throws IOException;
    }

    /**
     * Computes every target array, one at a time, and writes nothing.
     *
     * @param receiver takes them
     * @throws IOException if reading fails
     */
    public void each(Receiver receiver) throws IOException {
        try (SourceArrays sources = SourceArrays.of(source.checkpoint(), plan, Scratch.TEMPORARY)) {
            Targets targets = Targets.of(source.sideData(), plan, sources);
            options.progress().begin("reading", targets.bytes());
            for (Targets.TargetArray array : targets.arrays()) {
                try (Scratch memory = Scratch.temporary()) {
                    receiver.accept(array.entry(), array.numbers().read(memory));
                }
                options.progress().advance(array.entry().spec().bytes());
            }
        }
    }

    private void refuseWhatItCannotHold(CheckpointFormat format, Path out) throws CheckpointException {
        if (plan.toScheme().nests() && !format.nests()) {
            throw new CheckpointException(out, format.name() + " has no nested trees, so it cannot have the key scheme "
                    + plan.toScheme() + "; choose module//name, module/name or dotted with --scheme");
        }
        for (Entry entry : plan.steps().stream().flatMap(step -> step.targets().stream()).toList()) {
            DType dtype = entry.spec().dtype();
            if (!format.holds(dtype)) {
                throw new CheckpointException(out, format.name() + " cannot hold " + dtype.jaxName() + ", the dtype of "
                        + entry.path() + "; these can: " + CheckpointFormats.ALL.stream()
                                .filter(other -> other.holds(dtype)).map(CheckpointFormat::name)
                                .collect(Collectors.joining(", "))
                        + "; choose one with --format, or cast with --dtype");
            }
        }
    }

    /** Nothing is written into a folder that is all one checkpoint, and none that is read goes with the folder that is replaced. */
    private void refuseNesting(CheckpointFormat format, Path out) throws IOException {
        Path in = source.checkpoint().file();
        Path from = in.toRealPath();
        Path to = Folders.real(out);
        if (source.checkpoint().format().ownsFolder() && !to.equals(from) && to.startsWith(from)) {
            throw new CheckpointException(out, "is inside " + in + ", the checkpoint that is read; name a place outside"
                    + " of it");
        }
        if (format.writesFolder() && !to.equals(from) && from.startsWith(to)) {
            throw new CheckpointException(out, "holds " + in + ", the checkpoint that is read, which would be lost;"
                    + " name another place");
        }
    }

    /** Writes the container; true if the side data is in it. */
    private boolean write(Workspace workspace, CheckpointFormat format, Targets targets, Beside beside,
            SideData data) throws IOException {
        TargetTree tree = new TargetTree(plan);
        for (Targets.TargetArray array : targets.arrays()) {
            tree.add(array.entry(), new ToldNumbers(array.numbers(), options.progress()));
        }
        beside.root().forEach(tree::addValue);
        SequencedMap<String, String> metadata = new LinkedHashMap<>(beside.metadata());
        String text = format.keepsMetadata() ? JsonPrinter.compact(SideDataJson.toJson(data)) : "";
        boolean inside = format.keepsMetadata() && text.length() <= MAX_INSIDE;
        if (inside) {
            metadata.put(SideData.KEY, text);
        }
        options.progress().begin("writing", targets.bytes());
        Contents contents = new Contents(tree.build(frame(), format::holdsClass), !plan.toScheme().nests(), false,
                metadata,
                () -> {},
                plan.toScheme());
        workspace.write(file -> format.write(contents, file));
        return inside;
    }

    /** The like file's frame; on the way back, that of the file that the source was made of. */
    private Frame frame() {
        if (!plan.toScheme().nests()) {
            return new Frame.Plain();
        }
        return options.like().map(Frame::like).or(() -> source.sideData()
                .filter(data -> data.inverse().to() == plan.to()).flatMap(SideData::frame)).orElse(new Frame.Plain());
    }

    private static void writeSideFile(Workspace workspace, SideData data) throws IOException {
        byte[] json = JsonPrinter.print(SideDataJson.toJson(data)).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(workspace.sideFile(), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(json);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw workspace.failure(e);
        }
    }
}
