package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KindsTests {
    private final Kinds kinds = new Kinds(Rules.builtIn());
    private final Unit kernel = Entries.unit(Style.NNX, "x kernel [3,3,8,8]", "x bias [8]");

    @Test
    void aNameOfHaikusForbidsOtherKinds() {
        Unit transposed = Entries.unit(Style.NNX, "x kernel [3,3,16,8]");
        Unit wide = Entries.unit(Style.HAIKU, "conv2_d_transpose_1 w [3,3,16,8]");
        assertThat(kinds.fits(wide, transposed)).extracting(Fit::kind).containsExactly("Conv2D");
        assertThat(kinds.decide(wide, transposed, Optional.empty())).isInstanceOfSatisfying(Kinds.NoFit.class,
                none -> assertThat(none.reason())
                        .isEqualTo("conv2_d_transpose_1/{w f32[3,3,16,8]} is a Conv2DTranspose,"
                                + " which does not fit x.{kernel f32[3,3,16,8]}; if it is another kind, say --kind"
                                + " 'conv2_d_transpose_1=Conv2DTranspose(transpose_kernel)'"));
    }

    @Test
    void namesDecideEqualChannels() {
        assertThat(decide("conv2_d_transpose")).isEqualTo("Conv2DTranspose NAME");
        assertThat(decide("conv2_d_3")).isEqualTo("Conv2D NAME");
        assertThat(decide("shortcut_conv")).isEqualTo("Conv2D NAME");
        assertThat(decide("upconv")).isEqualTo("[Conv2D, Conv2DTranspose]");
        assertThat(decide("deconv_1")).isEqualTo("[Conv2D, Conv2DTranspose]");
        assertThat(decide("stem")).isEqualTo("[Conv2D, Conv2DTranspose]");
        assertThat(decide("linear")).isEqualTo("none");
    }

    @Test
    void theUserDecidesAgainstAnyName() {
        assertThat(decide("stem", "Conv2DTranspose")).isEqualTo("Conv2DTranspose USER");
        assertThat(decide("stem", "ConvTranspose")).isEqualTo("Conv2DTranspose USER");
        assertThat(decide("stem", "ConvTranspose(transpose_kernel)"))
                .isEqualTo("Conv2DTranspose(transpose_kernel) USER");
        assertThat(decide("conv2_d_transpose", "Conv2D")).isEqualTo("Conv2D USER");
        assertThat(decide("stem", "Conv3D")).isEqualTo("none");
    }

    @Test
    void aKindOfAnyDimensionsIsThatOfTheClassInTheName() {
        Unit nnx = Entries.unit(Style.NNX, "x kernel [2,2,2,4,3]");
        Optional<String> flipped = Optional.of("ConvTranspose(transpose_kernel)");
        assertThat(text(kinds.decide(Entries.unit(Style.HAIKU, "conv3_d_transpose w [2,2,2,4,3]"), nnx, flipped)))
                .isEqualTo("Conv3DTranspose(transpose_kernel) USER");
        assertThat(text(kinds.decide(Entries.unit(Style.HAIKU, "up w [2,2,2,4,3]"), nnx, flipped)))
                .isEqualTo("[Conv3DTranspose(transpose_kernel), Conv2DTranspose(transpose_kernel),"
                        + " Conv1DTranspose(transpose_kernel)]");
    }

    @Test
    void aToldKindThatDoesNotFitNamesOneThatDoes() {
        Unit haiku = Entries.unit(Style.HAIKU, "conv2_d_transpose w [3,2,5,4]");
        Unit nnx = Entries.unit(Style.NNX, "op kernel [3,2,5,4]");
        assertThat(kinds.decide(haiku, nnx, Optional.of("Conv2DTranspose"))).isInstanceOfSatisfying(Kinds.NoFit.class,
                none -> assertThat(none.reason()).isEqualTo("conv2_d_transpose/{w f32[3,2,5,4]} is a Conv2DTranspose,"
                        + " which does not fit op.{kernel f32[3,2,5,4]}; if it is another kind, say --kind"
                        + " 'conv2_d_transpose=Conv2DTranspose(transpose_kernel)'"));
    }

    @Test
    void oneNormIsLikeAnother() {
        Unit nnx = Entries.unit(Style.NNX, "n scale [8]", "n bias [8]");
        assertThat(kinds.fits(Entries.unit(Style.HAIKU, "group_norm_2 scale [8,1,1]", "group_norm_2 offset [8,1,1]"),
                nnx)).extracting(Fit::kind).containsExactly("GroupNorm");
        assertThat(kinds.fits(Entries.unit(Style.HAIKU, "my_norm scale [8]", "my_norm offset [8]"), nnx))
                .extracting(Fit::kind).containsExactly("LayerNorm");
        assertThat(kinds.fits(Entries.unit(Style.HAIKU, "my_norm scale [8]"), Entries.unit(Style.NNX, "n scale [8]")))
                .extracting(Fit::kind).containsExactly("RMSNorm");
    }

    @Test
    void aBatchNormWithoutAveragesFitsNothingByItself() {
        Unit haiku = Entries.unit(Style.HAIKU, "batch_norm scale [1,8]", "batch_norm offset [1,8]");
        Unit nnx = Entries.unit(Style.NNX, "n scale [8]", "n bias [8]");
        assertThat(text(kinds.decide(haiku, nnx, Optional.empty()))).isEqualTo("none");
        assertThat(text(kinds.decide(haiku, nnx, Optional.of("LayerNorm")))).isEqualTo("LayerNorm USER");
    }

    @Test
    void anArrayMayHaveTheNameOfAClass() {
        Unit haiku = Entries.unit(Style.HAIKU, "my/module embed [3,4]");
        Unit nnx = Entries.unit(Style.NNX, "my.module embed [3,4]");
        assertThat(text(kinds.decide(haiku, nnx, Optional.empty()))).isEqualTo("Raw SHAPE");
    }

    @Test
    void aSwapThatMovesNothingIsNoChoice() {
        Unit haiku = Entries.unit(Style.HAIKU, "stem w [3,3,1,1]");
        Unit nnx = Entries.unit(Style.NNX, "stem kernel [3,3,1,1]");
        assertThat(text(kinds.decide(haiku, nnx, Optional.empty()))).isEqualTo("Conv2D SHAPE");
    }

    @Test
    void aStackThatShapesAloneTellIsAsItsLayers() {
        Unit haiku = Entries.unit(Style.HAIKU, "trunk/batch_norm scale [5,1,1,8]",
                "trunk/batch_norm/~/mean_ema average [5,1,1,8]",
                "trunk/batch_norm/~/var_ema average [5,1,1,8]", "trunk/batch_norm/~/var_ema counter i32[5]");
        Unit nnx = Entries.unit(Style.NNX, "trunk.n scale [5,8]", "trunk.n mean [5,8]", "trunk.n var [5,8]");
        assertThat(kinds.fits(haiku, nnx).getFirst().links().getFirst().toNnx()).extracting(TensorOp::toString)
                .containsExactly("reshape[5,1,1,8]->[5,8]");
        Unit linear = Entries.unit(Style.HAIKU, "trunk/linear w [5,8,8]", "trunk/linear b [5,8]");
        Unit vmapped = Entries.unit(Style.NNX, "trunk.l kernel [5,8,8]", "trunk.l bias [5,8]");
        assertThat(text(kinds.decide(linear, vmapped, Optional.empty()))).isEqualTo("Linear SHAPE");
    }

    @Test
    void namesThatHaikuDerivesAreTold() {
        assertThat(List.of("linear", "linear_12", "conv2_d_transpose_1", "multi_head_attention", "mlp",
                "depthwise_conv1_d", "conv_nd", "lstm_1", "res_net50")).allMatch(kinds::isClassDerived);
        assertThat(List.of("encoder", "conv_0", "linearised", "shortcut_conv", "batchnorm_0"))
                .noneMatch(kinds::isClassDerived);
    }

    @Test
    void bracketsAreArgumentsUnlessTheyArePartOfAName() {
        assertThat(kinds.arguments("BatchNorm( 4 )")).containsExactly("4");
        assertThat(kinds.named("BatchNorm(4)")).extracting(LayerRule::kind).containsExactly("BatchNorm");
        assertThat(kinds.arguments("Conv2DTranspose(transpose_kernel)")).isEmpty();
        assertThat(kinds.named("ConvTranspose")).extracting(LayerRule::kind).containsExactly("Conv1DTranspose",
                "Conv2DTranspose", "Conv3DTranspose");
        assertThat(kinds.named("Convolution")).isEmpty();
    }

    private String decide(String name) { return text(kinds.decide(haiku(name), kernel, Optional.empty())); }

    private String decide(String name, String kind) {
        return text(kinds.decide(haiku(name), kernel, Optional.of(kind)));
    }

    private static Unit haiku(String name) { return Entries.unit(Style.HAIKU, name + " w [3,3,8,8]", name + " b [8]"); }

    private static String text(Kinds.Decision decision) {
        return switch (decision) {
            case Kinds.Decided decided -> decided.fit().kind() + " " + decided.by();
            case Kinds.Undecided undecided -> undecided.kinds().toString();
            case Kinds.NoFit _ -> "none";
        };
    }
}
