package org.dovetail.bridge.fuzz;

/** One way to damage a file; what it cannot damage, it returns as it is. */
@FunctionalInterface
interface Damage {
    byte[] apply(byte[] bytes, Dice dice);
}
