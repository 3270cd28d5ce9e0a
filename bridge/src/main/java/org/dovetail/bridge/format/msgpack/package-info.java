/**
 * MessagePack, the binary relative of JSON: values read from memory within bounds, and their bytes written.
 *
 * <p>
 * {@link org.dovetail.bridge.format.msgpack.MsgpackReader#read MsgpackReader.read} gives a {@link org.dovetail.bridge.format.msgpack.MsgpackValue} whose byte strings stay
 * where they are, {@link org.dovetail.bridge.format.msgpack.MsgpackWriter} makes the shortest bytes of a value, as Python's {@code msgpack} does.
 */
@NullMarked
package org.dovetail.bridge.format.msgpack;

import org.jspecify.annotations.NullMarked;
