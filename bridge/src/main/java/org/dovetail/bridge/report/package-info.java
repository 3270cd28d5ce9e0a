/** What Dovetail tells people and programs: checkpoints, plans, conversions and differences as text, JSON and HTML. */
@NullMarked
package org.dovetail.bridge.report;

import org.jspecify.annotations.NullMarked;
