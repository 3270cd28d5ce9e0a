package org.dovetail.bridge.plan;

import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.rules.Fallback;

/**
 * An array that only one side has. On the source side its numbers go to the side data; on the target side they come from there, or from the fallback.
 *
 * @param role its role in its layer
 * @param entry the array
 * @param fallback what takes the place of its numbers when no side data tells them
 */
public record Aside(String role, Entry entry, Fallback fallback) {}
