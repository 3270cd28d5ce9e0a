package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.bridge.convert.Converted;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.plan.EntryJson;
import org.dovetail.bridge.plan.PlanJson;

/** What a conversion did, for programs. */
public final class ConvertedJson {
    private ConvertedJson() {}

    /**
     * A conversion as JSON.
     *
     * @param done the conversion
     * @param leftOut arrays of the like file that are not in the new file, beyond those that the conversion names itself
     * @param notes what must be set on the other side
     * @return the value
     */
    public static Json of(Converted done, List<EntryPath> leftOut, List<String> notes) {
        Json.Builder counts = Json.object();
        PlanText.counted(done.findings().plan()).forEach((basis, count) -> counts.put(basis.label(), count));
        List<EntryPath> missing = new ArrayList<>(done.findings().leftOut());
        missing.addAll(leftOut);
        return Json.object().put("file", done.file().toString()).put("format", done.format())
                .put("arrays", done.arrays()).put("bytes", done.bytes()).put("checked", Json.of(done.checked()))
                .put("side_file", done.sideFile().map(file -> Json.of(file.toString())).orElse(new Json.Null()))
                .put("rests_on", counts.build()).put("left_out", Json.list(missing, EntryJson::path))
                .put("restored", Json.list(done.findings().restored(), EntryJson::path))
                .put("computed", Json.list(done.findings().computed(), one -> Json.object()
                        .put("array", EntryJson.path(one.entry())).put("how", one.how()).put("why", one.why()).build()))
                .put("rounded",
                        Json.list(done.findings().rounded(),
                                one -> Json.object().put("array", EntryJson.path(one.entry()))
                                        .put("from", one.from().jaxName()).put("to", one.to().jaxName()).build()))
                .put("notes", Json.list(notes, Json::of)).put("plan", PlanJson.toJson(done.findings().plan())).build();
    }
}
