/** Plans: what goes where in a conversion, as data that prints, is written and read as JSON, and runs backwards. */
@NullMarked
package org.dovetail.bridge.plan;

import org.jspecify.annotations.NullMarked;
