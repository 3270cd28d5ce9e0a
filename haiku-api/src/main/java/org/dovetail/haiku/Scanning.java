package org.dovetail.haiku;

import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F2;
import org.dovetail.core.tree.Tree;

/** Loops whose bodies use modules: state and keys are handed from step to step beside the carry. */
final class Scanning {
    private Scanning() {}

    private record Threaded<C>(C carry, Frame.Handed handed) {}

    static <C, X, Y> Carry<C, Y> scan(F2<C, X, Carry<C, Y>> step, C init, X xs) {
        Frame frame = Frame.values("scan");
        if (!frame.runsInit()) {
            return loop(frame, step, init, xs);
        }
        // The first step makes parameters and state, so that the carry of the others keeps its structure.
        Tree elements = Tree.of(xs);
        int length = elements.leaves().isEmpty() ? 0 : elements.leaves().getFirst().dim(0);
        if (length == 0) {
            throw new IllegalArgumentException(
                    "scan: init needs at least one element to run the first step on; got none");
        }
        Carry<C, Y> first = step.apply(init, elements.with(elements.leaves().stream().map(x -> x.at(0)).toList()));
        Tree head = Tree.of(first.out());
        if (length == 1) {
            return new Carry<>(first.carry(), head.with(head.leaves().stream().map(y -> y.expandDims(0)).toList()));
        }
        X rest = elements.with(elements.leaves().stream().map(x -> x.slice(0, 1, length)).toList());
        Carry<C, Y> others = loop(frame, step, first.carry(), rest);
        return new Carry<>(others.carry(),
                Tree.map((y, ys) -> Tensors.concatenate(0, y.expandDims(0), ys), first.out(), others.out()));
    }

    private static <C, X, Y> Carry<C, Y> loop(Frame frame, F2<C, X, Carry<C, Y>> step, C init, X xs) {
        Carry<Threaded<C>, Y> result = ControlFlow.scan((Threaded<C> threaded, X x) -> {
            Frame.Stepped<Carry<C, Y>> stepped = frame.step(threaded.handed, () -> step.apply(threaded.carry, x));
            return new Carry<>(new Threaded<>(stepped.result().carry(), stepped.handed()), stepped.result().out());
        }, new Threaded<>(init, frame.handed()), xs, ScanOptions.DEFAULT);
        frame.goOn(result.carry().handed);
        return new Carry<>(result.carry().carry, result.out());
    }
}
