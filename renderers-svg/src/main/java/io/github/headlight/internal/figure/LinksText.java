package io.github.headlight.internal.figure;

import io.github.headlight.token.Token;
import io.github.headlight.view.HeadLinks;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Links in words, for readers who do not see them. */
final class LinksText {
    private static final int NAMED = 3;

    private LinksText() {}

    static String describe(HeadLinks heads, Links links, Wording words) {
        StringJoiner names = new StringJoiner(words.comma());
        heads.heads().forEach(head -> names.add(head.name()));
        StringBuilder text = new StringBuilder();
        text.append(words.linksOf(names.toString(), heads.queries().size(), heads.keys().size()));
        StringJoiner strongest = new StringJoiner(words.semicolon());
        int named = 0;
        for (int i = links.drawn().size() - 1; i >= 0 && named < NAMED; i--) {
            Link link = links.drawn().get(i);
            Token query = heads.queries().get(link.query());
            Token key = heads.keys().get(link.key());
            // As in heatmaps, what is parked on the first token says little.
            if (key.index() > 0 && key.index() != query.index()) {
                named++;
                strongest.add(
                        words.link(
                                name(query),
                                name(key),
                                String.format(Locale.ROOT, "%.2f", link.probability())));
            }
        }
        return named == 0 ? text.toString() : text + words.strongestLinks(strongest.toString());
    }

    /** {@return a token as it is called in sentences} */
    static String name(Token token) {
        return token.index() + " “" + TokenLabel.of(List.of(token)).get(0).full() + "”";
    }
}
