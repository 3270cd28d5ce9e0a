package org.dovetail.core.internal.backend;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The backends on the class path, and which of them runs what: {@code dovetail.eager} names the one for operations outside of {@code jit}, {@code dovetail.jit} the one for
 * graphs.
 */
public final class Backends {
    private static final ScopedValue<Backend> CHOSEN = ScopedValue.newInstance();

    /** Made when the first operation runs, so that reading files starts no backend. */
    private static final class Found {
        static final Map<String, Backend> BY_NAME = new TreeMap<>();
        static final Backend EAGER;
        static final Backend COMPILING;

        static {
            ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
                    .forEach(backend -> BY_NAME.put(backend.name(), backend));
            EAGER = configured("dovetail.eager", "compiled");
            COMPILING = configured("dovetail.jit", "compiled");
        }

        private static Backend configured(String property, String preferred) {
            return named(System.getProperty(property, preferred));
        }
    }

    private Backends() {}

    /** The backend of operations outside of jit. */
    public static Backend eager() {
        return CHOSEN.isBound() ? CHOSEN.get() : Found.EAGER;
    }

    /** The backend of graphs. */
    public static Backend compiling() {
        return CHOSEN.isBound() ? CHOSEN.get() : Found.COMPILING;
    }

    /**
     * The backend of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Backend named(String name) {
        @Nullable
        Backend backend = Found.BY_NAME.get(name);
        if (backend == null) {
            throw new IllegalArgumentException(
                    "there is no backend '" + name + "'; found are " + Found.BY_NAME.keySet());
        }
        return backend;
    }

    /** Runs some code on one backend. */
    public static <R> R with(Backend backend, Supplier<R> body) {
        return ScopedValue.where(CHOSEN, backend).call(body::get);
    }
}
