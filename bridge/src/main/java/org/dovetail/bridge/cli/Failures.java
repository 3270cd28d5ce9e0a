package org.dovetail.bridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.convert.PlanMismatchException;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.report.Paths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong, in a line and an exit status; the stack trace only with {@code --debug}. */
final class Failures {
    /** The inputs differ or cannot be mapped. */
    static final int REFUSED = 1;
    /** Wrong usage, or a file that cannot be read or written. */
    static final int UNUSABLE = 2;

    private final Console console;

    Failures(Console console) { this.console = console; }

    void register(CommandLine command) {
        command.setParameterExceptionHandler(this::usage);
        command.setExecutionExceptionHandler(this::execution);
    }

    private int usage(ParameterException e, String[] args) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing -> mistyped(missing, args).map(Failures::unmatched)
                    .orElse(firstLine(missing));
            default -> firstLine(e);
        };
        report(name + ": " + uncapitalised(message) + "  (" + name + " --help tells more)", UNUSABLE, List.of(), args);
        trace(e, args);
        return UNUSABLE;
    }

    /** An option that does not exist is the better explanation of a parameter that is missing, too. */
    private static Optional<UnmatchedArgumentException> mistyped(MissingParameterException e, String[] args) {
        return Arrays.stream(args).filter(arg -> arg.startsWith("--") && arg.length() > 2)
                .filter(arg -> !e.getCommandLine().getCommandSpec().optionsMap().containsKey(arg.split("=", 2)[0]))
                .findFirst().map(arg -> new UnmatchedArgumentException(e.getCommandLine(), List.of(arg)));
    }

    private static String firstLine(ParameterException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().getFirst();
        String what = first.startsWith("-")
                ? "there is no option '" + first + "'"
                : e.getCommandLine().getSubcommands().isEmpty()
                        ? "there is one argument too many, '" + first + "'"
                        : "there is no command '" + first + "'";
        return e.getSuggestions().isEmpty()
                ? what
                : what + "; did you mean " + String.join(" or ", e.getSuggestions().stream().limit(2).toList()) + "?";
    }

    private static String uncapitalised(String message) {
        return message.length() > 1 && Character.isLowerCase(message.charAt(1))
                ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)
                : message;
    }

    private int execution(Exception e, CommandLine command, ParseResult parsed) {
        String[] args = parsed.originalArgs().toArray(String[]::new);
        int status = switch (e) {
            case RefusedException _,PlanMismatchException _ -> REFUSED;
            default -> UNUSABLE;
        };
        String message = switch (e) {
            case RefusedException refused -> String.valueOf(refused.getMessage());
            case PlanMismatchException _,UsageException _,AlignmentException _,CheckpointException _ ->
                command.getCommandSpec().qualifiedName() + ": " + oneLine(e.getMessage());
            case UncheckedIOException problem ->
                command.getCommandSpec().qualifiedName() + ": " + oneLine(problem.getMessage()) + "; make room there";
            case IOException problem -> command.getCommandSpec().qualifiedName() + ": " + oneLine(reason(problem));
            default -> command.getCommandSpec().qualifiedName() + ": this should not happen: " + e
                    + ". Please report it with what --debug prints";
        };
        report(message, status, e instanceof RefusedException refused ? refused.lines() : List.of(), args);
        trace(e, args);
        return status;
    }

    /** Names of files and arrays may have line breaks; refusals escape them, because they have lines of their own. */
    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replace('\n', ' ');
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException problem -> problem.getFile() + ": " + problem.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private void report(String message, int status, List<String> lines, String[] args) {
        if (Arrays.asList(args).contains(CommonOptions.JSON)) {
            Json error = Json.object().put("status", status).put("message", message)
                    .put("settle", Json.list(lines, Json::of)).build();
            console.print(JsonPrinter.print(Json.object().put("error", error).build()));
        } else {
            String plain = Paths.printable(message);
            String head = plain.lines().findFirst().orElse("");
            console.warn(console.errorPaint().bad(head) + plain.substring(head.length()));
        }
    }

    private void trace(Exception e, String[] args) {
        if (Arrays.asList(args).contains(CommonOptions.DEBUG)) {
            PrintWriter err = console.err();
            e.printStackTrace(err);
            err.flush();
        }
    }
}
