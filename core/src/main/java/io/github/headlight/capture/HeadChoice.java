package io.github.headlight.capture;

import java.util.Comparator;

/**
 * One head, or all heads, of one layer. Written {@code 27.3} or {@code 27.*}.
 *
 * @param layer from 0
 * @param head from 0, or {@link #ALL}
 */
public record HeadChoice(int layer, int head) implements Comparable<HeadChoice> {
    /** In place of a head: all of the layer. */
    public static final int ALL = -1;

    public HeadChoice {
        if (layer < 0 || head < ALL) {
            throw new IllegalArgumentException(
                    "layer and head count from 0, found " + layer + " and " + head);
        }
    }

    /** {@return whether all heads of the layer are meant} */
    public boolean isAll() {
        return head == ALL;
    }

    @Override
    public int compareTo(HeadChoice other) {
        return Comparator.comparingInt(HeadChoice::layer)
                .thenComparingInt(HeadChoice::head)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return layer + "." + (isAll() ? "*" : Integer.toString(head));
    }
}
