package org.dovetail.bridge.format.pickle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dovetail.bridge.format.pickle.Global.Role;
import org.jspecify.annotations.Nullable;

/**
 * The classes and functions that pickles may name, in all versions of NumPy, JAX, Haiku and Flax that wrote any.
 *
 * <p>
 * A class outside the list is taken when the pickle does no more with it than Python does to make a NamedTuple, and its module is neither Python's nor a library's; it
 * stands for itself as data. {@link Unpickler} sees to the first, this to the second.
 */
final class AllowList {
    /** Python's names may have letters of any script; anything else in one is an attempt at something. */
    private static final Pattern NAME = Pattern
            .compile("[\\p{L}_][\\p{L}\\p{Mn}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{Mn}\\p{N}_]*)*");
    private static final int MAX_LENGTH = 300;

    private static final Map<String, Role> LISTED = new HashMap<>();

    static {
        for (String numpy : List.of("numpy.core", "numpy._core")) {
            list(Role.RECONSTRUCT, numpy + ".multiarray _reconstruct");
            list(Role.SCALAR, numpy + ".multiarray scalar");
            list(Role.FROM_BUFFER, numpy + ".numeric _frombuffer");
        }
        list(Role.NDARRAY, "numpy ndarray", "numpy memmap", "numpy.core.memmap memmap", "numpy._core.memmap memmap");
        list(Role.DTYPE, "numpy dtype");
        list(Role.ARRAY, "jax._src.array _reconstruct_array", "jax.experimental.array _reconstruct_array",
                "jax._src.device_array reconstruct_device_array", "dill._dill _create_array",
                "dill.dill _create_array");
        list(Role.NAMED_TUPLE, "dill._dill _create_namedtuple", "dill.dill _create_namedtuple");
        list(Role.JOBLIB_ARRAY, "joblib.numpy_pickle NumpyArrayWrapper");
        list(Role.JAX_CONSTANT, "jax._src.literals TypedNdArray");
        list(Role.ENCODE, "_codecs encode");
        list(Role.MAPPING, "haiku._src.data_structures FlatMapping", "haiku._src.data_structures FlatMap",
                "haiku._src.data_structures frozendict", "haiku._src.data_structures to_immutable_dict",
                "flax.core.frozen_dict FrozenDict");
        list(Role.DICT, "collections OrderedDict");
        list(Role.DEFAULT_DICT, "collections defaultdict");
        for (String builtins : List.of("builtins", "__builtin__")) {
            for (String plain : List.of("dict", "list", "tuple", "int", "float", "str", "bool", "object")) {
                list(Role.PLAIN, builtins + " " + plain);
            }
            list(Role.SET, builtins + " set", builtins + " frozenset");
            list(Role.BYTES, builtins + " bytes", builtins + " bytearray");
        }
        list(Role.RECONSTRUCTOR, "copyreg _reconstructor", "copy_reg _reconstructor");
        list(Role.NEW_OBJECT, "copyreg __newobj__", "copy_reg __newobj__");
        for (String prng : List.of("jax._src.prng", "jax._src.random.prng")) {
            list(Role.KEY_ARRAY, prng + " PRNGKeyArray");
            list(Role.KEY_KIND, prng + " PRNGImpl");
        }
        list(Role.TRACE_STATE, "jax._src.core MainTrace", "jax._src.core EvalTrace");
    }

    private static final Set<String> ELEMENT_TYPES = Set.of("ml_dtypes", "ml_dtypes._ml_dtypes_ext",
            "jaxlib.xla_extension", "jaxlib.xla_client", "jax._src.dtypes");
    private static final Pattern ELEMENT_TYPE = Pattern.compile("bfloat16|float[468]_\\w+|u?int[124]");
    private static final Pattern KEY_MODULE = Pattern.compile("jax\\._src\\.(prng|random\\.\\w+)");
    private static final Pattern KEY_FUNCTION = Pattern.compile("\\w+_(seed|split|random_bits|fold_in)");
    private static final Map<String, Role> FLAX = Map.of("State", Role.STATE, "FlatState", Role.FLAT_STATE,
            "TraceState", Role.TRACE_STATE, "VariableState", Role.VARIABLE_STATE, "PytreeState", Role.MODULE_STATE,
            "ObjectState", Role.MODULE_STATE, "ModuleState", Role.MODULE_STATE);

    private AllowList() {}

    private static void list(Role role, String... names) {
        for (String name : names) {
            LISTED.put(name, role);
        }
    }

    /** A class or function by its name; one that is not allowed is refused. */
    static Global global(String module, String name) throws PickleException {
        if (module.length() + name.length() > MAX_LENGTH || !NAME.matcher(module).matches()
                || !NAME.matcher(name).matches()) {
            throw new PickleException("the pickle is damaged: it names a class by what is no name in Python");
        }
        Role role = role(module, name);
        Global global = new Global(module, name, role == null ? Role.STUB : role);
        if (role == null && name.endsWith("NDArrayWrapper") && module.startsWith("joblib.")) {
            throw new PickleException("was written by joblib before 0.10 (it names " + global
                    + "), which kept arrays in files of their own; load it with joblib.load and dump it again");
        }
        if (role == null && PythonLibrary.has(module)) {
            throw refused(global);
        }
        return global;
    }

    private static @Nullable Role role(String module, String name) {
        if (ELEMENT_TYPES.contains(module) && ELEMENT_TYPE.matcher(name).matches()) {
            return Role.ELEMENT_TYPE;
        }
        if (KEY_MODULE.matcher(module).matches() && KEY_FUNCTION.matcher(name).matches()) {
            return Role.KEY_FUNCTION;
        }
        if (isNnx(module) && FLAX.containsKey(name)) {
            return FLAX.get(name);
        }
        return LISTED.get(module + " " + name);
    }

    /** Whether a module is part of NNX, wherever that stood in Flax at the time. */
    static boolean isNnx(String module) {
        return module.startsWith("flax.nnx.") || module.startsWith("flax.experimental.nnx.");
    }

    static PickleException refused(Global global) {
        return new PickleException("names " + global + ", which is not among the classes and functions that arrays,"
                + " dicts and NamedTuples need; nothing in it was run. If you trust the file, load it in Python and"
                + " save its arrays with numpy.savez");
    }
}
