package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dovetail.bridge.rules.Counterpart;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.haiku.ModuleName;

/**
 * The module paths that NNX's attribute paths become. What Haiku does not take as a name is joined to the name before it: {@code blocks.0.linear} becomes {@code blocks_0/linear}. An array of
 * the root goes to {@code ~}, a layer that is the whole model is called after its class.
 */
final class HaikuNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]");
    private static final String ROOT_LIST = "layers";
    private static final String NO_MODULE = "~";

    private HaikuNames() {}

    static List<String> path(Unit unit, Counterpart counterpart) {
        List<String> path = new ArrayList<>();
        for (String component : unit.path()) {
            if (NAME.matcher(component).matches()) {
                path.add(component);
            } else {
                String before = path.isEmpty() ? ROOT_LIST : path.removeLast();
                path.add(before + "_" + NOT_IN_NAMES.matcher(component).replaceAll("_"));
            }
        }
        if (unit.isRaw()) {
            return path.size() == 1 ? List.of(NO_MODULE, path.getFirst()) : path;
        }
        String kind = counterpart.rule().kind();
        int bracket = kind.indexOf('(');
        return path.isEmpty() ? List.of(ModuleName.snakeCase(bracket < 0 ? kind : kind.substring(0, bracket))) : path;
    }
}
