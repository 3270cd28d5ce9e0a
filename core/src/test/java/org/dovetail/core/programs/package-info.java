/** Random programs with loops, on which backends and transformations are checked against each other. */
package org.dovetail.core.programs;
