package io.github.headlight.view;

import io.github.headlight.tensor.AttentionTensor;

/**
 * The map of all heads: layers down, heads across, each head a thumbnail of its matrix.
 *
 * @param title plain text
 * @param thumbnails {@code [layer, head, query block, key block]}: the largest probability of each
 *     block of cells
 * @param kvHeads number of KV heads, which share neighbouring heads among them
 * @param tokens the number of tokens along each side of a matrix
 * @param lens what was done to the values; {@link Lens#crop} and {@link Lens#words} included
 */
public record HeadGrid(String title, AttentionTensor thumbnails, int kvHeads, int tokens, Lens lens)
        implements AttentionView {

    public HeadGrid {
        if (kvHeads < 1 || thumbnails.heads() % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "KV heads: expected a divisor of "
                            + thumbnails.heads()
                            + " heads, found "
                            + kvHeads);
        }
    }

    @Override
    public String kind() {
        return "head-grid";
    }
}
