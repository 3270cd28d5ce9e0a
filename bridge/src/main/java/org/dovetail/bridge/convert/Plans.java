package org.dovetail.bridge.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.NamedArrays;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.DType;

/** Plans that need no matching, and changes to plans that were made elsewhere. */
public final class Plans {
    private Plans() {}

    /**
     * The plan that leaves every name and number as it is: for another container or key scheme.
     *
     * @param source the source
     * @param style its library
     * @param toScheme the target's key scheme
     * @return the plan
     */
    public static Plan identity(NamedArrays source, Style style, KeyScheme toScheme) {
        List<Step> steps = source.entries().stream().map(entry -> new Step("", entry.path().toString(),
                entry.path().toString(), Basis.SHAPE, List.of(new Move(List.of(entry), List.of(entry), List.of())),
                List.of(), List.of())).toList();
        return new Plan(style, source.scheme(), style, toScheme, steps, List.of());
    }

    /**
     * A plan that writes another key scheme.
     *
     * @param plan the plan
     * @param scheme the key scheme
     * @return the plan
     */
    public static Plan withScheme(Plan plan, KeyScheme scheme) {
        return new Plan(plan.from(), plan.fromScheme(), plan.to(), scheme, plan.steps(), plan.open());
    }

    /**
     * A plan that leaves source arrays out. What is made of them is left out as well.
     *
     * @param plan the plan
     * @param skipped the source arrays
     * @return the plan
     */
    public static Plan without(Plan plan, Set<EntryPath> skipped) {
        return withSteps(plan, step -> {
            List<Move> moves = step.moves().stream()
                    .filter(move -> move.from().stream().noneMatch(entry -> skipped.contains(entry.path()))).toList();
            List<Aside> sourceOnly = step.sourceOnly().stream()
                    .filter(aside -> !skipped.contains(aside.entry().path())).toList();
            boolean gone = moves.isEmpty() && !step.moves().isEmpty();
            return new Step(step.kind(), step.source(), step.target(), step.basis(), moves, sourceOnly,
                    gone ? List.of() : step.targetOnly());
        });
    }

    /**
     * A plan that casts every array of a dtype's family (floats, integers) to it at last.
     *
     * @param plan the plan
     * @param dtype the dtype
     * @return the plan
     */
    public static Plan cast(Plan plan, DType dtype) {
        return withSteps(plan, step -> new Step(step.kind(), step.source(), step.target(), step.basis(),
                step.moves().stream().map(move -> cast(move, dtype)).toList(), step.sourceOnly(),
                step.targetOnly().stream()
                        .map(aside -> new Aside(aside.role(), cast(aside.entry(), dtype), aside.fallback())).toList()));
    }

    private static Move cast(Move move, DType dtype) {
        DType before = move.to().getFirst().spec().dtype();
        if (before == dtype || !isSameFamily(before, dtype)) {
            return move;
        }
        List<TensorOp> ops = new ArrayList<>(move.ops());
        ops.add(new TensorOp.Cast(before, dtype));
        return new Move(move.from(), move.to().stream().map(entry -> cast(entry, dtype)).toList(), ops);
    }

    private static Entry cast(Entry entry, DType dtype) {
        return isSameFamily(entry.spec().dtype(), dtype)
                ? new Entry(entry.path(), entry.spec().withDtype(dtype), entry.variable())
                : entry;
    }

    private static boolean isSameFamily(DType a, DType b) { return isInteger(a) ? isInteger(b) : a.kind() == b.kind(); }

    private static boolean isInteger(DType type) {
        return type.kind() == DType.Kind.SIGNED || type.kind() == DType.Kind.UNSIGNED;
    }

    private static Plan withSteps(Plan plan, UnaryOperator<Step> change) {
        List<Step> steps = plan.steps().stream().map(change)
                .filter(step -> !step.sources().isEmpty() || !step.targets().isEmpty()).toList();
        return new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), steps, plan.open());
    }
}
