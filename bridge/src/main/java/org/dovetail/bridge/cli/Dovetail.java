package org.dovetail.bridge.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The {@code dovetail} command. */
public final class Dovetail implements Command {
    private static final String VERSION = "0.1.0";

    private final Console console;
    private final Usage usage = new Usage("dovetail", this).needsCommand()
            .about("Carries checkpoints of neural networks between DeepMind Haiku and Flax NNX, without changing a "
                    + "number.")
            .footer("Exit status: 0 done, 1 the inputs differ or cannot be mapped, 2 wrong usage or unreadable input.",
                    "", "Example:", "  dovetail convert params.npz model.safetensors --like nnx_model.json");
    private final Given<Boolean> version;

    private Dovetail(Console console) {
        this.console = console;
        usage.help();
        version = usage.flag("-V", "--version", "Print the version.");
    }

    /**
     * Runs the command and ends the process with its exit status: at once, since everything is written by then and nothing waits for the end, where {@link System#exit} would first
     * load a logger.
     *
     * @param args the command's arguments
     */
    public static void main(String[] args) {
        int status = run(Console.system(), args);
        Runtime.getRuntime().halt(status);
    }

    /** Runs the command. */
    static int run(Console console, String... args) {
        int status;
        try {
            status = commandLine(console, args).execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            console.warn("dovetail: the input needs more memory than there is (" + e.getClass().getSimpleName() + ")");
            status = Failures.UNUSABLE;
        }
        console.out().flush();
        console.err().flush();
        return status;
    }

    private static CommandLine commandLine(Console console, String... args) {
        Dovetail dovetail = new Dovetail(console);
        Map<String, Function<Console, Command>> commands = new LinkedHashMap<>();
        commands.put("inspect", InspectCommand::new);
        commands.put("convert", ConvertCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("guide", GuideCommand::new);
        // Only the command that is asked for is built: the others would cost a fifth of a short run.
        Optional<String> asked = Arrays.stream(args).findFirst().filter(commands::containsKey);
        commands.forEach((name, command) -> {
            if (asked.isEmpty() || asked.get().equals(name)) {
                dovetail.usage.command(command.apply(console));
            }
        });
        CommandLine line = dovetail.usage.commandLine();
        new Failures(console).register(line);
        return line.setExpandAtFiles(false).setOut(console.out()).setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.paint().colours() ? Ansi.ON : Ansi.OFF));
    }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() {
        if (!version.value()) {
            throw usage.wrong("Missing command; there are " + String.join(", ", usage.commands()));
        }
        console.print("dovetail " + VERSION + "\n");
        return 0;
    }
}
