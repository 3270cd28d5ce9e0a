package org.dovetail.core.programs;

import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vmap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
            List<Tensor> first = List.of(x, values.any());
            F1<Carry<Tensor, List<Tensor>>, Tensor> goesOn = state -> state.carry().lt(limit);
            F1<Carry<Tensor, List<Tensor>>, Carry<Tensor, List<Tensor>>> step = state -> {
                List<Tensor> arguments = new ArrayList<>(state.out());
                arguments.add(state.carry());
                return new Carry<>(state.carry().add(1), results(values, arguments, values.line().body(), first));
            };
            return ControlFlow.whileLoop(goesOn, step, new Carry<>(Tensors.scalar(0), first)).out();
        }
    },
    COND {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            return ControlFlow.cond(values.truth(Shape.of()), branch(values, values.line().body()),
                    branch(values, values.line().other()), List.of(x, values.any()));
        }
    },
    SWITCH {
        @Override
        List<Tensor> apply(Tensor x, Values values) {
            List<F1<List<Tensor>, List<Tensor>>> branches = List.of(branch(values, values.line().body()),
                    branch(values, values.line().other()), operands -> operands);
            return ControlFlow.switchCase(values.integer(5).sub(1), branches, List.of(x, values.any()));
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
            List<CheckpointPolicy> policies = List.of(CheckpointPolicy.values());
            CheckpointPolicy policy = policies.get(values.number(policies.size()));
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

    static Nesting of(int number) {
        List<Nesting> all = List.of(values());
        return all.get(Math.floorMod(number, all.size()));
    }

    static List<Tensor> run(Values values) {
        return of(values.line().nesting()).apply(values.first(values.all().reversed()), values);
    }

    private static F1<List<Tensor>, List<Tensor>> branch(Values values, List<Line> lines) {
        return operands -> results(values, operands, lines, operands);
    }

    /** The last values of a body, made to have dtypes and shapes. */
    private static List<Tensor> results(Values around, List<Tensor> arguments, List<Line> lines, List<Tensor> likes) {
        List<Tensor> newest = Program.run(around.with(arguments, around.line()).all(), lines).reversed();
        return IntStream.range(0, likes.size()).mapToObj(i -> Values.fit(newest.get(i), likes.get(i).spec())).toList();
    }

    private static Tensor result(Values around, List<Tensor> arguments, Tensor like) {
        return results(around, arguments, around.line().body(), List.of(like)).getFirst();
    }

    private static List<Tensor> scan(Tensor x, Values values, ScanOptions options) {
        Tensor xs = values.any();
        List<Tensor> first = List.of(x, values.like(x).transpose());
        F2<List<Tensor>, List<Tensor>, Carry<List<Tensor>, List<Tensor>>> step = (carry, elements) -> {
            List<Tensor> arguments = new ArrayList<>(elements);
            arguments.addAll(carry);
            List<Tensor> next = results(values, arguments, values.line().body(), first);
            return new Carry<>(next, List.of(stackable(next.getFirst()), stackable(next.getLast())));
        };
        Carry<List<Tensor>, List<Tensor>> last = xs.rank() == 0
                ? ControlFlow.scan(step, first, List.of(), options.withLength(values.number(4)))
                : ControlFlow.scan(step, first, List.of(xs), options);
        return Stream.concat(last.carry().stream(), last.out().stream()).toList();
    }

    /** A value, or a number of it when stacked ones would be too large. */
    private static Tensor stackable(Tensor x) {
        return x.rank() < 3 && x.size() <= 24 ? x : Values.fit(x, x.spec().withShape(Shape.of()));
    }
}
