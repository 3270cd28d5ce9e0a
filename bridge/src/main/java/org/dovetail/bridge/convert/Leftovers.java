package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What runs that were killed left beside a file or folder, and how it is put right. */
final class Leftovers {
    /** How the name of a workspace's folder ends. */
    static final String SUFFIX = ".tmp";
    /** The file in it that its owner holds a lock on. */
    static final String LOCK = "lock";
    private static final int RANDOM_LENGTH = 12;
    private static final int ATTEMPTS = 20;

    private Leftovers() {}

    /** Removes the folders of workspaces whose owners are gone. */
    static void remove(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, file -> {
            String name = file.getFileName().toString();
            return name.startsWith(prefix) && name.endsWith(SUFFIX)
                    && name.length() == prefix.length() + RANDOM_LENGTH + SUFFIX.length();
        })) {
            for (Path folder : folders) {
                removeOne(folder);
            }
        }
    }

    /** Removes a folder whose owner is gone. One that cannot be judged or removed stays: it is in nobody's way. */
    private static void removeOne(Path folder) {
        Path file = folder.resolve(LOCK);
        try {
            if (!Files.exists(file)) {
                Files.deleteIfExists(folder);
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    deleteAll(folder);
                }
            }
        } catch (OverlappingFileLockException | IOException _) {
            return;
        }
    }

    /** Ends what a run that was killed while it put two files in place has begun. */
    static void settleSideData(Path target) throws IOException {
        Path waiting = SideData.fileWaitingBeside(target);
        if (!Files.isRegularFile(waiting)) {
            return;
        }
        if (Source.belongs(waiting, target)) {
            Files.move(waiting, SideData.fileBeside(target), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.delete(waiting);
        }
    }

    /** Removes a workspace, also while something is still being written there; what cannot be removed is left to the next run. */
    static void delete(Path folder) {
        boolean gone = false;
        for (int attempt = 0; attempt < ATTEMPTS && !gone; attempt++) {
            gone = isDeleted(folder);
        }
    }

    private static boolean isDeleted(Path folder) {
        try {
            deleteAll(folder);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Removes a workspace; the lock goes last, so that what is left of it can still be told from one in use. */
    private static void deleteAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
                file -> !file.getFileName().toString().equals(LOCK))) {
            for (Path file : files) {
                Folders.delete(file);
            }
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }
}
