package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Adds normal noise of the variance {@code eta / t^gamma} to the updates of step t: {@code optax.add_noise}.
 *
 * @param eta the variance in the first step
 * @param gamma how fast it falls
 * @param seed the seed of the noise
 */
public record AddNoise(Scalar eta, Scalar gamma, long seed) implements GradientTransformation<AddNoiseState> {
    /**
     * Noise.
     *
     * @param eta the variance in the first step
     * @param gamma how fast it falls
     * @param seed the seed of the noise
     * @return the transformation
     */
    public static AddNoise of(double eta, double gamma, long seed) {
        return new AddNoise(Scalar.of(eta), Scalar.of(gamma), seed);
    }

    @Override
    public AddNoiseState init(Object params) { return new AddNoiseState(Moments.noSteps(), Prng.key(seed)); }

    @Override
    public <P> Updated<P, AddNoiseState> update(P updates, AddNoiseState state, @Nullable P params) {
        Tensor count = Moments.increment(state.count());
        Tensor deviation = eta.tensor().div(count.cast(DType.FLOAT32).pow(gamma.tensor())).sqrt();
        Key keys = Prng.split(state.rngKey());
        Tree tree = Tree.of(updates);
        Key each = Prng.split(keys.at(1), tree.leaves().size());
        List<Tensor> noisy = new ArrayList<>(tree.leaves().size());
        for (int i = 0; i < tree.leaves().size(); i++) {
            Tensor update = tree.leaves().get(i);
            Tensor noise = Prng.normal(each.at(i), update.shape(), update.dtype());
            noisy.add(update.add(deviation.cast(update.dtype()).mul(noise)));
        }
        return new Updated<>(tree.with(noisy), new AddNoiseState(count, keys.at(0)));
    }
}
