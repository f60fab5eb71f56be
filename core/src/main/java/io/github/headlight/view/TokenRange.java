package io.github.headlight.view;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some neighbouring tokens. Words and blocks of which it has a token are shown whole.
 *
 * @param from the first, from 0
 * @param to behind the last
 */
public record TokenRange(int from, int to) {
    /** All tokens, however many there are. */
    public static final TokenRange ALL = new TokenRange(0, Integer.MAX_VALUE);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{0,9}):(\\d{0,9})");

    public TokenRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "range of tokens: expected 0 <= from < to, found " + from + " to " + to);
        }
    }

    /**
     * {@return the range that a text says}
     *
     * @param text {@code FROM:TO}, without the token {@code TO}; either may be left out
     * @throws IllegalArgumentException if it is something else
     */
    public static TokenRange parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "range of tokens: expected FROM:TO, as 10:40, found \"" + text + "\"");
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        return new TokenRange(
                from.isEmpty() ? ALL.from : Integer.parseInt(from),
                to.isEmpty() ? ALL.to : Integer.parseInt(to));
    }

    /**
     * {@return whether some of other neighbouring tokens are in it}
     *
     * @param first the first of them
     * @param end behind the last
     */
    public boolean overlaps(int first, int end) {
        return first < to && end > from;
    }
}
