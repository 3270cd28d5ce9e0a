package org.dovetail.parity.naming;

import java.util.Map;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.BatchNorm;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;

/** The programs of {@code naming_cases.py} about parameters and state, batch norm, and mistakes. */
final class ValuePrograms {
    private static final Shape THREE = Shape.of(3);

    static final Map<String, F1<Tensor, Tensor>> ALL = Map.ofEntries(
            Map.entry("top_level_parameter", ValuePrograms::topLevelParameter),
            Map.entry("top_level_state", ValuePrograms::topLevelState),
            Map.entry("state_set_twice", ValuePrograms::stateSetTwice),
            Map.entry("module_parameter", ValuePrograms::moduleParameter),
            Map.entry("module_state", ValuePrograms::moduleState),
            Map.entry("parameter_twice",
                    x -> x.mul(Hk.getParameter("w", THREE, Init.ones()))
                            .mul(Hk.getParameter("w", THREE, Init.zeros()))),
            Map.entry("parameter_in_static_method", ValuePrograms::parameterInStaticMethod),
            Map.entry("parameter_other_shape", ValuePrograms::parameterOtherShape),
            Map.entry("parameter_without_init", _ -> Hk.getParameter("w", THREE, DType.FLOAT32)),
            Map.entry("state_without_init", _ -> Hk.getState("counter")),
            Map.entry("linear_without_bias", x -> new Linear(2, Linear.options().withoutBias()).call(x)),
            Map.entry("creation_order", ValuePrograms::creationOrder),
            Map.entry("interleaved", ValuePrograms::interleaved),
            Map.entry("batch_norm", x -> new BatchNorm(true, true, 0.9).call(x, true)),
            Map.entry("batch_norm_in_call", ValuePrograms::batchNormInCall),
            Map.entry("batch_norm_in_constructor", ValuePrograms::batchNormInConstructor),
            Map.entry("batch_norm_in_method", ValuePrograms::batchNormInMethod),
            Map.entry("batch_norm_evaluated", x -> new BatchNorm(true, true, 0.9).call(x, false)),
            Map.entry("child_before_super", ValuePrograms::childBeforeSuper));

    private ValuePrograms() {}

    private static Tensor topLevelParameter(Tensor x) {
        Tensor scale = Hk.getParameter("scale", THREE, Init.ones());
        return new Linear(2).call(x.mul(scale));
    }

    private static Tensor topLevelState(Tensor x) {
        Tensor counter = Hk.getState("counter", Shape.of(), DType.INT32, Init.ones());
        Hk.setState("counter", counter.add(1));
        Hk.setState("last", x);
        return x.mul(Hk.getParameter("scale", THREE, Init.ones()));
    }

    private static Tensor stateSetTwice(Tensor x) {
        Hk.setState("last", Tensors.zeros(1));
        Hk.setState("last", Tensors.ones(1));
        return x;
    }

    private static Tensor moduleParameter(Tensor input) {
        class M extends Module {
            private final Tensor first;

            M() { first = getParameter("first", THREE, Init.ones()); }

            Tensor encode(Tensor x) { return x.mul(getParameter("third", THREE, Init.ones())); }

            Tensor call(Tensor x) { return encode(x.mul(first).mul(getParameter("second", THREE, Init.ones()))); }
        }
        return new M().call(input);
    }

    private static Tensor moduleState(Tensor input) {
        class M extends Module {
            private void count() {
                Tensor counter = getState("counter", Shape.of(), DType.INT32, Init.zeros());
                setState("counter", counter.add(1));
            }

            Tensor call(Tensor x) {
                count();
                count();
                setState("last", x);
                return x;
            }
        }
        return new M().call(input);
    }

    private static Tensor parameterInStaticMethod(Tensor input) {
        class M extends Module {
            static Tensor weight() { return Hk.getParameter("w", THREE, Init.ones()); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return x.mul(weight());
                }
            }
        }
        return new M().call(input).mul(M.weight());
    }

    private static Tensor parameterOtherShape(Tensor x) {
        Hk.getParameter("w", THREE, Init.ones());
        return x.add(Hk.getParameter("w", Shape.of(4), Init.ones()));
    }

    private static Tensor creationOrder(Tensor input) {
        class Z extends Module {
            Tensor call(Tensor x) {
                getParameter("w", Shape.of(1), Init.ones());
                getParameter("b", Shape.of(2), Init.ones());
                return x;
            }
        }
        class A extends Module {
            Tensor call(Tensor x) { return x.mul(getParameter("v", Shape.of(), Init.ones())); }
        }
        return new A().call(new Z().call(input));
    }

    private static Tensor interleaved(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = x.mul(getParameter("first", THREE, Init.ones()));
                    hidden = new Linear(3).call(hidden);
                    return hidden.mul(getParameter("second", THREE, Init.ones()));
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor batchNormInCall(Tensor input) {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    Tensor hidden = new BatchNorm(true, true, 0.9).call(new Linear(2).call(x), true);
                    return new BatchNorm(false, true, 0.9).call(hidden, true);
                }
            }
        }
        return new M().call(input);
    }

    private static Tensor batchNormInConstructor(Tensor input) {
        class M extends Module {
            private final BatchNorm norm = new BatchNorm(true, false, 0.9, "norm");

            Tensor call(Tensor x) { return norm.call(x, true); }
        }
        return new M().call(input);
    }

    private static Tensor batchNormInMethod(Tensor input) {
        class M extends Module {
            Tensor encode(Tensor x) {
                try (var _ = scope()) {
                    return new BatchNorm(true, true, 0.9).call(x, true);
                }
            }
        }
        return new M().encode(input);
    }

    private static Tensor childBeforeSuper(Tensor input) {
        class M extends Module {
            private final Linear layer;

            M() {
                Linear early = new Linear(2);
                super();
                layer = early;
            }

            Tensor call(Tensor x) { return layer.call(x); }
        }
        return new M().call(input);
    }
}
