/**
 * The migration guide from Haiku to NNX, as programs: each section in both styles, what Python's programs made and computed, and how far ours are from it. The programs
 * stand as a user would write them, in files named after the model and the style; {@link org.dovetail.bridge.guide.GuideRun} runs them.
 */
@NullMarked
package org.dovetail.bridge.guide;

import org.jspecify.annotations.NullMarked;
