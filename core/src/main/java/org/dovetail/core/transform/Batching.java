package org.dovetail.core.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.prim.Lanes;
import org.dovetail.core.internal.trace.BatchTrace;
import org.jspecify.annotations.Nullable;

/** Functions from lists of tensors to lists of tensors for many arguments at once: what front ends build {@code vmap} on. */
public final class Batching {
    private Batching() {}

    /**
     * Results for many arguments at once.
     *
     * @param values the results
     * @param batched which of them have the further first axis; the others are the same for all
     */
    public record Results(List<Tensor> values, List<Boolean> batched) {}

    /**
     * The results for many arguments at once.
     *
     * @param size how many
     * @param function the function
     * @param arguments its arguments; batched ones have a further first axis of that size
     * @param batched which arguments are batched
     * @return the results, each with the further first axis
     */
    public static List<Tensor> run(int size, Function<List<Tensor>, List<Tensor>> function, List<Tensor> arguments,
            List<Boolean> batched) {
        Results results = apart(size, function, arguments, batched);
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < results.values.size(); i++) {
            Tensor value = results.values.get(i);
            all.add(results.batched.get(i) ? value : value.broadcastTo(value.shape().withFirst(size)));
        }
        return all;
    }

    /**
     * The results for many arguments at once, those that are the same for all told apart.
     *
     * @param size how many
     * @param function the function
     * @param arguments its arguments; batched ones have a further first axis of that size
     * @param batched which arguments are batched
     * @return the results
     */
    public static Results apart(int size, Function<List<Tensor>, List<Tensor>> function, List<Tensor> arguments,
            List<Boolean> batched) {
        return apart(size, null, function, arguments, batched);
    }

    /**
     * The results for many arguments at once along a named axis, those that are the same for all told apart.
     *
     * @param size how many
     * @param name under which {@link org.dovetail.core.Collectives} reach all of them; null for none
     * @param function the function
     * @param arguments its arguments; batched ones have a further first axis of that size
     * @param batched which arguments are batched
     * @return the results
     */
    public static Results apart(int size, @Nullable String name, Function<List<Tensor>, List<Tensor>> function,
            List<Tensor> arguments, List<Boolean> batched) {
        Lanes.Results results = BatchTrace.run(new Lanes(size, name), function, arguments, batched);
        return new Results(results.values(), results.batched());
    }
}
