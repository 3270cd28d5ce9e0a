package org.dovetail.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BridgePageTests {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// @start region=\"[^\"]+\"\n(.*?)// @end", Pattern.DOTALL);

    @Test
    void theCodeOfThePageIsCompiledAndRun() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "bridge.md"));
        List<String> regions = new ArrayList<>();
        for (String tests : List.of("BridgeTests.java", "BridgeTrainingTests.java")) {
            regions.addAll(blocks(REGION,
                    Files.readString(Path.of("src", "test", "java", "org", "dovetail", "bridge", tests))));
        }
        assertThat(blocks(CODE, page)).hasSize(3).allSatisfy(block -> assertThat(regions).contains(block));
    }

    private static List<String> blocks(Pattern pattern, String text) {
        return pattern.matcher(text).results()
                .map((MatchResult match) -> match.group(1).replaceAll("\\s+", " ").strip())
                .toList();
    }
}
