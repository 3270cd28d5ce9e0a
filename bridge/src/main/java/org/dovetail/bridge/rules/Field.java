package org.dovetail.bridge.rules;

/** An array that a layer has in both libraries. */
record Field(String haiku, String nnx, boolean required, Layout layout) {
    String role(Style style) { return style == Style.HAIKU ? haiku : nnx; }

    static Field required(String haiku, String nnx, Layout layout) { return new Field(haiku, nnx, true, layout); }

    static Field optional(String haiku, String nnx, Layout layout) { return new Field(haiku, nnx, false, layout); }
}
