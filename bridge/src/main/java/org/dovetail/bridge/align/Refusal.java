package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.internal.text.OneLine;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * The texts of refusals: every candidate, the reason, and the lines that settle it.
 *
 * @param matching the alignment
 */
record Refusal(Matching matching) {
    /** How many rows of a kind a text shows; the plan has them all. */
    private static final int ROWS = 24;

    /** Arrays beside the model that cannot be converted exactly, each with the reason. */
    static Alignment.Refused beside(Request request, Map<Entry, String> problems) {
        StringBuilder text = new StringBuilder(count(problems.size(), "array")).append(" beside the model cannot be")
                .append(" converted exactly:\n");
        rows(text, problems.entrySet().stream().map(problem -> problem.getKey() + "   " + problem.getValue()).toList());
        List<String> lines = skips(List.copyOf(problems.keySet()));
        text.append("Leave out what they belong to with   ").append(OneLine.escaped(String.join("   ", lines)));
        return refused(request, text, lines);
    }

    /** An optimizer's state without the model that it is of. */
    static Alignment.Refused withoutModel(Request request, List<Entry> beside) {
        StringBuilder text = new StringBuilder("There is no model in the source, only what belongs beside one:\n");
        rows(text, beside.stream().map(Entry::toString).toList());
        text.append("The state of an optimizer is converted as its model is: put both into one file, as {model, "
                + "opt_state} for NNX or {params, opt_state} for Haiku.");
        return refused(request, text, List.of());
    }

    /** Places beside the model that the like file has elsewhere, each with its candidates; {@code lines} settle them. */
    static Alignment.Refused elsewhere(Request request, List<Entry> entries, List<String> rows, List<String> lines,
            List<Plan.Open> open) {
        StringBuilder text = new StringBuilder(count(rows.size(), "place")).append(" beside the model ")
                .append(rows.size() == 1 ? "has" : "have").append(" no certain counterpart in the like file:\n");
        rows(text, rows);
        text.append("Say where they go with   ").append(typed(lines))
                .append("   or leave them out with   ").append(OneLine.escaped(String.join("   ", skips(entries))));
        return new Alignment.Refused(new Plan(request.from(), request.fromScheme(), request.to(), request.toScheme(),
                List.of(), open), text.toString(), lines);
    }

    /** What {@code --strict} does not accept: for every evidence its rows, each with the line that says it is right. */
    static Alignment.Refused strict(Request request, Map<Basis, Map<String, String>> rowsWithLines) {
        StringBuilder text = new StringBuilder();
        List<String> all = new ArrayList<>();
        rowsWithLines.forEach((basis, rows) -> {
            List<String> lines = rows.values().stream().distinct().toList();
            text.append("These rest on ").append(basis.inWords()).append(", which --strict does not accept:\n");
            rows(text, List.copyOf(rows.keySet()));
            text.append("If they are right, say so with   ").append(typed(lines)).append('\n');
            all.addAll(lines);
        });
        return refused(request, text.deleteCharAt(text.length() - 1), all);
    }

    private static List<String> skips(List<Entry> entries) {
        return entries.stream().map(entry -> TrainingState.whole(entry.path()))
                .map(place -> TypedOption.of("--skip", place.getFirst() + (place.size() == 1 ? "" : "/**"))).distinct()
                .toList();
    }

    private static Alignment.Refused refused(Request request, StringBuilder text, List<String> lines) {
        return new Alignment.Refused(new Plan(request.from(), request.fromScheme(), request.to(), request.toScheme(),
                List.of(), List.of()), text.toString(), lines);
    }

    /** No mapping at all: says what has no partner, or which law stands against the rest. */
    Alignment.Refused noMapping() {
        StringBuilder text = new StringBuilder();
        List<String> lines = new ArrayList<>();
        List<BitSet> fits = matching.fits();
        List<Integer> lonely = IntStream.range(0, fits.size()).filter(t -> fits.get(t).isEmpty()).boxed().toList();
        if (!lonely.isEmpty()) {
            text.append(count(lonely.size(), "layer")).append(" of the like file ")
                    .append(lonely.size() == 1 ? "has" : "have").append(" no source:\n");
            rows(text, lonely, t -> label(matching.target(), t) + nearest(t));
        }
        List<Integer> unused = IntStream.range(0, matching.source().size())
                .filter(s -> fits.stream().noneMatch(fit -> fit.get(s))).boxed().toList();
        if (!unused.isEmpty()) {
            text.append(count(unused.size(), "layer")).append(" of the source ")
                    .append(unused.size() == 1 ? "fits" : "fit").append(" nothing in the like file:\n");
            rows(text, unused, s -> label(matching.source(), s));
            rows(text, matching.fitting().conflicts(unused));
            rows(text, strangers(unused));
            if (unused.size() == matching.source().size() && lonely.size() == fits.size()) {
                copies().ifPresent(copies -> text.append("Every array of the source has a first axis of ")
                        .append(copies)
                        .append(", and behind it what the like file has. If those are copies for devices, "
                                + "take one with   --device-axis first\n"));
            }
            unused.stream().limit(ROWS)
                    .forEach(s -> lines.add(skipOptions(matching.source().items().get(s).unit())));
        }
        if (lonely.isEmpty() && unused.isEmpty()) {
            surplus(text);
        }
        if (!unused.isEmpty()) {
            text.append("Leave a layer out with   ").append(OneLine.escaped(lines.getFirst()));
            if (!lonely.isEmpty()) {
                text.append("   or give a like file of the model that this checkpoint is of");
            }
        } else if (!lonely.isEmpty()) {
            text.append(
                    "Give a like file of the model that this checkpoint is of, or a checkpoint that has these layers (state as well as parameters).");
        }
        return new Alignment.Refused(plan(IntStream.range(0, fits.size()).boxed().toList()),
                text.toString().stripTrailing(), List.of());
    }

    /** The extent of a first axis that all arrays of the source have, if what is behind it has the sizes of all arrays of the target. */
    private Optional<Integer> copies() {
        List<Shape> shapes = shapes(matching.source());
        List<Integer> extents = shapes.stream().map(shape -> shape.rank() == 0 ? 0 : shape.extent(0)).distinct()
                .toList();
        if (extents.size() != 1 || extents.getFirst() < 2) {
            return Optional.empty();
        }
        List<Long> sizes = new ArrayList<>(shapes.stream().map(shape -> shape.size() / extents.getFirst()).toList());
        for (Shape wanted : shapes(matching.target())) {
            if (!sizes.remove(Long.valueOf(wanted.size()))) {
                return Optional.empty();
            }
        }
        return Optional.of(extents.getFirst());
    }

    private static List<Shape> shapes(Side side) {
        return side.items().stream().map(Item::unit).distinct()
                .flatMap(unit -> unit.wholeSpecs().values().stream()).map(TensorSpec::shape).toList();
    }

    /** The layers that the other library does not have. */
    private List<String> strangers(List<Integer> sources) {
        Strangers strangers = Strangers.among(
                matching.source().items().stream().map(Item::unit).toList(), matching.kinds());
        String separator = matching.source().style() == Style.HAIKU ? "/" : ".";
        return sources.stream().flatMap(s -> strangers.of(matching.source().items().get(s).unit()).stream())
                .map(stranger -> String.join(separator, stranger.scope()) + " is " + stranger.what()).distinct()
                .toList();
    }

    /** Groups of layers that fit one another but are not equally many, or a law that leaves nothing. */
    private void surplus(StringBuilder text) {
        boolean counted = false;
        for (List<BitSet> group : groups()) {
            BitSet targets = group.getFirst();
            BitSet sources = group.getLast();
            if (targets.cardinality() != sources.cardinality()) {
                counted = true;
                text.append(count(sources.cardinality(), "layer")).append(" of the source for ")
                        .append(count(targets.cardinality(), "layer")).append(" of the like file:\n");
                rows(text, sources.stream().mapToObj(s -> label(matching.source(), s)).toList());
                text.append("  ->\n");
                rows(text, targets.stream().mapToObj(t -> label(matching.target(), t)).toList());
            }
        }
        if (counted) {
            text.append(
                    "Every layer must be used once. Leave one out with   --skip 'PATH/**'   or give a like file of the model that this checkpoint is of.");
            return;
        }
        List<String> against = new ArrayList<>();
        for (Law law : Law.values()) {
            Set<Law> without = EnumSet.complementOf(EnumSet.of(law));
            if (Verdict.of(matching.pinned(), without, false).exists()) {
                against.add(switch (law) {
                    case BLOCK_ORDER -> "numbered blocks keep their order";
                    case LAYER_ORDER -> "numbered layers keep their order over the blocks of a list";
                    case WRITTEN_ORDINALS -> "ordinals written on both sides keep their order";
                    case SHARED_MEMBERS -> "blocks that share an attribute and a named layer agree on it";
                    case SAME_NAME -> "equal names match";
                });
            }
        }
        text.append("Every shape has its partner, but no mapping keeps all laws");
        if (!against.isEmpty()) {
            text.append("; it would without: ").append(String.join("; ", against));
        }
        text.append(
                ".\nNumbered blocks must stay whole and alike. Say which layer is which with   --map 'SOURCE=TARGET'");
    }

    /** The connected groups of targets and sources that fit one another. */
    private List<List<BitSet>> groups() {
        List<List<BitSet>> groups = new ArrayList<>();
        for (int t = 0; t < matching.target().size(); t++) {
            BitSet targets = new BitSet();
            targets.set(t);
            BitSet sources = (BitSet) matching.fits().get(t).clone();
            for (List<BitSet> group : List.copyOf(groups)) {
                if (group.getLast().intersects(sources)) {
                    targets.or(group.getFirst());
                    sources.or(group.getLast());
                    groups.remove(group);
                }
            }
            groups.add(List.of(targets, sources));
        }
        return groups;
    }

    /** Several mappings: prints the candidates of every undecided source, and the lines. */
    Alignment.Refused ambiguous(Verdict verdict) {
        Map<Integer, BitSet> candidates = new TreeMap<>();
        Map<Integer, BitSet> byTarget = new TreeMap<>();
        for (int row : verdict.undecided()) {
            verdict.witnessed().get(row).stream().forEach(column -> {
                int s = matching.isBackwards() ? row : column;
                int t = matching.isBackwards() ? column : row;
                candidates.computeIfAbsent(s, _ -> new BitSet()).set(t);
                byTarget.computeIfAbsent(t, _ -> new BitSet()).set(s);
            });
        }
        Settling settling = Settling.of(matching.pinned(), verdict);
        List<String> lines = settling.choices().stream().map(this::line).toList();
        StringBuilder text = new StringBuilder();
        text.append(candidates.size()).append(" of ").append(count(matching.source().size(), "layer"))
                .append(" can go either way:\n");
        int width = candidates.keySet().stream().mapToInt(s -> label(matching.source(), s).length())
                .filter(length -> length <= 72).max().orElse(0);
        List<String> rows = new ArrayList<>();
        candidates.forEach((s, targets) -> rows.add(padded(label(matching.source(), s), width) + "  ->  "
                + targets.stream().limit(ROWS).mapToObj(t -> matching.target().items().get(t).toString())
                        .collect(Collectors.joining("  or  "))
                + (targets.cardinality() > ROWS ? "  or  … and " + (targets.cardinality() - ROWS) + " more" : "")));
        rows(text, rows);
        if (Arrays.stream(verdict.undecided()).anyMatch(t -> !verdict.proven().get(t))) {
            text.append("The search was cut short; what it could not rule out counts as possible.\n");
        }
        if (matching.request().options().described().order() == Described.Order.ASSUMED) {
            text.append("The order of definition (--assume-order) does not settle them: it says nothing of layers that "
                    + "Haiku did not number, or contradicts what else is known.\n");
        }
        String what = settling.settlesAll() ? candidates.size() == 1 ? "it" : "them" : "the first of them";
        text.append("Settle ").append(what).append(" with   ").append(OneLine.escaped(String.join(" ", lines)))
                .append("   (or the other way round)")
                .append(settling.settlesAll() ? "" : "   and ask again for the rest,")
                .append("   or edit the plan:   dovetail plan ... -o plan.json");
        return new Alignment.Refused(plan(byTarget), text.toString(), lines);
    }

    private String line(Settling.Choice choice) {
        boolean backwards = matching.isBackwards();
        int s = backwards ? choice.target() : choice.source();
        int t = backwards ? choice.source() : choice.target();
        return switch (choice) {
            case Settling.Choice.Layer _ -> matching.mapLine(s, t);
            case Settling.Choice.Scope scope -> TypedOption.of("--map",
                    matching.source().scope(s, backwards ? scope.targetDepth() : scope.sourceDepth()) + "="
                            + matching.target().scope(t, backwards ? scope.sourceDepth() : scope.targetDepth()));
        };
    }

    /** Refuses what one line each settles. */
    Alignment.Refused lines(String head, Map<String, String> rowsWithLines, String advice, List<Integer> open) {
        StringBuilder text = new StringBuilder(head).append('\n');
        rows(text, List.copyOf(rowsWithLines.keySet()));
        List<String> lines = rowsWithLines.values().stream().filter(line -> !line.isEmpty()).distinct().toList();
        text.append(advice).append(lines.isEmpty() ? "" : "   " + typed(lines));
        return new Alignment.Refused(plan(open), text.toString(), lines);
    }

    private Plan plan(List<Integer> open) {
        Map<Integer, BitSet> candidates = new TreeMap<>();
        open.forEach(t -> candidates.put(t, matching.fits().get(t)));
        return plan(candidates);
    }

    /** A plan in which some targets are open, each with its candidates. */
    private Plan plan(Map<Integer, BitSet> open) {
        List<Plan.Open> questions = open.entrySet().stream().map(question -> new Plan.Open(
                matching.target().items().get(question.getKey()).toString(),
                question.getValue().stream().mapToObj(s -> matching.source().items().get(s).toString()).toList()))
                .toList();
        Request request = matching.request();
        return new Plan(request.from(), request.fromScheme(), request.to(), request.toScheme(), List.of(), questions);
    }

    /** The unused source whose shapes come nearest, for a target that has none. */
    private String nearest(int t) {
        Unit unit = matching.target().items().get(t).unit();
        Map<String, Integer> apart = new LinkedHashMap<>();
        for (Item item : matching.source().items()) {
            Optional<Integer> distance = Fitting.distance(unit.specs(), item.unit().specs());
            distance.ifPresent(d -> apart.putIfAbsent(item.unit().toString(), d));
        }
        return apart.entrySet().stream().min(Map.Entry.comparingByValue()).map(best -> "   nearest: " + best.getKey())
                .orElse("");
    }

    private static String label(Side side, int i) {
        Item item = side.items().get(i);
        return item.isSlice() ? item + " " + item.unit().specs() : item.unit().toString();
    }

    /** What leaves a layer out; one that is the model itself has no scope of its own, so its arrays are named. */
    static String skipOptions(Unit unit) {
        return unit.isRaw() || unit.path().isEmpty()
                ? unit.members().values().stream().map(entry -> TypedOption.of("--skip", entry.path().toString()))
                        .collect(Collectors.joining(" "))
                : TypedOption.of("--skip", "**" + unit.name() + "/**");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String count(int n, String what) { return n + " " + what + (n == 1 ? "" : "s"); }

    /** Lines as a user types them, one behind the other. */
    static String typed(List<String> lines) {
        String shown = OneLine.escaped(lines.stream().limit(ROWS).collect(Collectors.joining(" ")));
        return lines.size() > ROWS ? shown + "   … and " + (lines.size() - ROWS) + " more" : shown;
    }

    static void rows(StringBuilder text, List<String> rows) { rows(text, rows, row -> row); }

    private static <T> void rows(StringBuilder text, List<T> rows, Function<T, String> row) {
        rows.stream().limit(ROWS).map(row)
                .forEach(line -> text.append("  ").append(OneLine.escaped(line)).append('\n'));
        if (rows.size() > ROWS) {
            text.append("  … and ").append(rows.size() - ROWS).append(" more\n");
        }
    }
}
