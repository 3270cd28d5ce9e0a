package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Scatter;

/**
 * Some elements of a tensor, to get or to update: {@code x.at[indices]}. Updates give a new tensor, the old one stays.
 *
 * {@snippet file="org/dovetail/core/AtTests.java" region="at"}
 *
 * <p>
 * What is out of bounds is as in JAX: {@link #get} takes the nearest element, updates leave it out; {@link #mode} changes that. Of several that {@link #set} the same place the
 * last one stays. A mask whose values a transformation does not know can be updated with a value that is the same for all its places.
 *
 * @param x the tensor
 * @param indices what stands between the brackets
 * @param chosen what becomes of indices out of bounds, if it is not as usual
 * @param unique whether no place is named twice, as the caller promises
 * @param value what {@link #get} gives for places out of bounds that are filled
 */
public record At(Tensor x, List<Index> indices, Optional<GatherScatterMode> chosen, boolean unique,
        Optional<Number> value) {
    /**
     * Checks the indices.
     *
     * @throws IllegalArgumentException if the tensor has not so many axes
     */
    public At {
        indices = GatherPlan.expanded(x.spec(), indices);
    }

    /**
     * The same elements with another rule for indices out of bounds, as the argument {@code mode}.
     *
     * @param mode the rule
     * @return the elements
     */
    public At mode(GatherScatterMode mode) { return new At(x, indices, Optional.of(mode), unique, value); }

    /**
     * The same elements, where {@link #get} gives a value for those out of bounds, as {@code get(mode='fill', fill_value=value)}.
     *
     * @param filling the value
     * @return the elements
     */
    public At fill(Number filling) {
        return new At(x, indices, Optional.of(GatherScatterMode.FILL_OR_DROP), unique, Optional.of(filling));
    }

    /**
     * The same elements with the promise that no place is named twice, as the argument {@code unique_indices}: {@link #mul} needs it for the derivative of the factors.
     *
     * @return the elements
     */
    public At uniqueIndices() { return new At(x, indices, chosen, true, value); }

    private Optional<Tensor> mask() {
        return indices.stream().filter(index -> index instanceof Index.Numbers(Tensor tensor)
                && tensor.dtype() == DType.BOOL).map(index -> ((Index.Numbers) index).tensor()).findFirst();
    }

    /**
     * The elements, as {@code x[indices]} and {@code x.at[indices].get()}.
     *
     * @return the elements; ranges keep their axes, integer tensors bring theirs, a mask an axis of the places where it is true
     * @throws IllegalArgumentException if integer tensors do not broadcast to one shape, or a mask has not the extents of its axes
     * @throws ConcretizationException for a mask whose values are not known within a transformation, since shapes do not depend on numbers
     */
    public Tensor get() {
        List<Index> numbered = Masks.numbered(x.spec(), indices);
        return GatherPlan.of(x.spec(), numbered).get(x, chosen, value);
    }

    /**
     * The tensor with other elements in these places, as {@code x.at[indices].set(values)}.
     *
     * @param values broadcast to the shape of {@link #get} and cast to the tensor's dtype
     * @return the new tensor
     * @throws IllegalArgumentException if the values do not broadcast to that shape
     */
    public Tensor set(Tensor values) { return updated(Scatter.Op.SET, values); }

    /**
     * The tensor with a number in these places, as {@code x.at[indices].set(value)}.
     *
     * @param number the number
     * @return the new tensor
     */
    public Tensor set(Number number) { return set(Ops.number(x, number)); }

    /**
     * The tensor with something added in these places, as {@code x.at[indices].add(values)}; places named twice are added to twice.
     *
     * @param values broadcast to the shape of {@link #get} and cast to the tensor's dtype
     * @return the new tensor
     * @throws IllegalArgumentException if the values do not broadcast to that shape
     */
    public Tensor add(Tensor values) { return updated(Scatter.Op.ADD, values); }

    /**
     * The tensor with a number added in these places, as {@code x.at[indices].add(value)}.
     *
     * @param number the number
     * @return the new tensor
     */
    public Tensor add(Number number) { return add(Ops.number(x, number)); }

    /**
     * The tensor with something multiplied in these places, as {@code x.at[indices].multiply(values)}; places named twice are multiplied twice. The derivative of the values
     * needs {@link #uniqueIndices}.
     *
     * @param values broadcast to the shape of {@link #get} and cast to the tensor's dtype
     * @return the new tensor
     * @throws IllegalArgumentException if the values do not broadcast to that shape
     */
    public Tensor mul(Tensor values) { return updated(Scatter.Op.MUL, values); }

    /**
     * The tensor multiplied by a number in these places, as {@code x.at[indices].multiply(value)}.
     *
     * @param number the number
     * @return the new tensor
     */
    public Tensor mul(Number number) { return mul(Ops.number(x, number)); }

    /**
     * The tensor with the smaller of element and value in these places, as {@code x.at[indices].min(values)}.
     *
     * @param values broadcast to the shape of {@link #get} and cast to the tensor's dtype
     * @return the new tensor
     * @throws IllegalArgumentException if the values do not broadcast to that shape
     */
    public Tensor min(Tensor values) { return updated(Scatter.Op.MIN, values); }

    /**
     * The tensor with the smaller of element and number in these places, as {@code x.at[indices].min(value)}.
     *
     * @param number the number
     * @return the new tensor
     */
    public Tensor min(Number number) { return min(Ops.number(x, number)); }

    /**
     * The tensor with the larger of element and value in these places, as {@code x.at[indices].max(values)}.
     *
     * @param values broadcast to the shape of {@link #get} and cast to the tensor's dtype
     * @return the new tensor
     * @throws IllegalArgumentException if the values do not broadcast to that shape
     */
    public Tensor max(Tensor values) { return updated(Scatter.Op.MAX, values); }

    /**
     * The tensor with the larger of element and number in these places, as {@code x.at[indices].max(value)}.
     *
     * @param number the number
     * @return the new tensor
     */
    public Tensor max(Number number) { return max(Ops.number(x, number)); }

    private Tensor updated(Scatter.Op op, Tensor values) {
        DType common = Ops.promoted(x.dtype(), values.dtype());
        Tensor whole = x.cast(common);
        Tensor update = values.cast(common);
        Tensor made = mask().filter(mask -> isUniform(mask, update)).map(mask -> masked(op, mask, whole, update))
                .orElseGet(() -> GatherPlan.of(x.spec(), Masks.numbered(x.spec(), indices)).update(op, whole, update,
                        chosen.orElse(GatherScatterMode.FILL_OR_DROP), unique));
        return made.cast(x.dtype());
    }

    private boolean isAlone() { return indices.stream().filter(index -> !index.equals(Index.all())).count() == 1; }

    /** Whether there is one value for all places of a mask; there are others only where its own values are known. */
    private boolean isUniform(Tensor mask, Tensor update) {
        int behind = x.rank() - indices.indexOf(new Index.Numbers(mask)) - mask.rank();
        boolean isForEach = !isAlone() || update.rank() > behind && update.dim(-1 - behind) != 1;
        return mask instanceof Tracer || !isForEach;
    }

    /** The values, which are the same for all places of the mask, where it is true. */
    private Tensor masked(Scatter.Op op, Tensor mask, Tensor whole, Tensor update) {
        int before = indices.indexOf(new Index.Numbers(mask));
        int behind = whole.rank() - before - mask.rank();
        if (!isAlone() || !mask.shape().equals(new Shape(
                whole.shape().extents().subList(before, before + mask.rank())))) {
            throw new IllegalArgumentException("at(...)." + name(op) + ": a mask is expected to be the only index but "
                    + "all() and ellipsis(), and to have the shape of its axes of " + whole.spec() + "; got "
                    + mask.spec());
        }
        Shape ends = whole.shape().leading(before).concat(Shape.of(1)).concat(whole.shape().trailing(behind));
        GatherPlan.requireFits("at(...)." + name(op), update, ends,
                ", the same for all places of a mask. For values of each place use Tensors.where");
        List<Integer> ones = new ArrayList<>(Collections.nCopies(mask.rank(), 1));
        Shape aligned = whole.shape().leading(before).concat(new Shape(ones)).concat(whole.shape().trailing(behind));
        Tensor value = update.broadcastTo(ends).reshape(aligned);
        Tensor isTrue = mask.reshape(mask.shape().concat(new Shape(Collections.nCopies(behind, 1))));
        Tensor made = switch (op) {
            case SET -> value;
            case ADD -> Ops.binary(Binary.ADD, whole, value);
            case MUL -> Ops.binary(Binary.MUL, whole, value);
            case MIN -> Ops.binary(Binary.MIN, whole, value);
            case MAX -> Ops.binary(Binary.MAX, whole, value);
        };
        return Tensors.where(isTrue, made, whole);
    }

    static String name(Scatter.Op op) { return op.name().toLowerCase(Locale.ROOT); }
}
