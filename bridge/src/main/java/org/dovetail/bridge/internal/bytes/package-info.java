/** The physical memory of mapped files. */
@NullMarked
package org.dovetail.bridge.internal.pages;

import org.jspecify.annotations.NullMarked;
