package org.dovetail.parity.naming;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;

/** The programs of {@code naming_cases.py} about the scopes of one module. */
final class ScopePrograms {
    static final Map<String, F1<Tensor, Tensor>> ALL = Map.ofEntries(
            Map.entry("call", ScopePrograms::call),
            Map.entry("call_twice_numbered", ScopePrograms::callTwiceNumbered),
            Map.entry("outer_first", ScopePrograms::outerFirst),
            Map.entry("loop", ScopePrograms::loop),
            Map.entry("constructor", ScopePrograms::constructor),
            Map.entry("constructor_and_call", ScopePrograms::constructorAndCall),
            Map.entry("constructor_list", ScopePrograms::constructorList),
            Map.entry("constructor_unused", ScopePrograms::constructorUnused),
            Map.entry("method", ScopePrograms::method),
            Map.entry("method_from_call", ScopePrograms::methodFromCall),
            Map.entry("nested_methods", ScopePrograms::nestedMethods),
            Map.entry("method_twice", ScopePrograms::methodTwice),
            Map.entry("method_calls_call", ScopePrograms::methodCallsCall),
            Map.entry("recursive_method", ScopePrograms::recursiveMethod),
            Map.entry("private_method", ScopePrograms::privateMethod),
            Map.entry("static_method", ScopePrograms::staticMethod),
            Map.entry("static_method_outside", ScopePrograms::staticMethodOutside),
            Map.entry("helper_function", ScopePrograms::helperFunction),
            Map.entry("constructor_calls_method", ScopePrograms::constructorCallsMethod),
            Map.entry("constructor_calls_static_method", ScopePrograms::constructorCallsStaticMethod),
            Map.entry("lambda_of_constructor", ScopePrograms::lambdaOfConstructor));

    private ScopePrograms() {}

    private static Tensor call(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2).call(x);
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor callTwiceNumbered(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(2).call(x);
                    return new Linear(4).call(hidden);
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor outerFirst(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2).call(new Linear(4).call(x));
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor loop(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = x;
                    for (int size : new int[]{4, 5, 6}) {
                        hidden = new Linear(size).call(hidden);
                    }
                    return hidden;
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor constructor(Tensor input) {
        class M extends Module {
            private final Linear layer;

            M() { layer = new Linear(2); }

            Tensor call(Tensor x) { return layer.call(x); }
        }
        return new M().call(input);
    }

    private static Tensor constructorAndCall(Tensor input) {
        class M extends Module {
            private final Linear layer = new Linear(2);

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(4).call(layer.call(x));
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor constructorList(Tensor input) {
        class M extends Module {
            private final List<Linear> layers = Stream.generate(() -> new Linear(3)).limit(3).toList();

            Tensor call(Tensor x) {
                Tensor hidden = x;
                for (Linear layer : layers.reversed()) {
                    hidden = layer.call(hidden);
                }
                return hidden;
            }
        }
        return new M().call(input);
    }

    private static Tensor constructorUnused(Tensor input) {
        class M extends Module {
            private final Linear layer;

            M() {
                Linear unused = new Linear(2);
                layer = unused.moduleName().isEmpty() ? unused : new Linear(2);
            }

            Tensor call(Tensor x) { return layer.call(x); }
        }
        return new M().call(input);
    }

    private static Tensor method(Tensor input) {
        class M extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2).call(x);
                }
            }
        }
        return new M().encode(input);
    }

    private static Tensor methodFromCall(Tensor input) {
        class M extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(4).call(x);
                }
            }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(2).call(x);
                    hidden = encode(hidden);
                    return new Linear(5).call(hidden);
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor nestedMethods(Tensor input) {
        class M extends Module {
            Tensor inner(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(4).call(x);
                }
            }

            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(2).call(x);
                    hidden = inner(hidden);
                    return new Linear(5).call(hidden);
                }
            }
        }
        return new M().encode(input);
    }

    private static Tensor methodTwice(Tensor input) {
        class M extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }

            Tensor call(Tensor x) { return encode(encode(x)); }
        }
        return new M().call(input);
    }

    private static Tensor methodCallsCall(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }

            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2).call(call(x));
                }
            }
        }
        return new M().encode(input);
    }

    private static Tensor recursiveMethod(Tensor input) {
        class M extends Module {
            Tensor again(Tensor x, int times) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(3).call(x);
                    return times > 0 ? again(hidden, times - 1) : hidden;
                }
            }
        }
        return new M().again(input, 2);
    }

    private static Tensor privateMethod(Tensor input) {
        class M extends Module {
            private Tensor _hidden(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2).call(x);
                }
            }

            Tensor call(Tensor x) { return _hidden(x); }
        }
        return new M().call(input);
    }

    private static Tensor staticMethod(Tensor input) {
        class M extends Module {
            static Tensor build(Tensor x) { return new Linear(2).call(x); }

            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return build(new Linear(4).call(x));
                }
            }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(3).call(x);
                    return encode(build(hidden));
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor staticMethodOutside(Tensor input) {
        class M extends Module {
            static Tensor build(Tensor x) { return new Linear(2).call(x); }
        }
        return M.build(input);
    }

    private static Tensor helper(Tensor x) { return new Linear(2).call(x); }

    private static Tensor helperFunction(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return helper(x);
                }
            }
        }
        return new M().call(helper(input));
    }

    private static Tensor constructorCallsMethod(Tensor input) {
        class M extends Module {
            private final Linear layer;

            M() { layer = build(); }

            private Linear build() {
                try (var _ = scope()) {
                    return new Linear(2);
                }
            }

            Tensor call(Tensor x) { return layer.call(x); }
        }
        return new M().call(input);
    }

    private static Tensor constructorCallsStaticMethod(Tensor input) {
        class M extends Module {
            private final Linear layer;

            M() { layer = build(); }

            private static Linear build() { return new Linear(2); }

            Tensor call(Tensor x) { return layer.call(x); }
        }
        return new M().call(input);
    }

    private static Tensor lambdaOfConstructor(Tensor input) {
        class M extends Module {
            private final Supplier<Linear> make;

            M() { make = () -> new Linear(2); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return make.get().call(x);
                }
            }
        }
        return new M().call(input);
    }
}
