package org.dovetail.core.internal.prim;

/** A primitive that a transformation puts others in the place of, so that no backend computes it. */
public sealed interface Symbolic extends Primitive permits CustomLinear, Collective {
    /** The failure of computing it all the same. */
    RuntimeException unresolved();
}
