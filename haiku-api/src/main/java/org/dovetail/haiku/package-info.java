/**
 * The Haiku-style front end: models are functions, {@link org.dovetail.haiku.Hk#transform} splits each into {@code init} and {@code apply}, and parameters are values.
 *
 * <p>
 * A {@link org.dovetail.haiku.Module} creates its parts and parameters where it needs them; their names come from where they are created, and equal those of Python Haiku
 * character by character, so checkpoints of either fit the other:
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="module"}
 *
 * {@code init} runs the function and keeps what it creates; {@code apply} runs it on what it is given. Both are pure, so they may be jitted and differentiated:
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="train"}
 *
 * {@link org.dovetail.haiku.Params} print as Python prints them:
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="names"}
 *
 * What changes from call to call is state, {@link org.dovetail.haiku.HkState}; {@link org.dovetail.haiku.Hk#transformWithState} hands it in and out:
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="state"}
 *
 * Several functions over one set of parameters come from {@link org.dovetail.haiku.Hk#multiTransform}:
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="multi"}
 *
 * Keys come from the one that {@code init} or {@code apply} is given, in the order in which random initializers and {@link org.dovetail.haiku.Hk#nextRngKey} ask: the same seed
 * gives Python's numbers.
 */
@NullMarked
package org.dovetail.haiku;

import org.jspecify.annotations.NullMarked;
