package org.dovetail.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.dovetail.bridge.convert.PlanMismatchException;
import org.dovetail.bridge.format.ArraysInMemory;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.nnx.Filter;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.OptState;
import org.dovetail.nnx.Optimizer;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Path;
import org.dovetail.nnx.Variable;
import org.dovetail.nnx.VariableType;

/** The Variables of a model, as arrays by name. */
final class NnxArrays {
    /** A Variable and what it held when it was looked at. */
    private record Held(Variable variable, Entry entry, Tensor value) {}

    private final String label;
    private final SequencedMap<EntryPath, Held> held = new LinkedHashMap<>();

    private NnxArrays(String label) { this.label = label; }

    static NnxArrays of(Module model) {
        NnxArrays arrays = new NnxArrays(label(model));
        arrays.add(model, Filter.everything(), NnxArrays::entryPath);
        return arrays;
    }

    /** A model and its optimizer, as files have both. */
    static NnxArrays of(Module model, Optimizer optimizer) {
        NnxArrays arrays = new NnxArrays(label(model) + " and its optimizer");
        arrays.add(model, Filter.everything(), path -> entryPath(path).in(EntryPath.MODEL));
        arrays.add(optimizer, Filter.of(OptState.class), path -> beside(entryPath(path)));
        return arrays;
    }

    private static String label(Module model) {
        return model.getClass().getSimpleName().isEmpty() ? "the model" : model.getClass().getSimpleName();
    }

    private void add(Module module, Filter filter, Function<Path, EntryPath> naming) {
        Nnx.variables(module, filter).forEach((path, variable) -> {
            Tensor value = variable.get();
            Entry entry = new Entry(naming.apply(path), value.spec(), type(variable.getClass()));
            held.put(entry.path(), new Held(variable, entry, value));
        });
    }

    private static EntryPath entryPath(Path path) {
        return EntryPath.of(path.keys().stream().map(String::valueOf).toArray(String[]::new));
    }

    /** What an optimizer keeps is a collection; its number of steps is none. */
    private static EntryPath beside(EntryPath path) {
        return path.scope().isEmpty()
                ? path
                : new EntryPath(path.scope().getFirst(), path.scope().subList(1, path.scope().size()), path.name());
    }

    /** The Variable's type as files tell it; a subclass of Param that NNX does not know is a parameter as well. */
    private static String type(Class<? extends Variable> type) {
        return VariableType.named(type.getSimpleName()).map(VariableType::className)
                .or(() -> Optional.of(Param.class).filter(param -> param.isAssignableFrom(type))
                        .map(Class::getSimpleName))
                .orElse(type.getSimpleName());
    }

    /** Names, dtypes, shapes and types. */
    List<Entry> entries() {
        return held.values().stream().map(Held::entry).toList();
    }

    /** The numbers that the Variables held. */
    ArraysInMemory numbers(String who) {
        SequencedMap<Entry, Array> numbers = new LinkedHashMap<>();
        held.values().forEach(one -> numbers.put(one.entry, Numbers.of(who, pathText(one.entry.path()), one.value)));
        return new ArraysInMemory(label, KeyScheme.NESTED, numbers);
    }

    /**
     * Gives Variables other numbers, all or none.
     *
     * @throws PlanMismatchException if an array has no Variable, or one of another shape
     */
    void fill(SequencedMap<Entry, Array> arrays) {
        List<Runnable> sets = new ArrayList<>();
        for (Map.Entry<Entry, Array> array : arrays.entrySet()) {
            Entry entry = array.getKey();
            Held there = held.get(entry.path());
            TensorSpec spec = there == null ? null : there.entry.spec();
            if (there == null || !there.entry.spec().shape().equals(entry.spec().shape())) {
                throw new PlanMismatchException("the plan is for another model: it fills " + pathText(entry.path())
                        + " "
                        + entry.spec() + ", " + label + (spec == null ? " has no such Variable" : " has " + spec));
            }
            sets.add(() -> there.variable.set(array.getValue()));
        }
        sets.forEach(Runnable::run);
    }

    private static String pathText(EntryPath path) {
        String inside = String.join(".", path.components());
        return path.collection().isEmpty() ? inside : path.collection() + "." + inside;
    }
}
