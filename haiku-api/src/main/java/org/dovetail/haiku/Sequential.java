package org.dovetail.haiku;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.jspecify.annotations.Nullable;

/**
 * Layers and functions one after another: {@code hk.Sequential}.
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="sequential"}
 *
 * <p>
 * Layers keep the names of where they were created.
 */
public class Sequential extends Module implements F1<Tensor, Tensor> {
    private final List<F1<Tensor, Tensor>> layers;

    /**
     * Some layers.
     *
     * @param layers the layers, from the first
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies
    public Sequential(F1<Tensor, Tensor>... layers) { this(List.of(layers), null); }

    /**
     * Some layers.
     *
     * @param layers the layers, from the first
     * @param name the name; null for {@code sequential}
     */
    public Sequential(List<F1<Tensor, Tensor>> layers, @Nullable String name) {
        super(name);
        this.layers = List.copyOf(layers);
    }

    /**
     * Applies the layers.
     *
     * @param x what the first takes
     * @return what the last gives
     */
    public Tensor call(Tensor x) {
        try (var _ = scope()) {
            Tensor out = x;
            for (F1<Tensor, Tensor> layer : layers) {
                out = layer.apply(out);
            }
            return out;
        }
    }

    @Override
    public Tensor apply(Tensor x) { return call(x); }
}
