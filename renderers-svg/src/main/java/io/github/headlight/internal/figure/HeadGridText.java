package io.github.headlight.internal.figure;

import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.HeadGrid;

import java.util.Locale;

/** A map of heads in words, for readers who do not see it. */
final class HeadGridText {
    private HeadGridText() {}

    static String describe(HeadGrid grid, Wording words) {
        StringBuilder text = new StringBuilder();
        text.append(
                words.mapOf(
                        grid.thumbnails().layers(),
                        grid.thumbnails().heads(),
                        grid.kvHeads(),
                        grid.tokens()));
        int strongestLayer = -1;
        int strongestHead = -1;
        float most = 0;
        for (int layer = 0; layer < grid.thumbnails().layers(); layer++) {
            for (int head = 0; head < grid.thumbnails().heads(); head++) {
                float link = strongest(grid.thumbnails().head(layer, head));
                // False for heads that were not captured.
                if (link > most) {
                    most = link;
                    strongestLayer = layer;
                    strongestHead = head;
                }
            }
        }
        if (strongestLayer >= 0) {
            text.append(
                    words.strongestHead(
                            strongestLayer,
                            strongestHead,
                            String.format(Locale.ROOT, "%.2f", most)));
        }
        return text.toString();
    }

    /** The largest value away from the first keys and the diagonal, where little is meant by it. */
    private static float strongest(AttentionMatrix blocks) {
        float most = 0;
        float[] row = new float[blocks.keys()];
        for (int query = 0; query < blocks.queries(); query++) {
            blocks.readRow(query, row, 0);
            for (int key = 1; key < row.length; key++) {
                if (key != query) {
                    most = Math.max(most, row[key]);
                }
            }
        }
        return most;
    }
}
