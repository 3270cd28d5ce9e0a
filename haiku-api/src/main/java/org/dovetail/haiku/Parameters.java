package org.dovetail.haiku;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Where parameters come from while a function runs. */
sealed interface Parameters {
    /** The parameter of a module. */
    Tensor get(String module, String name, TensorSpec spec, @Nullable Init init, Supplier<Key> keys);

    /** The same, but for making new ones: within a loop. */
    default Parameters fixed() { return this; }

    /** {@code init} makes them. */
    record Made(SortedMap<String, SortedMap<String, Tensor>> modules) implements Parameters {
        Made() { this(new TreeMap<>()); }

        @Override
        public Parameters fixed() { return new Fixed(this); }

        /** Keeps the parameters of a module that were made elsewhere. */
        void put(String module, String name, Tensor value) {
            modules.computeIfAbsent(module, _ -> new TreeMap<>()).put(name, value);
        }

        @Override
        public Tensor get(String module, String name, TensorSpec spec, @Nullable Init init, Supplier<Key> keys) {
            SortedMap<String, Tensor> entries = modules.get(module);
            Tensor present = entries == null ? null : entries.get(name);
            if (present == null) {
                if (init == null) {
                    throw new IllegalArgumentException("getParameter: '" + module + "/" + name + "' " + spec
                            + " has no value yet and no initializer was given. Pass one:  getParameter(\"" + name
                            + "\", shape, dtype, Init.zeros())");
                }
                present = init.make(keys, spec.shape(), spec.dtype());
                modules.computeIfAbsent(module, _ -> new TreeMap<>()).put(name, present);
            }
            if (!present.shape().equals(spec.shape())) {
                throw new IllegalArgumentException("getParameter: '" + module + "/" + name + "' was made as "
                        + present.spec() + "; now " + spec
                        + " is asked for. One name is one parameter: take another name, or "
                        + "another module, for another shape");
            }
            return present;
        }
    }

    /** {@code apply} was given them. */
    record Given(Params params) implements Parameters {
        @Override
        public Tensor get(String module, String name, TensorSpec spec, @Nullable Init init, Supplier<Key> keys) {
            SortedMap<String, Tensor> entries = params.modules().get(module);
            Tensor given = entries == null ? null : entries.get(name);
            if (given == null) {
                throw new IllegalArgumentException(
                        "apply: the function asks for '" + module + "/" + name + "' " + spec + ", but "
                                + Bundles.missing("parameter", params.modules(), module, name)
                                + ". All parameters are created by init: pass those that init of this function gave");
            }
            if (!given.shape().equals(spec.shape())) {
                throw new IllegalArgumentException("apply: '" + module + "/" + name + "' is given as " + given.spec()
                        + "; the function asks for " + spec
                        + ". Pass an input of the width that init saw, or the parameters "
                        + "of this input");
            }
            return given;
        }
    }

    /** Those that {@code init} has made so far. */
    record Fixed(Made made) implements Parameters {
        @Override
        public Tensor get(String module, String name, TensorSpec spec, @Nullable Init init, Supplier<Key> keys) {
            SortedMap<String, Tensor> entries = made.modules().get(module);
            if (entries == null || !entries.containsKey(name)) {
                throw new IllegalArgumentException("scan: its body makes the parameter '" + module + "/" + name
                        + "' at the second step, so each step would make one of its own. Create the module outside of the body; "
                        + "its call may create others");
            }
            return made.get(module, name, spec, init, keys);
        }
    }
}
