package org.dovetail.core.internal.backend.nd4j;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/** A place in our memory, in the form in which ND4J's buffers are made. */
final class Address extends Pointer {
    /** A place that somebody else keeps. */
    Address(long address, long count) {
        this.address = address;
        this.limit = count;
        this.capacity = count;
    }

    /** A place that stays while this pointer, or one that was made of it, is reachable. */
    static Address keeping(MemorySegment data, long count) {
        Address pointer = new Address(data.address(), count);
        pointer.deallocator(new Kept(data));
        return pointer;
    }

    /** Pointers keep their deallocator; there is nothing to free, but memory to hold. */
    private record Kept(MemorySegment data) implements Deallocator {
        @Override
        public void deallocate() {}
    }
}
