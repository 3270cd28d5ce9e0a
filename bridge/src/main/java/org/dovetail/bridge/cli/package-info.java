/** The {@code dovetail} command. */
@NullMarked
package org.dovetail.bridge.cli;

import org.jspecify.annotations.NullMarked;
