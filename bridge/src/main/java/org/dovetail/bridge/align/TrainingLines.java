package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.rules.Style;

/**
 * The user's lines {@code --map SRC=DST} for a training checkpoint.
 *
 * <p>
 * A module within a tree that repeats the model's names stands for the model's module, because the tree follows the model.
 *
 * @param model the lines for the layers of the model
 * @param moved what goes where beside it
 */
record TrainingLines(List<String> model, List<Moved> moved) {
    /** A place beside the source's model, with all that is below it, and where it goes. */
    record Moved(List<String> from, List<String> to) {
        private Optional<List<String>> of(List<String> place) {
            return startsWith(place, from)
                    ? Optional.of(Stream.concat(to.stream(), place.subList(from.size(), place.size()).stream())
                            .toList())
                    : Optional.empty();
        }
    }

    /** What one side of a line names. */
    private sealed interface Named {
        /** Something of the model; how the model's lines say it. */
        record InModel(String path) implements Named {}

        /** Something of the model, by its namesake in a tree beside it. */
        record InMirror(String path, List<String> mirror) implements Named {}

        /** What stands beside the model. */
        record Beside(List<String> place) implements Named {}
    }

    static final TrainingLines NONE = new TrainingLines(List.of(), List.of());

    TrainingLines {
        model = List.copyOf(model);
        moved = List.copyOf(moved);
    }

    static TrainingLines of(Request request, TrainingState source, TrainingState target) throws AlignmentException {
        List<String> model = new ArrayList<>();
        List<Moved> moved = new ArrayList<>();
        for (String line : request.options().maps()) {
            String[] sides = UserLines.split("--map", line);
            Named from = named(source, request.from(), sides[0]);
            Named to = named(target, request.to(), sides[1]);
            switch (from) {
                case Named.Beside(var place) -> moved.add(new Moved(place, beside(line, to, target)));
                case Named.InModel(var path) -> model.add(path + "=" + inModel(line, to));
                case Named.InMirror(var path, var mirror) -> {
                    model.add(path + "=" + inModel(line, to));
                    if (to instanceof Named.InMirror(_, var other) && !Mirror.slot(mirror).equals(Mirror.slot(other))) {
                        moved.add(new Moved(mirror, other));
                    }
                }
            }
        }
        return new TrainingLines(model, moved);
    }

    private static List<String> beside(String line, Named to, TrainingState target) throws AlignmentException {
        return switch (to) {
            case Named.Beside(var place) -> place;
            case Named.InModel(var path) -> throw new AlignmentException("--map '" + line
                    + "': the like file has no '" + path + "' beside its model; it has " + target.besides().stream()
                            .map(place -> String.join("/", place)).collect(Collectors.joining(", ")));
            case Named.InMirror(var path, var mirror) -> throw new AlignmentException("--map '" + line + "': " + path
                    + " in " + String.join("/", mirror) + " is one array or layer; name the whole tree, or a layer on "
                    + "both sides");
        };
    }

    private static String inModel(String line, Named to) throws AlignmentException {
        return switch (to) {
            case Named.InModel(var path) -> path;
            case Named.InMirror(var path, _) -> path;
            case Named.Beside(var place) -> throw new AlignmentException("--map '" + line + "': "
                    + String.join("/", place) + " stands beside the like file's model, and the source's side of the "
                    + "line does not name anything beside a model");
        };
    }

    private static Named named(TrainingState state, Style style, String path) {
        List<String> typed = Arrays.asList(path.split(style == Style.HAIKU || path.contains("/") ? "/+" : "\\."));
        for (Mirror mirror : state.mirrors()) {
            if (typed.size() > mirror.place().size() && startsWith(typed, mirror.place())) {
                return new Named.InMirror(
                        String.join("/", Stream.concat(mirror.root().stream(),
                                typed.subList(mirror.place().size(), typed.size()).stream()).toList()),
                        mirror.place());
            }
        }
        return state.besides().stream().anyMatch(place -> startsWith(place, typed))
                ? new Named.Beside(typed)
                : new Named.InModel(path);
    }

    private static boolean startsWith(List<String> path, List<String> scope) {
        return path.size() >= scope.size() && path.subList(0, scope.size()).equals(scope);
    }

    /** The same with one more. */
    TrainingLines with(Moved line) {
        return new TrainingLines(model, Stream.concat(moved.stream(), Stream.of(line)).toList());
    }

    /** Where the user says that a place goes: the line that names most of it counts. */
    Optional<List<String>> of(List<String> place) {
        return moved.stream().filter(line -> line.of(place).isPresent())
                .max(Comparator.comparingInt(line -> line.from().size())).flatMap(line -> line.of(place));
    }
}
