package org.dovetail.bridge.format.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dovetail.bridge.format.pickle.Global.Role;
import org.dovetail.bridge.format.pickle.PySequence.Kind;
import org.dovetail.bridge.format.pickle.PyValue.Constant;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the instructions of a pickle on data alone.
 *
 * <p>
 * Memory and time are bounded by the length of the pickle and by {@link #MAX_VALUES}; bytes and texts stay where they are.
 */
public final class Unpickler {
    /** The newest protocol that is known. */
    public static final int NEWEST_PROTOCOL = 5;

    /** How many values may be put on the stack: an array takes about thirty. */
    static final int MAX_VALUES = 1 << 21;
    private static final long MAX_CHARACTERS = 1 << 25;
    private static final int MAX_INTEGER_BYTES = 160;
    private static final int MAX_NAME = 1000;
    private static final int MAX_NUMBER = 1000;

    private final PickleBytes in;
    private final Budget values;
    private final Budget characters;
    private final Calls calls;
    private final boolean inside;
    private final List<PyValue> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private @Nullable PyValue[] memo = new PyValue[64];
    private int memorised;

    private Unpickler(MemorySegment bytes) {
        in = new PickleBytes(bytes);
        values = new Budget("values", MAX_VALUES);
        characters = new Budget("characters of text", MAX_CHARACTERS);
        calls = new Calls(values, characters);
        inside = false;
    }

    /** For a pickle that stands within another. */
    private Unpickler(Unpickler outer) {
        in = outer.in;
        values = outer.values;
        characters = outer.characters;
        calls = outer.calls;
        inside = true;
    }

    /**
     * Reads a pickle that fills a segment from its first byte to its last.
     *
     * @param bytes the pickle
     * @return its value, whose bytes and texts lie in the segment
     * @throws PickleException if it is not well-formed, or names what is not allowed
     */
    public static PyValue read(MemorySegment bytes) throws PickleException { return new Unpickler(bytes).read(); }

    private PyValue read() throws PickleException {
        PyValue result = load();
        in.end();
        calls.end();
        return result;
    }

    private PyValue load() throws PickleException {
        Opcode opcode = in.opcode();
        boolean first = true;
        while (opcode != Opcode.STOP) {
            if (opcode == Opcode.PROTO && !first) {
                throw in.error("the protocol is told twice");
            }
            first = false;
            carryOut(opcode);
            opcode = in.opcode();
        }
        PyValue result = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
            throw in.error("values are left over at its end");
        }
        return result;
    }

    private void carryOut(Opcode opcode) throws PickleException {
        switch (opcode) {
            case NONE -> push(Constant.NONE);
            case NEWTRUE -> push(Constant.TRUE);
            case NEWFALSE -> push(Constant.FALSE);
            case INT, LONG -> push(Literals.integer(line()));
            case BININT -> push(new PyValue.Int(in.signed4()));
            case BININT1 -> push(new PyValue.Int(in.unsigned1()));
            case BININT2 -> push(new PyValue.Int(in.unsigned2()));
            case LONG1 -> push(longInteger(in.unsigned1()));
            case LONG4 -> push(longInteger(in.signed4()));
            case FLOAT -> push(Literals.real(line()));
            case BINFLOAT -> push(new PyValue.Real(in.bigEndianDouble()));
            case STRING -> push(Literals.string(literal()));
            case UNICODE -> push(Literals.unicode(literal()));
            case BINSTRING -> push(new PyText(in.slice(in.signed4()), true));
            case SHORT_BINSTRING -> push(new PyText(in.slice(in.unsigned1()), true));
            case SHORT_BINUNICODE -> push(new PyText(in.slice(in.unsigned1()), false));
            case BINUNICODE -> push(new PyText(in.slice(in.unsigned4()), false));
            case BINUNICODE8 -> push(new PyText(in.slice(in.signed8()), false));
            case SHORT_BINBYTES -> push(PyBytes.of(in.slice(in.unsigned1())));
            case BINBYTES -> push(PyBytes.of(in.slice(in.unsigned4())));
            case BINBYTES8, BYTEARRAY8 -> push(PyBytes.of(in.slice(in.signed8())));
            case EMPTY_LIST -> push(new PySequence(Kind.LIST, new ArrayList<>(0)));
            case EMPTY_SET -> push(new PySequence(Kind.SET, new ArrayList<>(0)));
            case EMPTY_DICT -> push(new PyDict());
            case EMPTY_TUPLE -> push(PySequence.tuple(List.of()));
            case TUPLE1 -> push(PySequence.tuple(last(1)));
            case TUPLE2 -> push(PySequence.tuple(last(2)));
            case TUPLE3 -> push(PySequence.tuple(last(3)));
            case TUPLE -> push(PySequence.tuple(marked()));
            case LIST -> push(new PySequence(Kind.LIST, marked()));
            case FROZENSET -> push(new PySequence(Kind.SET, marked()));
            case DICT -> {
                List<PyValue> entries = marked();
                PyDict dict = new PyDict();
                fill(dict, entries);
                push(dict);
            }
            case APPEND -> add(last(1), Kind.LIST);
            case APPENDS -> add(marked(), Kind.LIST);
            case ADDITEMS -> add(marked(), Kind.SET);
            case SETITEM -> fill(last(2));
            case SETITEMS -> fill(marked());
            case MARK -> {
                values.use(1);
                marks.add(stack.size());
            }
            case POP -> drop();
            case POP_MARK -> marked();
            case DUP -> push(top());
            case GET -> push(memorised(number()));
            case BINGET -> push(memorised(in.unsigned1()));
            case LONG_BINGET -> push(memorised(in.unsigned4()));
            case PUT -> memorise(number());
            case BINPUT -> memorise(in.unsigned1());
            case LONG_BINPUT -> memorise(in.unsigned4());
            case MEMOIZE -> memorise(memorised);
            case GLOBAL -> push(named(in.line(MAX_NAME), in.line(MAX_NAME)));
            case STACK_GLOBAL -> {
                List<PyValue> names = last(2);
                push(named(name(names.getFirst()), name(names.getLast())));
            }
            case REDUCE -> {
                List<PyValue> call = last(2);
                push(calls.call(callee(call.getFirst()), arguments(call.getLast())));
            }
            case NEWOBJ -> {
                List<PyValue> call = last(2);
                push(calls.newObject(callee(call.getFirst()), arguments(call.getLast())));
            }
            case BUILD -> {
                PyValue state = pop();
                calls.build(top(), state);
                if (top() instanceof PyObject wrapper && wrapper.type().role() == Role.JOBLIB_ARRAY) {
                    pop();
                    push(array(JoblibArray.of(wrapper)));
                }
            }
            case PROTO -> protocol(in.unsigned1());
            case FRAME -> in.frame(in.signed8());
            case INST -> throw refused(named(in.line(MAX_NAME), in.line(MAX_NAME)));
            case OBJ -> {
                List<PyValue> call = marked();
                throw refused(callee(call.isEmpty() ? Constant.NONE : call.getFirst()));
            }
            case NEWOBJ_EX -> throw refused(callee(last(3).getFirst()));
            case EXT1, EXT2, EXT4 -> throw new PickleException("names a class by a number of copyreg's extension"
                    + " registry, which is not in the file; nothing in it was run. Pickle it without extension codes");
            case PERSID, BINPERSID -> throw new PickleException("refers to objects outside the file (persistent ids);"
                    + " nothing in it was run. Save the arrays by themselves with numpy.savez");
            case NEXT_BUFFER, READONLY_BUFFER -> throw new PickleException("leaves its arrays outside the file"
                    + " (out-of-band buffers); pickle it without buffer_callback");
            case STOP -> throw new IllegalStateException("ends the loop");
        }
    }

    /** The array whose bytes follow; one of objects is a pickle of its own there, as NumPy makes it. */
    private PyValue array(JoblibArray array) throws PickleException {
        if (!array.dtype().isObjects()) {
            return array.read(in);
        }
        in.outsideFrames(0);
        if (inside) {
            throw in.error("an array of objects in the pickle of another has a pickle of its own");
        }
        if (new Unpickler(this).load() instanceof PyArray objects && objects.dtype().isObjects()) {
            in.outsideFrames(0);
            return objects;
        }
        throw in.error("the pickle of an array of objects holds something else");
    }

    private void protocol(int protocol) throws PickleException {
        if (protocol > NEWEST_PROTOCOL) {
            throw new PickleException("is a pickle of protocol " + protocol + "; the newest that is read is "
                    + NEWEST_PROTOCOL + ", which pickle.dump takes as its third argument");
        }
    }

    private Global named(String module, String name) throws PickleException {
        Global global = calls.named(module, name);
        if (global.role() == Role.MODULE_STATE) {
            throw Calls.wholeModule(unfinished());
        }
        return global;
    }

    /** The class of the outermost object that waits on the stack for its attributes, which stand above it. */
    private String unfinished() {
        for (int i = 0; i + 1 < stack.size(); i++) {
            if (stack.get(i) instanceof PyObject object && object.type().role() == Role.STUB
                    && object.arguments().isEmpty() && stack.get(i + 1) instanceof PyDict) {
                return object.type().toString();
            }
        }
        return "of Flax";
    }

    private static PickleException refused(Global global) { return AllowList.refused(global); }

    private Global callee(PyValue value) throws PickleException {
        if (value instanceof Global global) {
            return global;
        }
        throw in.error("it calls a value that is no class or function");
    }

    private List<PyValue> arguments(PyValue value) throws PickleException {
        if (value instanceof PySequence(var kind, var items) && kind == Kind.TUPLE) {
            return items;
        }
        throw in.error("the arguments of a call are not a tuple");
    }

    private String name(PyValue value) throws PickleException {
        if (value instanceof PyText text && text.stored().byteSize() <= MAX_NAME) {
            return text.string(characters);
        }
        throw in.error("the name of a class is not a text");
    }

    private String literal() throws PickleException {
        String line = in.line((int) MAX_CHARACTERS);
        characters.use(line.length());
        return line;
    }

    private String line() throws PickleException {
        String line = in.line(MAX_NUMBER);
        characters.use(line.length());
        return line;
    }

    private PyValue longInteger(int length) throws PickleException {
        if (length < 0 || length > MAX_INTEGER_BYTES) {
            throw in.error("an integer of " + length + " bytes; the longest that are read have " + MAX_INTEGER_BYTES);
        }
        characters.use(length);
        byte[] bytes = in.slice(length).toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < length / 2; i++) {
            byte b = bytes[i];
            bytes[i] = bytes[length - 1 - i];
            bytes[length - 1 - i] = b;
        }
        return length == 0 ? new PyValue.Int(0) : Literals.integer(new BigInteger(bytes));
    }

    private long number() throws PickleException {
        if (Literals.integer(line()) instanceof PyValue.Int(long value) && value >= 0) {
            return value;
        }
        throw in.error("a number of the memo is misspelled");
    }

    private void push(PyValue value) throws PickleException {
        values.use(1);
        stack.add(value);
    }

    /** The lowest value that instructions may reach: those below the last mark are out of reach. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private PyValue top() throws PickleException {
        if (stack.size() <= floor()) {
            throw in.error("it takes a value from an empty stack");
        }
        return stack.getLast();
    }

    private PyValue pop() throws PickleException {
        PyValue top = top();
        stack.removeLast();
        return top;
    }

    /** As in Python, where dropping from what is empty drops the mark. */
    private void drop() throws PickleException {
        if (!marks.isEmpty() && stack.size() == marks.getLast()) {
            marks.removeLast();
        } else {
            pop();
        }
    }

    private List<PyValue> last(int count) throws PickleException {
        if (stack.size() - floor() < count) {
            throw in.error("it takes a value from an empty stack");
        }
        return cut(stack.size() - count);
    }

    private List<PyValue> marked() throws PickleException {
        if (marks.isEmpty()) {
            throw in.error("it goes back to a mark that was never set");
        }
        return cut(marks.removeLast());
    }

    private List<PyValue> cut(int from) {
        List<PyValue> top = stack.subList(from, stack.size());
        List<PyValue> values = new ArrayList<>(top);
        top.clear();
        return values;
    }

    private void add(List<PyValue> items, Kind kind) throws PickleException {
        if (top() instanceof PySequence(var actual, var list) && actual == kind) {
            list.addAll(items);
        } else {
            throw in.error("it adds items to something that is no " + (kind == Kind.LIST ? "list" : "set"));
        }
    }

    private void fill(List<PyValue> entries) throws PickleException {
        if (top() instanceof PyDict dict) {
            fill(dict, entries);
        } else {
            throw in.error("it adds entries to something that is no dict");
        }
    }

    private void fill(PyDict dict, List<PyValue> entries) throws PickleException {
        if (entries.size() % 2 != 0) {
            throw in.error("a dict has a key without a value");
        }
        for (int i = 0; i < entries.size(); i += 2) {
            dict.put(entries.get(i), entries.get(i + 1));
        }
    }

    private PyValue memorised(long number) throws PickleException {
        PyValue value = number < memo.length ? memo[(int) number] : null;
        if (value == null) {
            throw in.error("it refers to the memorised value " + number + ", which there is not");
        }
        return value;
    }

    private void memorise(long number) throws PickleException {
        if (number >= MAX_VALUES) {
            throw in.error("it memorises a value as number " + number + "; there may be " + MAX_VALUES);
        }
        int index = (int) number;
        if (index >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max(index + 1, 2 * memo.length));
        }
        if (memo[index] == null) {
            memorised++;
        }
        memo[index] = top();
    }
}
