package io.github.headlight.cli;

import io.github.headlight.capture.Attention;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.token.Token;

import java.util.stream.Collectors;

/** One-line descriptions for people. */
final class Summary {
    private Summary() {}

    static String of(Attention attention) {
        int generated = attention.generatedLength();
        String tokens =
                attention.tokens().size()
                        + " tokens"
                        + (generated > 0 ? " (" + generated + " generated)" : "");
        return tokens + ", " + of(attention.model());
    }

    static String of(ModelSpec model) {
        String shared =
                model.kvHeads() == model.heads() ? "" : " over " + model.kvHeads() + " KV heads";
        return model.architecture()
                + ", "
                + model.layers()
                + " layers × "
                + model.heads()
                + " heads"
                + shared;
    }

    /** What the model wrote; ids are no text and need something between them. */
    static String answer(Attention attention, boolean ids) {
        if (!ids) {
            return visible(attention.answer());
        }
        return attention.tokens().tokens().stream()
                .skip(attention.promptLength())
                .map(Token::text)
                .collect(Collectors.joining(" "));
    }

    /** Text of a model, which must not steer a terminal. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> visible.appendCodePoint(steersTerminal(c) ? 0xFFFD : c));
        return visible.toString();
    }

    private static boolean steersTerminal(int c) {
        boolean lineOrJoiner = c == '\n' || c == '\t' || c == 0x200D;
        return !lineOrJoiner
                && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
