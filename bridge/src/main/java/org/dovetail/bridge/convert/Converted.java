package org.dovetail.bridge.convert;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that a conversion made.
 *
 * @param file the file
 * @param format the name of its format
 * @param arrays how many arrays the file has
 * @param bytes the size of their numbers
 * @param findings the plan that was run, and what a person should know of it
 * @param sideFile the file of side data, where the container keeps none itself
 * @param checked whether the file was read again and compared, bit by bit
 */
public record Converted(Path file, String format, int arrays, long bytes, Findings findings, Optional<Path> sideFile,
        boolean checked) {}
