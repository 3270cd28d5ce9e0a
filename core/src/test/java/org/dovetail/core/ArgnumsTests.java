package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.core.Transforms.valueAndGradWithAux;

import java.util.List;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.junit.jupiter.api.Test;

final class ArgnumsTests {
    private static final Tensor X = Tensors.scalar(2.0);
    private static final Tensor Y = Tensors.scalar(3.0);
    private static final Tensor Z = Tensors.scalar(5.0);

    private static final F2<Tensor, Tensor, Tensor> TWO = (x, y) -> x.mul(x).mul(y);
    private static final F3<Tensor, Tensor, Tensor, Tensor> THREE = (x, y, z) -> x.mul(x).mul(y).mul(z);

    @Test
    void anyArgumentCanBeChosen() {
        assertThat(grad(Argnums.second(TWO)).apply(X, Y).item()).isEqualTo(4);
        assertThat(grad(Argnums.second(THREE)).apply(X, Y, Z).item()).isEqualTo(20);
        assertThat(grad(Argnums.third(THREE)).apply(X, Y, Z).item()).isEqualTo(12);
    }

    @Test
    void severalArgumentsGiveSeveralGradients() {
        Pair<Tensor, Tensor> two = grad(Argnums.all(TWO)).apply(X, Y);
        assertThat(two.first().item()).isEqualTo(12);
        assertThat(two.second().item()).isEqualTo(4);
        Triple<Tensor, Tensor, Tensor> three = grad(Argnums.all(THREE)).apply(X, Y, Z);
        assertThat(three.first().item()).isEqualTo(60);
        assertThat(three.third().item()).isEqualTo(12);
        assertThat(grad(Argnums.firstAndSecond(THREE)).apply(X, Y, Z).second().item()).isEqualTo(20);
        assertThat(grad(Argnums.firstAndThird(THREE)).apply(X, Y, Z).second().item()).isEqualTo(12);
        assertThat(grad(Argnums.secondAndThird(THREE)).apply(X, Y, Z).first().item()).isEqualTo(20);
    }

    @Test
    void valuesAndMoreComeWithThem() {
        ValueAndGrad<Tensor> second = valueAndGrad(Argnums.second(TWO)).apply(X, Y);
        assertThat(second.value().item()).isEqualTo(12);
        assertThat(second.grad().item()).isEqualTo(4);
        assertThat(valueAndGrad(Argnums.third(THREE)).apply(X, Y, Z).value().item()).isEqualTo(60);
        ValueGradAux<Pair<Tensor, Tensor>, Tensor> both = valueAndGradWithAux(
                Argnums.all((Tensor x, Tensor y) -> new WithAux<>(TWO.apply(x, y), x.add(y)))).apply(X, Y);
        assertThat(both.grad().first().item()).isEqualTo(12);
        assertThat(both.aux().item()).isEqualTo(5);
        ValueGradAux<Tensor, Tensor> third = valueAndGradWithAux(
                Argnums.third((Tensor x, Tensor y, Tensor z) -> new WithAux<>(THREE.apply(x, y, z), z)))
                .apply(X, Y, Z);
        assertThat(third.grad().item()).isEqualTo(12);
        assertThat(third.aux().item()).isEqualTo(5);
    }

    @Test
    void theChosenOnesAreTreesAndTheOthersAnything() {
        F2<Integer, List<Tensor>, Tensor> named = (place, all) -> all.get(place).mul(all.get(0));
        List<Tensor> gradient = jit(grad(Argnums.second(named))).apply(1, List.of(X, Y));
        assertThat(gradient.get(0).item()).isEqualTo(3);
        assertThat(gradient.get(1).item()).isEqualTo(2);
    }

    @Test
    void integersAmongTheChosenOnesAreRefusedByTheirPath() {
        assertThatThrownBy(() -> grad(Argnums.all(TWO)).apply(X, Tensors.scalar(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grad: only floats can be differentiated; got i32[] at second. Pass integers and keys as "
                        + "another argument");
        assertThat(grad(TWO).apply(X, Tensors.scalar(3)).item()).isEqualTo(12);
    }
}
