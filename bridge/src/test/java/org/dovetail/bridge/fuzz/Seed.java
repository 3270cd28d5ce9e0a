package org.dovetail.bridge.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is damaged: a committed file, or a folder of them.
 *
 * @param name its name beside the others of its kind
 * @param files the files, by their paths in the folder; one of an empty path for a file alone
 */
record Seed(String name, SequencedMap<String, byte[]> files) {
    private static final String BESIDE = "model.npz";

    /**
     * The seeds of a glob of the test resources.
     *
     * @param glob the glob, from the package {@code org.dovetail.bridge}, as {@code format/*.npy}; only its last part may have stars
     */
    static List<Seed> of(String glob) {
        int cut = glob.lastIndexOf('/');
        List<Seed> seeds = new ArrayList<>();
        for (Path file : list(resources().resolve(glob.substring(0, cut)), glob.substring(cut + 1))) {
            seeds.add(new Seed(file.getFileName().toString(), read(file)));
        }
        return seeds;
    }

    private static Path resources() {
        URL here = Objects.requireNonNull(Seed.class.getResource("/org/dovetail/bridge/fuzz/json"));
        try {
            return Path.of(here.toURI()).getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    private static SequencedMap<String, byte[]> read(Path file) {
        SequencedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(file)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                files.put(file.relativize(one).toString(), Files.readAllBytes(one));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Where a file of the seed is when the seed is at a place. */
    static Path at(Path place, String file) {
        return file.isEmpty() ? place : place.resolve(file);
    }

    /** What a user names who means the seed at a place: a file that has another beside it, or all of it. */
    Path named(Path place) {
        return files.containsKey(BESIDE) ? place.resolve(BESIDE) : place;
    }

    /** Writes the seed, whole, to a place. */
    void write(Path place) throws IOException {
        for (var file : files.entrySet()) {
            Path at = at(place, file.getKey());
            Files.createDirectories(at.getParent());
            Files.write(at, file.getValue());
        }
    }
}
