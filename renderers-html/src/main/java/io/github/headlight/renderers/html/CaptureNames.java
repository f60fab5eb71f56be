package io.github.headlight.renderers.html;

import io.github.headlight.capture.Attention;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the captures of a page are called: by their own names; else by number and how their text
 * begins, or, where all begin alike, by what tells them apart.
 */
final class CaptureNames {
    /** A name ends with the token that makes it longer. */
    private static final int LONG = 27;

    /** Tokens that are repeated before the first that differs. */
    private static final int BEFORE = 2;

    private CaptureNames() {}

    static List<String> of(List<PageCapture> captures) {
        List<List<Token>> texts = captures.stream().map(capture -> text(capture.tokens())).toList();
        int alike = alike(texts);
        boolean same = captures.size() > 1 && texts.stream().allMatch(t -> t.size() == alike);
        int from = captures.size() > 1 && !same ? firstShown(texts.get(0), alike) : 0;
        return IntStream.range(0, captures.size())
                .mapToObj(
                        i -> {
                            PageCapture capture = captures.get(i);
                            String name = name(texts.get(i), from, texts.get(i).size());
                            String number = i + 1 + ": ";
                            return capture.name()
                                    .orElse(number + (same ? model(capture, name) : name));
                        })
                .toList();
    }

    /** One text read by several models. */
    private static String model(PageCapture capture, String otherwise) {
        return capture.attention()
                .map(Attention::origin)
                .map(origin -> TokenText.plain(origin.model()))
                .filter(model -> !model.isEmpty())
                .orElse(otherwise);
    }

    private static List<Token> text(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.part() == 1 && token.role() != TokenRole.TEMPLATE)
                .toList();
    }

    /** The token that names begin with, so that they reach the first that differs. */
    private static int firstShown(List<Token> text, int alike) {
        int before = Math.max(0, alike - BEFORE);
        return name(text, 0, alike).length() < LONG
                ? 0
                : name(text, before, alike).length() < LONG ? before : alike;
    }

    /** How many first tokens say the same in all. */
    private static int alike(List<List<Token>> texts) {
        List<Token> first = texts.get(0);
        int alike = texts.stream().mapToInt(List::size).min().orElse(0);
        for (List<Token> text : texts) {
            int at = 0;
            while (at < alike && text.get(at).text().equals(first.get(at).text())) {
                at++;
            }
            alike = at;
        }
        return alike;
    }

    private static String name(List<Token> text, int from, int to) {
        StringBuilder name = new StringBuilder(from > 0 ? "…" : "");
        for (Token token : text.subList(from, to)) {
            if (name.length() >= LONG) {
                break;
            }
            name.append(TokenText.isApart(token) ? " " : "");
            name.append(TokenText.shown(token));
        }
        return name.toString();
    }
}
