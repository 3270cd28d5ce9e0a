package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.SetAside;
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

    /** What a replaced folder is called in the workspace. */
    private static final String REPLACED = "replaced";
    private static final int SHOWN_NAME = 100;
    private static final int ATTEMPTS = 10;

    private final Path out;
    private final Path target;
    private final Path parent;
    private final Path folder;
    private final Progress progress;
    private final Thread atExit = new Thread(this::interrupt);
    /** Who holds it may make the folder, put things in place and take the folder away. */
    private final Semaphore ending = new Semaphore(1);
    private @Nullable FileChannel lock;
    private boolean published;

    private Workspace(Path out, Path target, Path parent, Progress progress) {
        this.out = out;
        this.target = target;
        this.parent = parent;
        this.folder = parent.resolve(prefix(target) + random() + Leftovers.SUFFIX);
        this.progress = progress;
    }

    /**
     * Makes a workspace.
     *
     * @param out the file to make or to replace
     * @throws CheckpointException if it cannot be made there
     */
    static Workspace beside(Path out) throws IOException { return beside(out, Making.FILE, Progress.NONE); }

    /**
     * Makes a workspace.
     *
     * @param out the file or folder to make or to replace
     * @param making which of them
     * @param progress hears of an interruption
     * @throws CheckpointException if it cannot be made there
     */
    static Workspace beside(Path out, Making making, Progress progress) throws IOException {
        Path target = place(out, making);
        Path parent = parent(out, target);
        try {
            Leftovers.remove(parent, prefix(target));
            Leftovers.settleSideData(target);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Workspace workspace = new Workspace(out, target, parent, progress);
                if (workspace.isMade()) {
                    return workspace;
                }
            }
        } catch (IOException e) {
            throw failure(out, e);
        }
        throw new CheckpointException(out, "cannot be written: others keep removing the temporary folder beside it");
    }

    /** Makes the folder; false if somebody took it for a leftover. */
    private boolean isMade() throws IOException {
        ending.acquireUninterruptibly();
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
            Files.createDirectory(folder);
            lock = lock(folder);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(out, "cannot be written: nothing can be made in its folder", e);
        } catch (IllegalStateException e) {
            throw new CheckpointException(out, "cannot be written: the process is ending", e);
        } finally {
            if (lock == null) {
                forgetExit();
            }
            ending.release();
        }
        return lock != null;
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            return;
        }
    }

    /** Where the file or folder really is: behind links, and of the kind that is to be made if anything. */
    private static Path place(Path out, Making making) throws IOException {
        if (Files.isSymbolicLink(out) && !Files.exists(out)) {
            throw new CheckpointException(out, "is a link to " + Files.readSymbolicLink(out)
                    + ", where nothing is; name that place itself");
        }
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
                Optional<String> problem = SetAside.problem(out);
                if (problem.isPresent()) {
                    throw new CheckpointException(out, problem.get());
                }
            }
        }
        if (out.getFileName() == null || out.getFileName().toString().isEmpty()) {
            throw new CheckpointException(out, "is no name of a file");
        }
        Path target = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
        if (making == Making.REPLACED_FOLDER && Files.exists(SetAside.of(target), LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(out, "cannot be replaced while " + SetAside.of(target) + " is there, the name"
                    + " under which it makes room; move or remove that first");
        }
        return target;
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
        Path file = folder.resolve(Leftovers.LOCK);
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

    /** The workspace itself, which is removed with all that is in it. */
    Path folder() { return folder; }

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
        ending.acquireUninterruptibly();
        try {
            Optional<Path> side = Files.isDirectory(file()) ? publishFolder() : publishFile();
            published = true;
            return side;
        } catch (IOException e) {
            throw failure(out, e);
        } finally {
            ending.release();
        }
    }

    private Optional<Path> publishFile() throws IOException {
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
    }

    /** A folder that was set aside is moved into the workspace before it is removed: half of it never lies where it looks like one. */
    private Optional<Path> publishFolder() throws IOException {
        Folders.forceAll(file());
        Path old = SetAside.of(target);
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
        if (replaces) {
            Files.move(old, folder.resolve(REPLACED), StandardCopyOption.ATOMIC_MOVE);
        }
        Folders.force(parent);
        return Optional.empty();
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

    /** Takes the workspace away. While the process is ending, it does not return: nobody shall hear of errors that come of that. */
    @Override
    public void close() throws IOException {
        ending.acquireUninterruptibly();
        try {
            Leftovers.delete(folder);
            if (lock != null) {
                lock.close();
            }
            forgetExit();
        } finally {
            ending.release();
        }
    }

    /** The process ends. What is being put in place is put in place first, and afterwards nothing is. */
    private void interrupt() {
        ending.acquireUninterruptibly();
        Leftovers.delete(folder);
        if (!published) {
            progress.interrupted(out);
        }
    }
}
