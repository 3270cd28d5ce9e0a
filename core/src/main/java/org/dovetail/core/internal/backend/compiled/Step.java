package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Elementwise;
import org.dovetail.core.internal.prim.RandomBits;

/** What a run does at once: reads some slots and writes one. */
sealed interface Step {
    /** The slots that are read. */
    List<Integer> reads();

    /** The slot that is written. */
    int result();

    /** Whether the result may take the memory of a slot that is read, since each element is read before it is written and never again. */
    default boolean mayOverwrite(int slot) {
        return false;
    }

    /**
     * An operand of an elementwise step.
     *
     * @param slot where it is
     * @param dtype the type of its elements
     * @param splat whether there is one element, which stands for all
     */
    record Input(int slot, DType dtype, boolean splat) {}

    /** Elements at equal places. */
    record Pointwise(Elementwise op, List<Input> inputs, int result, DType dtype, long count) implements Step {
        @Override
        public List<Integer> reads() { return inputs.stream().map(Input::slot).toList(); }

        @Override
        public boolean mayOverwrite(int slot) {
            return inputs.stream().allMatch(
                    input -> input.slot != slot || !input.splat && input.dtype.bytes() == dtype.bytes());
        }
    }

    /** A cast from or to a dtype in which nothing is computed. */
    record Convert(TensorSpec from, int source, TensorSpec to, int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(source); }
    }

    /** Elements that go to other places. */
    record Move(Runs runs, int source, int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(source); }
    }

    /** One element, many times. */
    record Fill(int source, int result, int elementBytes, long count) implements Step {
        @Override
        public List<Integer> reads() { return List.of(source); }
    }

    /** Numbers that count along an axis: the middle one of three extents. */
    record Count(DType dtype, long outer, long extent, long inner, int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(); }
    }

    /** One element of many. */
    record Reduce(Folds folds, int source, int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(source); }
    }

    /** The place of the largest or smallest element: along the middle one of three extents. */
    record Place(boolean largest, DType dtype, long outer, long extent, long inner, int source, DType index,
            int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(source); }
    }

    /** A matrix product for each batch. */
    record Product(Products products, int left, int right, int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(left, right); }
    }

    /** Windows of the source, at places that are numbers in other slots; those that do not lie in it are filled. */
    record Take(Indexings.Taking windows, int source, List<Integer> indices, int fill, int result) implements Step {
        @Override
        public List<Integer> reads() {
            List<Integer> reads = new ArrayList<>(indices);
            reads.add(source);
            reads.add(fill);
            return reads;
        }
    }

    /** The operand with windows of the updates in it, at places that are numbers in other slots. */
    record Put(Indexings.Putting windows, int operand, List<Integer> indices, int updates, int result)
            implements
                Step {
        @Override
        public List<Integer> reads() {
            List<Integer> reads = new ArrayList<>(indices);
            reads.add(operand);
            reads.add(updates);
            return reads;
        }

        @Override
        public boolean mayOverwrite(int slot) { return slot == operand && slot != updates && !indices.contains(slot); }
    }

    /** A convolution. */
    record Convolve(ConvPlan plan, DType dtype, int input, int kernel, int result) implements Step {
        @Override
        public List<Integer> reads() { return List.of(input, kernel); }
    }

    /** One element of each window's. */
    record Slide(Windows windows, List<Integer> reads, int result) implements Step {}

    /** Random bits, or keys. */
    record Random(RandomBits op, List<Integer> reads, int result, long keys) implements Step {}
}
