package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.language.Language;
import io.github.headlight.token.Token;

import java.util.List;

/**
 * Two columns of tokens, queries left and keys right, with lines between them: the more a query
 * looks at a key, the stronger. Each head has a colour.
 *
 * @param title plain text
 * @param heads at least one, over the same queries and keys
 */
public record HeadLinks(String title, List<Named> heads) implements AttentionView {
    /** More heads cannot be told apart by colour. */
    public static final int MOST_HEADS = 8;

    /**
     * A head, or a mean.
     *
     * @param name plain text
     * @param links {@code [query, key]}
     */
    public record Named(String name, TokenMatrix links) {}

    public HeadLinks {
        heads = List.copyOf(heads);
        if (heads.isEmpty() || heads.size() > MOST_HEADS) {
            throw new IllegalArgumentException(
                    "heads: expected 1 to " + MOST_HEADS + ", found " + heads.size());
        }
        for (Named head : heads) {
            Probabilities.require(head.links().matrix(), head.name());
            if (!head.links().queries().equals(heads.get(0).links().queries())
                    || !head.links().keys().equals(heads.get(0).links().keys())) {
                throw new IllegalArgumentException(
                        head.name() + ": expected the tokens of " + heads.get(0).name());
            }
        }
    }

    /**
     * {@return the links of some heads or means}
     *
     * @param attention the capture
     * @param subjects at least one
     * @param lens how to look at them
     * @param language of the title
     */
    public static HeadLinks of(
            Attention attention, List<Subject> subjects, Lens lens, Language language) {
        List<Named> heads =
                subjects.stream()
                        .map(
                                subject ->
                                        new Named(
                                                subject.title(language),
                                                subject.of(attention).through(lens)))
                        .toList();
        return new HeadLinks(
                heads.size() == 1 ? heads.get(0).name() : title(heads.size(), language), heads);
    }

    private static String title(int heads, Language language) {
        return language == Language.ZH ? heads + " 个头的联系" : "Links of " + heads + " heads";
    }

    /** {@return the tokens of the left column} */
    public List<Token> queries() {
        return heads.get(0).links().queries();
    }

    /** {@return the tokens of the right column} */
    public List<Token> keys() {
        return heads.get(0).links().keys();
    }

    @Override
    public String kind() {
        return "head";
    }
}
