package org.dovetail.bridge.cli;

import java.util.concurrent.Callable;
import org.dovetail.bridge.guide.GuideJson;
import org.dovetail.bridge.guide.GuideText;
import org.dovetail.bridge.internal.json.JsonPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the sections of the migration guide. */
@Command(name = "guide", sortOptions = false, description = {
        "The migration guide from Haiku to NNX: lists its sections, whose programs stand in both styles under "
                + "bridge/src/main/java/org/dovetail/bridge/guide.",
        ""}, footer = {"", "Examples:", "  dovetail guide", "  dovetail guide run training"})
final class GuideCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    GuideCommand(Console console) { this.console = console; }

    @Override
    public Integer call() {
        console.print(common.json ? JsonPrinter.print(GuideJson.sections()) : GuideText.sections(console.paint()));
        return 0;
    }
}
