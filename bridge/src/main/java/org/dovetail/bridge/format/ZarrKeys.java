package org.dovetail.bridge.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the chunks of a zarr array are named.
 *
 * @param prefix what stands before the indices, {@code c} in zarr 3, or nothing
 * @param separator what stands between them
 */
record ZarrKeys(String prefix, String separator) {
    /** Nine digits are beyond every grid that is read. */
    private static final int MAX_DIGITS = 9;

    /** The chunk of a key; empty for the keys of other things. */
    Optional<List<Long>> index(String key, int rank) {
        if (rank == 0) {
            return key.equals(prefix.isEmpty() ? "0" : prefix) ? Optional.of(List.of()) : Optional.empty();
        }
        String start = prefix.isEmpty() ? "" : prefix + separator;
        if (!key.startsWith(start)) {
            return Optional.empty();
        }
        String[] parts = key.substring(start.length()).split(Pattern.quote(separator), -1);
        List<Long> index = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            boolean number = parts.length == rank && !parts[i].isEmpty() && parts[i].length() <= MAX_DIGITS
                    && parts[i].chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number) {
                return Optional.empty();
            }
            index.add(Long.parseLong(parts[i]));
        }
        return Optional.of(index);
    }
}
