/**
 * Checkpoint files: containers, recognised by their content, and the key schemes in them.
 *
 * <p>
 * {@link org.dovetail.bridge.format.Checkpoint#open Checkpoint.open} asks every {@link org.dovetail.bridge.format.CheckpointFormat} whether it knows the file; the format
 * gives a tree of {@link org.dovetail.bridge.format.Node}s whose numbers are read when asked for; a {@link org.dovetail.bridge.format.KeyScheme} turns the tree's keys into
 * {@link org.dovetail.bridge.format.EntryPath}s. Writing goes the same way back. Formats know nothing of layers, schemes nothing of bytes.
 */
@NullMarked
package org.dovetail.bridge.format;

import org.jspecify.annotations.NullMarked;
