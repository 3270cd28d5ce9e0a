package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

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
                                + " 'conv2_d_transpose_1=Conv2D'"));
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
