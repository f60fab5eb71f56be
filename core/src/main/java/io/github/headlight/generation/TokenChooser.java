package io.github.headlight.generation;

import io.github.headlight.error.ModelRunException;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Chooses the tokens of one answer, one after the other, by the rules of {@link Sampling}. For one
 * sequence: it remembers the tokens seen and where its random numbers are. Not safe for several
 * threads.
 */
public final class TokenChooser {
    private final Sampling sampling;
    private final int vocabulary;
    private final BitSet seen = new BitSet();
    private final SplitMix random;
    private final NextTokens next;

    /**
     * Makes a chooser for a new sequence.
     *
     * @param sampling the rules
     * @param vocabulary how many logits a row has, at least 1
     */
    public TokenChooser(Sampling sampling, int vocabulary) {
        this.sampling = Objects.requireNonNull(sampling, "sampling");
        if (vocabulary < 1) {
            throw new IllegalArgumentException(
                    "vocabulary: expected 1 or more, found " + vocabulary);
        }
        this.vocabulary = vocabulary;
        this.random = new SplitMix(sampling.seed());
        this.next = new NextTokens(sampling, vocabulary);
    }

    /**
     * Tells of tokens that stand in the sequence already, the prompt for one; the repetition
     * penalty is for them.
     *
     * @param ids token ids, in any order
     */
    public void remember(int... ids) {
        for (int id : ids) {
            seen.set(Objects.checkIndex(id, vocabulary));
        }
    }

    /**
     * Chooses the next token, and remembers it.
     *
     * @param row the logits after the last token, one a token of the vocabulary; the buffer and its
     *     position stay as they are
     * @return the token's id; without sampling the one with the highest logit, the lowest such id
     *     if several have it
     * @throws IllegalArgumentException if the row has another size than the vocabulary
     * @throws ModelRunException if a logit is NaN or infinite, or all are minus infinity
     */
    public int choose(FloatBuffer row) {
        next.read(row, seen);
        int chosen = next.best();
        if (!sampling.isGreedy()) {
            next.filter();
            chosen = next.at(random.nextDouble());
        }
        seen.set(chosen);
        return chosen;
    }

    /** What a choice from this row is made among, without making one. */
    List<Candidate> choices(FloatBuffer row) {
        next.read(row, seen);
        next.filter();
        return next.kept();
    }
}
