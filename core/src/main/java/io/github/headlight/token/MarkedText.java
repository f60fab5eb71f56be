package io.github.headlight.token;

import java.util.List;

/**
 * A text and who wrote what in it.
 *
 * @param text the whole text
 * @param spans the parts of it that somebody wrote, in order, not overlapping; all else is template
 */
public record MarkedText(String text, List<Span> spans) {

    public MarkedText {
        spans = List.copyOf(spans);
        int end = 0;
        for (Span span : spans) {
            if (span.start() < end || span.end() < span.start() || span.end() > text.length()) {
                throw new IllegalArgumentException(
                        "expected spans in order within "
                                + text.length()
                                + " characters, found "
                                + span);
            }
            end = span.end();
        }
    }

    /**
     * A part of the text.
     *
     * @param start first {@code char}, inclusive
     * @param end last {@code char}, exclusive
     * @param role who wrote it
     */
    public record Span(int start, int end, TokenRole role) {}
}
