package org.dovetail.core.internal.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.api.Test;

/** When ND4J starts, and what happens without it: each in a virtual machine of its own. */
class Nd4jStartTests {
    private static final String ALL = System.getProperty("java.class.path");

    /** What importers do with numbers. */
    static final class Importing {
        private Importing() {}

        /** Moves and casts numbers, and asks for the eager backend. */
        public static void main(String[] arguments) {
            Array array = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
            Array moved = array.permute(List.of(1, 0), (bytes, _) -> MemorySegment
                    .ofArray(new byte[(int) bytes]));
            System.out.println(Backends.eager().name() + " " + moved.cast(DType.FLOAT64, Arena.ofAuto()));
        }
    }

    /** An eager operation. */
    static final class Adding {
        private Adding() {}

        /** Adds, and names the backend that did it. */
        public static void main(String[] arguments) {
            System.out.println(Backends.eager().name() + " " + Tensors.of(1, 2).add(1).toFloats()[1]);
        }
    }

    /** The choice of a backend that is not there. */
    static final class Choosing {
        private Choosing() {}

        /** Prints the failure. */
        public static void main(String[] arguments) {
            try {
                Backends.named("nd4j");
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void importingDoesNotStartIt() throws Exception {
        String output = run(ALL, Importing.class, "-Xlog:class+load");
        assertThat(output).contains("nd4j f64[3,2]").contains("org.dovetail.core.internal.backend.nd4j.Nd4jBackend ")
                .doesNotContain("org.nd4j").doesNotContain("org.bytedeco");
    }

    @Test
    void theFirstOperationStartsIt() throws Exception {
        assertThat(run(ALL, Adding.class, "-Xlog:class+load")).contains("nd4j 3.0").contains("org.nd4j");
    }

    @Test
    void withoutItsJarsOurOwnKernelsRun() throws Exception {
        assertThat(run(ownClasses(), Adding.class)).contains(" 3.0").doesNotContain("nd4j");
    }

    @Test
    void choosingItWithoutItsJarsTellsWhatToAdd() throws Exception {
        assertThat(run(ownClasses(), Choosing.class))
                .matches("(?s).*there is no backend 'nd4j'; found are \\[.*reference]"
                        + "; for 'nd4j' add org.nd4j:nd4j-native to the class path\\s*");
    }

    private static String ownClasses() throws URISyntaxException {
        return home(Array.class) + File.pathSeparator + home(Nd4jStartTests.class);
    }

    private static String home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    private static String run(String classPath, Class<?> program, String... flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", classPath));
        command.addAll(List.of(flags));
        command.add(program.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
