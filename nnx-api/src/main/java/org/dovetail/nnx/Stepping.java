package org.dovetail.nnx;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What {@link Scan} and {@link Fold} have in common: a function that runs step by step, with a carry from each step to the next.
 *
 * <p>
 * Without {@link #in} the first argument is the carry, and each step has one part of every other along the first axis of all its Variables and tensors. What the function writes
 * to Variables depends on their argument:
 * <ul>
 * <li>An axis: the parts are put together again along it.</li>
 * <li>CARRY: the next step reads it, and the last value stays. The first CARRY argument is the carry that the function gives; further ones hold modules alone, as {@code
 * StateAxes({...: Carry})}.</li>
 * <li>BROADCAST: an error, since every step would start from the same value again. Flax drops such writes in silence.</li>
 * </ul>
 * The function must not change the structure of its arguments.
 *
 * @param <S> the type of this
 */
public abstract sealed class Stepping<S extends Stepping<S>> permits Scan, Fold {
    private final Options options;

    /**
     * What was chosen.
     *
     * @param in what is done with each argument
     * @param out where the steps of the output go
     * @param splits how many steps have a key of their own
     * @param length how many steps there are
     * @param isReversed whether the last parts come first
     */
    record Options(List<ScanAxis> in, ScanAxis.At out, OptionalInt splits, OptionalInt length, boolean isReversed) {
        static Options of(int arguments) {
            List<ScanAxis> in = Stream.<ScanAxis>concat(Stream.of(ScanAxis.CARRY),
                    Collections.nCopies(arguments - 1, ScanAxis.axis(0)).stream()).toList();
            return new Options(in, ScanAxis.axis(0), OptionalInt.empty(), OptionalInt.empty(), false);
        }

        Options withOut(ScanAxis.At axis) { return new Options(in, axis, splits, length, isReversed); }
    }

    Stepping(Options options) { this.options = options; }

    final Options options() { return options; }

    abstract String caller();

    abstract S with(Options chosen);

    /**
     * The same with CARRY, BROADCAST or an axis for each argument, as {@code in_axes}.
     *
     * @param axes as many as there are arguments, CARRY among them
     * @return the function
     * @throws IllegalArgumentException if there are more or fewer, or no CARRY
     */
    public final S in(ScanAxis... axes) {
        List<ScanAxis> in = List.of(axes);
        if (in.size() != options.in.size() || !in.contains(ScanAxis.CARRY)) {
            throw new IllegalArgumentException(
                    caller() + ": in(...) takes CARRY, BROADCAST or an axis for each of the function's "
                            + options.in.size() + " arguments, CARRY at least once; got " + Arrays.toString(axes));
        }
        return with(new Options(in, options.out, options.splits, options.length, options.isReversed));
    }

    /**
     * The same with a key for each step from every random stream of the arguments, as {@code nnx.split_rngs(splits=steps)}. A stream gives one key, is in its parts while the
     * function runs, whatever its argument's axis, and has its own key again afterwards, with a count that is one more. A stream that has as many lanes already is left as it
     * is, where flax raises ValueError.
     *
     * @param steps how many
     * @return the function
     */
    public final S splitRngs(int steps) {
        return with(new Options(options.in, options.out, OptionalInt.of(steps), options.length, options.isReversed));
    }

    /**
     * The same with a number of steps, needed where nothing has an axis.
     *
     * @param steps how many
     * @return the function
     */
    public final S length(int steps) {
        return with(new Options(options.in, options.out, options.splits, OptionalInt.of(steps), options.isReversed));
    }

    /**
     * The same from the last part to the first, as {@code reverse=True}.
     *
     * @return the function
     */
    public final S reversed() {
        return with(new Options(options.in, options.out, options.splits, options.length, true));
    }
}
