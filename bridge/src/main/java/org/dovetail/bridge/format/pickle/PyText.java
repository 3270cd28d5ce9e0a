package org.dovetail.bridge.format.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text, in place in the file: an array's numbers are texts in protocols below 3. */
public final class PyText implements PyValue {
    /** The longest text that is made a Java string: configurations fit, bombs do not. */
    private static final int MAX_BYTES = 1 << 24;

    private final MemorySegment stored;
    private final boolean python2;
    private @Nullable PyBytes latin1;

    /**
     * A text.
     *
     * @param stored its bytes
     * @param python2 whether it is a {@code str} of Python 2, which is bytes, rather than UTF-8
     */
    PyText(MemorySegment stored, boolean python2) {
        this.stored = stored;
        this.python2 = python2;
    }

    /** Where it is. */
    MemorySegment stored() { return stored; }

    /** The bytes that it is in Latin-1; looked for once, however often a pickle asks. */
    PyBytes latin1() throws PickleException {
        PyBytes bytes = latin1;
        if (bytes == null) {
            bytes = python2 ? PyBytes.of(stored) : PyBytes.ofLatin1(stored);
            latin1 = bytes;
        }
        return bytes;
    }

    /** Whether it is bytes as much as text. */
    boolean isPython2() { return python2; }

    /** Whether it is this text, which is ASCII. */
    boolean is(String ascii) {
        if (stored.byteSize() != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (stored.get(ValueLayout.JAVA_BYTE, i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text as a string.
     *
     * @param characters what its length is taken from
     * @return the string
     * @throws PickleException if it is too long, or not UTF-8
     */
    public String string(Budget characters) throws PickleException {
        if (stored.byteSize() > MAX_BYTES) {
            throw new PickleException("holds a text of " + stored.byteSize() + " bytes; the longest that are read have "
                    + MAX_BYTES);
        }
        characters.use(stored.byteSize());
        byte[] bytes = stored.toArray(ValueLayout.JAVA_BYTE);
        if (python2) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new PickleException("the pickle is damaged: a text in it is not UTF-8");
        }
    }
}
