/** What the front end reads and writes by reflection. */
@NullMarked
package org.dovetail.nnx.internal;

import org.jspecify.annotations.NullMarked;
