package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code bin/dovetail} in a folder of its own, with a JDK and a Maven that only write down what they are asked for. */
class LauncherTests {
    private static final Path LAUNCHER = Path.of("..", "bin", "dovetail");
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CACHE = "dovetail-files-25.0.1.aot";

    @TempDir
    Path folder;

    private Path launcher;
    private Path target;
    private Path source;
    private Path jdk;
    private Path tools;

    @BeforeEach
    void aBuiltProject() throws IOException {
        target = Files.createDirectories(folder.resolve("project/bridge/target"));
        launcher = folder.resolve("project/bin/dovetail");
        script(launcher, Files.readString(LAUNCHER));
        source = file(folder.resolve("project/core/src/main/java/Array.java"), BUILT.minusSeconds(60));
        file(target.resolve("dovetail-bridge.jar"), BUILT);
        file(target.resolve("dovetail-start.jar"), BUILT.plusSeconds(1));
        jdk = folder.resolve("jdk");
        script(jdk.resolve("bin/javac"), "");
        java("");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"25.0.1\"\n");
        tools = folder.resolve("tools");
        script(tools.resolve("mvn"), "#!/bin/sh\necho built >> '" + log() + "'\n> '" + target
                + "/dovetail-bridge.jar'\n");
    }

    /** A JDK that makes every file it is told to make, after {@code first}. */
    private void java(String first) throws IOException { script(jdk.resolve("bin/java"), """
            #!/bin/sh
            echo "$*" >> '%s'
            %s
            for word; do
                case $word in
                    *StartJar.java) > "$2"; exit 0 ;;
                    -XX:AOTCacheOutput=*) > "${word#*=}"; exit 0 ;;
                esac
            done
            exit 7
            """.formatted(log(), first)); }

    private Path log() { return folder.resolve("log"); }

    private static Path file(Path path, Instant time) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.setLastModifiedTime(Files.writeString(path, ""), FileTime.from(time));
    }

    private static void script(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The lines that the JDK and Maven wrote down, and what was printed as errors. */
    private record Started(List<String> log, String err, int status) {
        String last() { return log.getLast(); }
    }

    private Started start(String... args) throws IOException, InterruptedException {
        return startWith(Map.of("JAVA_HOME", jdk.toString()), args);
    }

    private Started startWith(Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        Files.writeString(log(), "");
        ProcessBuilder process = new ProcessBuilder(launcher.toString());
        process.command().addAll(List.of(args));
        process.environment().put("PATH", tools + File.pathSeparator + System.getenv("PATH"));
        process.environment().putAll(environment);
        Process running = process.start();
        String err = new String(running.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Started(Files.readAllLines(log()), err, running.waitFor());
    }

    @Test
    void startsTheCommandWithItsArgumentsAndEndsWithItsStatus() throws Exception {
        Started started = start("inspect", "a file.npz", "--json");
        assertThat(started.status()).isEqualTo(7);
        assertThat(started.err()).isEmpty();
        assertThat(started.last()).endsWith("-Ddovetail.terminals= -Ddovetail.columns=0 -Ddovetail.rules= -cp "
                + target.toRealPath()
                + "/dovetail-start.jar org.dovetail.bridge.cli.Dovetail inspect a file.npz --json");
    }

    @Test
    void itsProjectIsFoundBehindALink() throws Exception {
        Path link = folder.resolve("elsewhere/dovetail");
        Files.createDirectories(link.getParent());
        launcher = Files.createSymbolicLink(link, Path.of("../project/bin/dovetail"));
        assertThat(start("--version").last()).contains("-cp " + target.toRealPath() + "/dovetail-start.jar");
    }

    @Test
    void aStartupCacheIsMadeOnceForEachJdk() throws Exception {
        Started first = start("--version");
        assertThat(first.log()).hasSize(2);
        assertThat(first.log().getFirst()).contains("org.dovetail.bridge.cli.TrainingRun files " + folder.toRealPath());
        assertThat(start("--version").log()).singleElement().asString()
                .contains("-XX:AOTCache=" + target.toRealPath().resolve(CACHE));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26\"\n");
        assertThat(start("--version").log()).hasSize(2);
        assertThat(start("guide").log().getFirst()).contains("TrainingRun guide");
    }

    @Test
    void aStartupCacheThatCannotBeMadeIsReportedOnceWithItsLog() throws Exception {
        java("case $* in *TrainingRun*) echo no classes; exit 1 ;; esac");
        Started first = start("--version");
        Path trained = target.toRealPath().resolve(CACHE + ".log");
        assertThat(first.err()).isEqualTo("dovetail: starts stay slow, since the start-up cache could not be made; "
                + "the log is in " + trained + "\n");
        assertThat(trained).hasContent("no classes");
        assertThat(first.last()).doesNotContain("AOTCache").contains("cli.Dovetail --version");
        Started second = start("--version");
        assertThat(second.err()).isEmpty();
        assertThat(second.log()).hasSize(1);
    }

    @Test
    void aNewerSourceBuildsAnewAndDropsTheCache() throws Exception {
        start("--version");
        file(source, Instant.now().plusSeconds(1));
        Started started = start("--version");
        assertThat(started.err()).isEqualTo("dovetail: building (once)...\n");
        assertThat(started.log().getFirst()).isEqualTo("built");
        assertThat(started.log().get(1)).contains("StartJar.java");
        assertThat(started.log().get(2)).contains("TrainingRun");
    }

    @Test
    void aJarThatMavenMadeMeanwhileIsTaken() throws Exception {
        file(target.resolve("dovetail-bridge.jar"), BUILT.plusSeconds(2));
        assertThat(start("--version").log().getFirst()).contains("StartJar.java");
    }

    @Test
    void smallFilesRunWithTheFastCompilerAlone() throws Exception {
        start("--version");
        Path small = file(folder.resolve("small.npz"), BUILT);
        Path large = file(folder.resolve("large.npz"), BUILT);
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(40L << 20);
        }
        String fast = "-XX:TieredStopAtLevel=1";
        assertThat(start("convert", small.toString(), "out.npz").last()).contains(fast);
        assertThat(start("convert", large.toString(), "out.npz").last()).contains(fast);
        try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("larger.npz").toFile(), "rw")) {
            sparse.setLength(200L << 20);
        }
        assertThat(start("convert", folder.resolve("larger.npz").toString(), "out.npz").last()).doesNotContain(fast);
        assertThat(start("diff", small.toString(), folder.toString()).last()).doesNotContain(fast);
        assertThat(start("inspect", large.toString()).last()).contains(fast);
        assertThat(start("inspect", large.toString(), "--stats").last()).doesNotContain(fast);
        assertThat(start("guide", "run", "3").last()).doesNotContain(fast).contains("--enable-native-access");
    }

    @Test
    void filesNeedLittleRoomForObjectsThatLiveShortly() throws Exception {
        start("--version");
        assertThat(start("inspect", "params.npz").last()).contains("-Xmn16m");
        assertThat(start("guide", "run", "3").last()).doesNotContain("-Xmn");
    }

    @Test
    void jarsOfRulesStandBehindItsOwnJar() throws Exception {
        Path first = file(folder.resolve("my rules.jar"), BUILT);
        Path second = Files.createDirectories(folder.resolve("classes"));
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_HOME", jdk.toString()));
        environment.put("DOVETAIL_RULES", first + ":" + second);
        assertThat(startWith(environment, "--version").last()).contains(
                "-Ddovetail.rules=" + first + ":" + second + " -cp " + target.toRealPath() + "/dovetail-start.jar:"
                        + first + ":" + second + " org.dovetail");
        environment.put("DOVETAIL_RULES", folder.resolve("none.jar").toString());
        Started started = startWith(environment, "--version");
        assertThat(started.status()).isEqualTo(2);
        assertThat(started.err()).isEqualTo("dovetail: DOVETAIL_RULES names '" + folder.resolve("none.jar")
                + "', which is not there: give jars or folders of classes with rules, separated by colons.\n");
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        Path old = folder.resolve("old");
        script(old.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
        script(old.resolve("bin/javac"), "");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
        Files.createSymbolicLink(tools.resolve("javac"), jdk.resolve("bin/javac"));
        assertThat(startWith(Map.of("JAVA_HOME", old.toString()), "--version").status()).isEqualTo(7);
    }
}
