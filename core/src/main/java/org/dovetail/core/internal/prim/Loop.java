package org.dovetail.core.internal.prim;

/** A call that runs its body again and again, handing a carry from one step to the next. */
public sealed interface Loop extends Call permits Scan, While {}
