/** JSON as plans, side data and reports hold it: values, a strict reader, and a printer for people. */
@NullMarked
package org.dovetail.bridge.internal.json;

import org.jspecify.annotations.NullMarked;
