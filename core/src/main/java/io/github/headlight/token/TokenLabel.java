package io.github.headlight.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes a label that a person can read: a space is {@code ·}, a line end {@code ↵}, a tab {@code
 * ⇥}; other invisible characters and controls of writing direction are shown by number, as are
 * bytes that are no character.
 */
final class TokenLabel {
    private TokenLabel() {}

    static String of(byte[] bytes, int start, int end) {
        StringBuilder label = new StringBuilder(end - start);
        ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
        CharBuffer out = CharBuffer.allocate(end - start + 1);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            appendVisible(label, out.flip().toString());
            out.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                label.append(String.format(Locale.ROOT, "‹%02X›", in.get()));
            }
            decoder.reset();
        }
        return label.isEmpty() ? "∅" : label.toString();
    }

    private static void appendVisible(StringBuilder label, String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            switch (c) {
                case ' ' -> label.append('·');
                case '\u3000' -> label.append('␣');
                case '\n' -> label.append('↵');
                case '\r' -> label.append('␍');
                case '\t' -> label.append('⇥');
                default -> {
                    if (isInvisible(c) && !joins(text, at)) {
                        label.append(String.format(Locale.ROOT, "‹U+%04X›", c));
                    } else {
                        label.appendCodePoint(c);
                    }
                }
            }
        }
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    /** A joiner or a tag inside an emoji or a word is part of how it is drawn. */
    private static boolean joins(String text, int at) {
        int c = text.codePointAt(at);
        boolean joiner = c == 0x200D || c == 0x200C || (c >= 0xE0020 && c <= 0xE007F);
        return joiner && at > 0;
    }
}
