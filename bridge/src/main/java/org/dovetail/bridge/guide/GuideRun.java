package org.dovetail.bridge.guide;

import java.util.List;
import org.dovetail.bridge.rules.Style;

/**
 * A section of the guide, run in both styles.
 *
 * @param section the section
 * @param haiku its Haiku program
 * @param nnx its NNX program
 */
public record GuideRun(Section section, Side haiku, Side nnx) {
    /**
     * Runs a section's programs and compares them with Python's.
     *
     * @param section the section
     * @return what they gave
     */
    public static GuideRun of(Section section) {
        return new GuideRun(section,
                Side.of(Style.HAIKU, HaikuRuns.run(section), Figures.of(section, Style.HAIKU)),
                Side.of(Style.NNX, NnxRuns.run(section), Figures.of(section, Style.NNX)));
    }

    /**
     * Both styles.
     *
     * @return Haiku's, then NNX's
     */
    public List<Side> sides() { return List.of(haiku, nnx); }

    /**
     * Whether both are within Python's figures.
     *
     * @return true when trees and first bits are equal, and results within their limits
     */
    public boolean isWithin() { return haiku.isWithin() && nnx.isWithin(); }
}
