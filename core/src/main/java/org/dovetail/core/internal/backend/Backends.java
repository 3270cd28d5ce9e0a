package org.dovetail.core.internal.backend;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The backends on the class path, and which of them runs what: {@code dovetail.eager} names the one for operations outside of {@code jit}, {@code dovetail.jit} the one for
 * graphs.
 */
public final class Backends {
    private static final ScopedValue<Backend> CHOSEN = ScopedValue.newInstance();

    /** Made when the first operation runs, so that reading files starts no backend. */
    private static final class Found {
        static final Map<String, Backend> BY_NAME = new TreeMap<>();
        /** What has to be added to the class path for those that cannot run. */
        static final Map<String, String> MISSING = new TreeMap<>();
        static final Backend OWN;
        static final Backend EAGER;
        static final Backend COMPILING;

        static {
            ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
                    .forEach(backend -> backend.missing().ifPresentOrElse(
                            needed -> MISSING.put(backend.name(), needed),
                            () -> BY_NAME.put(backend.name(), backend)));
            OWN = first(List.of("compiled", "reference"));
            EAGER = configured("dovetail.eager", List.of("nd4j", "compiled", "reference"));
            COMPILING = configured("dovetail.jit", List.of("compiled", "reference"));
        }

        /** The backend that a property names, else the first of those that are there. */
        private static Backend configured(String property, List<String> preferred) {
            String name = System.getProperty(property);
            return name != null ? named(name) : first(preferred);
        }

        private static Backend first(List<String> preferred) {
            return named(preferred.stream().filter(BY_NAME::containsKey).findFirst().orElse("reference"));
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

    /** The backend that computes everything by our own code, for others that leave a primitive to it. */
    public static Backend ownKernels() {
        return Found.OWN;
    }

    /**
     * The backend of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Backend named(String name) {
        Backend backend = Found.BY_NAME.get(name);
        if (backend == null) {
            String needed = Found.MISSING.get(name);
            throw new IllegalArgumentException("there is no backend '" + name + "'; found are "
                    + Found.BY_NAME.keySet()
                    + (needed == null ? "" : "; for '" + name + "' add " + needed + " to the class path"));
        }
        return backend;
    }

    /** Runs some code on one backend. */
    public static <R> R with(Backend backend, Supplier<R> body) {
        return ScopedValue.where(CHOSEN, backend).call(body::get);
    }
}
