/**
 * Neural networks in the style of Flax NNX: modules that own their Variables.
 *
 * <p>
 * <b>Models.</b> A {@link org.dovetail.nnx.Module} is a class whose fields are its attributes. {@link org.dovetail.nnx.Variable}s among them, such as
 * {@link org.dovetail.nnx.Param} and {@link org.dovetail.nnx.BatchStat}, hold the tensors that change. They exist as soon as the constructor has run; random first values come
 * from {@link org.dovetail.nnx.Rngs}.
 *
 * <p>
 * <b>Values.</b> {@link org.dovetail.nnx.Nnx#state} gives the values by path, as a {@link org.dovetail.nnx.State}; {@link org.dovetail.nnx.Nnx#update} writes such values back;
 * {@link org.dovetail.nnx.Nnx#split} parts a model into its {@link org.dovetail.nnx.GraphDef} and states, and {@link org.dovetail.nnx.Nnx#merge} makes a model of them.
 * {@link org.dovetail.nnx.Filter}s choose among Variables. Unlike in Python, a State is a snapshot and not a live alias of the model, and {@code merge} always makes new
 * Variables: writing through the one never changes the other. {@link org.dovetail.nnx.Nnx#variables} gives the live Variables.
 *
 * <p>
 * <b>Transformations.</b> {@link org.dovetail.nnx.Nnx#jit} and {@link org.dovetail.nnx.Nnx#grad} take functions of models, and propagate what those write to Variables. While
 * such a function runs, its Variables show it the transformation's values; nobody else sees them, and nothing is written before it returns. If it throws, the model is as it
 * was.
 *
 * <p>
 * <b>Many at once, and step by step.</b> {@link org.dovetail.nnx.Nnx#vmap} runs a function for many lanes, {@link org.dovetail.nnx.Nnx#scan} and
 * {@link org.dovetail.nnx.Nnx#fold} run it step by step; {@code splitRngs} on either gives each lane or step random keys of its own.
 *
 * {@snippet file="org/dovetail/nnx/GuideTests.java" region="train"}
 */
@NullMarked
package org.dovetail.nnx;

import org.jspecify.annotations.NullMarked;
