package org.dovetail.core.tree;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name that a component of a record has in paths instead of its own: that of the field of the Python class which the record stands for. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface PathName {
    /**
     * The name.
     *
     * @return the name, as {@code sum_of_squares}
     */
    String value();
}
