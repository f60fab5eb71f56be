package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.token.Token;
import io.github.headlight.view.HeadLinks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where everything in a picture of links is. A token has the same height in both columns. */
final class LinksLayout {
    private static final double LEGEND_GAP = 24;
    private static final int TALLEST = 1400;
    private static final double NARROWEST = 220;
    private static final double WIDEST = 420;

    private final double pitch;
    private final double height;
    private final double[] queryMiddles;
    private final double[] keyMiddles;
    private final LinkColumn queries;
    private final LinkColumn keys;
    private final double left;
    private final double top;
    private final double width;

    LinksLayout(HeadLinks heads, Links links, Ink ink) {
        Map<Integer, Integer> rows = new TreeMap<>();
        Stream.concat(heads.queries().stream(), heads.keys().stream())
                .forEach(token -> rows.put(token.index(), 0));
        int row = 0;
        for (var place : rows.entrySet()) {
            place.setValue(row++);
        }
        double most = Math.round(ink.fontSize() * 1.7);
        this.pitch = Math.min(most, Math.max(2, (double) TALLEST / row));
        this.height = row * pitch;
        this.queryMiddles = middles(heads.queries(), rows);
        this.keyMiddles = middles(heads.keys(), rows);
        this.queries =
                new LinkColumn(
                        TokenLabel.of(heads.queries()),
                        queryMiddles,
                        pitch,
                        links.strongest(queryMiddles.length, true),
                        false,
                        ink);
        this.keys =
                new LinkColumn(
                        TokenLabel.of(heads.keys()),
                        keyMiddles,
                        pitch,
                        links.strongest(keyMiddles.length, false),
                        true,
                        ink);
        double queryName = TextWidth.of(ink.words().query(), ink.note());
        this.left = Math.ceil(Page.MARGIN + Math.max(queries.depth(), queryName + 6));
        this.top = Math.ceil(Page.top(ink) + 2 * ink.note().size());
        this.width = Math.round(Math.max(NARROWEST, Math.min(WIDEST, 0.5 * height)));
    }

    private double[] middles(List<Token> tokens, Map<Integer, Integer> rows) {
        return tokens.stream()
                .mapToDouble(token -> (rows.get(token.index()) + 0.5) * pitch)
                .toArray();
    }

    Size size(String title, LinksLegend legend, Ink ink) {
        double right = legendX(ink) + legend.width() + Page.MARGIN;
        double bottom = top + Math.max(height, legend.height()) + Page.MARGIN;
        return new Size(Math.ceil(Math.max(right, Page.widthFor(title, ink))), Math.ceil(bottom));
    }

    double pitch() {
        return pitch;
    }

    LinkColumn queries() {
        return queries;
    }

    LinkColumn keys() {
        return keys;
    }

    /** {@return where the lines begin} */
    double left() {
        return left;
    }

    /** {@return where the lines end} */
    double right() {
        return left + width;
    }

    /** {@return top of the first row} */
    double top() {
        return top;
    }

    /** {@return middle of the names of the columns} */
    double nameY(Ink ink) {
        return top - ink.note().size();
    }

    double queryY(int query) {
        return top + queryMiddles[query];
    }

    double keyY(int key) {
        return top + keyMiddles[key];
    }

    double legendX(Ink ink) {
        double keyName = TextWidth.of(ink.words().key(), ink.note());
        return right() + Math.ceil(Math.max(keys.depth(), keyName + 6)) + LEGEND_GAP;
    }
}
