package org.dovetail.bridge.align;

import org.dovetail.bridge.rules.Unit;

/**
 * What is matched: a layer, or one of the layers that a stack holds.
 *
 * @param unit the layer or the stack
 * @param slice which layer of the stack; -1 for a whole unit
 */
record Item(Unit unit, int slice) {
    boolean isSlice() { return slice >= 0; }

    @Override
    public String toString() { return isSlice() ? unit.name() + "[" + slice + "]" : unit.name(); }
}
