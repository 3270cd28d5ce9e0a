package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.bridge.convert.SmallFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places to read from and to write to that are no plain files: a line says what to do, and nothing that was there is lost. */
class OutputPlacesTests {
    @TempDir
    Path folder;

    private Path in = Path.of("");
    private Path orbax = Path.of("");

    @BeforeEach
    void makePlaces() throws IOException, InterruptedException {
        in = SmallFiles.write(folder.resolve("in.npz"), new LinkedHashMap<>(SmallFiles.haiku()));
        orbax = folder.resolve("steps/orbax");
        Files.createDirectory(orbax.getParent());
        assertThat(convert(in, orbax, "--format", "orbax").status()).isZero();
        Files.createDirectory(folder.resolve("folder.npz"));
        Files.createSymbolicLink(folder.resolve("nowhere.npz"), Path.of("missing.npz"));
        Files.createSymbolicLink(folder.resolve("loop.npz"), Path.of("loop.npz"));
        Files.createSymbolicLink(folder.resolve("same.npz"), Path.of("in.npz"));
        Files.createSymbolicLink(folder.resolve("same"), orbax);
        Files.createDirectories(folder.resolve("aside.old"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor()).isZero();
    }

    private static Ran convert(Path in, Path out, String... options) {
        List<Object> args = new ArrayList<>(List.of("convert", in, out, "--to", "haiku"));
        args.addAll(List.of(options));
        return Ran.command(args.toArray());
    }

    /** All that is in the folder: files with their bytes, links with where they lead. */
    private Map<String, String> everything() throws IOException {
        SequencedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                found.put(folder.relativize(file).toString(), Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "");
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "in.npz | folder.npz | npz | is a folder; name a file in it",
            "in.npz | missing/x.npz | npz | there is no folder {}/missing; make it first",
            "in.npz | missing/x | orbax | there is no folder {}/missing; make it first",
            "in.npz | in.npz/x.npz | npz | there is no folder {}/in.npz; make it first",
            "in.npz | nowhere.npz | npz | is a link to missing.npz, where nothing is; name that place itself",
            "in.npz | nowhere.npz | orbax | is a link to missing.npz, where nothing is; name that place itself",
            "in.npz | loop.npz | npz | is a link to loop.npz, where nothing is; name that place itself",
            "in.npz | pipe | npz | is no regular file, so it cannot be replaced in one step; name another",
            "in.npz | /dev/null | npz | is no regular file, so it cannot be replaced in one step; name another",
            "in.npz | steps/orbax | orbax | is there already; replace it with --overwrite",
            "in.npz | same | orbax | is there already; replace it with --overwrite",
            "in.npz | in.npz | orbax | is there already; replace it with --overwrite",
            "steps/orbax | steps/orbax/x.npz | npz | is inside {}/steps/orbax, the checkpoint that is read; name a place"
                    + " outside of it",
            "same | steps/orbax/d/x | orbax | is inside {}/same, the checkpoint that is read; name a place outside of it"})
    void aPlaceThatCannotBeWrittenIsNamed(String from, String to, String format, String problem) throws IOException {
        Map<String, String> before = everything();
        Path out = folder.resolve(to);
        assertThat(convert(folder.resolve(from), out, "--format", format).onlyError())
                .isEqualTo("dovetail convert: " + out + ": " + problem.replace("{}", folder.toString()));
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "in.npz | in.npz | is a file, which a folder cannot replace; name another",
            "steps/orbax | steps | holds {}/steps/orbax, the checkpoint that is read, which would be lost; name another"
                    + " place",
            "in.npz | aside | is missing, but {}/aside.old is there: an interrupted run with --overwrite left it; put it"
                    + " back with mv {}/aside.old {}/aside"})
    void overwritingReplacesNothingElse(String from, String to, String problem) throws IOException {
        Map<String, String> before = everything();
        Path out = folder.resolve(to);
        assertThat(convert(folder.resolve(from), out, "--format", "orbax", "--overwrite").onlyError())
                .isEqualTo("dovetail convert: " + out + ": " + problem.replace("{}", folder.toString()));
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "pipe | is no regular file, and a checkpoint is read at many places at once; save it to a file first",
            "/dev/null | is no regular file, and a checkpoint is read at many places at once; save it to a file first",
            "missing.npz | there is no such file",
            "aside | is missing, but {}/aside.old is there: an interrupted run with --overwrite left it; put it back with"
                    + " mv {}/aside.old {}/aside"})
    void aPlaceThatCannotBeReadIsNamed(String from, String problem) {
        Path in = folder.resolve(from);
        String told = in + ": " + problem.replace("{}", folder.toString());
        assertThat(Ran.command("inspect", in).onlyError()).isEqualTo("dovetail inspect: " + told);
        assertThat(Ran.command("convert", in, folder.resolve("out.npz")).onlyError())
                .isEqualTo("dovetail convert: " + told);
    }

    @Test
    void standardStreamsThatArePipesAreNeitherReadNorWritten() throws IOException, InterruptedException {
        assertThat(ChildProcess.run(ChildProcess.java(Dovetail.class, "inspect", "/dev/stdin")).onlyError())
                .isEqualTo(
                        "dovetail inspect: /dev/stdin: is no regular file, and a checkpoint is read at many places at"
                                + " once; save it to a file first");
        assertThat(ChildProcess.run(ChildProcess.java(Dovetail.class, "convert", in, "/dev/stdout", "--to", "haiku",
                "--format", "npz")).onlyError()).isEqualTo("dovetail convert: /dev/stdout: is no regular file, so it"
                        + " cannot be replaced in one step; name another");
    }

    @ParameterizedTest
    @CsvSource({"x.npz, npz", "x, orbax"})
    void aFolderThatCannotBeWrittenIsNamed(String name, String format) throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        // An administrator may write anywhere, but not where the system keeps its processes.
        Path out = (Files.isWritable(closed) ? Path.of("/proc") : closed).resolve(name);
        assertThat(convert(in, out, "--format", format).onlyError())
                .matches("dovetail convert: " + out + ": cannot be written: (permission denied in its folder|"
                        + "nothing can be made in its folder|Read-only file system|Operation not permitted)");
    }

    @ParameterizedTest
    @CsvSource({"in.npz, in.npz", "same.npz, in.npz", "in.npz, same.npz"})
    void aFileIsConvertedInPlaceAndBack(String from, String to) throws IOException {
        Map<String, String> bits = SmallFiles.bits(in);
        assertThat(Ran.command("convert", folder.resolve(from), folder.resolve(to), "--to", "nnx").status()).isZero();
        assertThat(SmallFiles.bits(in)).isNotEqualTo(bits);
        assertThat(Ran.command("convert", folder.resolve(from), folder.resolve(to)).status()).isZero();
        assertThat(SmallFiles.bits(in)).isEqualTo(bits);
        assertThat(folder.resolve("same.npz")).isSymbolicLink();
    }

    @ParameterizedTest
    @CsvSource({"steps/orbax, steps/orbax", "same, steps/orbax", "steps/orbax, same"})
    void aFolderIsConvertedInPlaceAndBack(String from, String to) throws IOException {
        Map<String, String> bits = SmallFiles.bits(orbax);
        for (String style : List.of("nnx", "haiku")) {
            assertThat(Ran.command("convert", folder.resolve(from), folder.resolve(to), "--to", style, "--format",
                    "orbax", "--overwrite").status()).isZero();
        }
        assertThat(SmallFiles.bits(orbax)).isEqualTo(bits);
        assertThat(folder.resolve("same")).isSymbolicLink();
        try (Stream<Path> left = Files.list(orbax.getParent())) {
            assertThat(left).containsExactly(orbax);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"inspect in.npz --as in.npz | --as | in.npz",
            "inspect in.npz --as same.npz | --as | in.npz", "diff in.npz in.npz --report same.npz | --report | in.npz",
            "plan in.npz -o in.npz | --output | in.npz", "plan in.npz -o x --report x | --report | x",
            "convert in.npz x.npz --report in.npz | --report | in.npz",
            "convert in.npz x.npz --report x.npz | --report | x.npz",
            "convert in.npz same.npz --plan in.npz | OUT | in.npz"})
    void whatIsWrittenOnTheSideReplacesNothing(String line, String option, String replaced) throws IOException {
        Map<String, String> before = everything();
        Object[] args = Stream.of(line.split(" ", -1))
                .map(word -> word.matches("[a-z.]*(npz|x)") ? folder.resolve(word) : word).toArray();
        assertThat(Ran.command(args).onlyError()).isEqualTo("dovetail " + args[0] + ": " + option + " would replace "
                + folder.resolve(replaced) + ", which is read or made by this command; name another file");
        assertThat(everything()).isEqualTo(before);
    }
}
