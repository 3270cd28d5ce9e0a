package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.ones;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.junit.jupiter.api.Test;

class ScopesTests {
    private static final String LINE = "try (var _ = scope()) { ... }";

    private static Params init(F1<Tensor, Tensor> function) { return Hk.transform(function).init(0, ones(1, 3)); }

    private static Iterable<String> modules(F1<Tensor, Tensor> function) { return init(function).modules().keySet(); }

    private static AbstractThrowableAssert<?, ?> assertFails(F1<Tensor, Tensor> function) {
        return assertThatThrownBy(() -> init(function));
    }

    static final class Forgetful extends Module {
        Tensor call(Tensor x) { return new Linear(2).call(x); }
    }

    @Test
    void aForgottenScopeIsToldWithTheLine() {
        assertFails(x -> new Forgetful().call(x)).isInstanceOf(ScopeException.class)
                .hasMessage(
                        "Forgetful.call creates the module 'linear' outside of a Haiku scope, so its name is undefined. "
                                + "Write around the body of Forgetful.call:  " + LINE);
    }

    @Test
    void aScopeForgottenInAMethodThatAScopedOneCallsIsTold() {
        class M extends Module {
            private Tensor encode(Tensor x) { return new Linear(2).call(x); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return encode(x);
                }
            }
        }
        assertFails(x -> new M().call(x)).isInstanceOf(ScopeException.class)
                .hasMessageContaining("M.encode creates the module 'linear'")
                .hasMessageContaining("around the body of M.encode:  " + LINE);
    }

    @Test
    void aScopeForgottenInAnOverriddenMethodIsTold() {
        class M extends Module {
            Tensor call(Tensor x) { return new Linear(3).call(x); }
        }
        class Sub extends M {
            @Override
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return super.call(new Linear(3).call(x));
                }
            }
        }
        assertFails(x -> new Sub().call(x)).isInstanceOf(ScopeException.class)
                .hasMessageContaining("M.call creates the module 'linear'").hasMessageContaining(LINE);
    }

    @Test
    void aScopeForgottenInAMethodOfTheConstructorIsTold() {
        class M extends Module {
            final Linear layer = build();

            private Linear build() { return new Linear(2); }
        }
        assertFails(x -> new M().layer.call(x)).isInstanceOf(ScopeException.class)
                .hasMessageContaining("M.build creates the module 'linear'").hasMessageContaining(LINE);
    }

    @SuppressWarnings("try")
    static final class Unclosed extends Module {
        private final List<MethodScope> opened = new ArrayList<>();

        Tensor call(Tensor x) {
            opened.add(scope());
            return new Linear(2).call(x);
        }

        void closeLate() { opened.getFirst().close(); }
    }

    @Test
    void aScopeThatIsNotClosedIsToldWhenTheFunctionReturns() {
        assertFails(x -> new Unclosed().call(x)).isInstanceOf(ScopeException.class)
                .hasMessage("Unclosed.call opened a scope and did not close it. Write around its body, once:  " + LINE);
    }

    @Test
    void aScopeThatIsNotClosedIsToldWhenTheNextModuleIsCreated() {
        assertFails(x -> new Linear(2).call(new Unclosed().call(x))).isInstanceOf(ScopeException.class)
                .hasMessageContaining("Unclosed.call opened a scope and did not close it").hasMessageContaining(LINE);
    }

    @Test
    void aScopeThatIsNotClosedIsToldWhenTheOuterOneCloses() {
        class Outer extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return new Unclosed().call(x);
                }
            }
        }
        assertFails(x -> new Outer().call(x)).isInstanceOf(ScopeException.class)
                .hasMessageContaining("Unclosed.call opened a scope and did not close it").hasMessageContaining(LINE);
    }

    @Test
    void closingTwiceOrLateHarmsNothing() {
        assertThat(modules(x -> {
            var unclosed = new Unclosed();
            Tensor y = unclosed.call(x);
            unclosed.closeLate();
            unclosed.closeLate();
            return new Linear(3).call(y);
        })).containsExactly("linear", "unclosed/linear");
    }

    @Test
    void aScopeInALambdaIsToldWithTheLine() {
        class M extends Module {
            Tensor call(Tensor x) {
                F1<Tensor, Tensor> layer = y -> {
                    try (var _ = scope()) {
                        return new Linear(2).call(y);
                    }
                };
                return layer.apply(x);
            }
        }
        assertFails(x -> new M().call(x)).isInstanceOf(ScopeException.class)
                .hasMessage(
                        "scope() is called in a lambda of M.call; a lambda has no scope of its own: what it creates belongs to "
                                + "the method that runs it. Remove it there, and write around the body of M.call:  "
                                + LINE);
    }

    @Test
    void aScopeInAnAnonymousClassIsToldWithTheLine() {
        class M extends Module {
            Tensor call(Tensor x) {
                return new F1<Tensor, Tensor>() {
                    @Override
                    public Tensor apply(Tensor y) {
                        try (var _ = scope()) {
                            return new Linear(2).call(y);
                        }
                    }
                }.apply(x);
            }
        }
        assertFails(x -> new M().call(x)).isInstanceOf(ScopeException.class)
                .hasMessageContaining("apply calls scope() of 'm', of which it is no method")
                .hasMessageContaining(LINE);
    }

    @Test
    void aScopeInAConstructorIsTold() {
        class M extends Module {
            final Linear layer;

            M() {
                try (var _ = scope()) {
                    layer = new Linear(2);
                }
            }
        }
        assertFails(x -> new M().layer.call(x)).isInstanceOf(ScopeException.class)
                .hasMessage(
                        "the constructor of M calls scope(); constructors have their scope by themselves. Remove the line");
    }

    @Test
    void aScopeThatIsOpenedTwiceInOneCallIsTold() {
        class M extends Module {
            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    try (var _ = scope()) {
                        return new Linear(2).call(x);
                    }
                }
            }
        }
        assertFails(x -> new M().call(x)).isInstanceOf(ScopeException.class).hasMessageContaining("once:  " + LINE);
    }

    @Test
    void anAnonymousModuleNeedsAName() {
        assertFails(x -> new Linear(2) {
            @Override
            public Tensor call(Tensor y) { return super.call(y).add(1); }
        }.call(x)).isInstanceOf(ScopeException.class)
                .hasMessage(
                        "an anonymous class that extends Linear has no name for Haiku. Give it one,  new Linear(..., \"name\") "
                                + "{ ... }  or declare a class");
        assertThat(modules(x -> new Linear(2, "named") {
            @Override
            public Tensor call(Tensor y) { return super.call(y).add(1); }
        }.call(x))).containsExactly("named");
    }

    @Test
    void aChildBeforeSuperIsTold() {
        class M extends Module {
            final Linear layer;

            M() {
                var early = new Linear(2);
                super();
                layer = early;
            }
        }
        assertFails(x -> new M().layer.call(x)).isInstanceOf(ScopeException.class)
                .hasMessage(
                        "the constructor of M creates the module 'linear' before its super(...) has returned, so there is no "
                                + "name for it yet. Create it after super(...)");
    }

    static final class Tree extends Module {
        private final List<Tree> branches = new ArrayList<>();

        Tree() { this(2); }

        Tree(int depth) {
            super();
            for (int i = 0; i < depth; i++) {
                branches.add(new Tree(depth - 1));
            }
        }

        Tensor call(Tensor x) {
            Tensor y = x.mul(getParameter("p", Shape.of(), Init.ones()));
            for (Tree branch : branches) {
                y = branch.call(y);
            }
            return y;
        }
    }

    @Test
    void constructorsOfTheirOwnClassNest() {
        assertThat(modules(x -> {
            Tensor y = new Tree().call(x);
            return new Tree(1).call(y);
        })).containsExactly("tree", "tree/~/tree", "tree/~/tree/~/tree", "tree/~/tree_1", "tree/~/tree_1/~/tree",
                "tree_1",
                "tree_1/~/tree");
    }

    @Test
    void modulesAreAloneInALoopOfConstructors() {
        class Pair extends Module {
            final Linear layer = new Linear(3);
        }
        assertThat(modules(x -> {
            Tensor y = x;
            for (int i = 0; i < 3; i++) {
                y = new Linear(3).call(new Pair().layer.call(y));
            }
            return y;
        })).containsExactly("linear", "linear_1", "linear_2", "pair/~/linear", "pair_1/~/linear", "pair_2/~/linear");
    }

    @Test
    void aSubclassNamesWhatItsSuperclassAndItselfCreate() {
        class Big extends Linear {
            final Linear inner;

            Big() {
                super(3);
                inner = new Linear(3);
            }

            @Override
            public Tensor call(Tensor x) { return inner.call(super.call(x)); }
        }
        assertThat(modules(x -> new Big().call(new Big().call(x)))).containsExactly("big", "big/~/linear", "big_1",
                "big_1/~/linear");
    }

    @Test
    void aMethodMayTakePythonsName() {
        class M extends Module {
            Tensor encodeImage(Tensor x) {
                try (var _ = scope("encode_image")) {
                    return new Linear(3).call(x);
                }
            }

            Tensor main(Tensor x) {
                try (var _ = scope("__call__")) {
                    return new Linear(3).call(x);
                }
            }

            Tensor build(Tensor x) {
                try (var _ = scope("__init__")) {
                    return new Linear(3).call(x);
                }
            }
        }
        assertThat(modules(x -> {
            M m = new M();
            return m.build(m.main(m.encodeImage(x)));
        })).containsExactly("m/linear", "m/~/linear", "m/~encode_image/linear");
    }

    @Test
    void aParameterOfALambdaBelongsToTheModuleThatRunsIt() {
        class M extends Module {
            private final Sequential body = new Sequential(x -> x.mul(getParameter("scale", Shape.of(), Init.ones())));

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return body.call(x).mul(getParameter("own", Shape.of(), Init.ones()));
                }
            }

            Tensor unscoped(Tensor x) { return body.call(x); }
        }
        Params params = init(x -> {
            M m = new M();
            return m.unscoped(m.call(x));
        });
        assertThat(params).hasToString("{'m': {'own': ()}, 'm/~/sequential': {'scale': ()}}");
    }

    @Test
    void aParameterOfALambdaOfAnotherInstanceBelongsToTheOneThatRunsIt() {
        class M extends Module {
            private final Supplier<Tensor> factor;

            M(Supplier<Tensor> factor) { this.factor = factor; }

            M() { this.factor = () -> getParameter("factor", Shape.of(), Init.ones()); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return x.mul(factor.get());
                }
            }
        }
        assertThat(init(x -> {
            M first = new M();
            return new M(first.factor).call(x);
        })).hasToString("{'m_1': {'factor': ()}}");
    }

    @Test
    void aParameterAskedForAsAFunctionOutsideOfAScopeIsTold() {
        class M extends Module {
            Tensor call(Tensor x) { return x.mul(Hk.getParameter("w", Shape.of(), Init.ones())); }
        }
        assertFails(x -> new M().call(x)).isInstanceOf(ScopeException.class)
                .hasMessage(
                        "getParameter is called, not as the module's own method, in M.call outside of a Haiku scope, so its "
                                + "module is undefined. Write around the body of M.call:  " + LINE);
    }

    @Test
    void aFunctionInAScopeAsksForTheModulesParameter() {
        class M extends Module {
            private static Tensor weight() { return Hk.getParameter("w", Shape.of(), Init.ones()); }

            Tensor call(Tensor x) {
                try (var _ = scope()) {
                    return x.mul(weight());
                }
            }
        }
        assertThat(init(x -> new M().call(x).mul(M.weight()))).hasToString("{'m': {'w': ()}, '~': {'w': ()}}");
    }

    @Test
    void twoThreadsInitAtOnce() throws Exception {
        Callable<String> work = () -> init(x -> new Linear(3).call(new Tree().call(x))).toString();
        String alone = work.call();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                results.add(threads.submit(work));
            }
            for (Future<String> result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void aTransformedFunctionMayRunInAnother() {
        var inner = Hk.transform((Tensor x) -> new Linear(3).call(x));
        assertThat(modules(x -> {
            Params params = inner.init(1, x);
            assertThat(params.modules().keySet()).containsExactly("linear");
            return new Linear(3).call(inner.apply(params, null, new Linear(3).call(x)));
        })).containsExactly("linear", "linear_1");
    }
}
