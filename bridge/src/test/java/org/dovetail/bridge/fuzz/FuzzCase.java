package org.dovetail.bridge.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.dovetail.bridge.format.CheckpointException;

/**
 * One damaged file or folder: what it is made of follows from its target and number.
 *
 * @param target the reader
 * @param number which of its files
 */
public record FuzzCase(Target target, long number) {
    private static final int MOST_DAMAGE = 3;
    /** Of the folders that can be damaged as a whole, one in so many has one damaged file. */
    private static final int ONE_FILE_IN = 4;
    private static final int LONGEST_MESSAGE = 1000;
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    /** What became of a file. */
    sealed interface Outcome {
        /** It was read. */
        record Read() implements Outcome {}

        /** It was refused as it should be. */
        record Refused() implements Outcome {}

        /** Something else happened. */
        record Failed(Throwable problem) implements Outcome {}
    }

    /** The seed that is damaged. */
    Seed seed() { return target.seeds().get((int) (number % target.seeds().size())); }

    /** The files that are damaged, by their paths in the seed. */
    private SequencedMap<String, byte[]> damaged() {
        Dice dice = new Dice(new SplittableRandom(number * 0x9E37_79B9_7F4A_7C15L + target.name().hashCode()),
                target.donors());
        List<FolderDamage> together = target.folderDamage();
        if (!together.isEmpty() && dice.below(ONE_FILE_IN) > 0) {
            return dice.pick(together).apply(seed().files(), dice);
        }
        SequencedMap<String, byte[]> damaged = new TreeMap<>();
        damaged.put(file(), damaged(whole(file()), dice));
        return damaged;
    }

    private byte[] damaged(byte[] whole, Dice dice) {
        byte[] bytes = whole;
        List<Damage> blind = List.of(ByteDamage.values());
        for (int i = dice.length(MOST_DAMAGE); i > 0; i--) {
            bytes = dice.pick(dice.below(2) == 0 ? target.damage() : blind).apply(bytes, dice);
        }
        return bytes;
    }

    /** The file that is damaged where one is damaged alone. */
    private String file() {
        List<String> files = List.copyOf(seed().files().keySet());
        return files.get((int) (number / target.seeds().size() % files.size()));
    }

    private byte[] whole(String file) { return Objects.requireNonNull(seed().files().get(file)); }

    /**
     * Writes the damaged file or folder to a place where nothing is.
     *
     * @return what a user names who means it
     */
    public Path write(Path place) throws IOException {
        seed().write(place);
        damage(place);
        return seed().named(place);
    }

    /**
     * Damages the seed that stands at a place.
     *
     * @return the files that differ now
     */
    Set<String> damage(Path place) throws IOException {
        SequencedMap<String, byte[]> damaged = damaged();
        for (var file : damaged.entrySet()) {
            rewrite(Seed.at(place, file.getKey()), file.getValue());
        }
        return damaged.keySet();
    }

    /** Makes files of the seed that stands at a place whole again. */
    void repair(Path place, Set<String> files) throws IOException {
        for (String file : files) {
            rewrite(Seed.at(place, file), whole(file));
        }
    }

    /** Replaces a file's bytes in place: truncating it to nothing first makes some file systems flush it every time. */
    private static void rewrite(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.truncate(bytes.length);
        }
    }

    /** Reads what stands at a place. Errors of any kind are what is looked for, so all are caught. */
    Outcome read(Path place) {
        try {
            target.read(seed().named(place));
            return new Outcome.Read();
        } catch (CheckpointException e) {
            return told(place, String.valueOf(e.getMessage()))
                    ? new Outcome.Refused()
                    : new Outcome.Failed(new AssertionError("the message is not one line that names the file", e));
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            return new Outcome.Failed(e);
        }
    }

    private static boolean told(Path place, String message) {
        return message.startsWith(place.toString()) && message.length() < LONGEST_MESSAGE
                && !LINE_BREAK.matcher(message).find();
    }

    /** The case of a number among those of all targets, which take turns. */
    public static FuzzCase numbered(long number) {
        List<Target> targets = List.of(Target.values());
        return new FuzzCase(targets.get((int) (number % targets.size())), number / targets.size());
    }
}
