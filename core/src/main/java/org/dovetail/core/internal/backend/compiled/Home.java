package org.dovetail.core.internal.backend.compiled;

/** Where a slot's memory is. */
sealed interface Home {
    /** A part of the workspace's block; an input that lives here is copied at the start of a run. */
    record Block(long offset) implements Home {}

    /** A part of the constants' block. */
    record Constant(long offset) implements Home {}

    /** The memory of an argument. */
    record Argument(int index) implements Home {}

    /** The memory of a result. */
    record Result(int index) implements Home {}

    /** None, since nobody reads or writes it. */
    record Nowhere() implements Home {}
}
