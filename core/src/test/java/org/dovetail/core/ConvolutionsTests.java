package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConvolutionsTests {
    private static Tensor counted(int... shape) {
        return Array.ofDoubles(new TensorSpec(DType.FLOAT32, Shape.of(shape)), i -> i + 1);
    }

    private static float[] floats(Tensor x) { return x.array().toFloats(); }

    @Test
    void aKernelSlidesOverALine() {
        Tensor result = Convolutions.conv(counted(1, 4, 1), counted(2, 1, 1), Padding.valid());
        assertThat(result.shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(floats(result)).containsExactly(5, 8, 11);
    }

    @Test
    void paddingOfAnOddNumberIsBehindTheLastElement() {
        Tensor line = counted(1, 3, 1);
        Tensor pair = counted(2, 1, 1);
        assertThat(floats(Convolutions.conv(line, pair, Padding.same()))).containsExactly(5, 8, 3);
        assertThat(floats(Convolutions.conv(line, pair, Padding.Named.SAME_LOWER))).containsExactly(2, 5, 8);
        assertThat(floats(Convolutions.conv(line, pair, Padding.of(0, 1)))).containsExactly(5, 8, 3);
    }

    @Test
    void stridesAreForEachSpatialAxis() {
        assertThat(Convolutions.conv(counted(2, 7, 6, 3), counted(3, 3, 3, 5), Padding.same(), 2, 3).shape())
                .isEqualTo(Shape.of(2, 4, 2, 5));
    }

    @Test
    void channelsFirstAreWhatJaxHasWhereNoNumbersAreGiven() {
        ConvOptions options = ConvOptions.DEFAULT.withDimensionNumbers(ConvDimensionNumbers.channelsFirst(4));
        assertThat(options.withDimensionNumbers("NCHW", "OIHW", "NCHW")).isEqualTo(options);
        assertThat(Convolutions.convGeneralDilated(counted(2, 3, 5, 6), counted(4, 3, 2, 2), options).shape())
                .isEqualTo(Shape.of(2, 4, 4, 5));
    }

    @Test
    void dtypesArePromoted() {
        Tensor half = counted(1, 4, 1).cast(DType.BFLOAT16);
        assertThat(Convolutions.conv(half, counted(2, 1, 1), Padding.valid()).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void aTransposedConvolutionIsTheGradientOfOneWithItsKernel() {
        Tensor image = counted(1, 5, 5, 2);
        Tensor kernel = counted(3, 3, 2, 4);
        Tensor result = Convolutions.conv(image, kernel, Padding.same(), 2, 2);
        Tensor gradient = Transforms
                .vjp((Tensor x) -> Convolutions.conv(x, kernel, Padding.of(1, 1, 1, 1), 2, 2), image).pullback()
                .apply(result);
        Tensor transposed = Convolutions.convTranspose(result, kernel, ConvTransposeOptions.DEFAULT.withStrides(2, 2)
                .withPadding(Padding.of(1, 1, 1, 1)).withTransposedKernel().withConsistentPadding());
        assertThat(transposed.array().bitEquals(gradient.array())).isTrue();
    }

    @Test
    void aMissingBatchAxisIsNamed() {
        assertThatThrownBy(() -> Convolutions.conv(counted(4, 1), counted(2, 1, 1), Padding.valid()))
                .hasMessageContaining("convGeneralDilated: input and kernel").hasMessageContaining("f32[4,1]")
                .hasMessageContaining("expandDims(0)");
    }

    @Test
    void featuresThatDoNotFitAreCounted() {
        assertThatThrownBy(() -> Convolutions.conv(counted(1, 4, 3), counted(2, 1, 1), Padding.valid()))
                .hasMessageContaining(
                        "the input's features (3) are expected to be those of the kernel (1) times the feature groups (1)");
    }

    @Test
    void groupsThatDoNotDivideAreRefused() {
        ConvOptions two = ConvOptions.DEFAULT.withFeatureGroupCount(2);
        assertThatThrownBy(() -> Convolutions.convGeneralDilated(counted(1, 4, 2), counted(2, 1, 3), two))
                .hasMessageContaining("a number of groups is expected that divides the kernel's output features (3)");
        assertThatThrownBy(() -> Convolutions.convGeneralDilated(counted(2, 4, 2), counted(2, 1, 2),
                two.withBatchGroupCount(2))).hasMessageContaining("not both of more than one");
    }

    @Test
    void namedPaddingOfADilatedInputIsRefused() {
        ConvOptions options = ConvOptions.DEFAULT.withLhsDilation(2).withPadding(Padding.same());
        assertThatThrownBy(() -> Convolutions.convGeneralDilated(counted(1, 4, 1), counted(2, 1, 1), options))
                .hasMessage("convGeneralDilated: padding SAME is not defined for a dilated input; give numbers, as in"
                        + " Padding.of(1, 1), or call convTranspose");
    }

    @Test
    void stridesAreChecked() {
        assertThatThrownBy(() -> Convolutions.conv(counted(1, 4, 1), counted(2, 1, 1), Padding.valid(), 0))
                .hasMessageContaining("a positive stride and dilation for each of 1 spatial axes is expected");
        assertThatThrownBy(() -> Convolutions.conv(counted(1, 4, 1), counted(2, 1, 1), Padding.of(-3, -2)))
                .hasMessageContaining("no more negative padding than there are elements");
    }

    @Test
    void paddingIsByNameOrInPairs() {
        assertThat(Padding.named("same_lower")).isEqualTo(Padding.Named.SAME_LOWER);
        assertThatThrownBy(() -> Padding.named("FULL")).hasMessageContaining("padding: FULL is unknown");
        assertThatThrownBy(() -> Padding.of(1)).hasMessageContaining("got 1 numbers");
        assertThatThrownBy(() -> Padding.of(1, 1).resolve(List.of(3, 3), List.of(1, 1), List.of(1, 1)))
                .hasMessageContaining("for 2 axes");
    }

    @Test
    void lettersMustFitTogether() {
        assertThatThrownBy(() -> ConvDimensionNumbers.of("NHWC", "HWIO", "NHCC"))
                .hasMessageContaining("conv: NHCC is expected to hold N and C once");
        assertThatThrownBy(() -> new ConvDimensionNumbers(List.of(0, 1), List.of(0, 0), List.of(0, 1)))
                .hasMessageContaining("each spec is expected to hold the same axes");
    }
}
