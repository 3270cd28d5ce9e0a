package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a formula of {@code einsum} says: a label for each axis. Letters are their code points; the axes of an ellipsis are -1 for the last, -2 for the one before and so on, so
 * that those of operands of different ranks are aligned as broadcasting does.
 *
 * @param operands the labels of each operand's axes
 * @param result the labels of the result's axes
 * @param extents how many indices each label has
 */
record EinsumFormula(List<List<Integer>> operands, List<Integer> result, Map<Integer, Integer> extents) {
    private static final Pattern TERM = Pattern.compile("[a-zA-Z]*(\\.\\.\\.[a-zA-Z]*)?");

    /** Reads a formula for operands. */
    static EinsumFormula of(String formula, List<Tensor> operands) {
        String[] sides = formula.replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length > 2 || Stream.concat(Stream.of(terms), Stream.of(sides).skip(1))
                .anyMatch(term -> !TERM.matcher(term).matches())) {
            throw new IllegalArgumentException("einsum: letters for axes are expected, with commas between operands, "
                    + "an ellipsis in each at most, and -> before the result; got \"" + formula + "\"");
        }
        if (terms.length != operands.size()) {
            throw new IllegalArgumentException("einsum: \"" + formula + "\" is for " + terms.length
                    + " operands; got " + operands.stream().map(Tensor::spec).toList());
        }
        List<List<Integer>> labels = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < terms.length; i++) {
            int named = terms[i].replace(".", "").length();
            int rest = operands.get(i).rank() - named;
            if (rest < 0 || rest > 0 && !terms[i].contains(".")) {
                throw new IllegalArgumentException("einsum: \"" + terms[i] + "\" in \"" + formula + "\" is for "
                        + named + " axes; got " + operands.get(i).spec());
            }
            labels.add(labels(terms[i], rest));
            most = Math.max(most, terms[i].contains(".") ? rest : 0);
        }
        List<Integer> result = sides.length == 2 ? labels(sides[1], most) : implicit(labels, most);
        Map<Integer, Integer> extents = extents(formula, labels, operands);
        if (!extents.keySet().containsAll(result) || result.stream().distinct().count() < result.size()) {
            throw new IllegalArgumentException("einsum: the result of \"" + formula
                    + "\" is expected to name each axis once, and only such as operands have");
        }
        return new EinsumFormula(labels, result, extents);
    }

    /** How many indices a label has. */
    int extent(Integer label) { return extents.getOrDefault(label, 1); }

    private static List<Integer> labels(String term, int rest) {
        List<Integer> labels = new ArrayList<>();
        int ellipsis = term.indexOf('.');
        for (int i = 0; i < term.length(); i++) {
            if (i == ellipsis) {
                IntStream.rangeClosed(-rest, -1).forEach(labels::add);
            } else if (term.charAt(i) != '.') {
                labels.add((int) term.charAt(i));
            }
        }
        return List.copyOf(labels);
    }

    /** The axes of ellipses, and those that are named once, by the alphabet. */
    private static List<Integer> implicit(List<List<Integer>> operands, int most) {
        List<Integer> all = operands.stream().flatMap(List::stream).toList();
        List<Integer> result = new ArrayList<>(IntStream.rangeClosed(-most, -1).boxed().toList());
        all.stream().filter(label -> label > 0 && Collections.frequency(all, label) == 1).sorted().forEach(result::add);
        return List.copyOf(result);
    }

    private static Map<Integer, Integer> extents(String formula, List<List<Integer>> labels, List<Tensor> operands) {
        Map<Integer, Integer> extents = new TreeMap<>();
        for (int i = 0; i < labels.size(); i++) {
            for (int axis = 0; axis < labels.get(i).size(); axis++) {
                int extent = operands.get(i).dim(axis);
                int known = extents.merge(labels.get(i).get(axis), extent, (a, b) -> a == 1 ? b : a);
                int first = labels.get(i).indexOf(labels.get(i).get(axis));
                if (extent != known && extent != 1 || extent != operands.get(i).dim(first)) {
                    throw new IllegalArgumentException(
                            "einsum: axes of one label are expected to have one extent, in different operands or 1, in \""
                                    + formula + "\"; got " + operands.stream().map(Tensor::spec).toList());
                }
            }
        }
        return extents;
    }
}
