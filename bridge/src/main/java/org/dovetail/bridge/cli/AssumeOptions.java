package org.dovetail.bridge.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.core.DType;
import picocli.CommandLine.Option;

/** What the user says of files that their bytes do not. */
final class AssumeOptions {
    @Option(names = "--assume", paramLabel = "V2=DTYPE", order = 60, description = "What NumPy's void types are: "
            + "V2=bfloat16 for all, or KEY=DTYPE for one array.")
    List<String> lines = new ArrayList<>();

    ReadOptions readOptions() {
        Map<String, DType> assume = new HashMap<>();
        for (String line : lines) {
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
