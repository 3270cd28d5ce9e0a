package org.dovetail.core.internal.backend.nd4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.memory.Buffer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How ND4J computes a primitive.
 *
 * @param lens as what ND4J sees the elements
 * @param kernel the operations to run
 */
record Route(Lens lens, Kernel kernel) {
    /** As what ND4J sees elements. */
    enum Lens {
        /** As the numbers that they are. */
        NUMBERS,
        /** As the numbers that they are, unless there is a subnormal float32: XLA's arithmetic takes it for zero, ND4J's does not. */
        NORMAL_NUMBERS,
        /** As signed integers of their size, whatever they are: enough to move them, and for arithmetic modulo 2^n. */
        BITS;

        private DataType of(DType dtype) {
            return switch (this) {
                case NUMBERS, NORMAL_NUMBERS -> DataTypes.of(dtype);
                case BITS -> dtype == DType.BOOL ? DataType.BOOL : switch (dtype.bytes()) {
                    case 1 -> DataType.INT8;
                    case 2 -> DataType.INT16;
                    case 4 -> DataType.INT32;
                    default -> DataType.INT64;
                };
            };
        }
    }

    /** Operations that fill a result. */
    interface Kernel {
        /** Runs them. */
        void run(List<Window> operands, Window result);
    }

    /**
     * Runs the kernel on the arrays' own memory where that is native, else on copies that are gone afterwards.
     *
     * @return the result, or nothing if ND4J does not compute such numbers as promised
     */
    Optional<Array> run(List<Array> operands, TensorSpec result) {
        Buffer buffer = Buffer.allocate(result.bytes());
        MemorySegment target = buffer.write();
        try (Arena scratch = Arena.ofConfined()) {
            if (operands.stream().anyMatch(operand -> isRefused(operand.dtype(), operand.data()))) {
                return Optional.empty();
            }
            List<Window> windows = operands.stream()
                    .map(operand -> window(operand.spec(), reachable(operand, scratch))).toList();
            MemorySegment written = target.isNative() ? target : scratch.allocate(target.byteSize(), 64);
            kernel.run(windows, window(result, written));
            if (isRefused(result.dtype(), written)) {
                return Optional.empty();
            }
            if (!target.isNative()) {
                target.copyFrom(written);
            }
        } finally {
            Reference.reachabilityFence(operands);
        }
        return Optional.of(Array.of(result, buffer));
    }

    private boolean isRefused(DType dtype, MemorySegment data) {
        return lens == Lens.NORMAL_NUMBERS && dtype == DType.FLOAT32 && Subnormals.areIn(data);
    }

    private Window window(TensorSpec spec, MemorySegment data) {
        return new Window(data, lens.of(spec.dtype()), spec.shape());
    }

    private static MemorySegment reachable(Array operand, Arena scratch) {
        MemorySegment data = operand.data();
        return Window.isAddressable(data, operand.dtype())
                ? data
                : scratch.allocate(data.byteSize(), 64).copyFrom(data);
    }
}
