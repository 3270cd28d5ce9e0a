package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DovetailTests {
    private static final List<String> COMMANDS = List.of("inspect", "convert", "plan", "diff", "guide");

    @TempDir
    Path folder;

    @Test
    void helpListsTheCommandsAndEachHasAnExample() {
        Ran help = Ran.command("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Exit status: 0 done, 1 the inputs differ or cannot be mapped");
        for (String command : COMMANDS) {
            assertThat(help.out()).containsPattern("(?m)^  " + command + " ");
            Ran own = Ran.command(command, "--help");
            assertThat(own.status()).isZero();
            assertThat(own.out()).startsWith("Usage: dovetail " + command).contains("dovetail " + command + " ",
                    "Example", "--json", "--debug").doesNotContain("\u001b");
            assertThat(own.out().lines()).allMatch(line -> line.length() <= 80);
        }
        assertThat(Ran.command("--version").out()).isEqualTo("dovetail 0.1.0\n");
        assertThat(Ran.onTerminal("--help").out()).contains("\u001b[");
    }

    @Test
    void wrongUsageIsALineAndStatus2() {
        assertUsage(
                "dovetail: missing command; there are inspect, convert, plan, diff, guide  (dovetail --help tells more)");
        assertUsage("dovetail: there is no command 'convrt'; did you mean convert?  (dovetail --help tells more)",
                "convrt");
        assertUsage(
                "dovetail convert: there is no option '--lik'; did you mean --like?  (dovetail convert --help tells "
                        + "more)",
                "convert", "--lik", "x");
        assertUsage("dovetail convert: there is no option '--chek'; did you mean --check?  (dovetail convert --help "
                + "tells more)", "convert", "a.npz", "b.npz", "--chek");
        assertUsage("dovetail convert: there is one argument too many, 'c'  (dovetail convert --help tells more)",
                "convert", "a", "b", "c");
        assertUsage("dovetail convert: missing required parameter: 'OUT'  (dovetail convert --help tells more)",
                "convert", "a");
        assertUsage("dovetail convert: invalid value for option '--to': there is no style 'linen'; there are haiku, nnx"
                + "  (dovetail convert --help tells more)", "convert", "a", "b", "--to", "linen");
        assertUsage("dovetail plan: invalid value for option '--scheme': there is no key scheme 'dots'; there are "
                + "module//name, module/name, dotted, two-level, nested  (dovetail plan --help tells more)", "plan",
                "a",
                "--scheme", "dots");
        assertUsage("dovetail diff: --atol and --rtol must not be negative", "diff", "a", "b", "--atol", "-1");
        assertUsage("dovetail inspect: --assume 'V2': expected V2=bfloat16, or KEY=DTYPE", "inspect", "a", "--assume",
                "V2");
        assertUsage("dovetail inspect: --assume 'V2=float17': there is no dtype 'float17'", "inspect", "a", "--assume",
                "V2=float17");
    }

    private static void assertUsage(String line, String... args) {
        Ran ran = Ran.command((Object[]) args);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.onlyError()).isEqualTo(line);
    }

    @Test
    void errorsAreJsonWhereJsonIsAskedFor() throws JsonException {
        Ran ran = Ran.command("inspect", folder.resolve("missing.npz"), "--json");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).isEmpty();
        assertThat(JsonReading.read(ran.out())).isEqualTo(JsonReading.read("""
                {"error": {"status": 2, "message": "dovetail inspect: %s: there is no such file", "settle": []}}
                """.formatted(folder.resolve("missing.npz"))));
        assertThat(Ran.command("inspect", "--json", "--nonsense", "x").out()).startsWith("{\n  \"error\": {");
    }

    @Test
    void aStackTraceIsForDebuggersOnly() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.npz"), "PK\003\004 no more");
        assertThat(Ran.command("inspect", broken).onlyError()).startsWith("dovetail inspect: " + broken + ": ");
        Ran debugged = Ran.command("inspect", broken, "--debug");
        assertThat(debugged.status()).isEqualTo(2);
        assertThat(debugged.err()).contains("CheckpointException", "\tat org.dovetail");
    }

    @Test
    void coloursAreForTerminalsThatWantThem() throws IOException {
        Path file = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        assertThat(Ran.onTerminal("inspect", file).out()).contains("\u001b[");
        assertThat(Ran.command(true, false, () -> 0, "inspect", file).out()).doesNotContain("\u001b[");
        assertThat(Ran.command("inspect", file).out()).doesNotContain("\u001b[");
        assertThat(Ran.onTerminal("inspect", folder.resolve("missing")).err()).startsWith("\u001b[31m");
        assertThat(Console.wantsColours(Map.of())).isTrue();
        assertThat(Console.wantsColours(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Console.wantsColours(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Console.wantsColours(Map.of("TERM", "dumb"))).isFalse();
    }
}
