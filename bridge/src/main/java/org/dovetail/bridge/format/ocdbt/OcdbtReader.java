package org.dovetail.bridge.format.ocdbt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the keys of a database's newest version.
 *
 * <p>
 * Heights fall by one from a node to its children, no node is visited twice, and keys only grow: so trees that run in circles or share nodes are refused before they cost
 * anything.
 */
public final class OcdbtReader {
    private static final long MAX_NODE_BYTES = 256L << 20;
    private static final long MAX_TREE_BYTES = 1L << 30;
    private static final int MAX_KEYS = 5_000_000;

    /** A place in a data file. */
    private record Spot(String file, long offset) {}

    private final OcdbtFiles files;
    private final long maxNodeBytes;
    private final NavigableMap<String, OcdbtValue> values = new TreeMap<>();
    private final Set<Spot> visited = new HashSet<>();
    private OcdbtKey lastKey = OcdbtKey.EMPTY;
    private long treeBytes;

    private OcdbtReader(OcdbtFiles files, long maxNodeBytes) {
        this.files = files;
        this.maxNodeBytes = maxNodeBytes;
    }

    /**
     * Reads a database.
     *
     * @param files its files
     * @return the places of the values, by key
     * @throws OcdbtException if it is not well-formed, or beyond the limits
     * @throws IOException if a file cannot be read
     */
    public static NavigableMap<String, OcdbtValue> read(OcdbtFiles files) throws OcdbtException, IOException {
        OcdbtManifest manifest = OcdbtManifest.read(files);
        long limit = manifest.maxNodeBytes();
        OcdbtReader reader = new OcdbtReader(files, limit < 0 ? MAX_NODE_BYTES : Math.min(limit, MAX_NODE_BYTES));
        OcdbtManifest.Pointer root = manifest.root();
        if (root != null) {
            reader.visit(root, manifest.height(), OcdbtKey.EMPTY);
        }
        return reader.values;
    }

    private void visit(OcdbtManifest.Pointer pointer, int height, OcdbtKey prefix) throws OcdbtException, IOException {
        switch (node(pointer, height)) {
            case OcdbtNode.Leaf(var entries) -> {
                for (OcdbtNode.Entry entry : entries) {
                    add(joined(prefix, entry.key()), entry.value());
                }
            }
            case OcdbtNode.Interior(var children) -> {
                for (OcdbtNode.Child child : children) {
                    visit(child.pointer(), height - 1, joined(prefix, child.common()));
                }
            }
        }
    }

    private OcdbtNode node(OcdbtManifest.Pointer pointer, int height) throws OcdbtException, IOException {
        String file = pointer.file().path();
        MemorySegment whole = files.bytes(file);
        try {
            MemorySegment bytes = OcdbtNode.slice(whole, pointer);
            treeBytes += bytes.byteSize();
            if (!visited.add(new Spot(file, pointer.offset()))) {
                throw new OcdbtException("is pointed to twice, so the nodes are no tree");
            }
            if (treeBytes > MAX_TREE_BYTES) {
                throw new OcdbtException("is of a tree of more than " + MAX_TREE_BYTES + " bytes");
            }
            return OcdbtNode.read(OcdbtEnvelope.NODE.open(bytes, maxNodeBytes), pointer.file().base(), height);
        } catch (OcdbtException e) {
            throw new OcdbtException("the node at byte " + Long.toUnsignedString(pointer.offset()) + " of " + file + " "
                    + e.getMessage(), e);
        }
    }

    private void add(OcdbtKey key, OcdbtValue value) throws OcdbtException {
        if (!values.isEmpty() && lastKey.compareTo(key) >= 0) {
            throw new OcdbtException("its keys are not in order, so its nodes overlap");
        }
        if (values.size() == MAX_KEYS) {
            throw new OcdbtException("it has more than " + MAX_KEYS + " keys");
        }
        values.put(OcdbtFileTable.text(key.bytes()), value);
        lastKey = key;
    }

    private static OcdbtKey joined(OcdbtKey prefix, OcdbtKey key) throws OcdbtException {
        if (prefix.length() + key.length() > OcdbtNode.MAX_KEY) {
            throw new OcdbtException("a key has more than " + OcdbtNode.MAX_KEY + " bytes");
        }
        return prefix.then(key);
    }
}
