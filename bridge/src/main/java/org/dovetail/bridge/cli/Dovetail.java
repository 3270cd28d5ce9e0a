package org.dovetail.bridge.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code dovetail} command. */
@Command(name = "dovetail", synopsisSubcommandLabel = "COMMAND", description = {
        "Carries checkpoints of neural networks between DeepMind Haiku and Flax NNX, without changing a number.",
        ""}, footer = {"",
                "Exit status: 0 done, 1 the inputs differ or cannot be mapped, 2 wrong usage or unreadable input.",
                "", "Example:", "  dovetail convert params.npz model.safetensors --like nnx_model.json"})
public final class Dovetail implements Runnable {
    private static final String VERSION = "0.1.0";

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    boolean help;

    @Option(names = {"-V", "--version"}, description = "Print the version.")
    private boolean version;

    private Dovetail(Console console) { this.console = console; }

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param args the command's arguments
     */
    public static void main(String[] args) { System.exit(run(Console.system(), args)); }

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
        CommandLine root = new CommandLine(new Dovetail(console));
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("inspect", () -> new InspectCommand(console));
        commands.put("convert", () -> new ConvertCommand(console));
        commands.put("plan", () -> new PlanCommand(console));
        commands.put("diff", () -> new DiffCommand(console));
        commands.put("guide",
                () -> new CommandLine(new GuideCommand(console)).addSubcommand(new GuideRunCommand(console)));
        // Only the command that is asked for is built: the others would cost a fifth of a short run.
        Optional<String> asked = Arrays.stream(args).findFirst().filter(commands::containsKey);
        commands.forEach((name, command) -> {
            if (asked.isEmpty() || asked.get().equals(name)) {
                root.addSubcommand(name, command.get());
            }
        });
        Converters.register(root);
        new Failures(console).register(root);
        return root.setExpandAtFiles(false).setOut(console.out()).setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.paint().colours() ? Ansi.ON : Ansi.OFF));
    }

    @Override
    public void run() {
        if (version) {
            console.print("dovetail " + VERSION + "\n");
            return;
        }
        throw new ParameterException(spec.commandLine(), "Missing command; there are "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
