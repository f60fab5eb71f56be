package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The prompt of a capture as text, each character with its first byte, and so with its tokens. */
final class PromptText {
    private static final char NO_CHARACTER = '\uFFFD';
    private static final int MAX_BYTES = 4;

    private final TokenSequence tokens;
    private final int promptLength;
    private final String text;
    private final int[] offsets;

    private PromptText(TokenSequence tokens, int promptLength) {
        this.tokens = tokens;
        this.promptLength = promptLength;
        byte[] utf8 = Arrays.copyOf(tokens.utf8(), tokens.get(promptLength - 1).end());
        StringBuilder decoded = new StringBuilder(utf8.length);
        int[] starts = new int[utf8.length + 1];
        for (int at = 0; at < utf8.length; ) {
            int length = characterLength(utf8, at);
            int from = decoded.length();
            if (length == 0) {
                decoded.append(NO_CHARACTER);
                length = 1;
            } else {
                decoded.append(new String(utf8, at, length, StandardCharsets.UTF_8));
            }
            Arrays.fill(starts, from, decoded.length(), at);
            at += length;
        }
        text = decoded.toString();
        offsets = Arrays.copyOf(starts, text.length() + 1);
        offsets[text.length()] = utf8.length;
    }

    /** The prompt of a capture; its tokens must have texts. */
    static PromptText of(Attention attention) {
        if (!attention.tokens().hasTexts()) {
            throw new CaptureException(
                    "the tokens of this capture have no texts, so no anchor can be found by its"
                            + " text; name anchors by their tokens, or capture with a tokenizer");
        }
        return new PromptText(attention.tokens(), attention.promptLength());
    }

    /** The number of bytes of the character that starts here, 0 if none does. */
    private static int characterLength(byte[] utf8, int at) {
        for (int length = 1; length <= MAX_BYTES && at + length <= utf8.length; length++) {
            String one = new String(utf8, at, length, StandardCharsets.UTF_8);
            if (one.codePointCount(0, one.length()) == 1 && one.charAt(0) != NO_CHARACTER) {
                return length;
            }
        }
        return 0;
    }

    String text() {
        return text;
    }

    /** The byte that a character starts at. */
    int offset(int character) {
        return offsets[character];
    }

    /** The character that a byte is in. */
    int characterAt(int offset) {
        int found = Arrays.binarySearch(offsets, offset);
        return found >= 0 ? found : -found - 2;
    }

    /** What stands between two bytes of the prompt, with the tokens that hold it. */
    Occurrence occurrence(int start, int end, PromptPart part) {
        int first = firstEndingAfter(start);
        int last = first;
        List<Integer> partly = new ArrayList<>();
        for (int i = first; i < promptLength && tokens.get(i).start() < end; i++) {
            Token token = tokens.get(i);
            if (holdsText(token.start(), start) || holdsText(end, token.end())) {
                partly.add(i);
            }
            last = i;
        }
        return new Occurrence(start, end, first, last + 1, partly, part);
    }

    private int firstEndingAfter(int offset) {
        int low = 0;
        int high = promptLength - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tokens.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean holdsText(int from, int to) {
        return from < to && !text.substring(characterAt(from), characterAt(to)).isBlank();
    }

    /** Whether all of it comes from the chat template and from nobody's message. */
    boolean isTemplate(Occurrence occurrence) {
        for (int i = occurrence.firstToken(); i < occurrence.endToken(); i++) {
            if (tokens.get(i).role() != TokenRole.TEMPLATE) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first and the last character, exclusive, of the last message of the user; of all but the
     * template at both ends where the prompt has no messages.
     */
    int[] lastMessage() {
        int end = promptLength - 1;
        while (end > 0 && tokens.get(end).role() != TokenRole.USER) {
            end--;
        }
        int start = end;
        if (tokens.get(end).role() == TokenRole.USER) {
            while (start > 0 && tokens.get(start - 1).role() == TokenRole.USER) {
                start--;
            }
        } else {
            start = 0;
            end = promptLength - 1;
            while (end > 0 && tokens.get(end).role() == TokenRole.TEMPLATE) {
                end--;
            }
            while (start < end && tokens.get(start).role() == TokenRole.TEMPLATE) {
                start++;
            }
        }
        return new int[] {
            characterAt(tokens.get(start).start()), characterAt(tokens.get(end).end())
        };
    }
}
