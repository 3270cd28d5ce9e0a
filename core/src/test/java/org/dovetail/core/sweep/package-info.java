/** One list of functions, on which every backend and every transformation is checked. */
package org.dovetail.core.sweep;
