package org.dovetail.bridge.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.LossyOp;
import org.dovetail.bridge.rules.PieceOp;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Plans that hold together, of random names, shapes and operations. */
final class RandomPlans {
    private static final List<DType> DTYPES = List.of(DType.values());

    private RandomPlans() {}

    static Arbitrary<Plan> plans() {
        Arbitrary<List<Plan.Open>> open = Combinators.combine(Arbitraries.strings().ofMaxLength(6),
                Arbitraries.strings().ofMaxLength(6).list().ofMaxSize(3)).as(Plan.Open::new).list().ofMaxSize(2);
        return Combinators.combine(Arbitraries.of(Style.class), Arbitraries.of(KeyScheme.class),
                Arbitraries.of(Style.class), Arbitraries.of(KeyScheme.class), steps(), open).as(Plan::new);
    }

    static Arbitrary<Plan> completePlans() {
        return plans().map(plan -> new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), plan.steps(),
                List.of()));
    }

    private static Arbitrary<List<Step>> steps() {
        return step().list().ofMaxSize(4).map(steps -> {
            List<Step> unique = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                unique.add(numbered(steps.get(i), String.valueOf(i)));
            }
            return unique;
        });
    }

    /** Paths must not occur twice in a plan, so the number of the step goes in front of them. */
    private static Step numbered(Step step, String number) {
        return new Step(step.kind(), step.source(), step.target(), step.basis(),
                step.moves().stream().map(move -> new Move(numbered(move.from(), number), numbered(move.to(), number),
                        move.ops())).toList(),
                step.sourceOnly().stream().map(aside -> numbered(aside, number)).toList(),
                step.targetOnly().stream().map(aside -> numbered(aside, number)).toList());
    }

    private static Aside numbered(Aside aside, String number) {
        return new Aside(aside.role(), numbered(List.of(aside.entry()), number).getFirst(), aside.fallback());
    }

    private static List<Entry> numbered(List<Entry> entries, String number) {
        return entries.stream().map(entry -> {
            List<String> scope = new ArrayList<>(List.of(number));
            scope.addAll(entry.path().scope());
            return new Entry(new EntryPath(entry.path().collection(), scope, entry.path().name()), entry.spec(),
                    entry.variable());
        }).toList();
    }

    private static Arbitrary<Step> step() {
        return Combinators.combine(Arbitraries.strings().ofMaxLength(6), Arbitraries.strings().ofMaxLength(6),
                Arbitraries.strings().ofMaxLength(6), Arbitraries.of(Basis.class), move(), aside("s"), aside("t"))
                .as((kind, source, target, basis, move, sourceOnly, targetOnly) -> new Step(kind, source, target, basis,
                        List.of(move), List.of(sourceOnly), List.of(targetOnly)));
    }

    private static Arbitrary<Aside> aside(String scope) {
        Arbitrary<Fallback> fallbacks = Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(4).map(Fallback.Copy::new),
                Arbitraries.doubles().map(Fallback.Constant::new),
                Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0).map(Fallback.Constant::new),
                Arbitraries.just(new Fallback.LeaveOut()));
        return Combinators.combine(Arbitraries.strings().ofMaxLength(4), entry(scope, spec()), fallbacks)
                .as(Aside::new);
    }

    private static Arbitrary<Move> move() {
        return Combinators.combine(spec(), Arbitraries.integers().between(0, 9).list().ofMaxSize(3),
                Arbitraries.randoms())
                .flatAs((spec, choices, random) -> {
                    List<TensorSpec> specs = List.of(spec);
                    List<TensorOp> ops = new ArrayList<>();
                    for (int choice : choices) {
                        TensorOp op = op(choice, specs, random);
                        specs = op.specs(specs);
                        ops.add(op);
                    }
                    List<Arbitrary<Entry>> targets = new ArrayList<>();
                    for (int i = 0; i < specs.size(); i++) {
                        targets.add(entry("to" + i, specs.get(i)));
                    }
                    return Combinators.combine(entry("from", spec), Combinators.combine(targets).as(to -> to))
                            .as((from, to) -> new Move(List.of(from), to, ops));
                });
    }

    private static TensorOp op(int choice, List<TensorSpec> specs, java.util.Random random) {
        TensorSpec spec = specs.getFirst();
        Shape shape = spec.shape();
        List<Integer> axes = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
        java.util.Collections.shuffle(axes, random);
        return switch (choice) {
            case 0 -> new TensorOp.Reshape(shape, shape.withFirst(1));
            case 1 -> new TensorOp.Permute(axes);
            case 2 -> new TensorOp.Cast(spec.dtype(), DTYPES.get(random.nextInt(DTYPES.size())));
            case 3 -> specs.size() > 1 ? new TensorOp.Stack(specs.size()) : unstack(shape, axes);
            case 4 -> new TensorOp.Flip(axes.subList(0, axes.size() / 2));
            default -> piece(choice, specs, random);
        };
    }

    private static TensorOp piece(int choice, List<TensorSpec> specs, java.util.Random random) {
        Shape shape = specs.getFirst().shape();
        boolean bias = specs.getFirst().dtype().kind() == DType.Kind.FLOAT && shape.rank() > 0;
        int extent = shape.rank() > 0 ? shape.extent(-1) : 0;
        int axis = shape.rank() - 1;
        if (specs.size() > 2 || extent == 0 || extent % 2 != 0) {
            return new TensorOp.Flip(List.of());
        }
        return switch (choice) {
            case 5 -> new PieceOp.Blocks(axis, extent == 2 ? List.of(1, 0) : List.of(0));
            case 6 -> new PieceOp.Split(axis, List.of(extent / 2, extent / 2));
            case 7 -> specs.size() == 2 && specs.getLast().equals(specs.getFirst())
                    ? new PieceOp.Join(axis, List.of(extent, extent))
                    : new PieceOp.Split(axis, List.of(extent));
            case 8 -> bias ? new LossyOp.Shift(0, 1, random.nextGaussian()) : new TensorOp.Flip(List.of());
            default -> bias ? new LossyOp.Spread(2) : new TensorOp.Flip(List.of());
        };
    }

    private static TensorOp unstack(Shape shape, List<Integer> axes) {
        return shape.rank() > 0 && shape.extent(0) > 0
                ? new TensorOp.Unstack(shape.extent(0))
                : new TensorOp.Flip(axes);
    }

    private static Arbitrary<TensorSpec> spec() {
        return Combinators.combine(Arbitraries.of(DType.class),
                Arbitraries.integers().between(0, 5).list().ofMaxSize(4))
                .as((dtype, extents) -> new TensorSpec(dtype, new Shape(extents)));
    }

    private static Arbitrary<Entry> entry(String first, TensorSpec spec) {
        return entry(first, Arbitraries.just(spec));
    }

    private static Arbitrary<Entry> entry(String first, Arbitrary<TensorSpec> spec) {
        Arbitrary<String> component = Arbitraries.strings().withChars("ab/.~ä\"\\").ofMaxLength(4);
        return Combinators.combine(Arbitraries.of("", "params", "state"), component.list().ofMaxSize(3), component,
                spec, Arbitraries.of("", "Param", "BatchStat")).as((in, scope, name, s, variable) -> {
                    List<String> all = new ArrayList<>(List.of(first));
                    all.addAll(scope);
                    return new Entry(new EntryPath(in, all, name), s, variable);
                });
    }
}
