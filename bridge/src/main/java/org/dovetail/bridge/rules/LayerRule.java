package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.TensorSpec;

/**
 * How one kind of layer is laid out in Haiku and in NNX. A rule for a layer of one's own is found by {@link java.util.ServiceLoader}.
 *
 * <p>
 * Rules judge names, dtypes and shapes, never numbers. Dtypes of a pair may differ; casts are added afterwards.
 */
public interface LayerRule {
    /**
     * The kind, as reports print it and {@code --kind} takes it.
     *
     * @return the name of the Haiku class where there is one, as {@code Conv2DTranspose}
     */
    String kind();

    /**
     * The Haiku classes of this kind, from whose names Haiku derives {@code conv2_d_transpose_1}.
     *
     * @return simple class names; empty when the name of a module tells nothing
     */
    Set<String> haikuClasses();

    /**
     * Other names that {@code --kind} takes for this kind; several rules may share one, and shapes tell them apart.
     *
     * @return the names, as {@code ConvTranspose} for the rules of one, two and three dimensions
     */
    default Set<String> otherNames() { return Set.of(); }

    /**
     * The arrays that a layer of this kind has in a library.
     *
     * @param style the library
     * @return the roles
     */
    Roles roles(Style style);

    /**
     * Whether an array is in Haiku's state, and not among its parameters.
     *
     * @param haikuRole its role in Haiku
     * @return true for what {@code hk.set_state} keeps
     */
    default boolean isState(String haikuRole) { return false; }

    /**
     * Whether arrays of the right names can be a layer of this kind, by their dtypes and shapes.
     *
     * @param style the library
     * @param specs dtypes and shapes by role
     * @return false for arrays that only happen to have the names; they are then taken as arrays of their own
     */
    default boolean accepts(Style style, Map<String, TensorSpec> specs) { return true; }

    /**
     * Whether a Haiku layer and an NNX layer can hold the same numbers as this kind.
     *
     * @param haiku dtypes and shapes by role
     * @param nnx dtypes and shapes by role
     * @return how, or empty when names or shapes do not fit
     */
    Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx);

    /**
     * The arrays that a fit carries one by one: it never has one without its fellow of the other library, nor two of different numbers of elements. Of many layers only those are tried with
     * each other that agree in them.
     *
     * @param style the library
     * @return their roles, those of the two libraries in the same order; empty when that is not known of any
     */
    default List<String> carriedSingly(Style style) { return List.of(); }

    /**
     * The arrays that the layer of the other library has, where shapes alone tell them.
     *
     * @param from the library of {@code specs}
     * @param specs dtypes and shapes by role
     * @param arguments what the user said in brackets behind the kind: {@code --kind bn=BatchNorm(4)} says rank 4
     * @return dtypes and shapes by role of the other library; empty when the specs are not of this kind, or do not tell
     */
    Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs, List<String> arguments);

    /**
     * Whether a layer is of this kind only if the user says so, because its shapes would fit a more common kind as well.
     *
     * @return true when {@code --kind} must name it
     */
    default boolean onlyByName() { return false; }

    /**
     * Whether any module of Haiku's may have arrays of these names, as a child called {@code linear}. They are of this kind only where Haiku named the module after a class of it, where an
     * author named it and nothing but this kind fits the other side, or where the user says so.
     *
     * @return true when the names of Haiku's arrays tell nothing
     */
    default boolean needsHaikuName() { return false; }

    /**
     * Why layers that look alike cannot hold the same numbers, or what must be told of one before it has a counterpart. A rule that has something to say of a pair has something to say of its
     * Haiku layer alone.
     *
     * @param haiku dtypes and shapes by role; empty when there is only the NNX layer
     * @param nnx dtypes and shapes by role; empty when there is only the Haiku layer
     * @return the reason, or empty when this rule has nothing to say of them
     */
    default Optional<Objection> objection(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        return Optional.empty();
    }

    /**
     * What must be set on the other side so that equal numbers give equal outputs.
     *
     * @param to the library of the converted model
     * @param specs dtypes and shapes by role of the layers in that library; empty where they differ from one another
     * @return a line that makes such a layer, up to the first semicolon, and what else must be known; or empty
     */
    default Optional<String> note(Style to, Map<String, TensorSpec> specs) { return Optional.empty(); }
}
