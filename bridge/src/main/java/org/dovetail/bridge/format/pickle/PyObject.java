package org.dovetail.bridge.format.pickle;

import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.pickle.Global.Role;
import org.jspecify.annotations.Nullable;

/** An object of a class: the arguments that it was made with, and its attributes. */
public final class PyObject implements PyValue {
    private static final List<String> VARIABLE_VALUES = List.of("_raw_value", "raw_value");
    private static final List<String> VARIABLE_MARKS = List.of("_var_metadata", "_trace_state");

    private final Global type;
    private final List<PyValue> arguments;
    private final List<String> fields;
    private @Nullable PyDict attributes;

    PyObject(Global type, List<PyValue> arguments, List<String> fields) {
        this.type = type;
        this.arguments = arguments;
        this.fields = fields;
    }

    /** Takes attributes: a dict, or the pair that classes with slots have. */
    void build(PyValue state) throws PickleException {
        if (attributes != null) {
            throw new PickleException("the pickle is damaged: an object is given its attributes twice");
        }
        attributes = switch (state) {
            case PyDict dict -> dict;
            case PySequence(var kind, var parts) when kind == PySequence.Kind.TUPLE && parts.size() == 2
                    && parts.getFirst() == Constant.NONE && parts.getLast() instanceof PyDict slots ->
                slots;
            default -> throw new PickleException("the pickle is damaged: the attributes of a " + type
                    + " are not a dict");
        };
    }

    /**
     * The class.
     *
     * @return its name
     */
    public Global type() { return type; }

    /**
     * The arguments that it was made with: the fields of a NamedTuple.
     *
     * @return the arguments
     */
    public List<PyValue> arguments() { return arguments; }

    /**
     * The names of the arguments, as dill pickles them.
     *
     * @return a name for each, or none
     */
    public List<String> fields() { return fields.size() == arguments.size() ? fields : List.of(); }

    /**
     * An attribute.
     *
     * @param names its name, and the names that it had in other versions
     * @return its value, or empty
     */
    public Optional<PyValue> attribute(List<String> names) {
        PyDict dict = attributes;
        return dict == null
                ? Optional.empty()
                : names.stream().flatMap(name -> Optional.ofNullable(dict.attribute(name)).stream()).findFirst();
    }

    /** Whether it is an NNX Variable, by what it holds: its class may be the user's. */
    boolean isVariable() {
        return type.role() == Role.STUB && arguments.isEmpty() && attribute(VARIABLE_VALUES).isPresent()
                && attribute(VARIABLE_MARKS).isPresent();
    }

    /**
     * What an NNX Variable holds.
     *
     * @return its value; empty for objects that are no Variables
     */
    public Optional<PyValue> variableValue() {
        if (type.role() == Role.VARIABLE_STATE) {
            return attribute(List.of("value"));
        }
        return isVariable() ? attribute(VARIABLE_VALUES) : Optional.empty();
    }

    /**
     * The class of an NNX Variable, or of the one that a VariableState stands for.
     *
     * @return the class
     */
    public Global variableType() {
        return type.role() == Role.VARIABLE_STATE && attribute(List.of("type")).orElse(null) instanceof Global variable
                ? variable
                : type;
    }
}
