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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class TokenChooserTest {
    private static final float NEVER = Float.NEGATIVE_INFINITY;
    private static final Sampling FREE = Sampling.GREEDY.withTemperature(1);

    private static FloatBuffer row(float... logits) {
        return FloatBuffer.wrap(logits);
    }

    private static int choose(Sampling sampling, float... logits) {
        return new TokenChooser(sampling, logits.length).choose(row(logits));
    }

    private static List<Integer> kept(Sampling sampling, float... logits) {
        return new TokenChooser(sampling, logits.length)
                .choices(row(logits)).stream().map(Candidate::id).sorted().toList();
    }

    @Test
    void greedyIsTheHighestAndTheLowestOfEquals() {
        assertThat(choose(Sampling.GREEDY, 1, 5, 5)).isEqualTo(1);
        assertThat(choose(Sampling.GREEDY, -1, -5, -0.5f)).isEqualTo(2);
        assertThat(choose(Sampling.GREEDY, NEVER, -3)).isEqualTo(1);
        // With temperature 0 the other rules have nothing to say.
        Sampling rest = new Sampling(0, 1, 0.1, 1, 1, 7);
        assertThat(choose(rest, 0, 0, 3, 3)).isEqualTo(2);
    }

    @Test
    void greedyTurnsAwayFromWhatWasThere() {
        TokenChooser chooser = new TokenChooser(Sampling.GREEDY.withRepetitionPenalty(2), 4);
        FloatBuffer row = row(4, 3, 2.5f, -1);
        chooser.remember(3, 1, 1);
        assertThat(chooser.choose(row)).isZero();
        // 0 has 2 now, and 1 has had 1.5 from the start.
        assertThat(chooser.choose(row)).isEqualTo(2);
        assertThat(chooser.choose(row)).isZero();
    }

    @Test
    void aNegativeLogitIsPenalizedToo() {
        TokenChooser chooser = new TokenChooser(Sampling.GREEDY.withRepetitionPenalty(2), 2);
        chooser.remember(0);
        assertThat(chooser.choose(row(-1, -1.5f))).isEqualTo(1);
        assertThat(choose(Sampling.GREEDY.withRepetitionPenalty(2), -1, -1.5f)).isZero();
    }

    @Test
    void anEvenRowFollowsTheRandomNumbers() {
        for (long seed : new long[] {0, 1, -1, 20260214, Long.MIN_VALUE}) {
            TokenChooser chooser = new TokenChooser(FREE.withSeed(seed), 10);
            SplittableRandom reference = new SplittableRandom(seed);
            for (int i = 0; i < 100; i++) {
                int expected = (int) ((reference.nextLong() >>> 11) * 0x1p-53 * 10);
                assertThat(chooser.choose(FloatBuffer.allocate(10))).isEqualTo(expected);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameAnswer() {
        Sampling sampling = new Sampling(0.9, 40, 0.95, 0.01, 1.1, 5);
        int[] answer = answer(sampling);
        assertThat(answer(sampling)).isEqualTo(answer);
        assertThat(answer(sampling.withSeed(6))).isNotEqualTo(answer);
        assertThat(Arrays.stream(answer).distinct().count()).isGreaterThan(20);
    }

    private static int[] answer(Sampling sampling) {
        Random random = new Random(9);
        TokenChooser chooser = new TokenChooser(sampling, 500);
        return IntStream.range(0, 50).map(i -> chooser.choose(randomRow(random, 500))).toArray();
    }

    @Test
    void choosesAsOftenAsLikely() {
        double[] wanted = {0.5, 0, 0.2, 0.3};
        float[] logits = new float[wanted.length];
        for (int id = 0; id < wanted.length; id++) {
            logits[id] = (float) Math.log(wanted[id]);
        }
        int[] counts = new int[wanted.length];
        TokenChooser chooser = new TokenChooser(FREE.withSeed(1), wanted.length);
        for (int i = 0; i < 20_000; i++) {
            counts[chooser.choose(row(logits))]++;
        }
        for (int id = 0; id < wanted.length; id++) {
            assertThat(counts[id] / 20_000d).isCloseTo(wanted[id], within(0.02));
        }
        assertThat(counts[1]).isZero();
    }

    /** Seeds next to each other must not begin alike. */
    @Test
    void neighbouringSeedsDiffer() {
        int[] counts = new int[10];
        for (int seed = 0; seed < 1_000; seed++) {
            counts[choose(FREE.withSeed(seed), new float[10])]++;
        }
        assertThat(Arrays.stream(counts)).allMatch(count -> count > 50 && count < 150);
    }

    @Test
    void topKKeepsWhatEqualsTheLast() {
        float[] logits = {3, 1, 2, 2, 4, NEVER};
        assertThat(kept(FREE.withTopK(1), logits)).containsExactly(4);
        assertThat(kept(FREE.withTopK(3), logits)).containsExactly(0, 2, 3, 4);
        assertThat(kept(FREE.withTopK(4), logits)).containsExactly(0, 2, 3, 4);
        assertThat(kept(FREE, logits)).containsExactly(0, 1, 2, 3, 4);
        assertThat(kept(FREE.withTopK(Integer.MAX_VALUE), logits)).hasSize(5);
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        float[] logits = {0, 0, 0, 0, NEVER};
        assertThat(kept(FREE.withTopP(0.5), logits)).containsExactly(0, 1);
        assertThat(kept(FREE.withTopP(0.51), logits)).containsExactly(0, 1, 2);
        assertThat(kept(FREE.withTopP(Double.MIN_VALUE), logits)).containsExactly(0);
        assertThat(kept(FREE.withTopP(Math.nextDown(1)), logits)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void hasAnAnswerForExtremes() {
        float[] logits = {-50, 88, Float.MAX_VALUE, -Float.MAX_VALUE};
        assertThat(kept(FREE.withTemperature(Double.MIN_VALUE).withMinP(0.1), logits))
                .containsExactly(2);
        assertThat(kept(FREE.withTemperature(Double.MAX_VALUE).withMinP(0.9), logits))
                .containsExactly(0, 1, 2, 3);
        for (double penalty : new double[] {Double.MIN_VALUE, 1e-30, 1e30, Double.MAX_VALUE}) {
            TokenChooser chooser = new TokenChooser(FREE.withRepetitionPenalty(penalty), 4);
            chooser.remember(1, 2);
            assertThat(chooser.choices(row(logits)))
                    .extracting(Candidate::probability)
                    .allMatch(p -> p >= 0 && p <= 1);
        }
        assertThat(choose(FREE, 5)).isZero();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void refusesLogitsThatAreNoNumbers(float bad) {
        for (Sampling sampling : List.of(Sampling.GREEDY, FREE)) {
            assertThatThrownBy(() -> choose(sampling, 0, 1, bad, 2))
                    .isInstanceOf(ModelRunException.class)
                    .hasMessageContaining("found " + bad + " for token 2");
            assertThatThrownBy(() -> choose(sampling, NEVER, NEVER))
                    .isInstanceOf(ModelRunException.class)
                    .hasMessageContaining("minus infinity for every token");
        }
    }

    @Test
    void refusesWhatIsNotOfTheVocabulary() {
        TokenChooser chooser = new TokenChooser(FREE, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chooser.choose(row(1, 2)))
                .withMessage("expected a row of 3 logits, found 2");
        assertThatThrownBy(() -> chooser.remember(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> chooser.remember(-1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenChooser(FREE, 0));
    }

    @Test
    void readsFromTheBuffersPositionAndLeavesIt() {
        FloatBuffer buffer = row(9, 1, 2, 9).position(1).limit(3);
        assertThat(new TokenChooser(Sampling.GREEDY, 2).choose(buffer.asReadOnlyBuffer()))
                .isEqualTo(1);
        assertThat(new TokenChooser(Sampling.GREEDY, 2).choose(buffer)).isEqualTo(1);
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    /** Against the rules written down once more, with a sorted list. */
    @Test
    void keepsWhatTheRulesSay() {
        Random random = new Random(20260214);
        for (int round = 0; round < 2_000; round++) {
            int vocabulary = 1 + random.nextInt(200);
            FloatBuffer row = randomRow(random, vocabulary);
            Sampling sampling =
                    new Sampling(
                            0.2 + 2 * random.nextDouble(),
                            random.nextInt(60),
                            random.nextBoolean() ? 1 : 1 - random.nextDouble(),
                            random.nextBoolean() ? 0 : random.nextDouble() / 5,
                            1,
                            random.nextLong());
            List<Integer> expected = expected(sampling, row);
            TokenChooser chooser = new TokenChooser(sampling, vocabulary);
            List<Candidate> choices = chooser.choices(row);
            assertThat(choices)
                    .as("%s %s", sampling, vocabulary)
                    .extracting(Candidate::id)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(choices.stream().mapToDouble(Candidate::probability).sum())
                    .isCloseTo(1, within(1e-9));
            for (int draw = 0; draw < 5; draw++) {
                assertThat(chooser.choose(row)).isIn(expected);
            }
        }
    }

    private static List<Integer> expected(Sampling sampling, FloatBuffer row) {
        List<Integer> sorted =
                IntStream.range(0, row.capacity())
                        .boxed()
                        .sorted(Comparator.comparing((Integer id) -> -row.get(id)))
                        .toList();
        int size = sorted.size();
        if (sampling.topK() > 0 && sampling.topK() < size) {
            float last = row.get(sorted.get(sampling.topK() - 1));
            size = (int) sorted.stream().filter(id -> row.get(id) >= last).count();
        }
        float max = row.get(sorted.get(0));
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            weights[i] = Math.exp((row.get(sorted.get(i)) - max) / sampling.temperature());
        }
        double total = Arrays.stream(weights).sum();
        int kept = sampling.topP() < 1 ? 0 : size;
        for (double before = 0; kept < size && before < sampling.topP() * total; kept++) {
            before += weights[kept];
        }
        while (weights[kept - 1] < sampling.minP()) {
            kept--;
        }
        return sorted.subList(0, kept);
    }

    @Test
    void readsALargeVocabulary() {
        int vocabulary = 152_064;
        FloatBuffer row = randomRow(new Random(3), vocabulary);
        for (Sampling sampling : List.of(FREE, FREE.withTopK(50), FREE.withTopP(0.9))) {
            List<Candidate> choices = new TokenChooser(sampling, vocabulary).choices(row);
            assertThat(new HashSet<>(choices.stream().map(Candidate::id).toList()))
                    .isEqualTo(new HashSet<>(expected(sampling, row)));
        }
    }

    /** In coarse steps, so that many are equal. */
    private static FloatBuffer randomRow(Random random, int vocabulary) {
        FloatBuffer row = FloatBuffer.allocate(vocabulary);
        for (int id = 0; id < vocabulary; id++) {
            row.put(id, Math.round(random.nextGaussian() * 24) / 8f);
        }
        return row;
    }
}
