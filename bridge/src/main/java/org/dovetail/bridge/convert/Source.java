package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.core.DType;
import org.jspecify.annotations.Nullable;

/**
 * An open checkpoint together with the side data that an earlier conversion left with it.
 *
 * @param checkpoint the checkpoint
 * @param sideData what the earlier conversion kept; empty when there was none, or what it kept does not belong to these bytes
 * @param remarks why side data that is there is not used, in lines for the user
 */
public record Source(Checkpoint checkpoint, Optional<SideData> sideData, List<String> remarks)
        implements
            AutoCloseable {
    /** Copies the remarks. */
    public Source {
        remarks = List.copyOf(remarks);
    }

    private record Found(@Nullable SideData data, List<String> remarks) {
        static final Found NOTHING = new Found(null, List.of());
    }

    /**
     * Opens a checkpoint for a conversion. Side data in a file of its own counts only while the checkpoint has the bytes that it was written for; of a
     * link, it may lie beside the link or beside the file that it leads to.
     *
     * @param file the checkpoint
     * @param options what the user said about it
     * @return the checkpoint and its side data, to be closed
     * @throws IOException if it cannot be read
     */
    public static Source open(Path file, ReadOptions options) throws IOException {
        Found beside = beside(file, false);
        Checkpoint checkpoint = Checkpoint.open(file, assuming(options, beside.data()));
        String inside = checkpoint.metadata().get(SideData.KEY);
        Found found = inside == null ? beside : inside(file, inside);
        return new Source(checkpoint, Optional.ofNullable(found.data()), found.remarks());
    }

    /**
     * Opens a checkpoint to look at it. Side data in a file of its own is used for the dtypes that the checkpoint does not tell, and for nothing else.
     *
     * @param file the checkpoint
     * @param options what the user said about it
     * @return the checkpoint, to be closed
     * @throws IOException if it cannot be read
     */
    public static Checkpoint look(Path file, ReadOptions options) throws IOException {
        return Checkpoint.open(file, assuming(options, beside(file, true).data()));
    }

    /** Whether side data in a file belongs to the bytes of a checkpoint. */
    static boolean belongs(Path sideFile, Path file) throws IOException {
        return Files.isRegularFile(file) && beside(file, sideFile, false).data() != null;
    }

    private static Found beside(Path file, boolean dtypesOnly) throws IOException {
        if (file.getFileName() == null || !Files.isRegularFile(file)) {
            return Found.NOTHING;
        }
        Found named = besideName(file, file, dtypesOnly);
        if (named.data() != null || !Files.isSymbolicLink(file)) {
            return named;
        }
        Found real = besideName(file, file.toRealPath(), dtypesOnly);
        return real.data() == null ? named : real;
    }

    private static Found besideName(Path file, Path name, boolean dtypesOnly) throws IOException {
        Found waiting = beside(file, SideData.fileWaitingBeside(name), dtypesOnly);
        return waiting.data() == null ? beside(file, SideData.fileBeside(name), dtypesOnly) : waiting;
    }

    private static Found beside(Path file, Path sideFile, boolean dtypesOnly) throws IOException {
        if (!Files.isRegularFile(sideFile)) {
            return Found.NOTHING;
        }
        try {
            SideData data = SideDataJson.fromJson(JsonReading.read(sideFile));
            if (dtypesOnly && data.dtypes().isEmpty()) {
                return Found.NOTHING;
            }
            if (data.checksum().equals(Checksum.of(file, Progress.NONE))) {
                return new Found(data, List.of());
            }
            return CheckpointFormats.of(file).keepsMetadata()
                    ? Found.NOTHING
                    : new Found(null,
                            List.of(sideFile + " is ignored: it belongs to other bytes than those of " + file));
        } catch (JsonException e) {
            return new Found(null, List.of(sideFile + " is ignored: " + e.getMessage()));
        }
    }

    private static Found inside(Path file, String json) {
        try {
            return new Found(SideDataJson.fromJson(JsonReading.read(json)), List.of());
        } catch (JsonException e) {
            return new Found(null, List.of("the side data in " + file + " is ignored: " + e.getMessage()));
        }
    }

    private static ReadOptions assuming(ReadOptions options, @Nullable SideData data) {
        if (data == null || data.dtypes().isEmpty()) {
            return options;
        }
        Map<String, DType> assume = new HashMap<>(data.dtypes());
        assume.putAll(options.assume());
        return new ReadOptions(assume, options.deviceAxis());
    }

    @Override
    public void close() { checkpoint.close(); }
}
