package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.language.Language;
import io.github.headlight.token.Token;

import java.util.List;
import java.util.Locale;

/**
 * The text itself, each token shaded by how much a chosen one looks at it, or is looked at by it.
 *
 * @param title plain text
 * @param text all tokens of the text, in order; as many as {@code links} has keys, or one more: the
 *     last token of an answer was never read
 * @param links {@code [query, key]}
 * @param chosen index into {@code text}; a query for {@link Direction#READS}, a key for {@link
 *     Direction#READ_BY}
 * @param direction which way to look
 */
public record TokenShades(
        String title, List<Token> text, TokenMatrix links, int chosen, Direction direction)
        implements AttentionView {
    /** Which way to look. */
    public enum Direction {
        /** What the chosen token looks at: a row. */
        READS,
        /** Which tokens look at the chosen one: a column. */
        READ_BY;

        /** {@return the name on the command line: lower case, with a hyphen} */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public TokenShades {
        text = List.copyOf(text);
        Probabilities.require(links.matrix(), title);
        int most = direction == Direction.READS ? links.queries().size() : links.keys().size();
        if (chosen < 0 || chosen >= most) {
            throw new IllegalArgumentException(
                    "token: expected 0 to " + (most - 1) + ", found " + chosen);
        }
        if (!links.queries().equals(links.keys())
                || text.size() < most
                || !text.subList(0, most).equals(links.keys())) {
            throw new IllegalArgumentException(
                    "expected the tokens of the text as queries and keys");
        }
    }

    /**
     * {@return the text as a head or a mean shades it}
     *
     * @param attention the capture
     * @param subject what of it
     * @param lens how to look at it
     * @param token position in the sequence of a token that the lens shows; the word it is in, if
     *     the lens makes words
     * @param direction which way to look
     * @param language of the title
     */
    public static TokenShades of(
            Attention attention,
            Subject subject,
            Lens lens,
            int token,
            Direction direction,
            Language language) {
        int last = Math.min(attention.rows(), lens.crop().to()) - 1;
        if (token < 0 || token > last) {
            throw new IllegalArgumentException("token: expected 0 to " + last + ", found " + token);
        }
        TokenMatrix links = subject.of(attention).through(lens);
        int chosen = -1;
        for (int i = 0; i < links.keys().size() && links.keys().get(i).index() <= token; i++) {
            chosen = i;
        }
        return new TokenShades(subject.title(language), links.keys(), links, chosen, direction);
    }

    /**
     * {@return how much a token is looked at by the chosen one, or looks at it, 0 to 1}
     *
     * @param index into {@link #text}
     */
    public float weight(int index) {
        if (index >= links.keys().size()) {
            return 0;
        }
        return direction == Direction.READS
                ? links.matrix().probability(chosen, index)
                : links.matrix().probability(index, chosen);
    }

    @Override
    public String kind() {
        return "tokens";
    }
}
