package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files in which one model of AlphaFold 3 is: one, or parts of it that are joined in the order of their names, as AlphaFold 3 does.
 *
 * @param place what the user named, for messages
 * @param files the files
 */
record RecordsParts(Place place, List<Path> files) {
    private static final Pattern NUMBER_BEFORE = Pattern.compile("(.*)\\.(\\d{1,9})(\\.bin(?:\\.zst)?)");
    private static final Pattern NUMBER_BEHIND = Pattern.compile("(.*)(\\.bin(?:\\.zst)?)\\.(\\d{1,9})");
    private static final Pattern WHOLE = Pattern.compile("(.*)(\\.bin(?:\\.zst)?)");
    private static final int SHOWN = 8;

    /**
     * What the name of a file tells.
     *
     * @param model what its parts have in common, with a star where their number stands
     * @param number which part it is; empty for a whole file
     */
    private record Name(String model, Optional<Integer> number) {
        static Optional<Name> of(Path file) {
            String name = String.valueOf(file.getFileName());
            Matcher before = NUMBER_BEFORE.matcher(name);
            Matcher behind = NUMBER_BEHIND.matcher(name);
            if (before.matches()) {
                return Optional.of(new Name(before.group(1) + ".*" + before.group(3), number(before.group(2))));
            }
            if (behind.matches()) {
                return Optional.of(new Name(behind.group(1) + behind.group(2) + ".*", number(behind.group(3))));
            }
            return WHOLE.matcher(name).matches() ? Optional.of(new Name(name, Optional.empty())) : Optional.empty();
        }

        private static Optional<Integer> number(String digits) { return Optional.of(Integer.parseInt(digits)); }

        boolean isPart() { return number.isPresent(); }
    }

    /** Whether a file is a part by its name. */
    private static boolean isPart(Path file) {
        return Name.of(file).filter(Name::isPart).isPresent();
    }

    /** Whether a folder has a model, or a file is a part of one. */
    static boolean areThere(Path file) {
        try {
            return (Files.isDirectory(file) || isPart(file)) && !models(file).isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * The files of a model.
     *
     * @param file its folder, one of its parts, or the only file
     * @throws CheckpointException if a part is missing or is a link, or if a folder has several models
     */
    static RecordsParts of(Path file) throws IOException {
        Place place = Place.of(file);
        NavigableMap<String, List<Path>> models = Files.isDirectory(file) || isPart(file) ? models(file) : noModels();
        if (models.isEmpty()) {
            return new RecordsParts(place, List.of(file));
        }
        if (models.size() > 1) {
            throw place.error("holds " + models.size() + " models: " + models.keySet().stream().limit(SHOWN)
                    .map(Place::quoted).collect(Collectors.joining(", ")) + (models.size() > SHOWN ? ", …" : "")
                    + "; name a file of one");
        }
        RecordsParts parts = new RecordsParts(place, models.firstEntry().getValue());
        parts.check(models.firstKey());
        return parts;
    }

    private static NavigableMap<String, List<Path>> noModels() { return Collections.emptyNavigableMap(); }

    /** The files by model: those of a folder, or of the model of a part. */
    private static NavigableMap<String, List<Path>> models(Path file) throws IOException {
        NavigableMap<String, List<Path>> models = new TreeMap<>();
        boolean isFolder = Files.isDirectory(file);
        Path folder = isFolder ? file : Objects.requireNonNullElse(file.getParent(), Path.of(""));
        Optional<String> only = isFolder ? Optional.empty() : Name.of(file).map(Name::model);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, "*.bin*")) {
            for (Path child : children) {
                Name.of(child).filter(name -> only.isEmpty() || only.get().equals(name.model))
                        .ifPresent(name -> models.computeIfAbsent(name.model, _ -> new ArrayList<>()).add(child));
            }
        }
        models.values().forEach(files -> files.sort(null));
        models.entrySet().removeIf(model -> !isOne(model.getKey(), model.getValue().getFirst()));
        return models;
    }

    /** Parts of {@code .bin.zst} are nobody else's; what is only {@code .bin} must begin as records do. */
    private static boolean isOne(String model, Path first) {
        if (model.contains(".zst") && isPart(first)) {
            return true;
        }
        try {
            return begins(first);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean begins(Path first) throws IOException {
        try (InputStream in = Files.newInputStream(first)) {
            return RecordsFormat.begins(CheckpointFormats.head(in));
        }
    }

    private void check(String model) throws IOException {
        for (Path file : files) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw place.error(quoted(file) + " is a link or no plain file; name the folder where the file itself"
                        + " is");
            }
        }
        List<Integer> numbers = files.stream().flatMap(file -> Name.of(file).flatMap(Name::number).stream()).sorted()
                .toList();
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) - numbers.get(i - 1) != 1) {
                throw place.error("the part " + (numbers.get(i - 1) + 1) + " of " + Place.quoted(model) + " is "
                        + (numbers.get(i).equals(numbers.get(i - 1)) ? "one of two" : "missing") + ": there are "
                        + numbers.size() + ", numbered " + numbers.getFirst() + " to " + numbers.getLast()
                        + "; put every part, once, into one folder");
            }
        }
        if (!begins(files.getFirst())) {
            throw place.error(quoted(files.getFirst())
                    + " does not begin as AlphaFold 3's parameters do; put the parts before it into the same folder");
        }
    }

    /** The name of a file, for messages. */
    static String quoted(Path file) {
        return Place.quoted(String.valueOf(file.getFileName()));
    }

    /** Whether one file holds all. */
    boolean isWhole() { return files.size() == 1; }

    /** Maps all files, as long as the arena lives. */
    List<MemorySegment> map(Arena arena) throws IOException {
        List<MemorySegment> bytes = new ArrayList<>();
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                bytes.add(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
            }
        }
        return bytes;
    }
}
