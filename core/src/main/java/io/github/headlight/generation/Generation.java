package io.github.headlight.generation;

import io.github.headlight.error.Excerpt;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether and how a capture goes on after the prompt, and what ends the answer. Immutable; the
 * {@code with} methods give a changed copy.
 *
 * @param maxTokens the most tokens to generate, 0 for none
 * @param stopAtEnd whether a token that ends an answer stops it
 * @param sampling how each token is chosen
 * @param stopTexts texts that stop the answer once they stand in it: at most 64, none empty, each
 *     of at most 1,024 characters
 * @param stopIds token ids that stop the answer, beside those of the model: at most 1,024
 */
public record Generation(
        int maxTokens,
        boolean stopAtEnd,
        Sampling sampling,
        List<String> stopTexts,
        Set<Integer> stopIds) {
    private static final int MAX_STOP_TEXTS = 64;
    private static final int MAX_STOP_LENGTH = 1_024;
    private static final int MAX_STOP_IDS = 1_024;

    /** Only the prompt. */
    public static final Generation NONE = upTo(0);

    public Generation {
        if (maxTokens < 0) {
            throw new IllegalArgumentException(
                    "tokens to generate: expected 0 or more, found " + maxTokens);
        }
        Objects.requireNonNull(sampling, "sampling");
        stopTexts = List.copyOf(stopTexts);
        checkCount("stop texts", MAX_STOP_TEXTS, stopTexts.size());
        stopTexts.forEach(Generation::checkStopText);
        checkCount("stop ids", MAX_STOP_IDS, stopIds.size());
        stopIds = Collections.unmodifiableSet(new TreeSet<>(stopIds));
        for (int id : stopIds) {
            if (id < 0) {
                throw new IllegalArgumentException(
                        "stop id: expected a token id, 0 or more, found " + id);
            }
        }
    }

    /**
     * {@return greedy generation up to a number of tokens, or to the end of the answer}
     *
     * @param maxTokens the most tokens
     */
    public static Generation upTo(int maxTokens) {
        return new Generation(
                maxTokens, /* stopAtEnd= */ true, Sampling.GREEDY, List.of(), Set.of());
    }

    /**
     * {@return a copy with another bound}
     *
     * @param other the most tokens to generate, 0 for none
     */
    public Generation withMaxTokens(int other) {
        return new Generation(other, stopAtEnd, sampling, stopTexts, stopIds);
    }

    /**
     * {@return a copy that stops at the end of an answer, or does not}
     *
     * @param other whether a token that ends an answer stops it
     */
    public Generation withStopAtEnd(boolean other) {
        return new Generation(maxTokens, other, sampling, stopTexts, stopIds);
    }

    /**
     * {@return a copy that chooses tokens in another way}
     *
     * @param other how each token is chosen
     */
    public Generation withSampling(Sampling other) {
        return new Generation(maxTokens, stopAtEnd, other, stopTexts, stopIds);
    }

    /**
     * {@return a copy with other stop texts}
     *
     * @param other texts that stop the answer once they stand in it
     */
    public Generation withStopTexts(List<String> other) {
        return new Generation(maxTokens, stopAtEnd, sampling, other, stopIds);
    }

    /**
     * {@return a copy with other stop ids}
     *
     * @param other token ids that stop the answer, beside those of the model
     */
    public Generation withStopIds(Set<Integer> other) {
        return new Generation(maxTokens, stopAtEnd, sampling, stopTexts, other);
    }

    private static void checkCount(String what, int most, int found) {
        if (found > most) {
            throw new IllegalArgumentException(
                    what + ": expected at most " + most + ", found " + found);
        }
    }

    private static void checkStopText(String text) {
        if (text.isEmpty() || text.length() > MAX_STOP_LENGTH) {
            throw new IllegalArgumentException(
                    "stop text: expected 1 to "
                            + MAX_STOP_LENGTH
                            + " characters, found "
                            + text.length());
        }
        // No answer could hold half a surrogate pair.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "stop text \""
                            + Excerpt.of(text)
                            + "\": expected whole characters, found half of a surrogate pair");
        }
    }
}
