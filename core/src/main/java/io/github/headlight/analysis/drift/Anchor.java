package io.github.headlight.analysis.drift;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Something in the prompt that the answer should rest on.
 *
 * @param text what it says
 * @param occurrences where it stands, in order; at least one
 */
public record Anchor(String text, List<Occurrence> occurrences) {
    public Anchor {
        if (occurrences.isEmpty()) {
            throw new IllegalArgumentException("anchor \"" + text + "\": occurs nowhere");
        }
        occurrences = List.copyOf(occurrences);
    }

    /** {@return its tokens, in order, each once} */
    public int[] tokens() {
        return tokensOf(occurrences);
    }

    /**
     * {@return its tokens in a part of the prompt, in order, each once}
     *
     * @param part which part
     */
    public int[] tokens(PromptPart part) {
        return tokensOf(occurrences.stream().filter(one -> one.part() == part).toList());
    }

    /** {@return its tokens that hold other text too, in order, each once} */
    public int[] partly() {
        return occurrences.stream()
                .flatMap(one -> one.partly().stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray();
    }

    private static int[] tokensOf(List<Occurrence> occurrences) {
        return occurrences.stream()
                .flatMapToInt(one -> IntStream.range(one.firstToken(), one.endToken()))
                .sorted()
                .distinct()
                .toArray();
    }
}
