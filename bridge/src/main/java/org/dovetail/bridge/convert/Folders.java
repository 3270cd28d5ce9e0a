package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders with all that is in them; links are never followed. */
final class Folders {
    private Folders() {}

    /** Where a file or folder is, or would be where there is none yet: its path without links and dots, as far as it exists. */
    static Path real(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path parent = whole.getParent();
        if (Files.isRegularFile(whole) || Files.isDirectory(whole)) {
            return whole.toRealPath();
        }
        return parent == null || whole.getFileName() == null ? whole : real(parent).resolve(whole.getFileName());
    }

    /** Removes a folder or file. */
    static void delete(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.deleteIfExists(root);
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Forces the entries of a folder and of those in it to the disk; the files are flushed by those who write them. */
    static void forceAll(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                force(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Forces a folder's entries to the disk, where the system can. */
    static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            return;
        }
    }
}
