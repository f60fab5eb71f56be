package io.github.headlight.examples.text;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.token.Token;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenMatrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A heatmap as text: a bar and two digits for each probability that is worth a look. */
final class HeatmapTable {
    /** As many columns as fit a terminal of 120 cells. */
    private static final int MOST = 20;

    private static final int QUERY_CELLS = 12;
    private static final int KEY_CELLS = 4;
    private static final int TITLE_CELLS = 100;

    /** Less than this would be written as 0. */
    private static final double LEAST = 0.005;

    private final TokenMatrix cells;
    private final ColorScale scale;
    private final double least;
    private final boolean chinese;

    private HeatmapTable(TokenMatrix cells, RenderOptions options) {
        this.cells = cells;
        this.scale = options.shading().scale();
        this.least = Math.max(LEAST, options.shading().threshold());
        this.chinese = options.language() == Language.ZH;
    }

    static String of(Heatmap heatmap, RenderOptions options) {
        HeatmapTable table = new HeatmapTable(heatmap.cells(), options);
        return DisplayText.fit(heatmap.title(), TITLE_CELLS)
                + "\n\n"
                + table.rows()
                + "\n"
                + String.join("\n", table.notes())
                + "\n";
    }

    private TextTable rows() {
        List<Token> queries = shown(cells.queries());
        List<Token> keys = shown(cells.keys());
        TextTable table = new TextTable();
        List<String> indices = new ArrayList<>(List.of(""));
        List<String> labels = new ArrayList<>(List.of(""));
        for (Token key : keys) {
            indices.add(Integer.toString(key.index()));
            labels.add(DisplayText.fit(key.label(), KEY_CELLS));
        }
        table.add(indices);
        table.add(labels);
        int digits = Integer.toString(queries.get(queries.size() - 1).index()).length();
        for (int q = 0; q < queries.size(); q++) {
            Token query = queries.get(q);
            List<String> row = new ArrayList<>();
            row.add(
                    DisplayText.right(Integer.toString(query.index()), digits)
                            + " "
                            + DisplayText.fit(query.label(), QUERY_CELLS));
            for (int k = 0; k < keys.size(); k++) {
                row.add(cell(query, keys.get(k), cells.matrix().probability(q, k)));
            }
            table.add(row);
        }
        return table;
    }

    private String cell(Token query, Token key, float p) {
        boolean masked = key.index() > query.index() && p == 0;
        if (masked || (cells.lens().sink() != Sink.SHOWN && TokenMatrix.isSink(key))) {
            return "";
        }
        if (!(p >= least)) {
            return "·";
        }
        long hundredths = Math.round(p * 100.0);
        String digits = hundredths < 100 ? String.format(Locale.ROOT, ".%02d", hundredths) : "1.0";
        return TextTable.bar(scale.position(p)) + digits;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                chinese
                        ? "行为查询，列为键；空白为未来，已遮蔽。"
                        : "Rows are queries, columns are keys; blank is the future, masked.");
        notes.add(
                chinese
                        ? ".25 表示概率 0.25，· 表示小于 " + least + "；柱高为 " + curve() + "。"
                        : ".25 is a probability of 0.25, · one below "
                                + least
                                + "; bars rise with "
                                + curve()
                                + ".");
        switch (cells.lens().sink()) {
            case SHOWN -> {}
            case MASKED -> notes.add(chinese ? "不含首个词元。" : "The first token is left out.");
            case RENORMALISED ->
                    notes.add(
                            chinese
                                    ? "不含首个词元，每行其余部分除以其和。"
                                    : "The first token is left out, and the rest of each row divided by its sum.");
        }
        if (cells.lens().words()) {
            notes.add(
                    chinese
                            ? "词：对键求和，对查询取平均。"
                            : "Words: a sum over the tokens of a key, a mean over those of a query.");
        }
        int size = cells.reduction().size();
        switch (cells.reduction().kind()) {
            case NONE -> {}
            case TOP_KEYS ->
                    notes.add(
                            chinese
                                    ? "仅捕获每行最强的 " + size + " 个键，其余未知。"
                                    : "Only the "
                                            + size
                                            + " strongest keys of each row are known.");
            case BLOCKS ->
                    notes.add(
                            chinese
                                    ? "每格为 " + size + " × " + size + " 个词元：对键求和，对查询取平均。"
                                    : "A cell is a block of "
                                            + size
                                            + " × "
                                            + size
                                            + " tokens: a sum over its keys, a mean over its queries.");
        }
        addCut(notes, chinese ? "查询" : "queries", cells.queries());
        addCut(notes, chinese ? "键" : "keys", cells.keys());
        return notes;
    }

    private void addCut(List<String> notes, String what, List<Token> tokens) {
        if (tokens.size() > MOST) {
            int from = tokens.get(MOST).index();
            int to = tokens.get(tokens.size() - 1).index();
            notes.add(
                    chinese
                            ? "未显示" + what + " " + from + " 至 " + to + "；裁剪视图即可查看。"
                            : "Not shown: " + what + " " + from + " to " + to + "; crop the view.");
        }
    }

    private String curve() {
        return scale.curve() == ColorScale.Curve.LOG
                ? "log p"
                : scale.gamma() == 1 ? "p" : "p^" + scale.gamma();
    }

    private static List<Token> shown(List<Token> tokens) {
        return tokens.subList(0, Math.min(MOST, tokens.size()));
    }
}
