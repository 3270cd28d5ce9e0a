package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All formats that Dovetail knows. */
public final class CheckpointFormats {
    /** How many bytes at a file's beginning formats see when they recognise it. */
    public static final int HEAD_BYTES = 4096;

    /** The formats, in the order in which they are asked: those with a magic number first. */
    public static final List<CheckpointFormat> ALL = List.of(new NpyFormat(), new NpzFormat(false),
            new SafetensorsFormat(), new SafetensorsShards(), new RecordsFormat(), new PickleFormat(),
            new TreeFormat(), new JsonFormat(), new MsgpackFormat(), new OrbaxFormat(), new NpzFormat(true));

    private CheckpointFormats() {}

    /**
     * Safetensors in several files.
     *
     * @param shardBytes how many bytes of numbers a file may hold; a larger array has one of its own
     * @return the format
     */
    public static CheckpointFormat shards(long shardBytes) { return new SafetensorsShards(shardBytes); }

    /**
     * Orbax' folders.
     *
     * @param layout how the Variables of an NNX model are written
     * @return the format
     */
    public static CheckpointFormat orbax(NnxLayout layout) { return new OrbaxFormat(layout); }

    /**
     * The format of a file, by its content.
     *
     * @param file the file or folder
     * @return the format
     * @throws CheckpointException if there is no such file, or no format knows it
     * @throws IOException if the file cannot be read
     */
    public static CheckpointFormat of(Path file) throws IOException {
        ByteBuffer head = head(file);
        for (CheckpointFormat format : ALL) {
            if (format.recognises(file, head)) {
                return format;
            }
        }
        if (Files.isDirectory(file)) {
            throw new CheckpointException(file, "is a folder, and no known checkpoint format is one like it");
        }
        throw new CheckpointException(file, head.limit() == 0
                ? "the file is empty; nothing can be read from it"
                : "no known checkpoint format begins with these bytes; known are " + names());
    }

    /**
     * The format that a file to be written should have, by its name.
     *
     * @param file the file
     * @return the format
     * @throws CheckpointException if its name ends like none
     */
    public static CheckpointFormat forName(Path file) throws CheckpointException {
        String name = file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (CheckpointFormat format : ALL) {
            if (format.suffixes().stream().anyMatch(name::endsWith)) {
                return format;
            }
        }
        throw new CheckpointException(file, "its name does not tell the format; end it with one of "
                + ALL.stream().flatMap(format -> format.suffixes().stream()).collect(Collectors.joining(", "))
                + ", or say --format");
    }

    /**
     * The names of all formats, for messages.
     *
     * @return the names, separated by commas
     */
    public static String names() {
        return ALL.stream().map(CheckpointFormat::name).collect(Collectors.joining(", "));
    }

    /** The first bytes of a file, or all if there are fewer than {@link #HEAD_BYTES}. */
    static ByteBuffer head(InputStream in) throws IOException {
        return ByteBuffer.wrap(in.readNBytes(HEAD_BYTES)).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer head(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return ByteBuffer.allocate(0);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CheckpointException(file, "is no regular file, and a checkpoint is read at many places at once;"
                    + " save it to a file first");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return head(in);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, SetAside.problem(file).orElse("there is no such file"), e);
        }
    }
}
