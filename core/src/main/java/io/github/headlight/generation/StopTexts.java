package io.github.headlight.generation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Looks for stop texts in an answer while it is written. It is told the bytes of one token after
 * the other, so a text is found across tokens, and across tokens that split a character. Linear in
 * the bytes of the answer, times the number of texts. For one answer; not safe for several threads.
 */
public final class StopTexts {
    private final List<Search> searches;
    private Optional<String> found = Optional.empty();

    /**
     * Starts a search.
     *
     * @param texts the texts to look for, none empty; compared by their bytes in UTF-8
     */
    public StopTexts(List<String> texts) {
        this.searches = texts.stream().map(Search::new).toList();
    }

    /**
     * Reads on in the answer.
     *
     * @param bytes the bytes of the next token, all or part of one or more characters
     * @return whether a stop text has appeared, in these bytes or before
     */
    public boolean read(byte... bytes) {
        for (int i = 0; i < bytes.length && found.isEmpty(); i++) {
            for (Search search : searches) {
                if (search.endsAt(bytes[i]) && found.isEmpty()) {
                    found = Optional.of(search.text);
                }
            }
        }
        return found.isPresent();
    }

    /** {@return the stop text that was complete first, in the order of the list if several were} */
    public Optional<String> found() {
        return found;
    }

    /** The search for one text: Knuth, Morris and Pratt's. */
    private static final class Search {
        private final String text;
        private final byte[] bytes;

        /** For each length of a start of the text: the longest shorter start that it ends with. */
        private final int[] shorter;

        /** How much of the text the answer ends with. */
        private int matched;

        Search(String text) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        "stop text: expected at least one character, found none");
            }
            this.text = text;
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
            this.shorter = new int[bytes.length];
            for (int length = 1; length < bytes.length; length++) {
                shorter[length] = matched;
                advance(bytes[length]);
            }
            matched = 0;
        }

        boolean endsAt(byte next) {
            advance(next);
            return matched == bytes.length;
        }

        private void advance(byte next) {
            while (matched > 0 && bytes[matched] != next) {
                matched = shorter[matched];
            }
            if (bytes[matched] == next) {
                matched++;
            }
        }
    }
}
