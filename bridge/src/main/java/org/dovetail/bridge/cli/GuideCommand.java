package org.dovetail.bridge.cli;

import org.dovetail.bridge.guide.GuideJson;
import org.dovetail.bridge.guide.GuideText;
import org.dovetail.bridge.internal.json.JsonPrinter;

/** Lists the sections of the migration guide. */
final class GuideCommand implements Command {
    private final Console console;
    private final Usage usage = new Usage("guide", this)
            .about("The migration guide from Haiku to NNX: lists its sections, whose programs stand in both styles under "
                    + "bridge/src/main/java/org/dovetail/bridge/guide.")
            .footer("Examples:", "  dovetail guide", "  dovetail guide run training");
    private final CommonOptions common = new CommonOptions(usage);

    GuideCommand(Console console) {
        this.console = console;
        usage.command(new GuideRunCommand(console));
    }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() {
        console.print(
                common.json.value() ? JsonPrinter.print(GuideJson.sections()) : GuideText.sections(console.paint()));
        return 0;
    }
}
