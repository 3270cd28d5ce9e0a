/**
 * Pickles as data: a stack machine that builds values and runs nothing.
 *
 * <p>
 * {@link org.dovetail.bridge.format.pickle.Unpickler#read Unpickler.read} carries out the instructions of protocols 0 to 5. Python would look up each class or function that
 * a pickle names and call it; here {@link org.dovetail.bridge.format.pickle.Global} tells the few that arrays, dicts and NamedTuples need, each stands for a
 * {@link org.dovetail.bridge.format.pickle.PyValue} that is put together from its arguments, and any other is refused by name.
 */
@NullMarked
package org.dovetail.bridge.format.pickle;

import org.jspecify.annotations.NullMarked;
