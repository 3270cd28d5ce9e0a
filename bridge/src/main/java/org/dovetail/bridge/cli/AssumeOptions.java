package org.dovetail.bridge.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.core.DType;

/** What the user says of files that their bytes do not. */
final class AssumeOptions {
    private final Given<List<String>> lines;

    AssumeOptions(Usage usage) {
        lines = usage.options("--assume", "V2=DTYPE", text -> text, "What NumPy's void types are: V2=bfloat16 for all, "
                + "or KEY=DTYPE for one array.");
    }

    ReadOptions readOptions() {
        Map<String, DType> assume = new HashMap<>();
        for (String line : lines.value()) {
            int cut = line.lastIndexOf('=');
            String name = line.substring(cut + 1);
            DType dtype = DType.named(name).orElse(null);
            if (cut <= 0 || dtype == null) {
                throw new UsageException("--assume '" + line + "': "
                        + (cut <= 0 ? "expected V2=bfloat16, or KEY=DTYPE" : "there is no dtype '" + name + "'"));
            }
            assume.put(line.substring(0, cut), dtype);
        }
        return new ReadOptions(assume);
    }
}
