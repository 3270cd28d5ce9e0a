package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Reduction;

/**
 * Computes a formula of {@code einsum}, two operands at a time.
 *
 * <p>
 * The order is the cheapest by the number of products: for up to {@value #TRIED} operands the best of all, found for every set of operands from the best of its parts; beyond
 * that, the cheapest pair is always next.
 */
final class Einsum {
    private static final int TRIED = 10;

    /**
     * An operand, or a product of operands.
     *
     * @param tensor the numbers
     * @param labels a label for each axis, all distinct
     */
    private record Term(Tensor tensor, List<Integer> labels) {}

    private final EinsumFormula formula;

    private Einsum(EinsumFormula formula) { this.formula = formula; }

    static Tensor of(String text, List<Tensor> operands) {
        EinsumFormula formula = EinsumFormula.of(text, operands);
        DType common = operands.stream().map(Tensor::dtype).reduce(Ops::promoted).orElseThrow();
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            terms.add(squeezed(diagonal(new Term(operands.get(i).cast(common), formula.operands().get(i))), formula));
        }
        return new Einsum(formula).product(terms);
    }

    /** Axes of one label made one: their diagonal. */
    private static Term diagonal(Term term) {
        for (int i = 0; i < term.labels.size(); i++) {
            Integer label = term.labels.get(i);
            int other = term.labels.lastIndexOf(label);
            if (other > i) {
                List<Integer> rest = new ArrayList<>(term.labels);
                rest.remove(/* index */ other);
                rest.remove(/* index */ i);
                rest.add(label);
                return diagonal(new Term(Diagonals.diagonal(term.tensor, 0, i, other), List.copyOf(rest)));
            }
        }
        return term;
    }

    /** The operand without axes of extent 1 along which others have more elements. */
    private static Term squeezed(Term term, EinsumFormula formula) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < term.labels.size(); i++) {
            if (term.tensor.dim(i) == 1 && formula.extent(term.labels.get(i)) != 1) {
                axes.add(i);
            }
        }
        List<Integer> labels = new ArrayList<>(term.labels);
        axes.reversed().forEach(axis -> labels.remove(axis.intValue()));
        return new Term(term.tensor.reshape(term.tensor.shape().without(axes)), List.copyOf(labels));
    }

    private Tensor product(List<Term> operands) {
        Set<Integer> wanted = new HashSet<>(formula.result());
        Term all = operands.size() <= TRIED ? best(operands, wanted) : greedy(operands, wanted);
        Term only = summed(all, wanted);
        List<Integer> order = formula.result().stream().map(only.labels::indexOf).toList();
        return Ops.transpose(only.tensor, order);
    }

    private static Term summed(Term term, Set<Integer> wanted) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < term.labels.size(); i++) {
            if (!wanted.contains(term.labels.get(i))) {
                axes.add(i);
            }
        }
        if (axes.isEmpty()) {
            return term;
        }
        Reduction.Op sum = term.tensor.dtype() == DType.BOOL ? Reduction.Op.OR : Reduction.Op.SUM;
        return new Term(new Reduction.Reduce(sum, axes).of(term.tensor),
                term.labels.stream().filter(wanted::contains).toList());
    }

    /** The labels that a set of operands has in common with the result or the other operands. */
    private static Set<Integer> needed(List<? extends List<Integer>> labels, int members, Set<Integer> result) {
        Set<Integer> needed = new HashSet<>(result);
        for (int i = 0; i < labels.size(); i++) {
            if ((members >> i & 1) == 0) {
                needed.addAll(labels.get(i));
            }
        }
        return needed;
    }

    private double size(Set<Integer> labels) {
        return labels.stream().mapToDouble(formula::extent).reduce(1, (a, b) -> a * b);
    }

    /** For every set of operands, as bits, the split that is cheapest with the cheapest splits of its parts. */
    private Term best(List<Term> operands, Set<Integer> result) {
        List<List<Integer>> labels = operands.stream().map(Term::labels).toList();
        int sets = 1 << operands.size();
        double[] cost = new double[sets];
        int[] split = new int[sets];
        List<Set<Integer>> kept = new ArrayList<>(Collections.nCopies(sets, Set.of()));
        for (int set = 1; set < sets; set++) {
            Set<Integer> present = new HashSet<>();
            for (int i = 0; i < operands.size(); i++) {
                if ((set >> i & 1) == 1) {
                    present.addAll(labels.get(i));
                }
            }
            present.retainAll(needed(labels, set, result));
            kept.set(set, present);
            cost[set] = Integer.bitCount(set) == 1 ? 0 : Double.POSITIVE_INFINITY;
            for (int part = set - 1 & set; part > (set ^ part); part = part - 1 & set) {
                Set<Integer> both = new HashSet<>(kept.get(part));
                both.addAll(kept.get(set ^ part));
                double total = cost[part] + cost[set ^ part] + size(both);
                if (total < cost[set]) {
                    cost[set] = total;
                    split[set] = part;
                }
            }
        }
        return build(operands, sets - 1, split, kept);
    }

    private Term build(List<Term> operands, int set, int[] split, List<Set<Integer>> kept) {
        if (Integer.bitCount(set) == 1) {
            return operands.get(Integer.numberOfTrailingZeros(set));
        }
        Term left = build(operands, set ^ split[set], split, kept);
        Term right = build(operands, split[set], split, kept);
        return contracted(left, right, kept.get(set));
    }

    private Term greedy(List<Term> operands, Set<Integer> result) {
        List<Term> rest = new ArrayList<>(operands);
        while (rest.size() > 1) {
            double least = Double.POSITIVE_INFINITY;
            int[] pair = {0, 1};
            for (int i = 0; i < rest.size(); i++) {
                for (int j = i + 1; j < rest.size(); j++) {
                    Set<Integer> both = new HashSet<>(rest.get(i).labels);
                    both.addAll(rest.get(j).labels);
                    if (size(both) < least) {
                        least = size(both);
                        pair = new int[]{i, j};
                    }
                }
            }
            Term right = rest.remove(pair[1]);
            Term left = rest.remove(pair[0]);
            Set<Integer> needed = needed(rest.stream().map(Term::labels).toList(), 0, result);
            rest.add(contracted(left, right, needed));
        }
        return rest.getFirst();
    }

    /** The sum of products of two terms over the labels that are no longer needed. */
    private Term contracted(Term one, Term other, Set<Integer> needed) {
        Set<Integer> ofOne = new HashSet<>(needed);
        ofOne.addAll(other.labels);
        Set<Integer> ofOther = new HashSet<>(needed);
        ofOther.addAll(one.labels);
        Term left = summed(one, ofOne);
        Term right = summed(other, ofOther);
        List<Integer> shared = left.labels.stream().filter(right.labels::contains).toList();
        List<Integer> batch = new ArrayList<>(formula.result().stream().filter(shared::contains).toList());
        shared.stream().filter(label -> needed.contains(label) && !batch.contains(label)).forEach(batch::add);
        List<Integer> contract = shared.stream().filter(label -> !batch.contains(label)).toList();
        if (contract.isEmpty()) {
            return multiplied(left, right);
        }
        List<Integer> labels = new ArrayList<>(batch);
        left.labels.stream().filter(label -> !shared.contains(label)).forEach(labels::add);
        right.labels.stream().filter(label -> !shared.contains(label)).forEach(labels::add);
        Tensor dot = new DotGeneral(axes(left, contract), axes(right, contract), axes(left, batch), axes(right, batch))
                .of(left.tensor, right.tensor);
        return new Term(dot, List.copyOf(labels));
    }

    private static List<Integer> axes(Term term, List<Integer> labels) {
        return labels.stream().map(term.labels::indexOf).toList();
    }

    /** Where nothing is summed, the product element by element of both with the axes of both. */
    private Term multiplied(Term left, Term right) {
        List<Integer> labels = new ArrayList<>(left.labels);
        right.labels.stream().filter(label -> !labels.contains(label)).forEach(labels::add);
        List<Integer> ordered = formula.result().containsAll(labels)
                ? formula.result().stream().filter(labels::contains).toList()
                : List.copyOf(labels);
        return new Term(aligned(left, ordered).mul(aligned(right, ordered)), ordered);
    }

    private static Tensor aligned(Term term, List<Integer> labels) {
        List<Integer> present = labels.stream().filter(term.labels::contains).toList();
        Tensor ordered = Ops.transpose(term.tensor, axes(term, present));
        int[] extents = new int[labels.size()];
        Arrays.setAll(extents, i -> present.contains(labels.get(i))
                ? ordered.dim(present.indexOf(labels.get(i)))
                : 1);
        return ordered.reshape(Shape.of(extents));
    }
}
