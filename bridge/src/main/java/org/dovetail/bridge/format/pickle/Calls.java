package org.dovetail.bridge.format.pickle;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dovetail.bridge.format.pickle.Global.Role;
import org.dovetail.bridge.format.pickle.PySequence.Kind;
import org.dovetail.bridge.format.pickle.PyValue.Constant;

/** What the calls of a pickle would return, put together from their arguments; nothing is called. */
final class Calls {
    private static final List<String> TYPE = List.of("type");
    private static final Set<String> LATIN1 = Set.of("latin1", "latin-1", "iso-8859-1");

    private static final int MAX_ARGUMENTS = 5;

    private final Budget values;
    private final Budget characters;
    private final Set<String> stubs = new HashSet<>();
    private final Map<String, Global> unused = new LinkedHashMap<>();
    /** The fields of classes, where the pickle tells them. */
    private final Map<String, List<String>> fields = new HashMap<>();

    /**
     * Calls of one pickle.
     *
     * @param values what items that are copied are taken from
     * @param characters what the lengths of texts are taken from
     */
    Calls(Budget values, Budget characters) {
        this.values = values;
        this.characters = characters;
    }

    /** A class or function that the pickle names; one outside the list must be made an object of before the end. */
    Global named(String module, String name) throws PickleException {
        Global global = AllowList.global(module, name);
        characters.use(module.length() + name.length());
        if (global.role() == Role.STUB && !stubs.contains(global.toString())) {
            unused.putIfAbsent(global.toString(), global);
        }
        return global;
    }

    /** Checks that every class outside the list was used as a NamedTuple's or a Variable's. */
    void end() throws PickleException {
        if (!unused.isEmpty()) {
            throw AllowList.refused(unused.values().iterator().next());
        }
    }

    /** What {@code function(*arguments)} stands for. */
    PyValue call(Global function, List<PyValue> arguments) throws PickleException {
        if (function.role() != Role.NEW_OBJECT) {
            checkArguments(function, arguments);
        }
        return switch (function.role()) {
            case RECONSTRUCT -> {
                require(function, arguments.size() == 3 && arguments.getFirst() instanceof Global type
                        && type.role() == Role.NDARRAY);
                yield new PyArray();
            }
            case SCALAR -> {
                require(function, arguments.size() == 2);
                yield PyArray.of(arguments.get(0), PySequence.tuple(List.of()), arguments.get(1));
            }
            case FROM_BUFFER -> buffer(function, arguments);
            case DTYPE -> dtype(function, arguments);
            case ARRAY -> array(function, arguments);
            case JAX_CONSTANT -> {
                require(function, !arguments.isEmpty() && arguments.getFirst() instanceof PyArray);
                yield arguments.getFirst();
            }
            case ENCODE -> encoded(function, arguments);
            case NAMED_TUPLE -> namedTuple(function, arguments);
            case MAPPING -> {
                require(function, arguments.size() == 1 && arguments.getFirst() instanceof PyDict);
                yield arguments.getFirst();
            }
            case DICT -> dict(function, arguments);
            case DEFAULT_DICT -> {
                require(function, arguments.stream().allMatch(factory -> factory == Constant.NONE
                        || factory instanceof Global type && (type.role() == Role.PLAIN || type.role() == Role.SET)));
                yield new PyDict();
            }
            case SET -> new PySequence(Kind.SET, new ArrayList<>(copied(function, arguments)));
            case BYTES -> bytes(function, arguments);
            case RECONSTRUCTOR -> reconstructed(function, arguments);
            case NEW_OBJECT -> {
                require(function, !arguments.isEmpty());
                values.use(arguments.size());
                yield newObject(arguments.getFirst(), arguments.subList(1, arguments.size()));
            }
            case NDARRAY, ELEMENT_TYPE, JOBLIB_ARRAY, PLAIN, KEY_ARRAY, KEY_KIND, KEY_FUNCTION, STATE, FLAT_STATE,
                    TRACE_STATE, VARIABLE_STATE, MODULE_STATE, STUB ->
                throw AllowList.refused(function);
        };
    }

    private static void checkArguments(Global function, List<PyValue> arguments) throws PickleException {
        require(function, arguments.size() <= MAX_ARGUMENTS);
        for (PyValue argument : arguments) {
            if (argument instanceof Global global && global.role() == Role.STUB
                    && function.role() != Role.RECONSTRUCTOR) {
                throw AllowList.refused(global);
            }
        }
    }

    /** What {@code type.__new__(type, *arguments)} stands for. */
    PyValue newObject(PyValue type, List<PyValue> arguments) throws PickleException {
        if (!(type instanceof Global global)) {
            throw new PickleException("the pickle is damaged: it makes an object of something that is no class");
        }
        return switch (global.role()) {
            case STATE, FLAT_STATE, TRACE_STATE, VARIABLE_STATE, KEY_ARRAY, KEY_KIND, JOBLIB_ARRAY ->
                new PyObject(global, List.copyOf(arguments), List.of());
            case STUB -> {
                accept(global);
                yield new PyObject(global, List.copyOf(arguments), fields.getOrDefault(global.toString(), List.of()));
            }
            case RECONSTRUCT, SCALAR, FROM_BUFFER, NDARRAY, DTYPE, ELEMENT_TYPE, ARRAY, JAX_CONSTANT, ENCODE,
                    NAMED_TUPLE, MAPPING, DICT, DEFAULT_DICT, PLAIN, SET, BYTES, RECONSTRUCTOR, NEW_OBJECT,
                    KEY_FUNCTION,
                    MODULE_STATE ->
                throw AllowList.refused(global);
        };
    }

    /** Gives an object the state that was pickled with it. */
    void build(PyValue object, PyValue state) throws PickleException {
        switch (object) {
            case PyArray array when state instanceof PySequence(var _, var parts) -> array.build(parts);
            case PyDType dtype when state instanceof PySequence(var _, var parts) -> dtype.build(parts, characters);
            case PyObject instance -> {
                instance.build(state);
                if (instance.type().role() == Role.VARIABLE_STATE) {
                    instance.attribute(TYPE).ifPresent(this::acceptType);
                } else if (instance.type().role() == Role.STUB && !instance.isVariable()) {
                    throw AllowList.isNnx(instance.type().module())
                            ? wholeModule(instance.type().toString())
                            : AllowList.refused(instance.type());
                }
            }
            default -> throw new PickleException("the pickle is damaged: it gives a state to something that has none");
        }
    }

    static PickleException wholeModule(String name) {
        return new PickleException("holds a whole NNX module (" + name + "), not only its numbers; save its state"
                + " instead: _, state = nnx.split(model); pickle.dump(nnx.to_pure_dict(state), file)");
    }

    private void acceptType(PyValue type) {
        if (type instanceof Global global && global.role() == Role.STUB) {
            accept(global);
        }
    }

    private void accept(Global global) {
        stubs.add(global.toString());
        unused.remove(global.toString());
    }

    private static PyValue buffer(Global function, List<PyValue> arguments) throws PickleException {
        require(function, arguments.size() == 4 || arguments.size() == 5);
        PyArray array = PyArray.of(arguments.get(1), arguments.get(2), arguments.get(0));
        array.setOrder(arguments.get(3), arguments.size() == 5 ? arguments.get(4) : Constant.NONE);
        return array;
    }

    private PyValue dtype(Global function, List<PyValue> arguments) throws PickleException {
        require(function, !arguments.isEmpty());
        return switch (arguments.getFirst()) {
            case PyText text -> new PyDType(text.string(characters), null);
            case Global type when type.role() == Role.ELEMENT_TYPE -> new PyDType("", type);
            default -> throw damaged(function);
        };
    }

    private PyArray array(Global function, List<PyValue> arguments) throws PickleException {
        require(function, arguments.size() == 3 || arguments.size() == 4);
        if (arguments.get(0) instanceof Global inner && inner.role() == Role.RECONSTRUCT
                && call(inner, items(function, arguments.get(1))) instanceof PyArray array) {
            array.build(items(function, arguments.get(2)));
            return array;
        }
        throw damaged(function);
    }

    private PyValue encoded(Global function, List<PyValue> arguments) throws PickleException {
        if (arguments.size() == 2 && arguments.get(0) instanceof PyText text
                && arguments.get(1) instanceof PyText charset && LATIN1.contains(charset.string(characters))) {
            return text.latin1();
        }
        throw damaged(function);
    }

    /** A user's class, which stands for itself as any other that is named. */
    private Global namedTuple(Global function, List<PyValue> arguments) throws PickleException {
        require(function, arguments.size() == 3 || arguments.size() == 4);
        Global type = AllowList.global(text(function, arguments.get(2)), text(function, arguments.get(0)));
        require(function, type.role() == Role.STUB);
        List<String> names = new ArrayList<>();
        for (PyValue name : items(function, arguments.get(1))) {
            values.use(1);
            names.add(text(function, name));
        }
        require(function, new HashSet<>(names).size() == names.size());
        fields.put(type.toString(), List.copyOf(names));
        return type;
    }

    private String text(Global function, PyValue value) throws PickleException {
        if (value instanceof PyText text) {
            return text.string(characters);
        }
        throw damaged(function);
    }

    /** The items of the one argument, or none when there is no argument. */
    private List<PyValue> copied(Global function, List<PyValue> arguments) throws PickleException {
        require(function, arguments.size() <= 1);
        List<PyValue> items = arguments.isEmpty() ? List.of() : items(function, arguments.getFirst());
        values.use(items.size());
        return items;
    }

    private PyValue dict(Global function, List<PyValue> arguments) throws PickleException {
        PyDict dict = PyDict.ordered();
        for (PyValue pair : copied(function, arguments)) {
            List<PyValue> keyAndValue = items(function, pair);
            require(function, keyAndValue.size() == 2);
            dict.put(keyAndValue.getFirst(), keyAndValue.getLast());
        }
        return dict;
    }

    private static PyValue bytes(Global function, List<PyValue> arguments) throws PickleException {
        if (arguments.isEmpty()) {
            return PyBytes.of(MemorySegment.ofArray(new byte[0]));
        }
        return switch (arguments.getFirst()) {
            case PyBytes bytes -> bytes;
            case PyText text -> text.latin1();
            default -> throw damaged(function);
        };
    }

    private PyValue reconstructed(Global function, List<PyValue> arguments) throws PickleException {
        require(function, arguments.size() == 3 && arguments.get(1) instanceof Global base
                && base.role() == Role.PLAIN);
        return switch (arguments.get(2)) {
            case PySequence(var kind, var fields) when kind == Kind.TUPLE -> newObject(arguments.getFirst(), fields);
            case Constant c when c == Constant.NONE -> newObject(arguments.getFirst(), List.of());
            default -> throw damaged(function);
        };
    }

    private static List<PyValue> items(Global function, PyValue value) throws PickleException {
        if (value instanceof PySequence(var _, var items)) {
            return items;
        }
        throw damaged(function);
    }

    private static void require(Global function, boolean condition) throws PickleException {
        if (!condition) {
            throw damaged(function);
        }
    }

    private static PickleException damaged(Global function) {
        return new PickleException("the pickle is damaged: " + function + " is given arguments that it does not take");
    }
}
