package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.internal.trace.GraphTrace;
import org.junit.jupiter.api.Test;

final class ProductsTests {
    private static final Tensor X = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    @Test
    void aFormulaTellsWhatIsSummed() {
        Tensor queries = Tensors.ones(2, 3, 4, 5);
        Tensor keys = Tensors.ones(2, 6, 4, 5);
        // @start region="einsum"
        Tensor scores = Products.einsum("...qhd,...khd->...hqk", queries, keys);
        Tensor rows = Products.einsum("ij->i", X);
        Tensor diagonal = Products.einsum("ii->i", Diagonals.eye(3));
        // @end
        assertThat(scores.shape()).isEqualTo(Shape.of(2, 4, 3, 6));
        assertThat(scores.toFloats()).containsOnly(5);
        assertThat(rows.toFloats()).containsExactly(6, 15);
        assertThat(diagonal.toFloats()).containsExactly(1, 1, 1);
    }

    @Test
    void theCheapestOrderIsTaken() {
        List<Tensor> wide = List.of(Tensors.ones(2, 50), Tensors.ones(50, 60), Tensors.ones(60, 3));
        List<Eqn> equations = GraphTrace.run(
                xs -> List.of(Products.einsum("ij,jk,kl->il", xs.toArray(Tensor[]::new))),
                wide.stream().map(Tensor::spec).toList()).graph().equations();
        assertThat(equations.getFirst().results().getFirst().spec().shape()).isIn(Shape.of(2, 60), Shape.of(60, 2));
    }

    @Test
    void manyOperandsAreMultipliedPairByPair() {
        List<Tensor> matrices = new ArrayList<>(Collections.nCopies(12, Diagonals.eye(2).mul(2)));
        String formula = "ab,bc,cd,de,ef,fg,gh,hi,ij,jk,kl,lm->am";
        assertThat(Products.einsum(formula, matrices.toArray(Tensor[]::new)).toFloats())
                .containsExactly(4096, 0, 0, 4096);
    }

    @Test
    void mistakesInAFormulaAreNamed() {
        assertThatThrownBy(() -> Products.einsum("ij,jk->ik", X)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"ij,jk->ik\" is for 2 operands; got [f32[2,3]]");
        assertThatThrownBy(() -> Products.einsum("i1->i", X)).hasMessageContaining("letters for axes are expected");
        assertThatThrownBy(() -> Products.einsum("ij->i->j", X)).hasMessageContaining("-> before the result");
        assertThatThrownBy(() -> Products.einsum("ijk", X)).hasMessageContaining("is for 3 axes; got f32[2,3]");
        assertThatThrownBy(() -> Products.einsum("i", X)).hasMessageContaining("is for 1 axes; got f32[2,3]");
        assertThatThrownBy(() -> Products.einsum("ij->ii", X)).hasMessageContaining("name each axis once");
        assertThatThrownBy(() -> Products.einsum("ij->k", X)).hasMessageContaining("only such as operands have");
        assertThatThrownBy(() -> Products.einsum("ij,ik->jk", X, Tensors.ones(4, 3)))
                .hasMessageContaining("axes of one label").hasMessageContaining("[f32[2,3], f32[4,3]]");
        assertThatThrownBy(() -> Products.einsum("ii", Tensors.ones(1, 3))).hasMessageContaining("axes of one label");
    }

    @Test
    void axesCanBeGivenByTheirNumbers() {
        DotDimensionNumbers rows = new DotDimensionNumbers(List.of(1), List.of(1), List.of(0), List.of(0));
        assertThat(Products.dotGeneral(X, X.cast(DType.INT32), rows).toFloats()).containsExactly(14, 77);
    }

    @Test
    void refusalsNameTheOperands() {
        assertThatThrownBy(() -> Products.tensordot(X, X, 3))
                .hasMessageContaining("tensordot: f32[2,3] and f32[2,3] have not both 3 axes to sum over");
        assertThatThrownBy(() -> Products.tensordot(X, X, new int[]{0}, new int[]{0, 1}))
                .hasMessageContaining("as many axes of both operands are expected; got [0] and [0, 1]");
        assertThatThrownBy(() -> Products.dot(X, X)).hasMessageContaining("dot: contracting dimensions differ");
        assertThatThrownBy(() -> Products.cross(X, Tensors.of(1, 2)))
                .hasMessageContaining("cross: vectors of 3 numbers along the last axis are expected");
        assertThatThrownBy(() -> Products.convolve(X, Tensors.of(1), Products.Overlap.FULL))
                .hasMessageContaining("convolve: vectors with elements are expected; got f32[2,3] and f32[1]");
    }
}
