package org.dovetail.bridge.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * What may follow a command's name. Each word is declared once, in the order of the help text, and has a typed value as soon as the line is parsed.
 *
 * <p>
 * The words are declared by calls, because picocli would read annotations by reflection and through dynamic proxies. Those are made anew at every start, since a start-up cache cannot
 * hold them: a third of a short run.
 */
final class Usage {
    /** Makes the lists of what can be given several times, which is all that is made; picocli's own factory looks for Groovy first, and opens every jar. */
    private static final IFactory LISTS = new IFactory() {
        @Override
        public <T> T create(Class<T> type) { return type.cast(new ArrayList<>()); }
    };

    private final CommandSpec spec;

    /**
     * The usage of a command.
     *
     * @param name its name
     * @param action what it does, which gives the exit status
     */
    Usage(String name, Callable<Integer> action) {
        spec = CommandSpec.wrapWithoutInspection(action, LISTS).name(name);
        spec.usageMessage().sortOptions(false);
    }

    /** The first lines of the help. */
    Usage about(String... lines) {
        String[] apart = Arrays.copyOf(lines, lines.length + 1);
        apart[lines.length] = "";
        spec.usageMessage().description(apart);
        return this;
    }

    /** The last lines of the help. */
    Usage footer(String... lines) {
        spec.usageMessage().footerHeading("%n").footer(lines);
        return this;
    }

    /** Another command after this command's name. */
    void command(Command command) {
        Usage usage = command.usage();
        spec.addSubcommand(usage.spec.name(), usage.commandLine());
    }

    /** Says that another command must follow, where the synopsis would put it in brackets. */
    Usage needsCommand() {
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        return this;
    }

    /** An option without a value. */
    Given<Boolean> flag(String name, String description) {
        return flag(OptionSpec.builder(name), description);
    }

    /** An option without a value that has a short name, too. */
    Given<Boolean> flag(String shortName, String name, String description) {
        return flag(OptionSpec.builder(shortName, name), description);
    }

    /** The option that prints the help. */
    void help() {
        flag(OptionSpec.builder("-h", "--help").usageHelp(true), "Print this help.");
    }

    private Given<Boolean> flag(OptionSpec.Builder option, String description) {
        ArgSpec flag = added(option.type(boolean.class).description(description).build());
        return () -> Boolean.TRUE.equals(flag.getValue());
    }

    /** An option with a value. */
    <T> Given<Optional<T>> option(String name, String label, ITypeConverter<T> reader, String description) {
        return optional(added(option(OptionSpec.builder(name), label, reader, description).build()));
    }

    /** An option with a value that has a short name, too. */
    <T> Given<Optional<T>> option(String shortName, String name, String label, ITypeConverter<T> reader,
            String description) {
        return optional(added(option(OptionSpec.builder(shortName, name), label, reader, description).build()));
    }

    /** An option with a value that can be given several times. */
    <T> Given<List<T>> options(String name, String label, ITypeConverter<T> reader, String description) {
        return several(added(option(OptionSpec.builder(name), label, reader, description).type(List.class).build()));
    }

    private static OptionSpec.Builder option(OptionSpec.Builder option, String label, ITypeConverter<?> reader,
            String description) {
        return option.type(Object.class).auxiliaryTypes(Object.class).paramLabel(label).converters(reader)
                .description(description);
    }

    /** The next word without a name. */
    <T> Given<T> parameter(String label, ITypeConverter<T> reader, String description) {
        return added(parameter("1", label, reader, description).required(true).build())::getValue;
    }

    /** The next word without a name, if there is one. */
    <T> Given<Optional<T>> optionalParameter(String label, ITypeConverter<T> reader, String description) {
        return optional(added(parameter("0..1", label, reader, description).build()));
    }

    /** The words without a name, at least one. */
    <T> Given<List<T>> parameters(String label, ITypeConverter<T> reader, String description) {
        return several(added(parameter("1..*", label, reader, description).index("0..*").type(List.class)
                .required(true).build()));
    }

    private PositionalParamSpec.Builder parameter(String arity, String label, ITypeConverter<?> reader,
            String description) {
        return PositionalParamSpec.builder().index(String.valueOf(spec.positionalParameters().size())).arity(arity)
                .type(Object.class).auxiliaryTypes(Object.class).paramLabel(label).converters(reader)
                .description(description);
    }

    private ArgSpec added(ArgSpec word) {
        spec.add(word);
        return word;
    }

    private static <T> Given<Optional<T>> optional(ArgSpec word) { return () -> Optional.ofNullable(word.getValue()); }

    private static <T> Given<List<T>> several(ArgSpec words) {
        return () -> Optional.<List<T>>ofNullable(words.getValue()).orElse(List.of());
    }

    /** What is wrong with the words, where the parser does not see it. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The names that {@link #command} made known. */
    Set<String> commands() { return spec.subcommands().keySet(); }

    /** The parser of the words, which then runs the command. */
    CommandLine commandLine() {
        return new CommandLine(spec, LISTS);
    }
}
