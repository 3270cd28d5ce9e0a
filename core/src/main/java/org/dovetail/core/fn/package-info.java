/** Functions and procedures of one to five arguments, as transformations take them. */
@NullMarked
package org.dovetail.core.fn;

import org.jspecify.annotations.NullMarked;
