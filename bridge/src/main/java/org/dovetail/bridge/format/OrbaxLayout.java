package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where in an Orbax checkpoint the arrays are: in the folder itself, in an item of it, or in an item of a step. */
final class OrbaxLayout {
    static final String METADATA = "_METADATA";
    static final String CHECKPOINT_METADATA = "_CHECKPOINT_METADATA";
    static final String AGGREGATE = "checkpoint";
    private static final String UNFINISHED = ".orbax-checkpoint-tmp";
    /** A step, and in it an item. */
    private static final int MAX_DEPTH = 2;
    private static final int SHOWN = 8;

    private OrbaxLayout() {}

    /** Whether a folder is a checkpoint, or holds some. */
    static boolean isOne(Path folder) {
        try {
            return isUnfinished(folder) || !items(folder, 0).isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    /** The folder of the only item. */
    static Path item(Path folder) throws IOException {
        if (isUnfinished(folder)) {
            throw new CheckpointException(folder, "is what a save that was cut short left; name a finished checkpoint");
        }
        List<Path> items = items(folder, 0);
        if (items.size() == 1) {
            return items.getFirst();
        }
        throw new CheckpointException(folder, items.isEmpty()
                ? "holds no arrays of an Orbax checkpoint"
                : "holds " + items.size() + " checkpoints: " + items.stream().limit(SHOWN)
                        .map(item -> Place.quoted(folder.relativize(item).toString())).collect(Collectors.joining(", "))
                        + (items.size() > SHOWN ? ", …" : "") + "; name the folder of one");
    }

    private static boolean isUnfinished(Path folder) {
        return folder.getFileName() != null && folder.getFileName().toString().contains(UNFINISHED);
    }

    private static List<Path> items(Path folder, int depth) throws IOException {
        if (isItem(folder)) {
            return List.of(folder);
        }
        List<Path> items = new ArrayList<>();
        if (depth < MAX_DEPTH) {
            for (Path child : folders(folder)) {
                if (!isUnfinished(child)) {
                    items.addAll(items(child, depth + 1));
                }
            }
        }
        return items;
    }

    private static boolean isItem(Path folder) throws IOException {
        if (isFile(folder.resolve(METADATA)) || isFile(folder.resolve("manifest.ocdbt"))) {
            return true;
        }
        for (Path child : folders(folder)) {
            boolean process = child.getFileName().toString().startsWith("ocdbt.process_")
                    && isFile(child.resolve("manifest.ocdbt"));
            if (process || isFile(child.resolve(".zarray")) || isFile(child.resolve("zarr.json"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFile(Path file) { return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS); }

    private static List<Path> folders(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder,
                child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
            children.forEach(folders::add);
        }
        folders.sort(null);
        return folders;
    }
}
