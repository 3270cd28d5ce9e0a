package org.dovetail.bridge.report;

import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.plan.EntryJson;
import org.dovetail.core.TensorSpec;

/** The differences of two checkpoints for programs. */
public final class DifferencesJson {
    private DifferencesJson() {}

    /**
     * The differences as JSON.
     *
     * @param differences the differences
     * @return the value
     */
    public static Json of(Differences differences) {
        return Json.object().put("a", differences.a().name()).put("b", differences.b().name())
                .put("atol", Json.of(differences.atol()))
                .put("rtol", Json.of(differences.rtol())).put("equal", Json.of(differences.isEqual()))
                .put("arrays", Json.list(differences.pairs(), pair -> pair(pair, differences)))
                .put("only_a", Json.list(DifferencesText.named(differences.onlyA(), differences.a().style()), Json::of))
                .put("only_b", Json.list(DifferencesText.named(differences.onlyB(), differences.b().style()), Json::of))
                .put("not_compared", Json.list(differences.notCompared(), Json::of)).build();
    }

    private static Json pair(Differences.Pair pair, Differences differences) {
        Json.Builder json = Json.object().put("a", DifferencesText.nameA(pair, differences))
                .put("b", DifferencesText.nameB(pair, differences)).put("kind", pair.match().kind())
                .put("rests_on", pair.match().basis().label()).put("spec_a", spec(pair.specA()))
                .put("spec_b", spec(pair.specB())).put("equal", Json.of(pair.isEqual()));
        pair.difference().ifPresent(difference -> json.put("elements", difference.elements())
                .put("differing", difference.differing()).put("max_abs", Json.of(difference.maxAbs()))
                .put("max_rel", Json.of(difference.maxRel()))
                .put("max_ulp", difference.maxUlp() < 0 ? new Json.Null() : Json.of(difference.maxUlp()))
                .put("cosine", Json.of(difference.cosine())));
        return json.build();
    }

    private static Json spec(TensorSpec spec) {
        Json.Builder json = Json.object();
        EntryJson.putSpec(json, spec);
        return json.build();
    }
}
