package org.dovetail.bridge.format;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A folder that makes room for one that replaces it: it is {@code NAME.old} until the new one is in place, and stays so where a run is killed in between. */
public final class SetAside {
    private static final Pattern PLAIN = Pattern.compile("[\\w./+@%=:,][\\w./+@%=:,-]*");

    private SetAside() {}

    /**
     * Where a folder is while another takes its place.
     *
     * @param folder the folder
     * @return {@code NAME.old} beside it
     */
    public static Path of(Path folder) { return folder.resolveSibling(folder.getFileName() + ".old"); }

    /**
     * What to tell somebody who names a folder that is set aside.
     *
     * @param folder what was named
     * @return why it is missing, and the line that puts it back; empty if it is there, or nothing is set aside
     */
    public static Optional<String> problem(Path folder) {
        if (folder.getFileName() == null || Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isDirectory(of(folder), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of("is missing, but " + of(folder) + " is there: an interrupted run with --overwrite left it;"
                + " put it back with mv " + word(of(folder)) + " " + word(folder));
    }

    /** A path as a shell takes it. */
    private static String word(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
