package org.dovetail.haiku;

import java.util.List;
import org.dovetail.haiku.internal.Site;

/** What modules are created in: it decides what stands before their names, and which numbers they get. */
sealed interface Scope {
    /** The names within. */
    Names names();

    /** What stands before the names of modules created here. */
    String prefix();

    /** Whose parameters and state are created here. */
    String bundle();

    /** The transformed function itself. */
    record TopLevel(Names names) implements Scope {
        @Override
        public String prefix() { return ""; }

        @Override
        public String bundle() { return "~"; }
    }

    /** A constructor. */
    record Constructor(Module module, Names names, List<Site> construction) implements Scope {
        @Override
        public String prefix() { return module.moduleName() + "/~/"; }

        @Override
        public String bundle() { return module.moduleName(); }
    }

    /** One call of a method. */
    record Method(Module module, Names names, String name, Site site) implements Scope {
        @Override
        public String prefix() {
            return module.moduleName() + switch (name) {
                case "__call__" -> "/";
                case "__init__" -> "/~/";
                default -> "/~" + name + "/";
            };
        }

        @Override
        public String bundle() { return module.moduleName(); }
    }
}
