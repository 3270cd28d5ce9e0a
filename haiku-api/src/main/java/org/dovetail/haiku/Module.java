package org.dovetail.haiku;

import java.util.Optional;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a model that names its parameters: {@code hk.Module}.
 *
 * {@snippet file="org/dovetail/haiku/TourTests.java" region="module"}
 *
 * <p>
 * Modules live for one run of a transformed function; what lasts are the {@link Params} under their names. A module created in a constructor is named
 * {@code parent/~/child} by itself. A method that creates modules opens its scope; then they are {@code parent/child} in {@code call}, and {@code parent/~method/child} in any
 * other. Lambdas and static methods have no scope: what they create belongs to the method that runs them. Parameters need no scope.
 */
public abstract class Module {
    private final String moduleName;

    /**
     * A module named after its class.
     *
     * @throws IllegalStateException outside of a transformed function
     * @throws ScopeException if a method creates it without having opened its scope, or a constructor before {@code super(...)}
     */
    protected Module() { this(null); }

    /**
     * A module of a name of one's own.
     *
     * @param name the name, which gets a number when it is taken; null for the one that Haiku derives from the class
     * @throws IllegalStateException outside of a transformed function
     * @throws IllegalArgumentException if the name is no identifier, or it ends in a number and is taken
     * @throws ScopeException if a method creates it without having opened its scope, or a constructor before {@code super(...)}
     */
    protected Module(@Nullable String name) {
        Frame frame = Frame.naming("new " + getClass().getSimpleName());
        this.moduleName = frame.scopes().construct(this, Names.valid(name == null ? classNamed(getClass()) : name));
    }

    private static String classNamed(Class<?> type) {
        if (type.getSimpleName().isEmpty()) {
            String parent = type.getSuperclass().getSimpleName();
            throw new ScopeException(
                    "an anonymous class that extends " + parent + " has no name for Haiku. Give it one,  new "
                            + parent + "(..., \"name\") { ... }  or declare a class");
        }
        return ModuleName.snakeCase(type.getSimpleName());
    }

    /**
     * The full name, as {@code module.module_name}.
     *
     * @return the path under which its parameters stand, as {@code model/block/linear}
     */
    public final String moduleName() { return moduleName; }

    /**
     * The last part of the full name, as {@code module.name}.
     *
     * @return a name as {@code linear_1}
     */
    public final String name() { return moduleName.substring(moduleName.lastIndexOf('/') + 1); }

    /**
     * Opens the scope of the method that calls this; modules that it creates until the scope is closed are named as its own.
     *
     * {@snippet file="org/dovetail/haiku/TourTests.java" region="scope"}
     *
     * @return the scope, for a try-with-resources around the method's body
     * @throws ScopeException if a lambda, a constructor or another class calls this, or the method has opened its scope already
     */
    protected final MethodScope scope() { return Frame.naming("scope").scopes().open(this, Optional.empty()); }

    /**
     * Opens the scope of the method that calls this under another name, as {@code hk.name_like}: for a Python method that Java must name otherwise.
     *
     * @param method Python's name of the method; {@code __call__} and {@code __init__} have their usual meaning
     * @return the scope, for a try-with-resources around the method's body
     * @throws ScopeException as {@link #scope()}
     */
    protected final MethodScope scope(String method) {
        return Frame.naming("scope").scopes().open(this, Optional.of(method));
    }

    /**
     * A parameter of this module, as {@code hk.get_parameter}: made by {@code init}, given to {@code apply}.
     *
     * @param name its name
     * @param shape its shape
     * @param dtype its dtype
     * @param init makes the first value
     * @return the parameter
     * @throws IllegalArgumentException if the parameters given to {@code apply} lack it, or have it with another shape
     * @throws MissingRngException if the initializer draws random numbers and {@code init} got no key
     */
    protected final Tensor getParameter(String name, Shape shape, DType dtype, Init init) {
        Frame frame = Frame.values("getParameter");
        return frame.parameter(frame.scopes().bundle(this, "getParameter"), name, shape, dtype, init);
    }

    /**
     * A float32 parameter of this module, as {@code hk.get_parameter}.
     *
     * @param name its name
     * @param shape its shape
     * @param init makes the first value
     * @return the parameter
     * @throws IllegalArgumentException as {@link #getParameter(String, Shape, DType, Init)}
     */
    protected final Tensor getParameter(String name, Shape shape, Init init) {
        return getParameter(name, shape, DType.FLOAT32, init);
    }

    /**
     * State of this module, as {@code hk.get_state}.
     *
     * @param name its name
     * @param shape its shape
     * @param dtype its dtype
     * @param init makes the first value where there is none yet
     * @return the present value
     * @throws NonEmptyStateException under {@link Hk#transform}
     */
    protected final Tensor getState(String name, Shape shape, DType dtype, Init init) {
        Frame frame = Frame.values("getState");
        return frame.state(frame.scopes().bundle(this, "getState"), name, new TensorSpec(dtype, shape), init);
    }

    /**
     * State of this module that was set before, as {@code hk.get_state}.
     *
     * @param name its name
     * @return the present value
     * @throws IllegalArgumentException if there is none yet
     * @throws NonEmptyStateException under {@link Hk#transform}
     */
    protected final Tensor getState(String name) {
        Frame frame = Frame.values("getState");
        return frame.state(frame.scopes().bundle(this, "getState"), name, null, null);
    }

    /**
     * Sets state of this module, as {@code hk.set_state}.
     *
     * @param name its name
     * @param value the value
     * @throws NonEmptyStateException under {@link Hk#transform}
     */
    protected final void setState(String name, Tensor value) {
        Frame frame = Frame.values("setState");
        frame.set(frame.scopes().bundle(this, "setState"), name, value);
    }

    @Override
    public String toString() { return getClass().getSimpleName() + "(" + moduleName + ")"; }
}
