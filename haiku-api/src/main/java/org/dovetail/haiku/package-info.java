/** The Haiku-style front end; for now, the names that Haiku gives to modules. */
@NullMarked
package org.dovetail.haiku;

import org.jspecify.annotations.NullMarked;
