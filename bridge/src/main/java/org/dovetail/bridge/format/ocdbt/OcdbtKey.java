package org.dovetail.bridge.format.ocdbt;

import java.util.Arrays;

/** A key of a database, or a part of one: bytes, in the order of unsigned numbers. */
final class OcdbtKey implements Comparable<OcdbtKey> {
    static final OcdbtKey EMPTY = new OcdbtKey(new byte[0]);

    private final byte[] bytes;

    /** A key of bytes that nobody else changes. */
    OcdbtKey(byte[] bytes) { this.bytes = bytes; }

    byte[] bytes() { return bytes; }

    int length() { return bytes.length; }

    /** Its first bytes. */
    OcdbtKey first(int count) { return new OcdbtKey(Arrays.copyOf(bytes, count)); }

    /** This key and another after it. */
    OcdbtKey then(OcdbtKey more) {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + more.bytes.length);
        System.arraycopy(more.bytes, 0, whole, bytes.length, more.bytes.length);
        return new OcdbtKey(whole);
    }

    /** How many bytes it begins with that another begins with, too. */
    int common(OcdbtKey other) {
        int differs = Arrays.mismatch(bytes, other.bytes);
        return differs < 0 ? bytes.length : differs;
    }

    @Override
    public int compareTo(OcdbtKey other) { return Arrays.compareUnsigned(bytes, other.bytes); }

    @Override
    public boolean equals(Object other) { return other instanceof OcdbtKey key && Arrays.equals(bytes, key.bytes); }

    @Override
    public int hashCode() { return Arrays.hashCode(bytes); }
}
