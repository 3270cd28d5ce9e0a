package org.dovetail.bridge.cli;

/**
 * What the user gives for one word of a command's {@link Usage}; it can be asked once the line is parsed.
 *
 * @param <T> the type of its value
 */
@FunctionalInterface
interface Given<T> {
    T value();
}
