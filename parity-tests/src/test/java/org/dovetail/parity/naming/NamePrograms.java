package org.dovetail.parity.naming;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.jspecify.annotations.Nullable;

/** The programs of {@code naming_cases.py} about names that are given. */
final class NamePrograms {
    static final Map<String, F1<Tensor, Tensor>> ALL = Map.ofEntries(
            Map.entry("named", NamePrograms::named),
            Map.entry("named_alike", x -> new Linear(2, "layer").call(new Linear(4, "layer").call(x))),
            Map.entry("named_with_number", x -> layers(List.of("a_1", "a", "a"), x)),
            Map.entry("named_with_taken_number", x -> layers(List.of("a", "a", "a_1"), x)),
            Map.entry("same_name_in_two_modules", NamePrograms::sameNameInTwoModules),
            Map.entry("invalid_name", x -> new Linear(2, "a-b").call(x)),
            Map.entry("empty_name", x -> new Linear(2, "").call(x)),
            Map.entry("slash_in_name", x -> new Linear(2, "a/b").call(x)),
            Map.entry("class_with_number", NamePrograms::classWithNumber),
            Map.entry("class_with_digit", NamePrograms::classWithDigit));

    private NamePrograms() {}

    private static Tensor layers(List<String> names, Tensor input) {
        Tensor hidden = input;
        for (String name : names) {
            hidden = new Linear(3, name).call(hidden);
        }
        return hidden;
    }

    private static Tensor named(Tensor input) {
        class M extends Module {
            M(String name) { super(name); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(4, "first").call(x);
                    return new Linear(2, "second").call(hidden);
                }
            }
        }
        return new M("model").call(input);
    }

    private static Tensor sameNameInTwoModules(Tensor input) {
        class M extends Module {
            M(@Nullable String name) { super(name); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3, "layer").call(x);
                }
            }
        }
        return new Linear(3, "layer").call(new M(null).call(new M("other").call(input)));
    }

    private static Tensor classWithNumber(Tensor input) {
        class Net_2 extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }
        }
        return new Net_2().call(new Net_2().call(input));
    }

    private static Tensor classWithDigit(Tensor input) {
        class MLP2 extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }
        }
        return new MLP2().call(new MLP2().call(input));
    }
}
