package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.internal.memory.Buffer;
import org.jspecify.annotations.Nullable;

/** The memory that one run at a time works in. Segments with the bounds of each slot are made once. */
final class Workspace {
    private final Program program;
    private final MemorySegment[] slots;
    /** Copies of large arguments that are on the heap, made when the first one comes. */
    private final @Nullable MemorySegment[] staged;
    /** Of each result, the slots that have its memory. */
    private final List<List<Integer>> held;
    private final Interpreter interpreter;
    /** The memory of each result of the run that goes on. */
    private final @Nullable Buffer[] results;
    /** How many results the run that goes on gives; the others are written where its caller wants them. */
    private int given;

    Workspace(Program program, SingleKernels kernels) {
        this.program = program;
        MemorySegment block = Buffer.outside(program.blockBytes()).write();
        MemorySegment constants = program.constants().read();
        List<Home> homes = program.homes();
        this.slots = new MemorySegment[homes.size()];
        for (int slot = 0; slot < slots.length; slot++) {
            long bytes = program.lowered().bytes().get(slot);
            slots[slot] = switch (homes.get(slot)) {
                case Home.Block(long offset) -> block.asSlice(offset, bytes);
                case Home.Constant(long offset) -> constants.asSlice(offset, bytes);
                case Home.Argument _,Home.Result _,Home.Nowhere _ -> MemorySegment.NULL;
            };
        }
        this.staged = new @Nullable MemorySegment[program.lowered().inputs().size()];
        this.held = program.targets().stream().map(_ -> (List<Integer>) new ArrayList<Integer>()).toList();
        for (int slot = 0; slot < slots.length; slot++) {
            if (homes.get(slot) instanceof Home.Result(int index)) {
                held.get(index).add(slot);
            }
        }
        this.results = new @Nullable Buffer[program.targets().size()];
        this.interpreter = new Interpreter(slots, kernels);
    }

    /** Makes the arguments readable: small ones and those on the heap are copied. */
    void bind(List<Array> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            MemorySegment data = arguments.get(i).data();
            switch (program.homes().get(i)) {
                case Home.Block _ -> MemorySegment.copy(data, 0, slots[i], 0, data.byteSize());
                case Home.Argument _ -> slots[i] = data.isNative() ? data : staged(i, data);
                case Home.Constant _,Home.Result _,Home.Nowhere _ -> {
                }
            }
        }
    }

    private MemorySegment staged(int argument, MemorySegment data) {
        MemorySegment copy = staged[argument];
        if (copy == null) {
            staged[argument] = copy = Buffer.outside(data.byteSize()).write();
        }
        MemorySegment.copy(data, 0, copy, 0, data.byteSize());
        return copy;
    }

    /** Gets memory for the results: for the last ones the caller's, for others that of donated arguments where it can be written, else new memory. */
    void allocate(List<Array> arguments, List<MemorySegment> last) {
        given = results.length - last.size();
        for (int i = given; i < results.length; i++) {
            MemorySegment memory = last.get(i - given);
            results[i] = Buffer.ofResult(memory);
            for (int slot : held.get(i)) {
                slots[slot] = memory;
            }
        }
        for (int i = 0; i < given; i++) {
            switch (program.targets().get(i)) {
                case Target.Forwarded _ -> {
                }
                case Target.Written(int slot, int donor) -> {
                    Buffer buffer = buffer(slot, donor, arguments, true);
                    results[i] = buffer;
                    for (int holder : held.get(i)) {
                        slots[holder] = buffer.write();
                    }
                }
                case Target.Copied(int slot, int donor) -> results[i] = buffer(slot, donor, arguments, false);
            }
        }
    }

    private Buffer buffer(int slot, int donor, List<Array> arguments, boolean outside) {
        if (donor != Target.NONE) {
            Buffer given = arguments.get(donor).buffer();
            if (given.isWritable() && (!outside || given.write().isNative())) {
                return given.heir();
            }
        }
        return Buffer.unfilled(program.lowered().bytes().get(slot));
    }

    void run() { interpreter.run(program.lowered().steps()); }

    /** The results, with those that are copied at the end. */
    List<Array> results(List<Array> arguments) {
        for (int i = given; i < results.length; i++) {
            MemorySegment place = memory(i).write();
            switch (program.targets().get(i)) {
                case Target.Forwarded(int argument) -> place.copyFrom(arguments.get(argument).buffer().write());
                case Target.Written _ -> {
                }
                case Target.Copied(int slot, _) -> place.copyFrom(slots[slot]);
            }
        }
        Array[] made = new Array[given];
        for (int i = 0; i < made.length; i++) {
            Buffer buffer = switch (program.targets().get(i)) {
                case Target.Forwarded(int argument) -> forwarded(arguments.get(argument));
                case Target.Written _ -> memory(i);
                case Target.Copied(int slot, _) -> {
                    MemorySegment.copy(slots[slot], 0, memory(i).write(), 0, slots[slot].byteSize());
                    yield memory(i);
                }
            };
            made[i] = Array.of(program.lowered().outputs().get(i), buffer);
        }
        return List.of(made);
    }

    private Buffer memory(int result) {
        Buffer buffer = results[result];
        if (buffer == null) {
            throw new IllegalStateException("result " + result + " has no memory");
        }
        return buffer;
    }

    /** An argument that was given away goes on as a result; one that was not is from now on known to two. */
    private static Buffer forwarded(Array argument) {
        Buffer buffer = argument.buffer();
        if (buffer.donatedTo() != null) {
            return buffer.heir();
        }
        if (buffer.share()) {
            return buffer;
        }
        Buffer copy = Buffer.unfilled(argument.spec().bytes());
        copy.write().copyFrom(argument.data());
        return copy;
    }

    /** Lets go of the arguments and results. */
    void clear() {
        for (int slot = 0; slot < slots.length; slot++) {
            switch (program.homes().get(slot)) {
                case Home.Argument _,Home.Result _ -> slots[slot] = MemorySegment.NULL;
                case Home.Block _,Home.Constant _,Home.Nowhere _ -> {
                }
            }
        }
        Arrays.fill(results, null);
    }
}
