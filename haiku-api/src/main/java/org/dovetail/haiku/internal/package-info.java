/** What the Haiku-style front end stands on: the calls that run, and how collections print. */
@NullMarked
package org.dovetail.haiku.internal;

import org.jspecify.annotations.NullMarked;
