package io.github.headlight.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The tokens of a tokenizer.json and the exact bytes of each. The bytes cannot be had from decoded
 * text: a token may hold part of a character.
 */
final class Vocabulary {
    private final List<byte[]> bytes;
    private final BitSet ids;
    private final TokenSpelling spelling;

    private Vocabulary(List<byte[]> bytes, BitSet ids, TokenSpelling spelling) {
        this.spelling = spelling;
        this.bytes = bytes;
        this.ids = ids;
    }

    /**
     * Makes a vocabulary.
     *
     * @param tokens by id, as the file spells them; null where an id has none
     * @param added by id, literal text, which counts before {@code tokens}; null where an id has
     *     none
     * @param spelling how the file spells {@code tokens}
     */
    static Vocabulary of(List<String> tokens, List<String> added, TokenSpelling spelling) {
        int size = Math.max(tokens.size(), added.size());
        List<byte[]> bytes = new ArrayList<>(size);
        BitSet ids = new BitSet(size);
        for (int id = 0; id < size; id++) {
            String literal = id < added.size() ? added.get(id) : null;
            String token = id < tokens.size() ? tokens.get(id) : null;
            ids.set(id, literal != null || token != null);
            bytes.add(
                    literal != null
                            ? literal.getBytes(StandardCharsets.UTF_8)
                            : token != null ? spelling.bytes(token) : null);
        }
        return new Vocabulary(bytes, ids, spelling);
    }

    /** Whether tokens say less than the text that they are of: spaces, or capitals. */
    boolean losesText() {
        return spelling == TokenSpelling.WORD_PIECE;
    }

    /** One more than the highest id. */
    int size() {
        return bytes.size();
    }

    /** Whether an id has a token. */
    boolean has(int id) {
        return id >= 0 && ids.get(id);
    }

    /** The lowest id of a token with this text; -1 if there is none. */
    int find(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        for (int id = 0; id < bytes.size(); id++) {
            if (Arrays.equals(wanted, bytes.get(id))) {
                return id;
            }
        }
        return -1;
    }

    /** The bytes of a token; null if the id has none or its spelling is not known. */
    byte[] bytes(int id) {
        return id >= 0 && id < bytes.size() ? bytes.get(id) : null;
    }
}
