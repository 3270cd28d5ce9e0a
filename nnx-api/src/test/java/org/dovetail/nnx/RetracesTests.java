package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

class RetracesTests {
    private static List<String> logged(Runnable body) {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) { messages.add(entry.getMessage()); }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.dovetail.jit");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            body.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return messages;
    }

    static final class Decayed extends Module {
        final Weight weight = new Weight(1);
        double rate = 0.5;
    }

    @Test
    void theThirdChangeOfANumberIsLogged() {
        var step = Nnx.jit((Weight w, Double rate) -> w.w.set(w.w.get().mul(rate)));
        assertThat(logged(() -> List.of(0.1, 0.09, 0.1, 0.081).forEach(rate -> step.apply(new Weight(1), rate))))
                .singleElement().asString().contains("argument 2 changed 0.1, 0.09, 0.081 and retraces each time");
    }

    @Test
    void aChangingFieldIsNamedByItsPath() {
        Decayed model = new Decayed();
        var step = Nnx.jit((Decayed m) -> {
            m.weight.w.set(m.weight.w.get().mul(m.rate));
            m.rate *= 0.5;
        });
        assertThat(logged(() -> {
            for (int i = 0; i < 3; i++) {
                step.apply(model);
            }
        })).singleElement().asString().contains("jit(RetracesTests.java:")
                .contains("rate changed 0.5, 0.25, 0.125");
    }
}
