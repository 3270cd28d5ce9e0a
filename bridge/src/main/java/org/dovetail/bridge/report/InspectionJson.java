package org.dovetail.bridge.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.plan.EntryJson;

/** What is in a checkpoint, for programs. */
public final class InspectionJson {
    private static final String OURS = "dovetail";

    private InspectionJson() {}

    /**
     * What is in a checkpoint as JSON.
     *
     * @param inspection what is in it
     * @return the value
     */
    public static Json of(Inspection inspection) {
        SequencedMap<String, Json> values = new LinkedHashMap<>();
        inspection.values().forEach((key, value) -> values.put(key, Json.of(value)));
        SequencedMap<String, Json> metadata = new LinkedHashMap<>();
        inspection.metadata().forEach((key, value) -> {
            if (!key.equals(OURS)) {
                metadata.put(key, Json.of(value));
            }
        });
        return Json.object().put("file", inspection.file().toString()).put("format", inspection.format())
                .put("scheme", inspection.scheme().label())
                .put("style", inspection.style().map(style -> Json.of(style.label())).orElse(new Json.Null()))
                .put("structure", Json.of(inspection.structure()))
                .put("modules", Json.list(inspection.modules(), module -> module(inspection, module)))
                .put("values", new Json.Obj(values)).put("metadata", new Json.Obj(metadata))
                .put("arrays", inspection.entries().size()).put("numbers", inspection.elements())
                .put("bytes", inspection.bytes()).build();
    }

    private static Json module(Inspection inspection, Inspection.Module module) {
        return Json.object().put("name", module.name()).put("kinds", Json.list(module.kind(), Json::of))
                .put("layers", module.layers()).put("arrays", Json.list(module.members().entrySet(),
                        (Map.Entry<String, Entry> member) -> array(inspection, member.getKey(), member.getValue())))
                .build();
    }

    private static Json array(Inspection inspection, String role, Entry entry) {
        Json.Builder json = Json.object().put("name", role);
        EntryJson.put(json, entry);
        json.put("bytes", entry.spec().bytes());
        TensorStats stats = inspection.stats().get(entry.path());
        if (stats != null) {
            json.put("stats", Json.object().put("mean", Json.of(stats.mean())).put("std", Json.of(stats.std()))
                    .put("min", Json.of(stats.min())).put("max", Json.of(stats.max())).put("nan", stats.nans())
                    .put("inf", stats.infinities()).build());
        }
        return json.build();
    }
}
