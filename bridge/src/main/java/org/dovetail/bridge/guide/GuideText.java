package org.dovetail.bridge.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dovetail.bridge.report.Amounts;
import org.dovetail.bridge.report.Paint;
import org.dovetail.bridge.report.Table;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;

/** The guide's sections for people. */
public final class GuideText {
    private static final String GAP = "    ";

    private final Paint paint;
    private final StringBuilder out = new StringBuilder();

    private GuideText(Paint paint) { this.paint = paint; }

    /** A line, and how it is painted. */
    private record Line(String text, String painted) {}

    /**
     * The sections, a line each.
     *
     * @param paint the colours
     * @return the lines
     */
    public static String sections(Paint paint) {
        StringBuilder out = new StringBuilder();
        Table table = new Table();
        for (Section section : Section.values()) {
            table.row().cell(String.valueOf(section.number())).cell(section.label(), paint::bold)
                    .cell(section.title())
                    .cell(section.file(Style.HAIKU) + ", " + section.file(Style.NNX), paint::dim);
        }
        table.print(out, "");
        return out.append("Run one:   dovetail guide run training\n").toString();
    }

    /**
     * What both programs of a section print, and how far they are from Python's.
     *
     * @param run the section
     * @param paint the colours
     * @param columns how wide the terminal is; the trees stand side by side where they fit
     * @return the lines
     */
    public static String of(GuideRun run, Paint paint, int columns) {
        GuideText text = new GuideText(paint);
        text.out.append(run.section().number()).append("  ").append(paint.bold(run.section().title())).append("\n\n");
        text.trees(run, columns);
        run.sides().forEach(text::numbers);
        text.verdict(run);
        return text.out.toString();
    }

    private void trees(GuideRun run, int columns) {
        List<Line> left = lines(run.section(), run.haiku());
        List<Line> right = lines(run.section(), run.nnx());
        int width = width(left);
        if (width + GAP.length() + width(right) > columns) {
            left.forEach(line -> out.append(line.painted).append('\n'));
            out.append('\n');
            right.forEach(line -> out.append(line.painted).append('\n'));
        } else {
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                Line mine = i < left.size() ? left.get(i) : new Line("", "");
                out.append(mine.painted);
                if (i < right.size()) {
                    out.repeat(' ', width - mine.text.length()).append(GAP).append(right.get(i).painted);
                }
                out.append('\n');
            }
        }
        out.append('\n');
    }

    private static int width(List<Line> lines) {
        return lines.stream().mapToInt(line -> line.text.length()).max().orElse(0);
    }

    private List<Line> lines(Section section, Side side) {
        List<Line> lines = new ArrayList<>();
        String style = style(side.style());
        String file = section.file(side.style());
        lines.add(new Line(style + "  " + file, paint.bold(style) + "  " + paint.dim(file)));
        for (Side.Tree tree : side.trees()) {
            String name = switch (tree.name()) {
                case "params" -> "parameters";
                case "all" -> "all Variables";
                default -> tree.name();
            };
            lines.add(tree.isEqual()
                    ? new Line(name, paint.kind(name))
                    : new Line(name + ": Python prints another", paint.bad(name + ": Python prints another")));
            tree.text().lines().forEach(line -> lines.add(new Line("  " + line, "  " + line)));
        }
        return lines;
    }

    private static String style(Style style) {
        return switch (style) {
            case HAIKU -> "Haiku";
            case NNX -> "NNX";
        };
    }

    private void numbers(Side side) {
        Table table = new Table();
        table.row().cell(style(side.style()) + " computes", paint::bold).cell("").cell("first numbers", paint::dim)
                .cell("max abs", paint::dim).cell("ulp", paint::dim);
        for (Side.Computed computed : side.computed()) {
            String first = computed.first().stream().map(number -> shown(number, computed.spec().dtype()))
                    .collect(Collectors.joining(" "));
            table.row().cell(computed.name()).cell(computed.spec().toString(), paint::dim)
                    .cell(computed.first().size() < computed.spec().shape().size() ? first + " ..." : first)
                    .cell(Amounts.measure(computed.maxAbs()), computed.isWithin() ? paint::good : paint::bad)
                    .cell(computed.units().map(units -> String.format(Locale.ROOT, "%.1f", units)).orElse("-"));
        }
        table.print(out, "");
        side.initial().stream().filter(array -> !array.isEqual()).forEach(
                array -> out.append(paint.bad("begins otherwise than Python's")).append("  ").append(array.name())
                        .append(' ').append(array.spec()).append('\n'));
        side.unmatched().forEach(
                name -> out.append(paint.bad("in one of both alone")).append("  ").append(name).append('\n'));
        out.append('\n');
    }

    private static String shown(double number, DType dtype) {
        return dtype.kind() == DType.Kind.FLOAT ? Amounts.measure(number) : String.valueOf((long) number);
    }

    private void verdict(GuideRun run) {
        if (!run.isWithin()) {
            out.append(paint.bad("This is not what Python's programs give.")).append('\n');
            return;
        }
        long arrays = run.sides().stream().mapToLong(side -> side.initial().size()).sum();
        double limit = run.sides().stream().flatMap(side -> side.computed().stream())
                .mapToDouble(Side.Computed::limit).max().orElse(0);
        out.append(paint.good("As in Python: the trees, the bits of " + Amounts.count(arrays, "first array") + ", and "
                + (limit == 0 ? "every number." : "what is computed, within " + Amounts.measure(limit) + ".")))
                .append('\n');
    }
}
