package io.github.headlight.token;

import java.util.List;

/** Finds who wrote a token, from the code points of a {@link MarkedText} that the token covers. */
final class RoleFinder {
    private final List<MarkedText.Span> spans;
    private final int[] starts;
    private final int[] ends;
    private int next;

    RoleFinder(MarkedText marked) {
        spans = marked.spans();
        starts = new int[spans.size()];
        ends = new int[spans.size()];
        String text = marked.text();
        int at = 0;
        int codePoints = 0;
        for (int i = 0; i < starts.length; i++) {
            MarkedText.Span span = spans.get(i);
            codePoints += text.codePointCount(at, span.start());
            starts[i] = codePoints;
            codePoints += text.codePointCount(span.start(), span.end());
            ends[i] = codePoints;
            at = span.end();
        }
    }

    /**
     * The role of a token. Tokens are asked for in the order of their text.
     *
     * @param start first code point, inclusive
     * @param end last code point, exclusive
     */
    TokenRole of(int start, int end) {
        while (next < ends.length && ends[next] <= start) {
            next++;
        }
        boolean inside = next < starts.length && starts[next] < end;
        return inside ? spans.get(next).role() : TokenRole.TEMPLATE;
    }
}
