package io.github.headlight.cli;

import java.io.PrintWriter;
import java.util.List;

/** Rows of text in aligned columns. */
final class Table {
    private Table() {}

    static void print(PrintWriter out, List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], columns(row.get(c)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c));
                if (c < columns - 1) {
                    line.append(" ".repeat(widths[c] - columns(row.get(c)) + 2));
                }
            }
            out.println(line);
        }
    }

    /** How many columns of a terminal a text takes: Chinese, Japanese and Korean take two each. */
    private static int columns(String text) {
        return text.codePoints().map(Table::columns).sum();
    }

    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide =
                switch (Character.UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
                    default -> (c >= 0x3000 && c < 0x3040) || (c >= 0xFF01 && c <= 0xFF60);
                };
        return wide ? 2 : 1;
    }
}
