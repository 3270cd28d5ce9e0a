package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Sample.between;
import static org.dovetail.core.sweep.Sample.key;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.dovetail.core.ChoiceOptions;
import org.dovetail.core.Choices;
import org.dovetail.core.DType;
import org.dovetail.core.Distributions;
import org.dovetail.core.Fans;
import org.dovetail.core.Init;
import org.dovetail.core.Init.Distribution;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.SampleMode;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/** Random numbers, and what is made of them. */
final class RandomDescriptors {
    private static final Set<DType> KEYS = EnumSet.of(DType.UINT32);
    private static final Shape MANY = Shape.of(5, 3);

    private RandomDescriptors() {}

    static void add(List<Descriptor> all) {
        for (DType dtype : Descriptors.FLOATS) {
            floats(all, dtype);
        }
        for (DType dtype : Descriptors.INTEGERS) {
            drawn(all, "randint_" + dtype, key -> Choices.randint(key, MANY, 3, 100, dtype));
        }
        for (DType dtype : List.of(DType.UINT8, DType.UINT16, DType.UINT64)) {
            drawn(all, "random_bits_" + dtype, key -> Prng.bits(key, MANY, dtype));
        }
        choices(all);
        of(all, "randint_between", between(-5, 20).as(DType.INT32),
                (key, bound) -> Choices.randint(key, bound.shape().withFirst(3), bound, bound.add(7), DType.INT32));
        of(all, "bernoulli_each", between(0, 1).as(DType.FLOAT32),
                (key, p) -> Prng.bernoulli(key, p, p.shape().withFirst(3), SampleMode.HIGH));
        of(all, "truncated_normal_each", between(-1, 1).as(DType.FLOAT32), (key, low) -> Prng.truncatedNormal(key, low,
                low.add(1), low.shape(), DType.FLOAT32));
        of(all, "categorical", between(-2, 2).as(DType.FLOAT32).shaped(base -> base.concat(Shape.of(4))),
                Choices::categorical);
        of(all, "categorical_without_replacement",
                between(-2, 2).as(DType.FLOAT32).shaped(base -> base.concat(Shape.of(4))), (key, logits) -> Choices
                        .categoricalWithoutReplacement(key, logits, -1, logits.shape().leading(logits.rank() - 1)
                                .withFirst(3)));
        initializers(all);
    }

    private static void drawn(List<Descriptor> all, String name, Function<Key, Tensor> draw) {
        all.add(Descriptor.of(name, operands -> draw.apply(new Key(operands.getFirst())), key()).on(KEYS)
                .only(shape -> shape.rank() == 0).flat());
    }

    private static void of(List<Descriptor> all, String name, Sample sample, BiFunction<Key, Tensor, Tensor> draw) {
        all.add(Descriptor.of(name, operands -> draw.apply(new Key(operands.get(0)), operands.get(1)), key(), sample)
                .on(KEYS).flat());
    }

    private static void floats(List<Descriptor> all, DType dtype) {
        drawn(all, "uniform_" + dtype, key -> Prng.uniform(key, MANY, dtype, -2, 3));
        drawn(all, "normal_" + dtype, key -> Prng.normal(key, MANY, dtype));
        drawn(all, "truncated_normal_" + dtype, key -> Prng.truncatedNormal(key, -1.5, 0.7, MANY, dtype));
        drawn(all, "exponential_" + dtype, key -> Distributions.exponential(key, MANY, dtype));
        drawn(all, "gumbel_" + dtype, key -> Distributions.gumbel(key, MANY, dtype));
        drawn(all, "gumbel_high_" + dtype, key -> Distributions.gumbel(key, MANY, dtype, SampleMode.HIGH));
        drawn(all, "laplace_" + dtype, key -> Distributions.laplace(key, MANY, dtype));
        drawn(all, "logistic_drawn_" + dtype, key -> Distributions.logistic(key, MANY, dtype));
        drawn(all, "cauchy_" + dtype, key -> Distributions.cauchy(key, MANY, dtype));
    }

    private static void choices(List<Descriptor> all) {
        drawn(all, "rademacher", key -> Choices.rademacher(key, MANY, DType.INT32));
        drawn(all, "orthogonal", key -> Distributions.orthogonal(key, 4, 3, Shape.of(2), DType.FLOAT32));
        drawn(all, "permutation", key -> Choices.permutation(key, 20));
        drawn(all, "choice", key -> Choices.choice(key, 20, MANY, ChoiceOptions.DEFAULT.withoutReplacement()));
        of(all, "permutation_of_rows", between(-3, 3).as(DType.FLOAT32).shaped(base -> base.withFirst(4)),
                (key, x) -> Choices.permutation(key, x, 0));
        of(all, "permutation_independent", between(-3, 3).as(DType.FLOAT32).shaped(base -> base.withFirst(4)),
                (key, x) -> Choices.permutationIndependent(key, x, 0));
        Sample shares = between(0.1, 1).as(DType.FLOAT32).shaped(_ -> Shape.of(7));
        of(all, "choice_weighted", shares,
                (key, p) -> Choices.choice(key, 7, MANY, ChoiceOptions.DEFAULT.withProbabilities(p)));
        of(all, "choice_weighted_without_replacement", shares, (key, p) -> Choices.choice(key, p, Shape.of(2, 2),
                ChoiceOptions.DEFAULT.withoutReplacement().withProbabilities(p)));
    }

    private static void initializer(List<Descriptor> all, String name, Init init) {
        drawn(all, name, key -> init.apply(key, Shape.of(3, 4, 5), DType.FLOAT32));
    }

    private static void initializers(List<Descriptor> all) {
        initializer(all, "init_uniform", Init.uniform(0.3));
        initializer(all, "init_normal", Init.normal(0.3));
        initializer(all, "init_truncated_normal", Init.truncatedNormal(0.3));
        initializer(all, "init_lecun_normal", Init.lecunNormal());
        initializer(all, "init_glorot_uniform", Init.glorotUniform());
        initializer(all, "init_variance_scaling", Init.varianceScaling(2, Fans.Mode.FAN_GEO_AVG, Distribution.NORMAL,
                Fans.DEFAULT.withIn(0, 1)));
        initializer(all, "init_orthogonal", Init.orthogonal());
        initializer(all, "init_delta_orthogonal", Init.deltaOrthogonal());
    }
}
