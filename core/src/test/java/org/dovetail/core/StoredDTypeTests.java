package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dtypes that are held, moved and cast, and never computed on: 4 bits and fewer, floats of 8 bits, complex numbers. */
class StoredDTypeTests {
    private static final Shape SHAPE = Shape.of(2, 3, 2);
    private static final Set<DType> COMPUTED = EnumSet.of(DType.BOOL, DType.INT8, DType.INT16, DType.INT32, DType.INT64,
            DType.UINT8, DType.UINT16, DType.UINT32, DType.UINT64, DType.BFLOAT16, DType.FLOAT16, DType.FLOAT32,
            DType.FLOAT64);
    private static final List<UnaryOperator<Tensor>> MOVES = List.of(x -> x.reshape(4, 3), Tensor::transpose,
            x -> x.slice(1, 1, 3), x -> Tensors.concatenate(1, x, x), x -> Tensors.stack(0, x, x), x -> x.flip(0, 2),
            x -> x.broadcastTo(x.shape().withFirst(2)), x -> x.at(-1), x -> Tensors.stopGradient(x).squeeze(),
            x -> Indexed.at(x, Tensors.of(1, 0).cast(DType.INT32)).get(),
            x -> Indexed.at(x, 0).set(x.at(1)),
            x -> Slicing.dynamicSliceInDim(x, Tensors.scalar(1), 2, 1),
            x -> Tensors.where(Array.ofLongs(new TensorSpec(DType.BOOL, x.shape()), i -> i % 3 == 0 ? 1 : 0), x,
                    x.flip()));

    static Stream<DType> stored() { return Arrays.stream(DType.values()).filter(dtype -> !COMPUTED.contains(dtype)); }

    private static List<Backend> backends() {
        return ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /** Patterns of the dtype, all of them where they are few. */
    private static Array some(DType dtype) {
        Array patterns = DTypeTests.numbers(dtype);
        MemorySegment data = MemorySegment.ofArray(new byte[(int) SHAPE.size() * dtype.bytes()]);
        for (long i = 0; i < SHAPE.size(); i++) {
            copy(patterns, i * 7 % patterns.size(), data, i);
        }
        return Array.of(new TensorSpec(dtype, SHAPE), data);
    }

    private static void copy(Array from, long at, MemorySegment to, long place) {
        int bytes = from.dtype().bytes();
        MemorySegment.copy(from.data(), at * bytes, to, place * bytes, bytes);
    }

    /** The elements of an array at places. */
    private static Array at(Array x, Array places) {
        MemorySegment data = MemorySegment.ofArray(new byte[(int) places.size() * x.dtype().bytes()]);
        for (long i = 0; i < places.size(); i++) {
            copy(x, places.longAt(i), data, i);
        }
        return Array.of(new TensorSpec(x.dtype(), places.shape()), data);
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyBackendMovesThem(DType dtype) {
        Array x = some(dtype);
        Tensor numbers = Array.ofLongs(new TensorSpec(DType.INT32, SHAPE), i -> i);
        for (UnaryOperator<Tensor> move : MOVES) {
            Array expected = at(x, Backends.with(Backends.named("reference"), () -> move.apply(numbers)).array());
            for (Backend backend : backends()) {
                Array got = Backends.with(backend, () -> move.apply(x)).array();
                assertThat(got.bitEquals(expected)).as("%s, move %d", backend, MOVES.indexOf(move)).isTrue();
            }
            Array jitted = Transforms.jit((Tensor t) -> move.apply(t)).apply(x).array();
            assertThat(jitted.bitEquals(expected)).as("jit, move %d", MOVES.indexOf(move)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyBackendCastsThemAlike(DType dtype) {
        Tensor halves = Array.ofDoubles(TensorSpec.of(DType.FLOAT32, 9), i -> (i - 4) * 0.5);
        for (DType other : List.of(DType.FLOAT32, DType.BFLOAT16, DType.INT32, DType.BOOL, DType.COMPLEX64)) {
            Tensor numbers = other == DType.COMPLEX64 ? halves : cast("reference", halves, other);
            Array there = cast("reference", numbers, dtype);
            Array back = cast("reference", there, other);
            for (Backend backend : backends()) {
                assertThat(cast(backend.name(), numbers, dtype).bitEquals(there)).as("%s from %s", backend, other)
                        .isTrue();
                assertThat(cast(backend.name(), there, other).bitEquals(back)).as("%s to %s", backend, other).isTrue();
            }
        }
    }

    private static Array cast(String backend, Tensor x, DType to) {
        return Backends.with(Backends.named(backend), () -> x.cast(to)).array();
    }

    @Test
    void theyArePrintedAsNumbers() {
        assertThat(Array.scalar(DType.INT4, -3).literal()).isEqualTo("-3:i4[]");
        assertThat(Array.scalar(DType.UINT2, 3).literal()).isEqualTo("3:u2[]");
        assertThat(Array.scalar(DType.FLOAT8_E4M3FN, 0.3).literal()).isEqualTo("0.3125:f8_e4m3fn[]");
        assertThat(Array.of(TensorSpec.of(DType.COMPLEX64), MemorySegment.ofArray(new float[]{1, -2.5f})).literal())
                .isEqualTo("(1.0-2.5j):c64[]");
    }

    @ParameterizedTest
    @MethodSource("stored")
    void arithmeticIsRefusedWithWhatToDo(DType dtype) {
        Tensor x = some(dtype);
        String advice = dtype.kind() == Kind.COMPLEX
                ? "complex numbers are stored, moved and cast alone: compute their real and imaginary parts as two tensors"
                : "cast to float32 or int32 first";
        for (Backend backend : backends()) {
            assertThatThrownBy(() -> Backends.with(backend, () -> x.add(x))).isInstanceOf(
                    UnsupportedDTypeException.class).hasMessageStartingWith("add: the backend '")
                    .hasMessageEndingWith("' does not compute on [" + x.spec() + ", " + x.spec() + "]; " + advice);
        }
    }
}
