package org.dovetail.bridge.report;

import java.util.List;
import java.util.Locale;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.rules.Style;

/** The differences of two checkpoints for people: the worst first. */
public final class DifferencesText {
    private static final int NAMED = 8;

    private DifferencesText() {}

    /**
     * Those that only one has, then a line for each array that differs, then the outcome.
     *
     * @param differences the differences
     * @param paint the colours
     * @return the lines
     */
    public static String of(Differences differences, Paint paint) {
        StringBuilder out = new StringBuilder();
        Table table = new Table();
        List<Differences.Pair> differing = differences.pairs().stream().filter(pair -> !pair.isEqual()).toList();
        if (!differing.isEmpty()) {
            table.row();
            List.of("array", "spec", "max abs", "max rel", "max ulp", "cosine", "differing", "rule", "rests on")
                    .forEach(title -> table.cell(title, paint::dim));
        }
        differing.forEach(pair -> row(table, pair, differences, paint));
        only(out, differences.a(), differences.onlyA(), paint);
        only(out, differences.b(), differences.onlyB(), paint);
        table.print(out, "");
        long casts = differences.pairs().stream().filter(pair -> pair.specA().dtype() != pair.specB().dtype()).count();
        if (casts > 0) {
            out.append(Amounts.count(casts, "array")).append(casts == 1 ? " has" : " have")
                    .append(" another dtype, and ").append(casts == 1 ? "is" : "are").append(" compared by value\n");
        }
        if (!differences.notCompared().isEmpty()) {
            out.append("not compared, because the other library has no such arrays: ")
                    .append(Paths.printable(
                            String.join(", ", differences.notCompared().stream().limit(NAMED).toList())))
                    .append(differences.notCompared().size() > NAMED
                            ? " and " + Amounts.count(differences.notCompared().size() - NAMED) + " more"
                            : "")
                    .append('\n');
        }
        String summary = differences.summary();
        return out.append(differences.isEqual() ? paint.good(summary) : paint.bad(summary)).append('\n').toString();
    }

    private static void row(Table table, Differences.Pair pair, Differences differences, Paint paint) {
        table.row().cell(name(pair, differences), paint::bold).cell(spec(pair));
        pair.difference().ifPresentOrElse(
                difference -> table.cell(Amounts.measure(difference.maxAbs()), paint::bad)
                        .cell(Amounts.measure(difference.maxRel())).cell(ulp(difference)).cell(cosine(difference))
                        .cell(share(difference)),
                () -> table.cell("another shape", paint::bad).cell("").cell("").cell("").cell(""));
        table.cell(pair.match().kind().isEmpty() ? "-" : pair.match().kind()).cell(pair.match().basis().label());
    }

    private static String name(Differences.Pair pair, Differences differences) {
        String a = nameA(pair, differences);
        String b = nameB(pair, differences);
        return a.equals(b) ? b : a + " -> " + b;
    }

    /** What the array is called in a; of several, the first and the last. */
    static String nameA(Differences.Pair pair, Differences differences) {
        Style style = differences.a().style();
        String first = Paths.text(pair.a().getFirst(), style);
        return pair.a().size() == 1 ? first : first + " .. " + Paths.text(pair.a().getLast(), style);
    }

    /** What the array is called in b. */
    static String nameB(Differences.Pair pair, Differences differences) {
        return Paths.text(pair.b(), differences.b().style());
    }

    /** Arrays with their dtypes and shapes. */
    static List<String> named(List<Entry> entries, Style style) {
        return entries.stream().map(entry -> Paths.text(entry.path(), style) + " " + entry.spec()).toList();
    }

    /** How many elements differ, of how many. */
    static String share(TensorDifference difference) {
        return Amounts.count(difference.differing()) + " of " + Amounts.count(difference.elements());
    }

    static String spec(Differences.Pair pair) {
        return pair.specA().equals(pair.specB()) ? pair.specB().toString() : pair.specA() + " / " + pair.specB();
    }

    static String ulp(TensorDifference difference) {
        if (difference.maxUlp() < 0) {
            return "-";
        }
        return difference.maxUlp() == Long.MAX_VALUE ? "inf" : Amounts.count(difference.maxUlp());
    }

    /** Enough digits to tell an angle from none. */
    static String cosine(TensorDifference difference) {
        return Double.isNaN(difference.cosine())
                ? "nan"
                : String.format(Locale.ROOT, "%.9f", difference.cosine());
    }

    private static void only(StringBuilder out, NamedTree file, List<Entry> entries, Paint paint) {
        named(entries, file.style()).forEach(path -> out.append(paint.bad("only in " + file.name())).append("  ")
                .append(Paths.printable(path).replace('\n', ' ')).append('\n'));
    }
}
