package org.dovetail.haiku;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.jspecify.annotations.Nullable;

/**
 * {@code x·w + b}: {@code hk.Linear}. Its parameters are {@code w[in,out]} and {@code b[out]}, of the input's dtype.
 */
public class Linear extends Module implements F1<Tensor, Tensor> {
    private final int outputSize;
    private final Options options;

    /**
     * What a linear layer may do otherwise.
     *
     * @param withBias whether b is added
     * @param wInit initializes w; null for a truncated normal of standard deviation 1/√in
     * @param bInit initializes b
     */
    public record Options(boolean withBias, @Nullable Init wInit, Init bInit) {
        /**
         * Without bias.
         *
         * @return the options
         */
        public Options withoutBias() { return new Options(false, wInit, bInit); }

        /**
         * Another initializer of w.
         *
         * @param init the initializer
         * @return the options
         */
        public Options wInit(Init init) { return new Options(withBias, init, bInit); }

        /**
         * Another initializer of b.
         *
         * @param init the initializer
         * @return the options
         */
        public Options bInit(Init init) { return new Options(withBias, wInit, init); }
    }

    /**
     * The usual options: with bias, w truncated normal of standard deviation 1/√in, b zero.
     *
     * @return the options
     */
    public static Options options() { return new Options(true, null, Init.zeros()); }

    /**
     * A layer named {@code linear}.
     *
     * @param outputSize the extent of the last axis of the result
     */
    public Linear(int outputSize) { this(outputSize, options(), null); }

    /**
     * A layer of a name of one's own.
     *
     * @param outputSize the extent of the last axis of the result
     * @param name the name
     */
    public Linear(int outputSize, String name) { this(outputSize, options(), name); }

    /**
     * A layer with options.
     *
     * @param outputSize the extent of the last axis of the result
     * @param options the options
     */
    public Linear(int outputSize, Options options) { this(outputSize, options, null); }

    /**
     * A layer with options and a name.
     *
     * @param outputSize the extent of the last axis of the result
     * @param options the options
     * @param name the name; null for the class's
     */
    public Linear(int outputSize, Options options, @Nullable String name) {
        super(name);
        this.outputSize = outputSize;
        this.options = options;
    }

    /**
     * Applies the layer.
     *
     * @param x floats {@code [...,in]}
     * @return floats {@code [...,out]}
     * @throws IllegalArgumentException for a scalar, integers, or another width than the parameters'
     */
    public Tensor call(Tensor x) {
        try (var _ = scope()) {
            if (x.rank() == 0 || x.dtype().kind() != DType.Kind.FLOAT) {
                throw new IllegalArgumentException("Linear '" + moduleName()
                        + "': floats with at least one axis are expected; got "
                        + x.spec()
                        + (x.rank() == 0 ? ". Give it an axis:  x.reshape(1)" : ". Cast them:  x.cast(DType.FLOAT32)"));
            }
            int inputSize = x.dim(-1);
            Init wInit = options.wInit() != null
                    ? options.wInit()
                    : Initializers.truncatedNormal(1 / Math.sqrt(inputSize));
            Tensor product = x.matmul(getParameter("w", Shape.of(inputSize, outputSize), x.dtype(), wInit));
            return options.withBias()
                    ? product.add(getParameter("b", Shape.of(outputSize), x.dtype(), options.bInit()))
                    : product;
        }
    }

    @Override
    public Tensor apply(Tensor x) { return call(x); }
}
