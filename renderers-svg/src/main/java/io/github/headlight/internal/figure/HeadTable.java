package io.github.headlight.internal.figure;

/**
 * A table with a cell for each head: layers down, heads across, and a gap between heads that do not
 * share a KV head.
 *
 * @param layers rows
 * @param heads columns
 * @param kvHeads groups of neighbouring columns
 * @param cellWidth in units
 * @param cellHeight in units
 * @param gap between cells, in units
 * @param groupGap what is added to it between groups, in units
 */
record HeadTable(
        int layers, int heads, int kvHeads, int cellWidth, int cellHeight, int gap, int groupGap) {

    /** {@return whether several heads share a KV head} */
    boolean isGrouped() {
        return kvHeads < heads;
    }

    /** {@return how many heads share a KV head} */
    int group() {
        return heads / kvHeads;
    }

    /** {@return left edge of a column} */
    int x(int head) {
        return head * (cellWidth + gap) + (isGrouped() ? head / group() * groupGap : 0);
    }

    /** {@return top edge of a row} */
    int y(int layer) {
        return layer * (cellHeight + gap);
    }

    int width() {
        return x(heads - 1) + cellWidth;
    }

    int height() {
        return y(layers - 1) + cellHeight;
    }

    /** {@return from the left edge of a group's first head to the right edge of its last} */
    int groupWidth() {
        return x(group() - 1) + cellWidth;
    }
}
