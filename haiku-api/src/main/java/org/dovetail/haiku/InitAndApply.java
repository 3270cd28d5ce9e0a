package org.dovetail.haiku;

import org.dovetail.core.fn.F1;

/**
 * What the template of {@link Hk#multiTransform} returns.
 *
 * @param init calls everything that has parameters; several arguments are one record
 * @param apply holds the functions, as a record of {@code F1}, {@code F2} and so on
 * @param <A> the type of the argument of {@code init}
 * @param <M> the type that holds the functions
 */
public record InitAndApply<A, M>(F1<A, ?> init, M apply) {}
