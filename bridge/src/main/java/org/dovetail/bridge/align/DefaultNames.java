package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dovetail.bridge.align.Questions.Reason;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.plan.Steps;
import org.dovetail.bridge.rules.Counterpart;
import org.dovetail.bridge.rules.Counterparts;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.LayerRule;
import org.dovetail.bridge.rules.Objection;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.bridge.rules.Units;
import org.dovetail.core.DType;
import org.dovetail.nnx.VariableType;

/**
 * Names the layers of a conversion without a like file: after the source, as the other library would.
 *
 * <p>
 * To NNX, what is Haiku's alone is dropped ({@code ~}, {@code ~method}, layer stacks, a root that all layers share), and everything stands in one tree. To Haiku, {@code blocks.0.linear}
 * becomes {@code blocks_0/linear}, and where there is state, parameters and state are collections. What shapes and names do not tell is asked, never guessed.
 */
public final class DefaultNames {

    /** A layer of the source, and what the user says of its kind. */
    private record Layer(Unit unit, Optional<String> told) {}

    private final Request request;
    private final Kinds kinds;
    private final Counterparts counterparts;
    private final Questions questions = new Questions();
    private final List<Unit> onlyHere = new ArrayList<>();
    private final List<NamedLayers.Judged> judged = new ArrayList<>();

    private DefaultNames(Request request, Kinds kinds) {
        this.request = request;
        this.kinds = kinds;
        this.counterparts = new Counterparts(kinds);
    }

    /**
     * Names the layers of a checkpoint.
     *
     * @param from the source's library
     * @param source the source's arrays; their order plays no part
     * @param fromScheme the source's key scheme
     * @param to the target's library; within one library every array keeps its name
     * @param toScheme the target's key scheme
     * @param options what the user says
     * @return the mapping, or the refusal
     * @throws AlignmentException if a line of the user's names nothing
     */
    public static Alignment.Result plan(Style from, List<Entry> source, KeyScheme fromScheme, Style to,
            KeyScheme toScheme, Alignment.Options options) throws AlignmentException {
        if (!options.maps().isEmpty()) {
            throw new AlignmentException("--map '" + options.maps().getFirst()
                    + "': it names a layer of a like file; give one with --like");
        }
        Request whole = new Request(from, source, fromScheme, to, List.of(), toScheme, options);
        Kinds kinds = new Kinds(Rules.all());
        return from == to
                ? new DefaultNames(whole, kinds).copy()
                : Training.named(whole, model -> new DefaultNames(model, kinds).convert());
    }

    private Alignment.Result copy() {
        List<Step> steps = request.source().stream().filter(entry -> !isSkipped(entry))
                .sorted(Entry::inOrder).map(this::raw)
                .map(unit -> Steps.same("", unit, Outcome.withDtypes(unit, request.options().dtype()), Basis.SHAPE))
                .toList();
        return mapped(steps);
    }

    private Alignment.Result convert() throws AlignmentException {
        List<Layer> layers = layers();
        List<Unit> units = layers.stream().map(Layer::unit).toList();
        Strangers strangers = Strangers.among(units, kinds);
        layers.stream().filter(layer -> !layer.unit.members().values().stream().allMatch(this::isSkipped))
                .forEach(layer -> judge(layer, strangers));
        NamedLayers named = request.to() == Style.NNX
                ? NamedLayers.toNnx(judged, NnxNames.of(units))
                : NamedLayers.toHaiku(judged);
        named.collisions(request.to()).forEach((name, meeting) -> questions.ask(Reason.COLLISION, name,
                name + ": " + meeting.stream().map(Unit::toString).collect(Collectors.joining(" and ")),
                Refusal.skipOptions(meeting.getLast())));
        if (request.options().strict()) {
            named.layers().stream().filter(layer -> layer.counterpart().by() == Kinds.Told.NAME)
                    .forEach(layer -> questions.ask(Reason.STRICT, layer.unit().name(),
                            layer.unit() + "   " + layer.counterpart().fit().kind(),
                            kindLine(layer.unit(), layer.counterpart().fit().kind())));
        }
        return questions.isEmpty() ? mapped(steps(named)) : questions.refusal(request);
    }

    private List<Layer> layers() throws AlignmentException {
        List<Unit> units = Units.recognise(request.from(), request.source(), kinds.rules(), Set.of(),
                UserLines.scopes(request.options().kinds(), kinds));
        Map<Integer, String> told = told(Side.of("the source", request.from(),
                units.stream().map(unit -> new Item(unit, -1)).toList(), kinds));
        return IntStream.range(0, units.size()).boxed().flatMap(i -> {
            Unit unit = units.get(i);
            Optional<String> kind = Optional.ofNullable(told.get(i));
            return (kind.filter(this::isRaw).isPresent() && !unit.isRaw() ? Units.apart(unit) : List.of(unit)).stream()
                    .map(part -> new Layer(part, kind));
        }).toList();
    }

    private Map<Integer, String> told(Side side) throws AlignmentException {
        List<String> lines = request.options().kinds();
        UserLines.checkKinds(lines, side, side);
        for (String line : lines) {
            String kind = UserLines.split("--kind", line)[1];
            if (kinds.named(kind).isEmpty()) {
                throw new AlignmentException("--kind '" + line + "': there is no kind " + kind + "; there are "
                        + kinds.rules().stream().map(LayerRule::kind).collect(Collectors.joining(", ")));
            }
        }
        return UserLines.kinds(lines, side);
    }

    /** Finds what a layer becomes, or asks. */
    private void judge(Layer layer, Strangers strangers) {
        Unit unit = layer.unit;
        boolean told = layer.told.isPresent();
        Optional<Strangers.Stranger> stranger = strangers.of(unit);
        Optional<String> collection = collection(layer);
        if (!told && unit.style() == Style.NNX && Units.leftOut(unit, kinds.rules()).isPresent()) {
            onlyHere.add(unit);
        } else if (!told && stranger.isPresent()) {
            askStranger(stranger.get());
        } else if (collection.isEmpty()) {
            boolean counts = unit.members().firstEntry().getValue().spec().dtype().kind() != DType.Kind.FLOAT;
            questions.ask(Reason.COLLECTION, unit.name(),
                    unit + "   " + kindLine(unit, "Parameter") + "  or  " + kindLine(unit, "State"),
                    kindLine(unit, counts ? "State" : "Parameter"));
        } else {
            List<Counterpart> found = counterparts.of(unit, layer.told);
            if (found.size() == 1) {
                judged.add(new NamedLayers.Judged(unit, found.getFirst(), collection.get()));
            } else if (found.isEmpty()) {
                askShape(layer);
            } else {
                List<String> choice = found.stream().map(other -> other.fit().kind()).toList();
                questions.ask(Reason.KIND, unit.name(), unit + "   " + String.join("  or  ", choice),
                        kindLine(unit, choice.getFirst()));
            }
        }
    }

    /** Where Haiku keeps a layer's own arrays; empty for an array of which nothing tells it. */
    private Optional<String> collection(Layer layer) {
        if (!layer.unit.isRaw() || request.to() == Style.NNX) {
            return Optional.of(EntryPath.PARAMS);
        }
        if (layer.told.isPresent() && !layer.told.get().equals("Raw")) {
            return Optional.of(layer.told.get().equals("State") ? EntryPath.STATE : EntryPath.PARAMS);
        }
        String variable = layer.unit.members().firstEntry().getValue().variable();
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(VariableType.named(variable).filter(VariableType::isParameter).isPresent()
                ? EntryPath.PARAMS
                : EntryPath.STATE);
    }

    private void askStranger(Strangers.Stranger stranger) {
        String scope = stranger.scope().isEmpty()
                ? "."
                : String.join(request.from() == Style.HAIKU ? "/" : ".", stranger.scope());
        questions.ask(Reason.STRANGER, scope, scope + ": " + stranger.what(),
                TypedOption.of("--kind", scope + "=Parameter"));
    }

    private void askShape(Layer layer) {
        Unit unit = layer.unit;
        Optional<Objection> objection = kinds.objection(unit);
        if (objection.isPresent()) {
            questions.ask(objection.get().kind().isPresent() ? Reason.UNTOLD : Reason.REFUSED, unit.name(),
                    unit + "   " + objection.get().reason(), objection.get().kind()
                            .map(kind -> kindLine(unit, kind)).orElse(Refusal.skipOptions(unit)));
            return;
        }
        boolean needsRank = request.to() == Style.HAIKU && kinds.named("BatchNorm").stream()
                .anyMatch(rule -> rule.roles(Style.NNX).match(unit.members().keySet()));
        if (needsRank) {
            questions.ask(Reason.RANK, unit.name(), unit.toString(), kindLine(unit, "BatchNorm(4)"));
            return;
        }
        String row = unit + layer.told.map(kind -> "   as " + kind).orElse("");
        List<String> forbidden = counterparts.forbidden(unit);
        if (layer.told.isEmpty() && !forbidden.isEmpty()) {
            row += "   by its name it is another kind than its shapes tell; if it is not, say "
                    + kindLine(unit, forbidden.getFirst());
        }
        questions.ask(Reason.SHAPE, unit.name(), row, Refusal.skipOptions(unit));
    }

    private List<Step> steps(NamedLayers named) {
        List<Step> steps = new ArrayList<>();
        named.steps(request.options().dtype()).forEach(step -> Outcome
                .withoutSkipped(step, request.options().skipped(), new LinkedHashSet<>()).ifPresent(steps::add));
        onlyHere.forEach(unit -> Units.leftOut(unit, kinds.rules())
                .ifPresent(fit -> steps.add(Steps.leftOut(unit, fit, true))));
        return steps;
    }

    private Alignment.Mapped mapped(List<Step> steps) {
        Plan plan = new Plan(request.from(), request.fromScheme(), request.to(), request.toScheme(), steps, List.of());
        return new Alignment.Mapped(plan, List.of(), List.copyOf(Notes.of(plan, kinds).values()));
    }

    private boolean isRaw(String kind) {
        return kinds.named(kind).stream().anyMatch(rule -> rule.roles(Style.NNX).required().contains(Unit.SELF));
    }

    private boolean isSkipped(Entry entry) { return request.options().skipped().contains(entry.path()); }

    private Unit raw(Entry entry) {
        SequencedMap<String, Entry> self = new LinkedHashMap<>();
        self.put(Unit.SELF, entry);
        return new Unit(request.from(), entry.path().components(), self, 0);
    }

    private static String kindLine(Unit unit, String kind) {
        return TypedOption.of("--kind", unit.name() + "=" + kind);
    }
}
