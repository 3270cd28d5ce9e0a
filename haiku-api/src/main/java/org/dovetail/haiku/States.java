package org.dovetail.haiku;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** What becomes of state while a function runs. */
sealed interface States {
    /** The present value. */
    Tensor get(String module, String name, @Nullable TensorSpec spec, @Nullable Init init, Supplier<Key> keys);

    /** Whether there is a value. */
    boolean has(String module, String name);

    /** Sets a value. */
    void set(String module, String name, Tensor value);

    /** All values as they are now. */
    HkState last();

    /** State of the same kind for a part of the run, which begins with some values. */
    States within(HkState given);

    /** An entry as it was first and as it is now. */
    record Entry(Tensor first, Tensor last) {}

    /** State of a function that is transformed with it. */
    record Kept(SortedMap<String, SortedMap<String, Entry>> modules) implements States {
        Kept(HkState given) {
            this(new TreeMap<>());
            given.modules().forEach((module, entries) -> entries.forEach((name, value) -> set(module, name, value)));
        }

        @Override
        public Tensor get(String module, String name, @Nullable TensorSpec spec, @Nullable Init init,
                Supplier<Key> keys) {
            Entry present = entry(module, name);
            if (present == null) {
                if (spec == null || init == null) {
                    throw new IllegalArgumentException(
                            "getState: '" + module + "/" + name + "' has no value yet. Set it before "
                                    + "with setState, or say how it starts:  getState(\"" + name
                                    + "\", shape, dtype, Init.zeros())");
                }
                Tensor value = init.make(keys, spec.shape(), spec.dtype());
                set(module, name, value);
                return value;
            }
            return present.last;
        }

        @Override
        public void set(String module, String name, Tensor value) {
            Entry present = entry(module, name);
            modules.computeIfAbsent(module, _ -> new TreeMap<>()).put(name,
                    new Entry(present == null ? value : present.first, value));
        }

        @Override
        public boolean has(String module, String name) { return entry(module, name) != null; }

        private @Nullable Entry entry(String module, String name) {
            SortedMap<String, Entry> entries = modules.get(module);
            return entries == null ? null : entries.get(name);
        }

        HkState first() { return collect(Entry::first); }

        @Override
        public HkState last() { return collect(Entry::last); }

        @Override
        public States within(HkState given) { return new Kept(given); }

        private HkState collect(Function<Entry, Tensor> which) {
            SortedMap<String, SortedMap<String, Tensor>> collected = new TreeMap<>();
            modules.forEach((module, entries) -> entries.forEach((name, entry) -> collected
                    .computeIfAbsent(module, _ -> new TreeMap<>()).put(name, which.apply(entry))));
            return HkState.of(collected);
        }
    }

    /** There is none, because the function is transformed without. */
    record Refused(String instead) implements States {
        @Override
        public Tensor get(String module, String name, @Nullable TensorSpec spec, @Nullable Init init,
                Supplier<Key> keys) {
            throw failure("getState", module, name);
        }

        @Override
        public boolean has(String module, String name) { throw failure("getState", module, name); }

        @Override
        public void set(String module, String name, Tensor value) { throw failure("setState", module, name); }

        @Override
        public HkState last() { return HkState.empty(); }

        @Override
        public States within(HkState given) { return this; }

        private NonEmptyStateException failure(String who, String module, String name) {
            return new NonEmptyStateException(who + ": the function uses the state '" + module + "/" + name
                    + "', but was transformed without state. Write  " + instead + "(...)");
        }
    }
}
