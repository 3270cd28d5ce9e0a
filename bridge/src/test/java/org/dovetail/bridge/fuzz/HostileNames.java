package org.dovetail.bridge.fuzz;

import java.util.List;

/** Names of arrays that would do harm where somebody took them for names of files, or printed them. */
public final class HostileNames {
    /** The names. */
    public static final List<String> ALL = List.of("../../x", "..", ".", "/etc/x", "a/../../b", "..\\..\\x", "C:\\x",
            "~/x", "a\0b", "a\nb", "a\r\u001b[2Jb", "\u202eevil", "\u2028", "con", "a//", "//", "/", "", " ",
            "-rf", "$(x)", "%s%n", "é\u0301", "\ud83d\ude00", "x".repeat(5000),
            "</script><script>x</script>", "<img src=x onerror=x>", "\"'&<!--", "\u009b2J", "\u2067x\u2069",
            "\udb40\udc41");

    private HostileNames() {}
}
