package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dovetail.bridge.format.ocdbt.OcdbtFiles;
import org.dovetail.bridge.internal.bytes.MappedPages;

/** The files of a folder that nobody vouches for: mapped when they are asked for, never outside the folder, never behind a link. */
final class FolderFiles implements OcdbtFiles, Contents.Resources {
    private static final int MAX_FILES = 2_000_000;

    private final Path root;
    private final Path real;
    private final Arena arena;
    private final Map<String, MemorySegment> mapped = new HashMap<>();

    private FolderFiles(Path root, Arena arena) throws IOException {
        this.root = root;
        this.real = root.toRealPath();
        this.arena = arena;
    }

    /** The files of a folder; the arena is closed by {@link #close}. */
    @SuppressWarnings("MustBeClosedChecker")
    static FolderFiles of(Path root) throws IOException { return new FolderFiles(root, Arena.ofShared()); }

    /** The files of a folder in this one, which are closed together. */
    FolderFiles in(String folder) throws IOException {
        return beside(root.resolve(folder));
    }

    /** The files of another folder, which are closed together with these. */
    FolderFiles beside(Path folder) throws IOException {
        return new FolderFiles(folder, arena);
    }

    Path root() { return root; }

    boolean contains(String path) { return Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS); }

    @Override
    public synchronized MemorySegment bytes(String path) throws IOException {
        MemorySegment known = mapped.get(path);
        if (known == null) {
            known = map(inside(path));
            mapped.put(path, known);
        }
        return known;
    }

    /** The bytes of a small file, in the heap: a process can have some 65,000 mappings, and a checkpoint more chunks. */
    MemorySegment read(String path) throws IOException {
        try (InputStream in = Files.newInputStream(inside(path), LinkOption.NOFOLLOW_LINKS)) {
            return MemorySegment.ofArray(in.readAllBytes());
        }
    }

    /** Gives back the physical memory of a part of a file, and what reading it brought into memory around it. */
    void giveBack(String path, long from, long to) throws IOException {
        MappedPages.giveBack(bytes(path), from, to + MappedPages.AROUND);
    }

    private Path inside(String path) throws IOException {
        Path file;
        try {
            file = real.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new CheckpointException(root, "the name " + Place.quoted(path) + " is none that a file can have", e);
        }
        if (!file.startsWith(real) || file.equals(real)) {
            throw new CheckpointException(root, "the file " + Place.quoted(path) + " would be outside of it");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(root,
                    "the file " + Place.quoted(path) + " is not there, or is no plain file");
        }
        if (!file.toRealPath().equals(file)) {
            throw new CheckpointException(root,
                    "the file " + Place.quoted(path) + " is behind a link, which is not followed");
        }
        return file;
    }

    private MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return map(file, channel);
        }
    }

    private MemorySegment map(Path file, FileChannel channel) throws IOException {
        try {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be mapped into memory (" + e.getMessage()
                    + "); where files are many, let the system allow more mappings (sysctl vm.max_map_count)", e);
        }
    }

    @Override
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** All files with their sizes, by their paths with {@code /}. */
    NavigableMap<String, Long> all() throws IOException {
        NavigableMap<String, Long> files = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isRegularFile()) {
                    throw new CheckpointException(root, Place.quoted(root.relativize(file).toString())
                            + " is a link or no plain file; links are not followed in a checkpoint");
                }
                if (files.size() == MAX_FILES) {
                    throw new CheckpointException(root, "has more than " + MAX_FILES + " files");
                }
                files.put(String.join("/", components(root.relativize(file))), attributes.size());
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static List<String> components(Path path) {
        List<String> components = new ArrayList<>();
        path.forEach(component -> components.add(component.toString()));
        return components;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
