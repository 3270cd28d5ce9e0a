package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.OptaxStates;
import org.dovetail.bridge.plan.Basis;

/**
 * Which place beside the source's model is which of the like file's: where the user's lines say, else the place of the same name below the optimizer's state.
 *
 * @param lines what the user says
 * @param source the source
 * @param target the like file
 * @param taken for places of the source, those of the like file
 */
record Slots(TrainingLines lines, TrainingState source, TrainingState target, Map<List<String>, List<String>> taken) {
    private static final Set<String> NAMED_BY_OPTAX = Set.of("hyperparams", "hyperparams_states");

    /** As lines say. */
    static Slots of(TrainingLines lines, TrainingState source, TrainingState target) {
        Map<List<String>, List<String>> taken = new HashMap<>();
        Set<List<String>> used = new HashSet<>();
        for (List<String> place : source.besides()) {
            lines.of(place).filter(target.besides()::contains).filter(used::add)
                    .ifPresent(there -> taken.put(place, there));
        }
        for (List<String> place : source.besides()) {
            if (lines.of(place).isEmpty()) {
                target.besides().stream().filter(other -> Mirror.slot(other).equals(Mirror.slot(place)))
                        .filter(used::add).findFirst().ifPresent(other -> taken.put(place, other));
            }
        }
        return new Slots(lines, source, target, Map.copyOf(taken));
    }

    /** Refuses lines that take two places to one. */
    Slots check() throws AlignmentException {
        Map<List<String>, List<String>> back = new HashMap<>();
        for (List<String> place : source.besides()) {
            Optional<List<String>> there = lines.of(place);
            List<String> other = there.isEmpty() ? null : back.put(there.get(), place);
            if (other != null) {
                throw new AlignmentException("--map: " + String.join("/", other) + " and " + String.join("/", place)
                        + " would both go to " + String.join("/", there.orElseThrow()));
            }
        }
        return this;
    }

    /** The same with one more line. */
    Slots with(TrainingLines.Moved line) {
        return of(lines.with(line), source, target);
    }

    /** The like file's tree for one of the source's. */
    Optional<Mirror> of(Mirror mirror) {
        return Optional.ofNullable(taken.get(mirror.place())).flatMap(place -> target.mirrors().stream()
                .filter(other -> other.place().equals(place)).findFirst());
    }

    /** The like file's array for one of the source's that belongs to no tree. */
    Optional<Entry> of(Entry loose) {
        return Optional.ofNullable(taken.get(TrainingState.whole(loose.path()))).flatMap(place -> target.loose()
                .stream().filter(other -> TrainingState.whole(other.path()).equals(place)).findFirst());
    }

    /** Whether the user says where an array goes. */
    boolean isTold(Entry loose) {
        return lines.of(TrainingState.whole(loose.path())).isPresent();
    }

    /** The trees that a tree of the source might go to: of those that are free and fit, the ones whose field is called the same, else all. */
    List<List<String>> candidates(Mirror mirror, Predicate<Mirror> fits) {
        return namesakesFirst(mirror.place(), free(target.mirrors().stream().filter(fits).map(Mirror::place)));
    }

    /** The arrays that an array of the source might go to, as {@link #candidates(Mirror, Predicate)}. */
    List<List<String>> candidates(Entry loose, Predicate<Entry> fits) {
        return namesakesFirst(TrainingState.whole(loose.path()),
                free(target.loose().stream().filter(fits).map(other -> TrainingState.whole(other.path()))));
    }

    private List<List<String>> free(Stream<List<String>> places) {
        Set<List<String>> used = new HashSet<>(taken.values());
        return places.filter(place -> !used.contains(place)).toList();
    }

    private static List<List<String>> namesakesFirst(List<String> place, List<List<String>> candidates) {
        List<List<String>> namesakes = candidates.stream()
                .filter(other -> other.getLast().equals(place.getLast())).toList();
        return namesakes.isEmpty() ? candidates : namesakes;
    }

    /** What the match of a tree rests on. */
    Basis basis(Mirror mirror) {
        return basis(mirror.place(), target.mirrors().stream()
                .filter(other -> of(mirror).filter(own -> own.arrays().keySet().equals(other.arrays().keySet()))
                        .isPresent())
                .map(Mirror::place).toList());
    }

    /** What the match of an array by itself rests on. */
    Basis basis(Entry loose) {
        return basis(TrainingState.whole(loose.path()), target.loose().stream()
                .filter(other -> other.spec().shape().equals(loose.spec().shape())
                        && other.spec().dtype() == loose.spec().dtype())
                .map(other -> TrainingState.whole(other.path())).toList());
    }

    /** The strongest that tells a place from its rivals: fields of optax's are what they are, positions count where both trees are alike, other names are the author's. */
    private Basis basis(List<String> place, List<List<String>> rivals) {
        if (lines.of(place).isPresent()) {
            return Basis.MAP;
        }
        List<String> own = Mirror.slot(place);
        return rivals.stream().filter(rival -> inOptimizer(rival) == inOptimizer(place)).map(Mirror::slot)
                .filter(rival -> !rival.equals(own)).map(rival -> apart(own, rival))
                .reduce(Basis.SHAPE, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private static boolean inOptimizer(List<String> place) { return place.contains(EntryPath.OPTIMIZER_STATE); }

    private Basis apart(List<String> own, List<String> rival) {
        int start = 0;
        int most = Math.min(own.size(), rival.size());
        while (start < most && own.get(start).equals(rival.get(start))) {
            start++;
        }
        int end = Elsewhere.commonEnd(own, rival, most - start);
        List<String> between = new ArrayList<>(own.subList(start, own.size() - end));
        between.addAll(rival.subList(start, rival.size() - end));
        boolean hyperparameter = start > 0 && NAMED_BY_OPTAX.contains(own.get(start - 1));
        boolean positions = between.stream().anyMatch(Slots::isPosition);
        boolean authors = between.stream().anyMatch(name -> !isPosition(name) && !OptaxStates.isField(name));
        if (authors && !hyperparameter) {
            return Basis.NAME;
        }
        return positions && !isAlike() ? Basis.NUMBER : Basis.SHAPE;
    }

    private static boolean isPosition(String name) { return name.chars().allMatch(Character::isDigit); }

    /** Whether both optimizers have the same places. */
    private boolean isAlike() {
        return slots(source).equals(slots(target));
    }

    private static Set<List<String>> slots(TrainingState state) {
        Set<List<String>> slots = new HashSet<>();
        state.besides().stream().filter(Slots::inOptimizer).forEach(place -> slots.add(Mirror.slot(place)));
        return slots;
    }
}
