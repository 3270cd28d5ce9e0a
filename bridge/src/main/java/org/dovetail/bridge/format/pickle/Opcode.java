package org.dovetail.bridge.format.pickle;

import java.util.Optional;

/** The instructions of pickles, by the byte that stands for each. */
public enum Opcode {
    /** Begins the items of a container. */
    MARK('('),
    /** Ends the pickle. */
    STOP('.'),
    /** Drops the last value. */
    POP('0'),
    /** Drops everything from the last mark. */
    POP_MARK('1'),
    /** Repeats the last value. */
    DUP('2'),
    /** A float as text. */
    FLOAT('F'),
    /** An integer, or a truth value, as text. */
    INT('I'),
    /** A signed integer of 4 bytes. */
    BININT('J'),
    /** An unsigned integer of one byte. */
    BININT1('K'),
    /** A long integer as text. */
    LONG('L'),
    /** An unsigned integer of 2 bytes. */
    BININT2('M'),
    /** None. */
    NONE('N'),
    /** A reference to an object outside the file, as text. */
    PERSID('P'),
    /** A reference to an object outside the file. */
    BINPERSID('Q'),
    /** A call. */
    REDUCE('R'),
    /** A string of Python 2 in quotes. */
    STRING('S'),
    /** A string of Python 2 with a length of 4 bytes. */
    BINSTRING('T'),
    /** A string of Python 2 with a length of one byte. */
    SHORT_BINSTRING('U'),
    /** A text as an escaped line. */
    UNICODE('V'),
    /** A text with a length of 4 bytes. */
    BINUNICODE('X'),
    /** Adds one item to a list. */
    APPEND('a'),
    /** Gives an object its state. */
    BUILD('b'),
    /** A class or function by module and name. */
    GLOBAL('c'),
    /** A dict of the items from the last mark. */
    DICT('d'),
    /** An empty dict. */
    EMPTY_DICT('}'),
    /** Adds the items from the last mark to a list. */
    APPENDS('e'),
    /** A memorised value, its number as text. */
    GET('g'),
    /** A memorised value, its number in one byte. */
    BINGET('h'),
    /** An object of a named class. */
    INST('i'),
    /** A memorised value, its number in 4 bytes. */
    LONG_BINGET('j'),
    /** A list of the items from the last mark. */
    LIST('l'),
    /** An empty list. */
    EMPTY_LIST(']'),
    /** An object of a class on the stack. */
    OBJ('o'),
    /** Memorises the last value, the number as text. */
    PUT('p'),
    /** Memorises the last value, the number in one byte. */
    BINPUT('q'),
    /** Memorises the last value, the number in 4 bytes. */
    LONG_BINPUT('r'),
    /** Adds one item to a dict. */
    SETITEM('s'),
    /** A tuple of the items from the last mark. */
    TUPLE('t'),
    /** An empty tuple. */
    EMPTY_TUPLE(')'),
    /** Adds the items from the last mark to a dict. */
    SETITEMS('u'),
    /** A double, big-endian. */
    BINFLOAT('G'),
    /** The protocol's number. */
    PROTO(0x80),
    /** An object made by its class's {@code __new__}. */
    NEWOBJ(0x81),
    /** A class by its one-byte number in a registry outside the file. */
    EXT1(0x82),
    /** A class by its two-byte number in a registry outside the file. */
    EXT2(0x83),
    /** A class by its four-byte number in a registry outside the file. */
    EXT4(0x84),
    /** A tuple of one. */
    TUPLE1(0x85),
    /** A tuple of two. */
    TUPLE2(0x86),
    /** A tuple of three. */
    TUPLE3(0x87),
    /** True. */
    NEWTRUE(0x88),
    /** False. */
    NEWFALSE(0x89),
    /** A long integer with a length of one byte. */
    LONG1(0x8a),
    /** A long integer with a length of 4 bytes. */
    LONG4(0x8b),
    /** Bytes with a length of 4 bytes. */
    BINBYTES('B'),
    /** Bytes with a length of one byte. */
    SHORT_BINBYTES('C'),
    /** A text with a length of one byte. */
    SHORT_BINUNICODE(0x8c),
    /** A text with a length of 8 bytes. */
    BINUNICODE8(0x8d),
    /** Bytes with a length of 8 bytes. */
    BINBYTES8(0x8e),
    /** An empty set. */
    EMPTY_SET(0x8f),
    /** Adds the items from the last mark to a set. */
    ADDITEMS(0x90),
    /** A frozen set of the items from the last mark. */
    FROZENSET(0x91),
    /** An object made by its class's {@code __new__}, with named arguments. */
    NEWOBJ_EX(0x92),
    /** A class or function whose module and name are on the stack. */
    STACK_GLOBAL(0x93),
    /** Memorises the last value under the next number. */
    MEMOIZE(0x94),
    /** Begins a frame of a given length. */
    FRAME(0x95),
    /** Mutable bytes with a length of 8 bytes. */
    BYTEARRAY8(0x96),
    /** A buffer outside the file. */
    NEXT_BUFFER(0x97),
    /** Makes a buffer read-only. */
    READONLY_BUFFER(0x98);

    private static final Opcode[] BY_BYTE = new Opcode[256];

    static {
        for (Opcode opcode : values()) {
            BY_BYTE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) { this.code = code; }

    /**
     * The byte that stands for this instruction.
     *
     * @return the byte
     */
    public byte code() { return (byte) code; }

    /**
     * The instruction of a byte.
     *
     * @param code the byte
     * @return the instruction, or empty when there is none
     */
    public static Optional<Opcode> of(byte code) { return Optional.ofNullable(BY_BYTE[code & 0xff]); }
}
