package org.dovetail.parity.memory;

import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.haiku.Hk.transform;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dovetail.core.DType;
import org.dovetail.core.Jitted;
import org.dovetail.core.Key;
import org.dovetail.core.Losses;
import org.dovetail.core.Nn;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.Transformed;
import org.dovetail.nnx.Dropout;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;

/**
 * Trains a small model for many steps, and prints the resident memory every tenth of the way and what a step allocates on the heap.
 *
 * <p>
 * {@code MemoryRun HOW STEPS}, where HOW is {@code haiku}, {@code haiku-donated}, {@code nnx} (which donates by itself) or {@code nnx-shared} (somebody keeps looking at the
 * Variables), or {@code haiku-donated-guide} or {@code nnx-guide} for the guide's larger model.
 */
final class MemoryRun {
    private MemoryRun() {}

    /** The model's extents. */
    enum Size {
        SMALL(64, 64),
        /** The guide's classifier. */
        GUIDE(784, 256);

        private final int inputs;
        private final int hidden;

        Size(int inputs, int hidden) {
            this.inputs = inputs;
            this.hidden = hidden;
        }
    }

    /** Runs some steps. */
    private interface Steps {
        void step(int number);
    }

    static final class Model extends Module {
        final Linear first;
        final Dropout dropout;
        final Linear second;

        Model(Size size, Rngs rngs) {
            first = new Linear(size.inputs, size.hidden, rngs);
            dropout = new Dropout(0.5, rngs);
            second = new Linear(size.hidden, 10, rngs);
        }

        Tensor call(Tensor x) { return second.call(Nn.relu(dropout.call(first.call(x)))); }
    }

    private static Tensor loss(Tensor logits, Tensor labels) {
        return Losses.softmaxCrossEntropyWithIntegerLabels(logits, labels).mean();
    }

    private static Steps haiku(Size size, boolean donates, Tensor inputs, Tensor labels) {
        Transformed.Of1<Tensor, Tensor> model = transform((Tensor x) -> {
            Tensor h = new org.dovetail.haiku.Linear(size.hidden).call(x);
            h = Nn.relu(Hk.dropout(Hk.nextRngKey(), 0.5, h));
            return new org.dovetail.haiku.Linear(10).call(h);
        });
        Jitted.Of4<Key, Params, Tensor, Tensor, Params> step = jit((Key key, Params params, Tensor x, Tensor y) -> {
            Params grads = grad((Params p) -> loss(model.apply(p, key, x), y)).apply(params);
            return Tree.map((w, g) -> w.sub(g.mul(0.1)), params, grads);
        });
        Jitted.Of4<Key, Params, Tensor, Tensor, Params> train = donates ? step.donate(1) : step;
        Params[] params = {model.init(Prng.key(0), inputs)};
        Key key = Prng.key(1);
        return _ -> params[0] = train.apply(key, params[0], inputs, labels);
    }

    private static void nnxStep(Model model, Tensor inputs, Tensor labels) {
        State grads = Nnx.grad((Model m) -> loss(m.call(inputs), labels)).apply(model);
        Nnx.update(model, Tree.map((w, g) -> w.sub(g.mul(0.1)), Nnx.state(model, Param.class), grads));
    }

    private static Steps nnx(Size size, boolean isShared, Tensor inputs, Tensor labels) {
        Model model = new Model(size, new Rngs(0));
        var train = Nnx.jit(MemoryRun::nnxStep);
        return _ -> {
            train.apply(model, inputs, labels);
            if (isShared) {
                model.first.kernel.get();
                model.second.kernel.get();
            }
        };
    }

    /** The resident memory of this process, in kilobytes, after a collection. */
    private static long resident() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }

    public static void main(String[] arguments) throws IOException {
        int steps = Integer.parseInt(arguments[1]);
        Size size = arguments[0].endsWith("-guide") ? Size.GUIDE : Size.SMALL;
        Tensor inputs = Prng.uniform(Prng.key(2), Shape.of(32, size.inputs));
        Tensor labels = Prng.bits(Prng.key(3), Shape.of(32)).rem(10).cast(DType.INT32);
        Steps run = switch (arguments[0]) {
            case "haiku" -> haiku(size, false, inputs, labels);
            case "haiku-donated", "haiku-donated-guide" -> haiku(size, true, inputs, labels);
            case "nnx", "nnx-guide" -> nnx(size, false, inputs, labels);
            case "nnx-shared" -> nnx(size, true, inputs, labels);
            default -> throw new IllegalArgumentException(
                    "haiku, haiku-donated, nnx, nnx-shared, haiku-donated-guide or nnx-guide is expected; got "
                            + arguments[0]);
        };
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int part = steps / 10;
        for (int tenth = 1; tenth <= 10; tenth++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < part; i++) {
                run.step(tenth * part + i);
            }
            long allocated = (threads.getCurrentThreadAllocatedBytes() - before) / part;
            System.out.println(tenth * part + " steps: " + resident() + " kB resident, " + allocated + " bytes a step");
        }
    }
}
