package org.dovetail.bridge.align;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;

/**
 * Patterns over the paths of arrays: {@code *} and {@code ?} stay within a component, {@code **} crosses separators. A pattern that names a scope takes everything in it. Slashes
 * and dots are the same, and the collection in front ({@code params/}) may be left out.
 */
public final class Globs {
    private Globs() {}

    /**
     * The arrays that {@code --only} and {@code --skip} leave out.
     *
     * @param entries the arrays of the source
     * @param only patterns of what is taken; none takes all
     * @param skip patterns of what is left out of that
     * @return the arrays to leave out
     * @throws AlignmentException if a pattern matches nothing, or nothing remains
     */
    public static Set<EntryPath> skipped(List<Entry> entries, List<String> only, List<String> skip)
            throws AlignmentException {
        Set<EntryPath> skipped = new HashSet<>();
        if (!only.isEmpty()) {
            entries.forEach(entry -> skipped.add(entry.path()));
            for (String glob : only) {
                skipped.removeAll(matches(entries, "--only", glob));
            }
        }
        for (String glob : skip) {
            skipped.addAll(matches(entries, "--skip", glob));
        }
        if (skipped.size() == entries.size() && !entries.isEmpty()) {
            throw new AlignmentException("--only and --skip leave nothing to convert");
        }
        return skipped;
    }

    private static Set<EntryPath> matches(List<Entry> entries, String option, String glob)
            throws AlignmentException {
        Pattern pattern = pattern(glob);
        Set<EntryPath> matches = new HashSet<>();
        for (Entry entry : entries) {
            EntryPath path = entry.path();
            if (pattern.matcher(text(path)).matches() || pattern.matcher(text(path.in(""))).matches()) {
                matches.add(path);
            }
        }
        if (matches.isEmpty()) {
            throw new AlignmentException(option + " '" + glob + "' matches no array; the first is " + entries.stream()
                    .map(Entry::path).sorted().findFirst().map(EntryPath::toString).orElse("missing"));
        }
        return matches;
    }

    private static String text(EntryPath path) { return path.toString().replace('.', '/'); }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        String text = glob.replace('.', '/');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' && i + 1 < text.length() && text.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else {
                regex.append(switch (c) {
                    case '*' -> "[^/]*";
                    case '?' -> "[^/]";
                    default -> Pattern.quote(String.valueOf(c));
                });
            }
        }
        return Pattern.compile(regex + "(/.*)?", Pattern.DOTALL);
    }
}
