package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.error.ModelRunException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class CandidatesTest {
    private static final float NEVER = Float.NEGATIVE_INFINITY;

    private static FloatBuffer row(double... probabilities) {
        FloatBuffer row = FloatBuffer.allocate(probabilities.length);
        for (double probability : probabilities) {
            row.put((float) (Math.log(probability) + 3));
        }
        return row.flip();
    }

    @Test
    void theLikeliestComeFirst() {
        List<Candidate> top = Candidates.top(row(0.1, 0.4, 0.2, 0.3), 3);
        assertThat(top).extracting(Candidate::id).containsExactly(1, 3, 2);
        assertThat(top.get(0).probability()).isCloseTo(0.4, within(1e-7));
        assertThat(top.get(1).probability()).isCloseTo(0.3, within(1e-7));
        assertThat(top.get(2).probability()).isCloseTo(0.2, within(1e-7));
    }

    @Test
    void theLowerIdComesFirstAmongEquals() {
        FloatBuffer row = row(0.1, 0.3, 0.1, 0.3, 0.1, 0.1);
        assertThat(Candidates.top(row, 4)).extracting(Candidate::id).containsExactly(1, 3, 0, 2);
        // Too unlikely to tell apart, though the logits differ.
        FloatBuffer unlikely = FloatBuffer.wrap(new float[] {-3000, -2000, 0, -1000});
        assertThat(Candidates.top(unlikely, 3)).extracting(Candidate::id).containsExactly(2, 0, 1);
    }

    @Test
    void aSmallVocabularyIsGivenWhole() {
        assertThat(Candidates.top(row(0.5, 0.5), Integer.MAX_VALUE)).hasSize(2);
        assertThat(Candidates.top(row(0.5, 0.5), 0)).isEmpty();
        assertThat(Candidates.top(FloatBuffer.wrap(new float[] {NEVER, 1}), 2))
                .containsExactly(new Candidate(1, 1), new Candidate(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Candidates.top(row(1), -1));
    }

    @Test
    void topIsTheStartOfTheSortedRow() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int vocabulary = 1 + random.nextInt(300);
            FloatBuffer row = FloatBuffer.allocate(vocabulary);
            for (int id = 0; id < vocabulary; id++) {
                row.put(id, random.nextInt(40) / 4f);
            }
            List<Candidate> sorted =
                    IntStream.range(0, vocabulary)
                            .mapToObj(id -> new Candidate(id, Candidates.probability(row, id)))
                            .sorted(Candidate.LIKELIEST_FIRST)
                            .toList();
            int most = random.nextInt(vocabulary + 5);
            assertThat(Candidates.top(row, most))
                    .isEqualTo(sorted.subList(0, Math.min(most, vocabulary)));
            assertThat(sorted.stream().mapToDouble(Candidate::probability).sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void probabilityIsTheSoftmax() {
        FloatBuffer row = FloatBuffer.wrap(new float[] {7, 1000, 1000, 7}).position(1);
        assertThat(Candidates.probability(row, 0)).isEqualTo(0.5);
        assertThat(Candidates.probability(row, 2)).isZero();
        assertThat(row.position()).isEqualTo(1);
        for (int bad : new int[] {-1, 3}) {
            assertThatThrownBy(() -> Candidates.probability(row, bad))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void refusesLogitsThatAreNoNumbers(float bad) {
        FloatBuffer row = FloatBuffer.wrap(new float[] {0, bad, 1});
        assertThatThrownBy(() -> Candidates.top(row, 1)).isInstanceOf(ModelRunException.class);
        assertThatThrownBy(() -> Candidates.probability(row, 0))
                .isInstanceOf(ModelRunException.class);
        FloatBuffer none = FloatBuffer.wrap(new float[] {NEVER, NEVER});
        assertThatThrownBy(() -> Candidates.top(none, 1)).isInstanceOf(ModelRunException.class);
    }
}
