package org.dovetail.bridge.guide;

import java.util.Arrays;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.plan.EntryJson;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.TensorSpec;

/** The guide's sections for programs. */
public final class GuideJson {
    private GuideJson() {}

    /**
     * The list of sections.
     *
     * @return the value
     */
    public static Json sections() {
        return Json.object().put("sections", Json.list(Arrays.asList(Section.values()), section -> head(section)
                .put("haiku", section.file(Style.HAIKU)).put("nnx", section.file(Style.NNX)).build())).build();
    }

    /**
     * What both programs of a section gave, and how far it is from Python's.
     *
     * @param run the section
     * @return the value
     */
    public static Json of(GuideRun run) {
        return head(run.section()).put("within", Json.of(run.isWithin()))
                .put("haiku", side(run.section(), run.haiku())).put("nnx", side(run.section(), run.nnx())).build();
    }

    private static Json.Builder head(Section section) {
        return Json.object().put("section", section.number()).put("name", section.label())
                .put("title", section.title());
    }

    private static Json side(Section section, Side side) {
        return Json.object().put("program", section.file(side.style())).put("within", Json.of(side.isWithin()))
                .put("trees", Json.list(side.trees(), tree -> Json.object().put("name", tree.name())
                        .put("text", tree.text()).put("equal", Json.of(tree.isEqual())).build()))
                .put("initial", Json.list(side.initial(),
                        array -> named(array.name(), array.spec()).put("equal", Json.of(array.isEqual())).build()))
                .put("computed", Json.list(side.computed(), GuideJson::computed))
                .put("unmatched", Json.list(side.unmatched(), Json::of)).build();
    }

    private static Json computed(Side.Computed computed) {
        return named(computed.name(), computed.spec()).put("first", Json.list(computed.first(), Json::of))
                .put("max_abs", Json.of(computed.maxAbs()))
                .put("ulp", computed.units().map(Json::of).orElse(new Json.Null()))
                .put("limit", Json.of(computed.limit())).put("within", Json.of(computed.isWithin())).build();
    }

    private static Json.Builder named(String name, TensorSpec spec) {
        Json.Builder json = Json.object().put("name", name);
        EntryJson.putSpec(json, spec);
        return json;
    }
}
