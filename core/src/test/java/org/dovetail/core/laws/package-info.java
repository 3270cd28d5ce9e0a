/** What must hold of the transformations, whatever the function. */
package org.dovetail.core.laws;
