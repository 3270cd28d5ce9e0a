package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Plan;

/**
 * Asks for what stands beside the source's model and is elsewhere in the like file, and finds the fewest lines that tell it.
 *
 * @param training the checkpoint
 * @param plan the plan of its model
 */
record Elsewhere(Training training, Plan plan) {
    /** A place of the source that has none in the like file, where it might go, and its arrays. */
    private record Question(List<String> place, List<List<String>> candidates, List<Entry> arrays) {
        boolean hasAnswer() { return !candidates.isEmpty(); }
    }

    /** A line, and what is open with it. */
    private record Trial(TrainingLines.Moved line, Slots slots, List<Question> open) {}

    /** The refusal with all candidates, and the lines that settle it; empty where there is nothing to ask. */
    Optional<Alignment.Refused> refusal(Slots slots) {
        List<Question> questions = open(slots).stream().filter(Question::hasAnswer).toList();
        if (questions.isEmpty()) {
            return Optional.empty();
        }
        Request request = training.request();
        List<String> rows = new ArrayList<>();
        Map<List<String>, List<String>> byTarget = new LinkedHashMap<>();
        for (Question question : questions) {
            String from = Training.text(request.from(), question.place());
            List<String> candidates = question.candidates().stream()
                    .map(place -> Training.text(request.to(), place)).toList();
            rows.add(from + "  ->  " + String.join("  or  ", candidates));
            question.candidates().forEach(
                    place -> byTarget.computeIfAbsent(place, _ -> new ArrayList<>()).add(from));
        }
        List<Plan.Open> open = byTarget.entrySet().stream()
                .map(target -> new Plan.Open(Training.text(request.to(), target.getKey()), target.getValue())).toList();
        return Optional.of(Refusal.elsewhere(request,
                questions.stream().flatMap(question -> question.arrays().stream()).toList(), rows,
                settling(slots), open));
    }

    /** The places that have none in the like file, and arrays that only the user can tell of. */
    private List<Question> open(Slots slots) {
        List<Question> questions = new ArrayList<>();
        for (Mirror mirror : training.source().mirrors()) {
            if (slots.of(mirror).isEmpty()) {
                questions.add(new Question(mirror.place(), slots.candidates(mirror, other -> fits(mirror, other)),
                        List.copyOf(mirror.arrays().values())));
            }
        }
        for (Entry entry : training.source().loose()) {
            List<String> place = TrainingState.whole(entry.path());
            if (slots.of(entry).isEmpty()) {
                questions.add(new Question(place, slots.candidates(entry, other -> fits(entry, other)),
                        List.of(entry)));
            } else if (!training.isCarried(entry) && !slots.isTold(entry)) {
                questions.add(new Question(place, slots.of(entry).filter(other -> fits(entry, other)).stream()
                        .map(other -> TrainingState.whole(other.path())).toList(), List.of(entry)));
            }
        }
        return questions;
    }

    private boolean fits(Mirror mirror, Mirror other) {
        MirrorSteps trial = new MirrorSteps(plan, training.request().options().dtype());
        trial.of(mirror, Training.into(Optional.of(other)), training.isDebiased(mirror), Basis.MAP);
        return trial.problems().isEmpty();
    }

    private boolean fits(Entry entry, Entry other) {
        MirrorSteps trial = new MirrorSteps(plan, training.request().options().dtype());
        return trial.loose(entry, Optional.of(MirrorSteps.Place.of(other)), Basis.MAP).isPresent();
    }

    /** One line after the other, each for the scope that leaves the fewest places open. */
    private List<String> settling(Slots slots) {
        List<String> lines = new ArrayList<>();
        Slots told = slots;
        Optional<Question> next = open(told).stream().filter(Question::hasAnswer).findFirst();
        while (next.isPresent()) {
            Trial best = trials(told, next.get().place(), next.get().candidates().getFirst())
                    .min(Comparator.comparingInt(trial -> trial.open().size())).orElseThrow();
            lines.add(training.mapLine(best.line().from(), best.line().to()));
            told = best.slots();
            next = best.open().stream().filter(Question::hasAnswer).findFirst();
        }
        return lines;
    }

    /** The line for a place, and those for the scopes around it. */
    private Stream<Trial> trials(Slots slots, List<String> from, List<String> to) {
        return IntStream.rangeClosed(0, common(from, to)).mapToObj(shared -> {
            TrainingLines.Moved line = new TrainingLines.Moved(from.subList(0, from.size() - shared),
                    to.subList(0, to.size() - shared));
            Slots with = slots.with(line);
            return new Trial(line, with, open(with));
        });
    }

    /** How many components both places end with, at most all but one. */
    private static int common(List<String> a, List<String> b) {
        return commonEnd(a, b, Math.min(a.size(), b.size()) - 1);
    }

    /** How many components both places end with, so many at most. */
    static int commonEnd(List<String> a, List<String> b, int most) {
        int shared = 0;
        while (shared < most && a.get(a.size() - 1 - shared).equals(b.get(b.size() - 1 - shared))) {
            shared++;
        }
        return shared;
    }
}
