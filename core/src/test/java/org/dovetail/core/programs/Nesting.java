package org.dovetail.core.programs;

import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import org.dovetail.core.Carry;
import org.dovetail.core.CheckpointPolicy;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;

/** What a line with a body does with it: loops, choices, and functions under other transformations. */
enum Nesting {
    SCAN {
        @Override
        List<Tensor> apply(Tensor x, Values values) { return scan(x, values, ScanOptions.DEFAULT); }
    },
    SCAN_REVERSED {
        @Override
        List<Tensor> apply(Tensor x, Values values) { return scan(x, values, ScanOptions.DEFAULT.reversed()); }
    },
    FORI {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            F2<Tensor, Tensor, Tensor> step = (i, carry) -> result(values, List.of(i, carry), carry);
            return List.of(ControlFlow.foriLoop(-1, values.number(4) - 1, step, x));
        }
    },
    MAP {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            return x.rank() == 0
                    ? List.of()
                    : List.of(ControlFlow.map((Tensor element) -> result(values, List.of(element), element), x));
        }
    },
    WHILE {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            Tensor limit = values.integer(4);
            F1<Carry<Tensor, Tensor>, Tensor> goesOn = state -> state.carry().lt(limit);
            F1<Carry<Tensor, Tensor>, Carry<Tensor, Tensor>> step = state -> new Carry<>(state.carry().add(1),
                    result(values, List.of(state.carry(), state.out()), state.out()));
            Carry<Tensor, Tensor> last = ControlFlow.whileLoop(goesOn, step, new Carry<>(Tensors.scalar(0), x));
            return List.of(last.carry(), last.out());
        }
    },
    COND {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            return List.of(ControlFlow.cond(values.truth(Shape.of()), branch(values, values.line().body()),
                    branch(values, values.line().other()), x));
        }
    },
    SWITCH {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            List<F1<Tensor, Tensor>> branches = List.of(branch(values, values.line().body()),
                    branch(values, values.line().other()), y -> y);
            return List.of(ControlFlow.switchCase(values.integer(5).sub(1), branches, x));
        }
    },
    JIT {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            return List.of(jit((Tensor y) -> result(values, List.of(y), y)).apply(x));
        }
    },
    CHECKPOINT {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            CheckpointPolicy policy = CheckpointPolicy.values()[values.number(CheckpointPolicy.values().length)];
            return List.of(checkpoint((Tensor y) -> result(values, List.of(y), y), policy).apply(x));
        }
    },
    CUSTOM_JVP {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            F1<Tensor, Tensor> function = y -> result(new Values(List.of(), values.line()), List.of(y), y);
            return List.of(customJvp(function, (Tensor y, Tensor dy) -> jvp(function, y, dy)).apply(x));
        }
    },
    VMAP {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            return x.rank() == 0 || x.dim(0) == 0
                    ? List.of()
                    : List.of(vmap((Tensor element) -> result(values, List.of(element), element)).apply(x));
        }
    };

    /** The values of a line, from one value and what else there is. */
    abstract List<Tensor> apply(Tensor x, Values values);

    static Nesting of(int number) { return values()[Math.floorMod(number, values().length)]; }

    static List<Tensor> run(Values values) {
        return of(values.line().nesting()).apply(values.first(values.all().reversed()), values);
    }

    private static F1<Tensor, Tensor> branch(Values values, List<Line> lines) {
        return x -> Values.fit(last(values, List.of(x), lines), x.spec());
    }

    private static Tensor last(Values around, List<Tensor> arguments, List<Line> lines) {
        return Program.run(around.with(arguments, around.line()).all(), lines).getLast();
    }

    /** What the body gives, made to have a dtype and shape. */
    private static Tensor result(Values around, List<Tensor> arguments, Tensor like) {
        return Values.fit(last(around, arguments, around.line().body()), like.spec());
    }

    private static List<Tensor> scan(Tensor x, Values values, ScanOptions options) {
        Tensor xs = values.any();
        if (xs.rank() == 0) {
            F2<Tensor, List<Tensor>, Carry<Tensor, Tensor>> step = (carry, _) -> step(values, carry, List.of());
            return both(ControlFlow.scan(step, x, List.of(), options.withLength(values.number(4))));
        }
        F2<Tensor, Tensor, Carry<Tensor, Tensor>> step = (carry, element) -> step(values, carry, List.of(element));
        return both(ControlFlow.scan(step, x, xs, options));
    }

    private static List<Tensor> both(Carry<Tensor, Tensor> result) { return List.of(result.carry(), result.out()); }

    /** The next carry, and the body's value, or a number of it when stacked ones would be too large. */
    private static Carry<Tensor, Tensor> step(Values values, Tensor carry, List<Tensor> elements) {
        List<Tensor> arguments = values.with(elements, values.line()).with(List.of(carry), values.line()).all();
        Tensor last = Program.run(arguments, values.line().body()).getLast();
        Tensor out = last.rank() < 3 && last.size() <= 24
                ? last
                : Values.fit(last, last.spec().withShape(Shape.of()));
        return new Carry<>(Values.fit(last, carry.spec()), out);
    }
}
