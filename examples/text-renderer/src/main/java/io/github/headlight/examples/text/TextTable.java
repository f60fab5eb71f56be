package io.github.headlight.examples.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in columns as wide as they need, the first column left, all others right. */
final class TextTable {
    private static final String BARS = " ▁▂▃▄▅▆▇█";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; all have the same number of cells. */
    void add(List<String> row) {
        rows.add(row);
    }

    /** {@return a bar of one cell: nothing for 0, a full block for 1} */
    static char bar(double part) {
        double clamped = part > 0 ? Math.min(part, 1) : 0;
        return BARS.charAt((int) Math.ceil(clamped * (BARS.length() - 1)));
    }

    /** {@return lines, without blanks at their ends} */
    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], DisplayText.width(row.get(c)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(DisplayText.left(row.get(0), widths[0]));
            for (int c = 1; c < columns; c++) {
                line.append(' ').append(DisplayText.right(row.get(c), widths[c]));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
