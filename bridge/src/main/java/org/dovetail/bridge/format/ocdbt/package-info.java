/**
 * OCDBT, the key-value database in which TensorStore and Orbax keep arrays: a manifest, a B+tree of nodes, and values beside them in data files.
 *
 * <p>
 * {@link org.dovetail.bridge.format.ocdbt.OcdbtReader#read OcdbtReader.read} gives the newest version's keys with the places of their values,
 * {@link org.dovetail.bridge.format.ocdbt.OcdbtWriter} makes the nodes and the manifest of a database of one version. Lengths, counts, checksums, heights and the order of keys
 * are checked, so that a damaged or hostile database is refused.
 *
 * @see <a href="https://google.github.io/tensorstore/kvstore/ocdbt/index.html">the format</a>
 */
@NullMarked
package org.dovetail.bridge.format.ocdbt;

import org.jspecify.annotations.NullMarked;
