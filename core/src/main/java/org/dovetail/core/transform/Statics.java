package org.dovetail.core.transform;

import java.util.Arrays;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** What may stand in the arguments of a jitted function besides tensors: values, since they join the key under which its graph is kept. */
public final class Statics {
    private Statics() {}

    /**
     * Refuses static leaves that are no values.
     *
     * @param structure the structure of an argument
     * @param path where the argument stands, for the message
     * @throws IllegalArgumentException naming the path of the first leaf that is none
     */
    public static void check(TreeDef structure, String path) {
        require(structure, path, "Pass numbers, String, enum, Shape, DType or records of those; pass arrays of numbers "
                + "as a Tensor or a Shape");
    }

    /**
     * Refuses results that are no values, since every call of a graph gives the same ones.
     *
     * @param structure the structure of a result
     * @throws IllegalArgumentException naming the path of the first leaf that is none
     */
    public static void checkResult(TreeDef structure) {
        require(structure, "the result", "Return tensors, and numbers, String, enum, Shape, DType or records of those; "
                + "make anything else of them outside");
    }

    private static void require(TreeDef structure, String path, String remedy) {
        structure.walk(path, (where, node) -> {
            if (node instanceof TreeDef.Static(Object value) && !isValue(value)) {
                throw new IllegalArgumentException("jit: " + where + " is a " + value.getClass().getTypeName()
                        + ", which is neither a tensor nor a value that can be compared. " + remedy);
            }
        });
    }

    /**
     * Whether something is a value: equal when its parts are, and never changing.
     *
     * @param value the candidate
     * @return true for boxed primitives, String, enum, Class, DType, Shape, {@link StaticValue}, null, and functions by their identity
     */
    public static boolean isValue(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean _,Character _,Byte _,Short _,Integer _,Long _,Float _,Double _,String _,Class<?> _ -> true;
            case DType _,Shape _,TensorSpec _,Enum<?> _,StaticValue _ -> true;
            default -> isFunction(value.getClass());
        };
    }

    private static boolean isFunction(Class<?> type) {
        return type.isHidden() || Arrays.stream(type.getInterfaces())
                .anyMatch(i -> i.isAnnotationPresent(FunctionalInterface.class));
    }
}
