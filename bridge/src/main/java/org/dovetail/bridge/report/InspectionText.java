package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.format.Entry;

/** What is in a checkpoint, for people: a tree on a terminal, one line for each module elsewhere. */
public final class InspectionText {
    /** The metadata of Dovetail's own, which is long and says nothing to people. */
    private static final String OURS = "dovetail";
    private static final int SHOWN = 100;

    private final Inspection inspection;
    private final Paint paint;
    private final StringBuilder out = new StringBuilder();

    private InspectionText(Inspection inspection, Paint paint) {
        this.inspection = inspection;
        this.paint = paint;
    }

    /**
     * One line for each module with its full path, between lines that begin with {@code #}; with statistics, one line for each array.
     *
     * @param inspection what is in the checkpoint
     * @return the lines
     */
    public static String lines(Inspection inspection) {
        InspectionText text = new InspectionText(inspection, Paint.PLAIN);
        text.head("# ");
        inspection.modules().forEach(inspection.stats().isEmpty() ? text::line : text::statsLines);
        text.beside("# ");
        text.totals("# ");
        return text.out.toString();
    }

    /**
     * An indented tree.
     *
     * @param inspection what is in the checkpoint
     * @param paint the colours
     * @return the lines
     */
    public static String tree(Inspection inspection, Paint paint) {
        InspectionText text = new InspectionText(inspection, paint);
        text.head("");
        Table table = new Table();
        List<String> above = List.of();
        for (Inspection.Module module : inspection.modules()) {
            text.branch(table, above, module);
            above = module.path();
        }
        table.print(text.out, "  ");
        text.beside("  ");
        text.totals("");
        return text.out.toString();
    }

    private void head(String prefix) {
        out.append(prefix).append(paint.bold(inspection.file().toString())).append("  ").append(inspection.format())
                .append(inspection.structure() ? " (structure alone)" : "").append(", keys ")
                .append(inspection.scheme()).append(", ")
                .append(inspection.style().map(style -> style.label() + " names")
                        .orElse("names of neither Haiku nor NNX alone"))
                .append('\n');
    }

    private void totals(String prefix) {
        out.append(prefix).append(Amounts.count(inspection.entries().size(), "array")).append(", ")
                .append(Amounts.count(inspection.elements(), "number")).append(", ")
                .append(Amounts.bytes(inspection.bytes())).append('\n');
    }

    private void beside(String prefix) {
        inspection.values()
                .forEach((key, value) -> out.append(prefix).append(oneLine(key)).append(" = ").append(shown(value))
                        .append('\n'));
        inspection.metadata()
                .forEach((key, value) -> out.append(prefix).append("metadata ").append(oneLine(key)).append(" = ")
                        .append(key.equals(OURS)
                                ? "side data of a conversion, " + Amounts.bytes(value.length())
                                : shown(value))
                        .append('\n'));
    }

    /** A name as a whole, on one line. */
    private static String oneLine(String name) {
        return Paths.printable(name).replace('\n', ' ');
    }

    /** A text on one line, of bounded length. */
    private static String shown(String text) {
        int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
        return oneLine(text.substring(0, end)) + (end < text.length() ? "..." : "");
    }

    private void line(Inspection.Module module) {
        out.append(oneLine(module.name()));
        module.members()
                .forEach((role, entry) -> out.append("  ").append(oneLine(role)).append(role.isEmpty() ? "" : " ")
                        .append(entry.spec()));
        out.append(module.kindText().isEmpty() ? "" : "  " + module.kindText()).append('\n');
    }

    private void statsLines(Inspection.Module module) {
        module.members().forEach((role, entry) -> {
            TensorStats stats = inspection.stats().get(entry.path());
            out.append(oneLine(module.name())).append(role.isEmpty() ? "" : " " + oneLine(role)).append("  ")
                    .append(entry.spec());
            if (stats != null) {
                out.append("  mean ").append(Amounts.measure(stats.mean())).append("  std ")
                        .append(Amounts.measure(stats.std())).append("  min ").append(Amounts.measure(stats.min()))
                        .append("  max ").append(Amounts.measure(stats.max())).append("  nan ").append(stats.nans())
                        .append("  inf ").append(stats.infinities());
            }
            out.append('\n');
        });
    }

    /** The rows of a module, below those of its ancestors that are not printed yet. */
    private void branch(Table table, List<String> above, Inspection.Module module) {
        List<String> path = module.path();
        boolean alone = module.members().size() == 1 && module.members().firstEntry().getKey().isEmpty();
        int common = 0;
        while (common < Math.min(above.size(), path.size() - 1) && above.get(common).equals(path.get(common))) {
            common++;
        }
        for (int depth = common; depth < path.size() - 1; depth++) {
            table.row().cell("  ".repeat(depth) + oneLine(path.get(depth)), paint::bold);
        }
        String indent = "  ".repeat(Math.max(0, path.size() - 1));
        String name = path.isEmpty() ? "." : oneLine(path.getLast());
        if (alone) {
            array(table, indent + name, module.members().firstEntry().getValue(), module.kindText());
            return;
        }
        table.row().cell(indent + name, paint::bold).cell(module.kindText(), paint::kind);
        for (Map.Entry<String, Entry> member : module.members().entrySet()) {
            array(table, indent + "  " + member.getKey(), member.getValue(), "");
        }
    }

    private void array(Table table, String name, Entry entry, String kind) {
        table.row().cell(name).cell(entry.spec().toString()).cell(Amounts.bytes(entry.spec().bytes()), paint::dim);
        List<String> more = new ArrayList<>();
        TensorStats stats = inspection.stats().get(entry.path());
        if (stats != null) {
            more.add("mean " + Amounts.measure(stats.mean()));
            more.add("std " + Amounts.measure(stats.std()));
            more.add("min " + Amounts.measure(stats.min()));
            more.add("max " + Amounts.measure(stats.max()));
        }
        more.forEach(table::cell);
        if (stats != null && (stats.nans() > 0 || stats.infinities() > 0)) {
            table.cell("nan " + stats.nans() + "  inf " + stats.infinities(), paint::bad);
        }
        if (!kind.isEmpty()) {
            table.cell(kind, paint::kind);
        }
    }
}
