package org.dovetail.haiku;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that modules got within one scope, and the next number of each: what makes names unique. */
final class Names {
    private static final Pattern VALID = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final Map<String, Integer> next = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    static String valid(String name) {
        if (!VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a valid module name: letters of ASCII, digits and _ "
                    + "are expected, no digit first. Give the module another name, as in new Linear(10, \"encoder\")");
        }
        return name;
    }

    /** The name that a module gets which asks for one: the same when it is numbered or new, else with the next number. */
    String unique(String asked) {
        ModuleName parts = ModuleName.of(asked);
        int number = parts.isNumbered() ? parts.number() : next.getOrDefault(asked, 0);
        String name = parts.isNumbered() || number == 0 ? asked : asked + "_" + number;
        if (!used.add(name)) {
            throw new IllegalArgumentException("Module name '" + name + "' is not unique: another module of this scope "
                    + "has it. Ask for '" + parts.base() + "', which is numbered by itself, or for another name");
        }
        next.merge(parts.base(), number + 1, Math::max);
        return name;
    }
}
