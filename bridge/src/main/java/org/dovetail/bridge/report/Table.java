package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of cells, printed in columns that line up; the last cell of a row is not padded. */
public final class Table {
    private static final String GAP = "  ";

    private record Cell(String text, UnaryOperator<String> paint) {}

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    /** A table without rows. */
    public Table() {}

    /**
     * Begins a row.
     *
     * @return this
     */
    public Table row() {
        rows.add(new ArrayList<>());
        return this;
    }

    /**
     * Adds a cell to the row.
     *
     * @param text what stands in it
     * @return this
     */
    public Table cell(String text) { return cell(text, UnaryOperator.identity()); }

    /**
     * Adds a cell in a colour.
     *
     * @param text what stands in it
     * @param paint the colour
     * @return this
     */
    public Table cell(String text, UnaryOperator<String> paint) {
        List<Cell> row = rows.getLast();
        int column = row.size();
        row.add(new Cell(Paths.printable(text).replace('\n', ' '), paint));
        if (widths.size() == column) {
            widths.add(0);
        }
        widths.set(column, Math.max(widths.get(column), text.length()));
        return this;
    }

    boolean isEmpty() { return rows.isEmpty(); }

    /**
     * Prints every row on a line of its own.
     *
     * @param out where to
     * @param indent what stands before each
     */
    public void print(StringBuilder out, String indent) {
        for (List<Cell> row : rows) {
            out.append(indent);
            int last = row.size() - 1;
            while (last > 0 && row.get(last).text.isEmpty()) {
                last--;
            }
            for (int i = 0; i <= last; i++) {
                Cell cell = row.get(i);
                out.append(cell.paint.apply(cell.text));
                if (i < last) {
                    out.repeat(' ', widths.get(i) - cell.text.length()).append(GAP);
                }
            }
            out.append('\n');
        }
    }
}
