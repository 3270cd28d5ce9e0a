package org.dovetail.parity.memory;

import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGrad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.memory.MemoryUse;

/**
 * Differentiates a recurrent network through all its steps, some times in a row, and prints how many bytes the calls had at most beside their arguments.
 *
 * <p>
 * {@code ScanMemoryRun PROGRAM STEPS BATCH HIDDEN CALLS}, where PROGRAM is {@code last} (the loss is of the last state) or {@code all} (of every state).
 */
final class ScanMemoryRun {
    private ScanMemoryRun() {}

    /** The loss of the network's weights and what it is shown. */
    static Tensor loss(String program, Map<String, Tensor> weights, Tensor xs) {
        Tensor first = Tensors.zeros(DType.FLOAT32, Shape.of(xs.shape().extent(1), xs.shape().extent(2)));
        return switch (program) {
            case "last" -> ControlFlow
                    .scan((Tensor h, Tensor x) -> new Carry<>(next(weights, h, x), List.of()), first, xs)
                    .carry().pow(2).mean();
            case "all" -> ControlFlow.scan((Tensor h, Tensor x) -> {
                Tensor next = next(weights, h, x);
                return new Carry<>(next, next);
            }, first, xs).out().pow(2).mean();
            default -> throw new IllegalArgumentException("last or all is expected; got " + program);
        };
    }

    private static Tensor next(Map<String, Tensor> weights, Tensor h, Tensor x) {
        return x.matmul(weights.get("wx")).add(h.matmul(weights.get("wh"))).add(weights.get("b")).tanh();
    }

    /** Some numbers, made without memory for anything else. */
    private static Array waves(double scale, int... extents) {
        return Array.ofDoubles(TensorSpec.of(DType.FLOAT32, extents), i -> scale * Math.sin(0.7 * i));
    }

    private static long allocated() {
        MemoryUse use = MemoryUse.now();
        return use.used() + use.cached();
    }

    private static long peakResident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElseThrow();
    }

    public static void main(String[] arguments) throws IOException {
        String program = arguments[0];
        int steps = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int hidden = Integer.parseInt(arguments[3]);
        Tensor xs = waves(1, steps, batch, hidden);
        Map<String, Tensor> weights = Map.of("wx", waves(0.05, hidden, hidden), "wh", waves(0.1, hidden, hidden), "b",
                waves(0, hidden));
        System.gc();
        long before = allocated();
        long residentBefore = peakResident();
        var step = jit(valueAndGrad((Map<String, Tensor> w, Tensor x) -> loss(program, w, x)));
        for (int call = 1; call <= Integer.parseInt(arguments[4]); call++) {
            long begun = System.nanoTime();
            var made = step.apply(weights, xs);
            long millis = (System.nanoTime() - begun) / 1_000_000;
            System.out.println("call " + call + ": " + (MemoryUse.now().peak() - before) + " bytes, "
                    + (peakResident() - residentBefore) + " resident, " + millis + " ms, loss "
                    + made.value().array().doubleAt(0));
        }
    }
}
