/** Bytes on their way from a mapped file to whoever takes them. */
@NullMarked
package org.dovetail.bridge.internal.bytes;

import org.jspecify.annotations.NullMarked;
