package io.github.headlight.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a vocabulary writes the bytes of a token as text. */
enum TokenSpelling {
    /**
     * One character a byte, in the alphabet of GPT-2's {@code bytes_to_unicode}: bytes that are
     * printable in Latin-1 stand for themselves, the others for the characters from U+0100 on.
     */
    BYTE_LEVEL {
        @Override
        byte[] bytes(String token) {
            byte[] bytes = new byte[token.length()];
            for (int i = 0; i < bytes.length; i++) {
                char c = token.charAt(i);
                if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
                    return token.getBytes(StandardCharsets.UTF_8);
                }
                bytes[i] = (byte) BYTE_OF[c];
            }
            return bytes;
        }
    },
    /** SentencePiece: {@code ▁} is a space, {@code <0x0A>} a byte, all else text. */
    SENTENCE_PIECE {
        @Override
        byte[] bytes(String token) {
            Matcher fallback = BYTE_FALLBACK.matcher(token);
            if (fallback.matches()) {
                return HexFormat.of().parseHex(fallback.group(1));
            }
            return token.replace('▁', ' ').getBytes(StandardCharsets.UTF_8);
        }
    },
    /**
     * Pieces of words: {@code ##} begins one that goes on. They say nothing of spaces, capitals and
     * accents, so that the bytes of a token are found in its text.
     */
    WORD_PIECE {
        @Override
        byte[] bytes(String token) {
            String piece = token.startsWith(CONTINUED) ? token.substring(2) : token;
            return piece.getBytes(StandardCharsets.UTF_8);
        }
    },
    /** Some other way, which only the tokenizer library knows. */
    UNKNOWN {
        @Override
        byte[] bytes(String token) {
            return null;
        }
    };

    private static final String CONTINUED = "##";
    private static final Pattern BYTE_FALLBACK = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final short[] BYTE_OF = byteLevelAlphabet();

    /** The bytes that a token of the vocabulary stands for; null if that is not known. */
    abstract byte[] bytes(String token);

    private static short[] byteLevelAlphabet() {
        short[] byteOf = new short[0x144];
        Arrays.fill(byteOf, (short) -1);
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xFF && b != 0xAD);
            byteOf[printable ? b : next++] = (short) b;
        }
        return byteOf;
    }
}
