package io.github.headlight.renderers.html;

/**
 * A place in a report that a link leads to: a matrix and a token in it, in one of the tabs.
 *
 * @param capture number of the capture, from 0
 * @param layer from 0, or {@link #ALL} for the mean over all layers and heads
 * @param head from 0, or {@link #ALL} for the mean over the layer's heads
 * @param token the token that is chosen, from 0; where rows are blocks, the block
 * @param isLookedAt whether the place shows who looks at the token, in place of what it looks at
 * @param section id of the tab that is opened; empty for the first
 */
public record Place(
        int capture, int layer, int head, int token, boolean isLookedAt, String section) {
    /** In place of a layer or a head: the mean over all. */
    public static final int ALL = -1;

    private static final String ID = "[a-z0-9-]*";

    public Place {
        if (capture < 0 || layer < ALL || head < ALL || token < 0) {
            throw new IllegalArgumentException(
                    "place: expected numbers from 0 on, found capture "
                            + capture
                            + ", layer "
                            + layer
                            + ", head "
                            + head
                            + ", token "
                            + token);
        }
        if (!section.matches(ID)) {
            throw new IllegalArgumentException(
                    "section: expected lower case letters, digits and hyphens, found \""
                            + section
                            + "\"");
        }
    }

    /**
     * {@return what a token looks at in a head}
     *
     * @param capture number of the capture, from 0
     * @param layer from 0, or {@link #ALL}
     * @param head from 0, or {@link #ALL}
     * @param token from 0
     */
    public static Place of(int capture, int layer, int head, int token) {
        return new Place(capture, layer, head, token, false, "");
    }

    /** {@return this place, showing who looks at the token} */
    public Place lookedAt() {
        return new Place(capture, layer, head, token, true, section);
    }

    /**
     * {@return this place in another tab}
     *
     * @param id of the section
     */
    public Place in(String id) {
        return new Place(capture, layer, head, token, isLookedAt, id);
    }

    /** The fragment of the address, as {@code state.js} reads it. */
    String fragment() {
        return "#c="
                + capture
                + "&l="
                + (layer == ALL ? "mean" : layer)
                + "&h="
                + (head == ALL ? "mean" : head)
                + "&q="
                + token
                + (isLookedAt ? "&d=to" : "")
                + (section.isEmpty() ? "" : "&v=" + section);
    }
}
