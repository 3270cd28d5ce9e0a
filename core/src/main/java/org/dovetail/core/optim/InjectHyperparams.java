package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer whose hyperparameters are part of its state, where they may be looked at, changed, and traced: {@code optax.inject_hyperparams}.
 *
 * @param optimizer a record; its {@link Scalar}s and {@link Schedule}s are the hyperparameters, under optax's names
 * @param schedules schedules for more of them
 * @param <S> the type of the optimizer's state
 */
public record InjectHyperparams<S>(GradientTransformation<S> optimizer, SortedMap<String, Schedule> schedules)
        implements
            GradientTransformation<InjectStatefulHyperparamsState<S>> {
    /**
     * Checks that every schedule has a hyperparameter.
     *
     * @throws IllegalArgumentException if the optimizer has no hyperparameters, or none of such a name
     */
    public InjectHyperparams {
        schedules = Collections.unmodifiableSortedMap(new TreeMap<>(schedules));
        Map<String, ScalarOrSchedule> found = hyperparams(optimizer);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("injectHyperparams: " + optimizer.getClass().getSimpleName()
                    + " has no hyperparameters. Pass a record that has, as Adam.of(1e-3)");
        }
        for (String name : schedules.keySet()) {
            if (!found.containsKey(name)) {
                throw new IllegalArgumentException("injectHyperparams: there is no hyperparameter '" + name + "' of "
                        + optimizer.getClass().getSimpleName() + "; there are " + found.keySet());
            }
        }
    }

    /**
     * All hyperparameters of an optimizer.
     *
     * @param optimizer the optimizer
     * @param <S> the type of its state
     * @return the optimizer with its hyperparameters in its state
     */
    public static <S> InjectHyperparams<S> of(GradientTransformation<S> optimizer) {
        return new InjectHyperparams<>(optimizer, Collections.emptySortedMap());
    }

    /**
     * A copy with a schedule for a hyperparameter that the optimizer itself takes as a number only.
     *
     * @param name optax's name of it, as {@code b1}
     * @param schedule the schedule
     * @return the copy
     */
    public InjectHyperparams<S> withSchedule(String name, Schedule schedule) {
        SortedMap<String, Schedule> more = new TreeMap<>(schedules);
        more.put(name, schedule);
        return new InjectHyperparams<>(optimizer, more);
    }

    @Override
    public InjectStatefulHyperparamsState<S> init(Object params) {
        DType dtype = dtype(params);
        SortedMap<String, Tensor> values = new TreeMap<>();
        SortedMap<String, WrappedScheduleState> states = new TreeMap<>();
        rates().forEach((name, rate) -> {
            Tensor count = Moments.noSteps();
            values.put(name, switch (rate) {
                case Scalar scalar -> scalar.tensor(dtype);
                case Schedule schedule -> schedule.at(count);
            });
            if (rate instanceof Schedule) {
                states.put(name, new WrappedScheduleState(count));
            }
        });
        return new InjectStatefulHyperparamsState<>(Moments.noSteps(), values, states, with(values).init(params));
    }

    @Override
    public <P> Updated<P, InjectStatefulHyperparamsState<S>> update(P updates, InjectStatefulHyperparamsState<S> state,
            @Nullable P params) {
        SortedMap<String, Tensor> values = new TreeMap<>(state.hyperparams());
        SortedMap<String, WrappedScheduleState> states = new TreeMap<>();
        rates().forEach((name, rate) -> {
            WrappedScheduleState before = state.hyperparamsStates().get(name);
            if (rate instanceof Schedule schedule && before != null) {
                values.put(name, schedule.at(before.count()));
                states.put(name, new WrappedScheduleState(Moments.increment(before.count())));
            }
        });
        Updated<P, S> updated = with(values).update(updates, state.innerState(), params);
        return new Updated<>(updated.updates(), new InjectStatefulHyperparamsState<>(
                Moments.increment(state.count()), values, states, updated.state()));
    }

    /** The hyperparameters by name, with the schedules given for them. */
    private SortedMap<String, ScalarOrSchedule> rates() {
        SortedMap<String, ScalarOrSchedule> rates = hyperparams(optimizer);
        rates.putAll(schedules);
        return rates;
    }

    /** The scalars and schedules that are components of the optimizer itself. */
    private static SortedMap<String, ScalarOrSchedule> hyperparams(GradientTransformation<?> optimizer) {
        SortedMap<String, ScalarOrSchedule> found = new TreeMap<>();
        Tree.of(optimizer).structure().walk("", (path, node) -> {
            if (isName(path) && node instanceof TreeDef.Static(ScalarOrSchedule rate)) {
                found.put(path, rate);
            }
        });
        return found;
    }

    private static boolean isName(String path) { return path.indexOf('.') < 0 && path.indexOf('[') < 0; }

    /** The optimizer with tensors for its hyperparameters. */
    private GradientTransformation<S> with(Map<String, Tensor> values) {
        Tree tree = Tree.of(optimizer);
        List<String> places = new ArrayList<>();
        tree.structure().walk("", (path, node) -> {
            if (node instanceof TreeDef.Static) {
                places.add(path);
            }
        });
        Iterator<String> next = places.iterator();
        return tree.structure().mapStatics(value -> {
            Tensor given = values.get(next.next());
            return given == null || !(value instanceof ScalarOrSchedule) ? value : Scalar.of(given);
        }).unflatten(tree.leaves());
    }

    /** The dtype that all parameters have in common; float32 of nothing. */
    private static DType dtype(Object params) {
        return Tree.leaves(params).stream().reduce((x, y) -> x.dtype().fitsIn(y.dtype()) ? y : x)
                .map(Tensor::dtype).orElse(DType.FLOAT32);
    }
}
