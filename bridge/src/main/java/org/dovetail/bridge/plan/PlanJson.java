package org.dovetail.bridge.plan;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.Style;

/**
 * Plans as JSON that a person can edit. Reading is strict: an unknown key, an operation that does not go with its shapes or an array that is used twice is refused.
 *
 * {@snippet file="org/dovetail/bridge/plan/PlanJsonTests.java" region="roundTrip"}
 */
public final class PlanJson {
    /** What the document's first key says. */
    private static final String FORMAT = "dovetail-plan";

    private PlanJson() {}

    /**
     * A plan as JSON over several lines.
     *
     * @param plan the plan
     * @return the document
     */
    public static String print(Plan plan) { return JsonPrinter.print(toJson(plan)); }

    /**
     * Reads a plan.
     *
     * @param json the document
     * @return the plan
     * @throws IllegalArgumentException if it is no plan, in one line that says where
     */
    public static Plan parse(String json) {
        try {
            return fromJson("", JsonReading.read(json));
        } catch (JsonException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads a plan from a file.
     *
     * @param file the file
     * @return the plan
     * @throws CheckpointException if it is no plan, in one line that says where
     * @throws IOException if the file cannot be read
     */
    public static Plan read(Path file) throws IOException { return readDraft(file).plan(); }

    /**
     * Reads a plan from a file, with what a person chose for its open targets.
     *
     * @param file the file
     * @return the plan and the choices
     * @throws CheckpointException if it is no plan, in one line that says where
     * @throws IOException if the file cannot be read
     */
    public static PlanDraft readDraft(Path file) throws IOException {
        try {
            Json value = JsonReading.read(file);
            return new PlanDraft(fromJson("", value), choices(value));
        } catch (JsonException e) {
            throw new CheckpointException(file, String.valueOf(e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "there is no such file", e);
        }
    }

    /**
     * A plan as a JSON value, for documents that hold one.
     *
     * @param plan the plan
     * @return the value
     */
    public static Json toJson(Plan plan) {
        return Json.object().put("format", FORMAT).put("version", 1)
                .put("from", side(plan.from(), plan.fromScheme()))
                .put("to", side(plan.to(), plan.toScheme()))
                .put("steps", Json.list(plan.steps(), PlanJson::step))
                .put("open", Json.list(plan.open(), open -> Json.object().put("target", open.target())
                        .put("candidates", Json.list(open.candidates(), Json::of)).put("choice", new Json.Null())
                        .build()))
                .build();
    }

    /**
     * Reads a plan from a JSON value.
     *
     * @param at where it stands in its document
     * @param value the value
     * @return the plan
     * @throws JsonException if it is no plan
     */
    public static Plan fromJson(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        if (!fields.text("format").equals(FORMAT)) {
            throw fields.error("its format is \"" + fields.text("format") + "\", expected \"" + FORMAT + "\"");
        }
        if (!fields.get("version").equals(Json.of(1))) {
            throw fields.error("is not of version 1, the only one that is known");
        }
        JsonFields from = fields.object("from");
        JsonFields to = fields.object("to");
        Plan plan = new Plan(style(from), scheme(from), style(to), scheme(to), fields.list("steps", PlanJson::step),
                fields.listIfPresent("open", PlanJson::open));
        from.end();
        to.end();
        fields.end();
        Optional<String> problem = PlanCheck.problem(plan);
        if (problem.isPresent()) {
            throw fields.error(problem.get());
        }
        return plan;
    }

    private static Json side(Style style, KeyScheme scheme) {
        return Json.object().put("style", style.label()).put("scheme", scheme.label()).build();
    }

    private static Style style(JsonFields side) throws JsonException {
        String label = side.text("style");
        return Arrays.stream(Style.values()).filter(style -> style.label().equals(label)).findFirst()
                .orElseThrow(() -> side.error("there is no style \"" + label + "\"; known are haiku and nnx"));
    }

    private static KeyScheme scheme(JsonFields side) throws JsonException {
        String label = side.text("scheme");
        return KeyScheme.labelled(label)
                .orElseThrow(() -> side.error("there is no key scheme \"" + label + "\"; known are "
                        + List.of(KeyScheme.values())));
    }

    private static Json step(Step step) {
        return Json.object().put("kind", step.kind()).put("source", step.source()).put("target", step.target())
                .put("rests_on", step.basis().label())
                .put("moves", Json.list(step.moves(), PlanJson::move))
                .put("source_only", Json.list(step.sourceOnly(), PlanJson::aside))
                .put("target_only", Json.list(step.targetOnly(), PlanJson::aside)).build();
    }

    private static Step step(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        String basis = fields.text("rests_on");
        Step step = new Step(fields.text("kind"), fields.text("source"), fields.text("target"),
                Arrays.stream(Basis.values()).filter(known -> known.label().equals(basis)).findFirst()
                        .orElseThrow(() -> fields.error("rests on \"" + basis + "\", which is none of "
                                + List.of(Basis.values()))),
                fields.list("moves", PlanJson::move), fields.listIfPresent("source_only", PlanJson::aside),
                fields.listIfPresent("target_only", PlanJson::aside));
        fields.end();
        return step;
    }

    private static Json move(Move move) {
        return Json.object().put("from", Json.list(move.from(), EntryJson::toJson))
                .put("to", Json.list(move.to(), EntryJson::toJson))
                .put("ops", Json.list(move.ops(), OpJson::toJson)).build();
    }

    private static Move move(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        Move move = new Move(fields.list("from", EntryJson::fromJson), fields.list("to", EntryJson::fromJson),
                fields.listIfPresent("ops", OpJson::fromJson));
        fields.end();
        return move;
    }

    private static Json aside(Aside aside) {
        return Json.object().put("role", aside.role()).put("entry", EntryJson.toJson(aside.entry()))
                .put("fallback", switch (aside.fallback()) {
                    case Fallback.Copy(String role) -> Json.object().put("copy", role).build();
                    case Fallback.Constant(double number) -> Json.object().put("constant", constant(number)).build();
                    case Fallback.Seeded(long seed, int draw) -> Json.object()
                            .put("seeded", Json.object().put("seed", seed).put("draw", draw).build()).build();
                    case Fallback.LeaveOut() -> Json.object().put("leave_out", Json.of(true)).build();
                }).build();
    }

    /** Whole numbers look like whole numbers. */
    private static Json constant(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53
                && Double.doubleToRawLongBits(number) != Double.doubleToRawLongBits(-0.0);
        return whole ? Json.of((long) number) : Json.of(number);
    }

    private static Aside aside(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        Aside aside = new Aside(fields.text("role"), EntryJson.fromJson(fields.at("entry"), fields.get("entry")),
                fallback(fields.at("fallback"), fields.get("fallback")));
        fields.end();
        return aside;
    }

    private static Fallback fallback(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        String kind = fields.names().size() == 1 ? fields.names().iterator().next() : "";
        return switch (kind) {
            case "copy" -> new Fallback.Copy(fields.text(kind));
            case "constant" -> new Fallback.Constant(number(fields.at(kind), fields.get(kind)));
            case "seeded" -> seeded(fields.object(kind));
            case "leave_out" -> new Fallback.LeaveOut();
            default -> throw fields.error("should be one of {\"copy\": ROLE}, {\"constant\": NUMBER}, "
                    + "{\"seeded\": {\"seed\": N, \"draw\": N}}, {\"leave_out\": true}");
        };
    }

    private static Fallback seeded(JsonFields fields) throws JsonException {
        if (!(fields.get("seed") instanceof Json.Num(Long seed))) {
            throw fields.error("its seed should be an integer");
        }
        Fallback seeded = new Fallback.Seeded(seed, JsonFields.index(fields.at("draw"), fields.get("draw")));
        fields.end();
        return seeded;
    }

    private static double number(String at, Json value) throws JsonException {
        return switch (value) {
            case Json.Num(Number number) -> number.doubleValue();
            case Json.Text(String text) when text.equals("nan") -> Double.NaN;
            case Json.Text(String text) when text.equals("inf") -> Double.POSITIVE_INFINITY;
            case Json.Text(String text) when text.equals("-inf") -> Double.NEGATIVE_INFINITY;
            case Json.Obj _,Json.Arr _,Json.Text _,Json.Bool _,Json.Null _ ->
                throw new JsonException(at, "should be a number");
        };
    }

    private static Plan.Open open(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        Plan.Open open = new Plan.Open(fields.text("target"), fields.list("candidates", JsonFields::text));
        Optional<Json> choice = fields.find("choice").filter(given -> !(given instanceof Json.Null));
        if (choice.isPresent() && !open.candidates().contains(JsonFields.text(fields.at("choice"), choice.get()))) {
            throw new JsonException(fields.at("choice"), "should be one of " + open.candidates());
        }
        fields.end();
        return open;
    }

    private static List<String> choices(Json plan) throws JsonException {
        List<String> choices = new ArrayList<>();
        for (Json open : JsonFields.of("", plan).listIfPresent("open", (_, value) -> value)) {
            JsonFields fields = JsonFields.of("open", open);
            if (fields.find("choice").orElse(new Json.Null()) instanceof Json.Text(String source)) {
                choices.add(source + "=" + fields.text("target"));
            }
        }
        return choices;
    }
}
