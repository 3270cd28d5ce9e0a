package org.dovetail.bridge.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dovetail.bridge.format.pickle.Opcode;

/** Damage that knows the instructions of pickles. */
enum PickleDamage implements Damage {
    /** One to four instructions more, with arguments. */
    INSTRUCTION {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            ByteArrayOutputStream more = new ByteArrayOutputStream();
            for (int i = dice.length(4); i > 0; i--) {
                instruction(more, dice);
            }
            int at = dice.below(bytes.length + 1);
            return Dice.replace(bytes, at, at, more.toByteArray());
        }
    },
    /** The length or number behind an instruction. */
    ARGUMENT {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i + 9 < bytes.length; i++) {
                if (Opcode.of(bytes[i]).filter(NUMBERED::contains).isPresent()) {
                    places.add(i);
                }
            }
            return places.isEmpty()
                    ? bytes
                    : ByteDamage.overwrite(bytes, dice.pick(places) + 1, 1 << dice.below(4), false, dice);
        }
    },
    /** Another instruction in the place of one. */
    EXCHANGE {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < bytes.length; i++) {
                if (Opcode.of(bytes[i]).isPresent()) {
                    places.add(i);
                }
            }
            if (places.isEmpty()) {
                return bytes;
            }
            byte[] changed = bytes.clone();
            changed[dice.pick(places)] = dice.pick(List.of(Opcode.values())).code();
            return changed;
        }
    };

    private static final Set<Opcode> NUMBERED = EnumSet.of(Opcode.BININT, Opcode.BININT1, Opcode.BININT2, Opcode.BINGET,
            Opcode.BINPUT, Opcode.LONG_BINGET, Opcode.LONG_BINPUT, Opcode.BINUNICODE, Opcode.SHORT_BINUNICODE,
            Opcode.BINUNICODE8, Opcode.BINBYTES, Opcode.SHORT_BINBYTES, Opcode.BINBYTES8, Opcode.BINSTRING,
            Opcode.SHORT_BINSTRING, Opcode.LONG1, Opcode.LONG4, Opcode.FRAME, Opcode.BYTEARRAY8);
    private static final List<String> GLOBALS = List.of("numpy.core.multiarray\n_reconstruct\n",
            "numpy._core.multiarray\nscalar\n", "numpy._core.numeric\n_frombuffer\n", "numpy\nndarray\n",
            "numpy\ndtype\n", "jax._src.array\n_reconstruct_array\n", "collections\nOrderedDict\n",
            "collections\ndefaultdict\n", "builtins\nlist\n", "builtins\nset\n", "builtins\nbytearray\n",
            "builtins\nint\n", "builtins\neval\n", "os\nsystem\n", "copyreg\n_reconstructor\n", "_codecs\nencode\n",
            "haiku._src.data_structures\nFlatMapping\n", "flax.nnx.statelib\nState\n", "my.module\nState\n", "..\n\n");

    private static void instruction(ByteArrayOutputStream out, Dice dice) {
        if (dice.below(6) == 0) {
            out.write(Opcode.GLOBAL.code());
            out.writeBytes(dice.pick(GLOBALS).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        Opcode opcode = dice.pick(List.of(Opcode.values()));
        out.write(opcode.code());
        if (NUMBERED.contains(opcode)) {
            long value = dice.telling(0);
            for (int i = 1 << dice.below(4); i > 0; i--) {
                out.write((int) value);
                value >>>= 8;
            }
        }
    }
}
