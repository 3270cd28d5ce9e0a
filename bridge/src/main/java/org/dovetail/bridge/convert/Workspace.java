package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.dovetail.bridge.format.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * A folder of its own beside a file or folder that is to be made or replaced. What is written there is put in place by renaming, so that the file is the old one or the
 * complete new one, whenever the program is killed. A folder that is replaced is {@code NAME.old} until the new one is in place.
 *
 * <p>
 * The folder {@code .NAME.RANDOM.tmp} holds a lock as long as its owner lives. A later run for the same file removes folders whose lock nobody holds; one that is only being
 * made and loses its lock file that way notices and makes another.
 */
final class Workspace implements AutoCloseable {
    /** What is to be made. */
    enum Making {
        /** A file, which takes the place of one that is there. */
        FILE,
        /** A folder where nothing is yet. */
        NEW_FOLDER,
        /** A folder, which takes the place of one that is there. */
        REPLACED_FOLDER
    }

    private static final String LOCK = "lock";
    private static final int SHOWN_NAME = 100;
    private static final int ATTEMPTS = 10;

    private final Path out;
    private final Path target;
    private final Path parent;
    private final Path folder;
    private final FileChannel lock;
    private final Thread atExit;

    private Workspace(Path out, Path target, Path parent, Path folder, FileChannel lock) {
        this.out = out;
        this.target = target;
        this.parent = parent;
        this.folder = folder;
        this.lock = lock;
        this.atExit = new Thread(this::delete);
    }

    /**
     * Makes a workspace.
     *
     * @param out the file to make or to replace
     * @throws CheckpointException if it cannot be made there
     */
    static Workspace beside(Path out) throws IOException { return beside(out, Making.FILE); }

    /**
     * Makes a workspace.
     *
     * @param out the file or folder to make or to replace
     * @param making which of them
     * @throws CheckpointException if it cannot be made there
     */
    static Workspace beside(Path out, Making making) throws IOException {
        Path target = place(out, making);
        Path parent = parent(out, target);
        try {
            removeLeftovers(target, parent);
            settleSideData(target);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Path folder = parent.resolve(prefix(target) + random() + ".tmp");
                Files.createDirectory(folder);
                FileChannel lock = lock(folder);
                if (lock != null) {
                    Workspace workspace = new Workspace(out, target, parent, folder, lock);
                    Runtime.getRuntime().addShutdownHook(workspace.atExit);
                    return workspace;
                }
            }
        } catch (IOException e) {
            throw failure(out, e);
        }
        throw new CheckpointException(out, "cannot be written: others keep removing the temporary folder beside it");
    }

    /** Where the file or folder really is: behind links, and of the kind that is to be made if anything. */
    private static Path place(Path out, Making making) throws IOException {
        switch (making) {
            case FILE -> {
                if (Files.isDirectory(out)) {
                    throw new CheckpointException(out, "is a folder; name a file in it");
                }
                if (Files.exists(out) && !Files.isRegularFile(out)) {
                    throw new CheckpointException(out,
                            "is no regular file, so it cannot be replaced in one step; name another");
                }
            }
            case NEW_FOLDER -> {
                if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
                    throw new CheckpointException(out, "is there already; replace it with --overwrite");
                }
            }
            case REPLACED_FOLDER -> {
                if (Files.exists(out) && !Files.isDirectory(out)) {
                    throw new CheckpointException(out, "is a file, which a folder cannot replace; name another");
                }
            }
        }
        if (out.getFileName() == null || out.getFileName().toString().isEmpty()) {
            throw new CheckpointException(out, "is no name of a file");
        }
        Path target = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
        if (making == Making.REPLACED_FOLDER && Files.exists(old(target), LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(out, "cannot be replaced while " + old(target) + " is there, which a run that"
                    + " was killed may have left; rename it back or remove it");
        }
        return target;
    }

    /** Where a folder is while another takes its place. */
    private static Path old(Path target) {
        return target.resolveSibling(target.getFileName() + ".old");
    }

    private static Path parent(Path out, Path target) throws CheckpointException {
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new CheckpointException(out, "there is no folder " + parent + "; make it first");
        }
        return parent;
    }

    private static String prefix(Path target) {
        String name = target.getFileName().toString();
        return "." + name.substring(0, Math.min(SHOWN_NAME, name.length())) + ".";
    }

    private static String random() { return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12); }

    /** Locks a new folder; null if somebody took it for a leftover first. */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException _) {
            return null;
        }
        if (isTaken(channel) || !Files.exists(file)) {
            channel.close();
            return null;
        }
        return channel;
    }

    /** Whether somebody else holds the lock; on a file system without locks nobody does, and nobody removes anything. */
    private static boolean isTaken(FileChannel channel) {
        try {
            return channel.tryLock() == null;
        } catch (IOException _) {
            return false;
        }
    }

    private static void removeLeftovers(Path target, Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, file -> {
            String name = file.getFileName().toString();
            return name.startsWith(prefix(target)) && name.endsWith(".tmp") && name.length() == prefix(target).length()
                    + 16;
        })) {
            for (Path folder : folders) {
                removeLeftover(folder);
            }
        }
    }

    /** Removes a folder whose owner is gone. One that cannot be judged or removed stays: it is in nobody's way. */
    private static void removeLeftover(Path folder) {
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
    private static void settleSideData(Path target) throws IOException {
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

    /** Where to write the file or folder. */
    Path file() { return folder.resolve(target.getFileName()); }

    /** Writes the file or folder; errors are about what the user named. */
    void write(Replacement.Writer writer) throws IOException {
        try {
            writer.write(file());
        } catch (CheckpointException e) {
            String temporary = file().toString();
            String message = String.valueOf(e.getMessage());
            int end = message.startsWith(temporary) ? message.indexOf(": ", temporary.length()) : -1;
            if (end < 0) {
                throw e;
            }
            Path inside = Path.of(out + message.substring(temporary.length(), end));
            throw new CheckpointException(inside, message.substring(end + 2), e);
        } catch (FileSystemException e) {
            throw failure(e);
        }
    }

    /** Where to write the side file. */
    Path sideFile() { return SideData.fileBeside(file()); }

    /**
     * Puts what was written in place. The side file waits beside the file until that is there, so that both are the old ones or both the new ones whenever the program is
     * killed.
     *
     * @return the side file, if there is one
     */
    Optional<Path> publish() throws IOException {
        try {
            if (Files.isDirectory(file())) {
                publishFolder();
                return Optional.empty();
            }
            boolean both = Files.exists(sideFile());
            Path waiting = SideData.fileWaitingBeside(target);
            if (both) {
                move(sideFile(), waiting);
            }
            keepPermissions();
            move(file(), target);
            if (!both) {
                return Optional.empty();
            }
            Path side = SideData.fileBeside(target);
            move(waiting, side);
            return Optional.of(side);
        } catch (IOException e) {
            throw failure(out, e);
        }
    }

    private void publishFolder() throws IOException {
        Folders.forceAll(file());
        Path old = old(target);
        boolean replaces = Files.isDirectory(target);
        if (replaces) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(file(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        Folders.force(parent);
        if (replaces) {
            Folders.delete(old);
        }
    }

    private void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(parent);
    }

    private void keepPermissions() throws IOException {
        PosixFileAttributeView before = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (before != null && Files.exists(target)) {
            Files.setPosixFilePermissions(file(), before.readAttributes().permissions());
        }
    }

    /** An error of writing, about the file that the user named. */
    CheckpointException failure(IOException e) {
        return failure(target, e);
    }

    private static CheckpointException failure(Path out, IOException e) {
        if (e instanceof CheckpointException known) {
            return known;
        }
        String reason = switch (e) {
            case AccessDeniedException _ -> "permission denied in its folder";
            case FileAlreadyExistsException _ -> "its place is taken";
            case NoSuchFileException _ -> "another run for it removed what this one had written";
            case FileSystemException problem when problem.getReason() != null -> problem.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new CheckpointException(out, "cannot be written: " + reason, e);
    }

    @Override
    public void close() throws IOException {
        delete();
        lock.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            return;
        }
    }

    private void delete() {
        try {
            deleteAll(folder);
        } catch (IOException _) {
            return;
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
