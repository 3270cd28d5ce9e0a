package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Transforms.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class JittedTests {
    private static final Tensor X = Tensors.of(1, 2, 3);

    private record Options(double rate, String mode, List<Integer> sizes) {}

    private enum Mode {
        FAST, EXACT
    }

    @Test
    void theFunctionRunsOncePerKindOfArguments() {
        AtomicInteger traced = new AtomicInteger();
        var jitted = jit((Tensor x) -> {
            traced.incrementAndGet();
            return x.mul(2);
        });
        assertThat(jitted.apply(X).toFloats()).containsExactly(2, 4, 6);
        assertThat(jitted.apply(X.neg()).toFloats()).containsExactly(-2, -4, -6);
        assertThat(traced).hasValue(1);
        jitted.apply(Tensors.zeros(4));
        jitted.apply(X.cast(DType.INT32));
        assertThat(traced).hasValue(3);
        assertThat(jitted.cached()).isEqualTo(3);
    }

    @Test
    void staticValuesJoinTheKey() {
        AtomicInteger traced = new AtomicInteger();
        var jitted = jit((Tensor x, Options options) -> {
            traced.incrementAndGet();
            return options.mode().equals("add") ? x.add(options.rate()) : x.mul(options.sizes().size());
        });
        assertThat(jitted.apply(X, new Options(1, "add", List.of())).toFloats()).containsExactly(2, 3, 4);
        assertThat(jitted.apply(X, new Options(1, "add", List.of())).toFloats()).containsExactly(2, 3, 4);
        assertThat(traced).hasValue(1);
        assertThat(jitted.apply(X, new Options(1, "mul", List.of(7, 7))).toFloats()).containsExactly(2, 4, 6);
        assertThat(traced).hasValue(2);
    }

    @Test
    void enumsShapesAndFunctionsAreStatic() {
        var jitted = jit((Tensor x, Mode mode, Shape shape, UnaryOperator<Tensor> function) -> function
                .apply(mode == Mode.FAST ? x.reshape(shape) : x));
        UnaryOperator<Tensor> negate = Tensor::neg;
        assertThat(jitted.apply(X, Mode.FAST, Shape.of(3, 1), negate).shape()).isEqualTo(Shape.of(3, 1));
        assertThat(jitted.apply(X, Mode.EXACT, Shape.of(3, 1), negate).shape()).isEqualTo(Shape.of(3));
        assertThat(jitted.apply(X, Mode.EXACT, Shape.of(3, 1), negate).toFloats()).containsExactly(-1, -2, -3);
        assertThat(jitted.cached()).isEqualTo(2);
    }

    @Test
    void whatCannotBeComparedIsRefusedByPath() {
        var jitted = jit((Tensor x, Map<String, Object> options) -> x);
        assertThatThrownBy(() -> jitted.apply(X, Map.of("sizes", List.of(new int[]{1}))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jit: argument 2.sizes[0] is a int[], which is neither a tensor nor a value that can be "
                        + "compared. Pass numbers, String, enum, Shape, DType or records of those; pass arrays of numbers as a "
                        + "Tensor or a Shape");
        assertThatThrownBy(() -> jitted.apply(X, Map.of("lock", new Object())))
                .hasMessageStartingWith("jit: argument 2.lock is a java.lang.Object, which");
        assertThatThrownBy(() -> jit((Tensor x) -> List.of(x, new Object())).apply(X))
                .hasMessage(
                        "jit: the result[1] is a java.lang.Object, which is neither a tensor nor a value that can be "
                                + "compared. Return tensors, and numbers, String, enum, Shape, DType or records of those; make "
                                + "anything else of them outside");
    }

    @Test
    void theLeastRecentlyUsedOf64GraphsGoes() {
        List<Integer> traced = new ArrayList<>();
        var jitted = jit((Tensor x, Integer number) -> {
            traced.add(number);
            return x.add(number);
        });
        for (int i = 0; i < 64; i++) {
            jitted.apply(X, i);
        }
        jitted.apply(X, 0);
        jitted.apply(X, 64);
        assertThat(jitted.cached()).isEqualTo(64);
        traced.clear();
        jitted.apply(X, 0);
        jitted.apply(X, 64);
        assertThat(traced).isEmpty();
        jitted.apply(X, 1);
        assertThat(traced).containsExactly(1);
    }

    private static final class Messages extends Handler {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) { texts.add(entry.getMessage()); }

        @Override
        public void flush() {}

        @Override
        public void close() { texts.clear(); }
    }

    private static List<String> logged(Runnable body) {
        Logger logger = Logger.getLogger("org.dovetail.jit");
        Messages messages = new Messages();
        logger.addHandler(messages);
        logger.setUseParentHandlers(false);
        try {
            body.run();
        } finally {
            logger.removeHandler(messages);
            logger.setUseParentHandlers(true);
        }
        return messages.texts;
    }

    @Test
    void theThirdRetraceForTheSameDoubleIsLogged() {
        var jitted = jit((Tensor x, Options options) -> x.mul(options.rate()));
        List<String> messages = logged(() -> {
            for (double rate : new double[]{0.1, 0.09, 0.081, 0.0729, 0.06561}) {
                jitted.apply(X, new Options(rate, "", List.of()));
            }
        });
        assertThat(messages).hasSize(1).first().asString().matches("jit\\(JittedTests.java:\\d+\\): argument 2.rate "
                + "changed 0.1, 0.09, 0.081 and retraces each time; pass Tensors.scalar\\(...\\)");
    }

    @Test
    void otherRetracesAreNotLogged() {
        var jitted = jit((Tensor x, Options options) -> x.mul(options.rate()));
        assertThat(logged(() -> {
            for (int i = 1; i < 6; i++) {
                jitted.apply(Tensors.zeros(i), new Options(i, "", List.of()));
                jitted.apply(X, new Options(i, "mode " + i, List.of()));
            }
        })).isEmpty();
    }

    @Test
    void resultsMayHoldStaticValues() {
        var jitted = jit((Tensor x) -> Map.of("name", "twice", "value", (Object) x.mul(2)));
        jitted.apply(X);
        assertThat(jitted.apply(X)).containsEntry("name", "twice");
    }

    @Test
    void donatedArgumentsAreGone() {
        var jitted = jit((Tensor x, Tensor y) -> x.add(y)).donate(0);
        Tensor given = X.mul(1);
        assertThat(jitted.apply(given, X).toFloats()).containsExactly(2, 4, 6);
        assertThatThrownBy(given::toFloats).isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "this array was donated to jit\\(JittedTests.java:\\d+\\), which has overwritten it; "
                                + "use that call's result, or call without donate\\(...\\)");
        assertThat(X.toFloats()).containsExactly(1, 2, 3);
    }

    @Test
    void aResultThatIsADonatedArgumentStays() {
        Tensor given = X.mul(1);
        var jitted = jit((Tensor x) -> Arrays.asList(x.reshape(3, 1), x)).donate(0);
        List<Tensor> results = jitted.apply(given);
        assertThat(results.get(0).toFloats()).containsExactly(1, 2, 3);
        assertThat(results.get(1).toFloats()).containsExactly(1, 2, 3);
        assertThatThrownBy(given::toFloats).isInstanceOf(IllegalStateException.class);
    }
}
