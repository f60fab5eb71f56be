package io.github.headlight.analysis.comparison;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.token.TokenSequence;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Which tokens two captures share: a longest common subsequence of the prompts, and one of the
 * answers; a token of a prompt is never the partner of one of an answer. Tokens are equal if their
 * ids are, where both captures are of the same weights or neither has texts, else if their bytes
 * are. Immutable.
 */
public final class Alignment {
    /** In place of a partner. */
    static final int NONE = CommonSubsequence.NONE;

    private final boolean byId;
    private final int promptMatches;
    private final int[] first;
    private final int[] second;

    private Alignment(boolean byId, int promptMatches, int[] first, int[] second) {
        this.byId = byId;
        this.promptMatches = promptMatches;
        this.first = first;
        this.second = second;
    }

    /**
     * {@return the alignment of two captures}
     *
     * @param first one capture
     * @param second another
     * @throws CaptureException if only one of them has texts, and they are not of the same weights;
     *     or if they are so long and so different that it would take too long
     */
    public static Alignment of(Attention first, Attention second) {
        boolean byId = byId(first, second);
        int[] one = byId ? first.tokens().ids() : null;
        int[] other = byId ? second.tokens().ids() : null;
        if (!byId) {
            Map<ByteBuffer, Integer> numbers = new HashMap<>();
            one = numbers(first.tokens(), numbers);
            other = numbers(second.tokens(), numbers);
        }
        int[] partners = new int[one.length];
        int prompt = first.promptLength();
        align(one, 0, prompt, other, 0, second.promptLength(), partners);
        align(one, prompt, one.length, other, second.promptLength(), other.length, partners);
        int[] matched = IntStream.range(0, one.length).filter(i -> partners[i] != NONE).toArray();
        return new Alignment(
                byId,
                (int) Arrays.stream(matched).filter(i -> i < prompt).count(),
                matched,
                Arrays.stream(matched).map(i -> partners[i]).toArray());
    }

    private static boolean byId(Attention first, Attention second) {
        String weights = first.model().fingerprint();
        if (!weights.isEmpty() && weights.equals(second.model().fingerprint())) {
            return true;
        }
        boolean hasTexts = first.tokens().hasTexts();
        if (hasTexts != second.tokens().hasTexts()) {
            throw new CaptureException(
                    "tokens cannot be aligned: the "
                            + (hasTexts ? "second" : "first")
                            + " capture has ids without texts, the other has texts, and they are"
                            + " not known to be of one model; capture both with their tokenizer");
        }
        return !hasTexts;
    }

    /** Equal bytes have equal numbers. */
    private static int[] numbers(TokenSequence tokens, Map<ByteBuffer, Integer> numbers) {
        return IntStream.range(0, tokens.size())
                .map(
                        i ->
                                numbers.computeIfAbsent(
                                        ByteBuffer.wrap(tokens.bytes(i)), bytes -> numbers.size()))
                .toArray();
    }

    private static void align(
            int[] first,
            int from,
            int to,
            int[] second,
            int fromSecond,
            int toSecond,
            int[] partners) {
        int[] found =
                CommonSubsequence.partners(
                        Arrays.copyOfRange(first, from, to),
                        Arrays.copyOfRange(second, fromSecond, toSecond));
        for (int i = 0; i < found.length; i++) {
            partners[from + i] = found[i] == NONE ? NONE : fromSecond + found[i];
        }
    }

    /** {@return whether tokens are equal if their ids are; else if their bytes are} */
    public boolean byId() {
        return byId;
    }

    /** {@return the number of pairs} */
    public int size() {
        return first.length;
    }

    /** {@return the number of pairs of prompt tokens; they come before those of the answers} */
    public int promptMatches() {
        return promptMatches;
    }

    /**
     * {@return the token of the first capture in a pair}
     *
     * @param pair from 0; tokens of either capture ascend
     */
    public int inFirst(int pair) {
        return first[Objects.checkIndex(pair, first.length)];
    }

    /**
     * {@return the token of the second capture in a pair}
     *
     * @param pair from 0; tokens of either capture ascend
     */
    public int inSecond(int pair) {
        return second[Objects.checkIndex(pair, second.length)];
    }

    /**
     * {@return the partner in the second capture, or −1}
     *
     * @param token of the first capture
     */
    public int partnerOfFirst(int token) {
        int pair = Arrays.binarySearch(first, token);
        return pair < 0 ? NONE : second[pair];
    }

    /**
     * {@return the partner in the first capture, or −1}
     *
     * @param token of the second capture
     */
    public int partnerOfSecond(int token) {
        int pair = Arrays.binarySearch(second, token);
        return pair < 0 ? NONE : first[pair];
    }

    /** The number of pairs whose tokens are rows of both matrices: not those read by nobody. */
    int rows(int firstRows, int secondRows) {
        int pairs = size();
        while (pairs > 0 && (first[pairs - 1] >= firstRows || second[pairs - 1] >= secondRows)) {
            pairs--;
        }
        return pairs;
    }

    @Override
    public String toString() {
        return size() + " tokens in common";
    }
}
