package org.dovetail.parity.naming;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Nn;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.Sequential;

/** The programs of {@code naming_cases.py} about sharing, modules within modules, and inheritance. */
final class SharingPrograms {
    static final Map<String, F1<Tensor, Tensor>> ALL = Map.ofEntries(
            Map.entry("called_twice", SharingPrograms::calledTwice),
            Map.entry("two_instances", SharingPrograms::twoInstances),
            Map.entry("linear_called_twice", SharingPrograms::linearCalledTwice),
            Map.entry("nested_modules", SharingPrograms::nestedModules),
            Map.entry("recursive_module", SharingPrograms::recursiveModule),
            Map.entry("passed_in", SharingPrograms::passedIn),
            Map.entry("made_in_argument", SharingPrograms::madeInArgument),
            Map.entry("method_of_another", SharingPrograms::methodOfAnother),
            Map.entry("sequential", SharingPrograms::sequential),
            Map.entry("sequential_in_constructor", SharingPrograms::sequentialInConstructor),
            Map.entry("sequential_nested", SharingPrograms::sequentialNested),
            Map.entry("inherited", SharingPrograms::inherited),
            Map.entry("overridden_method", SharingPrograms::overriddenMethod),
            Map.entry("super_constructor", SharingPrograms::superConstructor),
            Map.entry("super_call", SharingPrograms::superCall),
            Map.entry("super_call_other_shape", SharingPrograms::superCallOtherShape),
            Map.entry("super_method", SharingPrograms::superMethod),
            Map.entry("subclass_of_linear", SharingPrograms::subclassOfLinear));

    private SharingPrograms() {}

    private static Tensor calledTwice(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(new Linear(3).call(x));
                }
            }
        }
        M m = new M();
        return m.call(m.call(input));
    }

    private static Tensor twoInstances(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }
        }
        return new M().call(new M().call(input));
    }

    private static Tensor linearCalledTwice(Tensor input) {
        Linear layer = new Linear(3);
        return layer.call(layer.call(input));
    }

    private static Tensor nestedModules(Tensor input) {
        class Inner extends Module {
            private final Linear layer = new Linear(2);

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(layer.call(x));
                }
            }
        }
        class Outer extends Module {
            private final Inner inner = new Inner();

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Inner().call(inner.call(x));
                }
            }

            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Inner().call(x);
                }
            }
        }
        Outer outer = new Outer();
        return outer.encode(outer.call(input));
    }

    private static Tensor recursiveModule(Tensor input) {
        class Rec extends Module {
            private final int depth;

            Rec(int depth) { this.depth = depth; }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new Linear(3).call(x);
                    return depth > 0 ? new Rec(depth - 1).call(hidden) : hidden;
                }
            }
        }
        return new Rec(2).call(input);
    }

    private static Tensor passedIn(Tensor input) {
        class M extends Module {
            private final Linear layer;

            M(Linear layer) { this.layer = layer; }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return layer.call(new Linear(3).call(x));
                }
            }
        }
        Linear shared = new Linear(3, "shared");
        return new M(shared).call(new M(shared).call(input));
    }

    private static Tensor madeInArgument(Tensor input) {
        class M extends Module {
            private final F1<Tensor, Tensor> layer;

            M(F1<Tensor, Tensor> layer) { this.layer = layer; }

            Tensor call(Tensor x) { return layer.apply(x); }
        }
        return new M(new M(new Linear(2))::call).call(input);
    }

    private static Tensor methodOfAnother(Tensor input) {
        class Child extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2).call(x);
                }
            }
        }
        class Parent extends Module {
            private final Child child = new Child();

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Child().encode(child.encode(x));
                }
            }
        }
        return new Parent().call(input);
    }

    private static Tensor sequential(Tensor input) {
        return new Sequential(new Linear(4), Nn::relu, new Linear(2)).call(input);
    }

    private static Tensor sequentialInConstructor(Tensor input) {
        class M extends Module {
            private final Sequential body = new Sequential(List.of(new Linear(4), Nn::relu, new Linear(2)), null);

            Tensor call(Tensor x) { return body.call(x); }
        }
        return new M().call(input);
    }

    private static Tensor sequentialNested(Tensor input) {
        Sequential inner = new Sequential(new Linear(4), new Linear(5));
        return new Sequential(inner, x -> new Linear(2).call(x), new Linear(6)).call(input);
    }

    private static Tensor inherited(Tensor input) {
        class M extends Module {
            private final Linear layer = new Linear(2);

            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(4).call(x);
                }
            }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(5).call(encode(layer.call(x)));
                }
            }
        }
        class Sub extends M {}
        return new Sub().call(input);
    }

    private static Tensor overriddenMethod(Tensor input) {
        class M extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(4).call(x);
                }
            }

            Tensor call(Tensor x) { return encode(x); }
        }
        class Sub extends M {
            @Override
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(5, "other").call(x);
                }
            }
        }
        return new Sub().call(new M().call(input));
    }

    private static Tensor superConstructor(Tensor input) {
        class M extends Module {
            final Linear first;

            M() { first = new Linear(2); }
        }
        class Sub extends M {
            private final Linear second;

            Sub() { second = new Linear(4); }

            Tensor call(Tensor x) { return second.call(first.call(x)); }
        }
        return new Sub().call(input);
    }

    private static Tensor superCall(Tensor input) { return superCallOf(3, input); }

    private static Tensor superCallOtherShape(Tensor input) { return superCallOf(4, input); }

    private static Tensor superCallOf(int size, Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }
        }
        class Sub extends M {
            @Override
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return super.call(new Linear(size).call(x));
                }
            }
        }
        return new Sub().call(input);
    }

    private static Tensor superMethod(Tensor input) {
        class M extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(3).call(x);
                }
            }
        }
        class Sub extends M {
            @Override
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new Linear(2, "last").call(super.encode(x));
                }
            }
        }
        return new Sub().encode(input);
    }

    private static Tensor subclassOfLinear(Tensor input) {
        class SubE extends Linear {
            SubE(int outputSize) { super(outputSize); }
        }
        return new SubE(2).call(new SubE(4).call(input));
    }
}
