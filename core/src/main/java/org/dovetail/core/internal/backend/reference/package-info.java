/** The backend against which all others are checked: plain loops over elements. */
@NullMarked
package org.dovetail.core.internal.backend.reference;

import org.jspecify.annotations.NullMarked;
