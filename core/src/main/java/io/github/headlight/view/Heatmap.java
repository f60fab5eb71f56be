package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.language.Language;

/**
 * One attention matrix as coloured cells: rows are queries, columns are keys.
 *
 * @param title plain text
 * @param cells {@code [query, key]}, probabilities
 */
public record Heatmap(String title, TokenMatrix cells) implements AttentionView {

    public Heatmap {
        Probabilities.require(cells.matrix(), title);
    }

    /**
     * {@return the heatmap of a head or of a mean}
     *
     * @param attention the capture
     * @param subject what of it
     */
    public static Heatmap of(Attention attention, Subject subject) {
        return new Heatmap(subject.title(Language.EN), subject.of(attention));
    }

    /**
     * {@return the heatmap of one head}
     *
     * @param attention the capture
     * @param layer from 0
     * @param head from 0
     */
    public static Heatmap ofHead(Attention attention, int layer, int head) {
        return of(attention, Subject.head(layer, head));
    }

    /**
     * {@return the heatmap of the mean over a layer's heads}
     *
     * @param attention the capture
     * @param layer from 0
     */
    public static Heatmap ofLayer(Attention attention, int layer) {
        return of(attention, Subject.layer(layer));
    }

    /**
     * {@return this heatmap through a lens}
     *
     * @param lens how to look at it
     */
    public Heatmap through(Lens lens) {
        return new Heatmap(title, cells.through(lens));
    }

    /**
     * {@return this heatmap with another title}
     *
     * @param other plain text
     */
    public Heatmap withTitle(String other) {
        return new Heatmap(other, cells);
    }

    @Override
    public String kind() {
        return "heatmap";
    }
}
