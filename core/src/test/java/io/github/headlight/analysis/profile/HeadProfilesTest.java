package io.github.headlight.analysis.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.capture.Separators;
import io.github.headlight.capture.StatisticsSum;
import io.github.headlight.error.CaptureException;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

class HeadProfilesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 200})
    void agreeWithTheWeightsThatTheRuntimeIsGiven(int size) {
        Attention attention = planted(size);
        HeadProfiles profiles = HeadProfiles.of(attention);
        HeadStatistics expected = summedUp(attention);
        for (Measure measure : Measure.values()) {
            if (measure == Measure.REPEATED_REFERENCE) {
                continue;
            }
            assertThat(profiles.rows(measure)).as(measure.key()).isEqualTo(expected.rows(measure));
            for (HeadProfile head : profiles.heads()) {
                float value = expected.get(0, head.head(), measure);
                if (Float.isNaN(value)) {
                    assertThat(head.measure(measure)).as(measure.key()).isNaN();
                } else {
                    assertThat(head.measure(measure))
                            .as("%s of head %d", measure.key(), head.head())
                            .isCloseTo(value, within(1e-6 * Math.max(1, size / 10.0)));
                }
            }
        }
    }

    /** A head for each pattern, and a random one. */
    private static Attention planted(int size) {
        PlantedHead planted = new PlantedHead(size, 11);
        List<float[]> heads = new ArrayList<>();
        for (Pattern pattern : Pattern.values()) {
            heads.add(planted.head(Set.of(pattern), 0.3, 0.25));
        }
        heads.add(planted.random(3));
        return PlantedHead.attention(planted.tokens(), heads);
    }

    /** As the runtime does it: entropies, weighted sums and what keys receive. */
    private static HeadStatistics summedUp(Attention attention) {
        int size = attention.rows();
        int heads = attention.model().heads();
        int width = RowWeights.MEASURES.size();
        RowWeights weights =
                new RowWeights(AttentionDirection.CAUSAL, attention.tokens().hasTexts());
        for (int i = 0; i < size; i++) {
            weights.add(attention.tokens().get(i).id(), Separators.at(attention.tokens(), i));
        }
        StatisticsSum sum = new StatisticsSum(1, heads, weights);
        float[][] received = new float[heads][size];
        for (int query = 0; query < size; query++) {
            float[] cells = new float[(query + 1) * width];
            weights.put(query, FloatBuffer.wrap(cells), 0);
            for (int head = 0; head < heads; head++) {
                float[] row = attention.tensor().head(0, head).row(query);
                double entropy = 0;
                double[] sums = new double[width];
                for (int key = 0; key <= query; key++) {
                    double p = row[key];
                    entropy -= p > 0 ? p * Math.log(p) : 0;
                    received[head][key] += row[key];
                    for (int m = 0; m < width; m++) {
                        sums[m] += p * cells[key * width + m];
                    }
                }
                float[] floats = new float[width];
                for (int m = 0; m < width; m++) {
                    floats[m] = (float) sums[m];
                }
                sum.add(0, head, query, (float) entropy, FloatBuffer.wrap(floats), 0);
            }
        }
        for (int head = 0; head < heads; head++) {
            sum.focus(0, head, FloatBuffer.wrap(received[head]));
        }
        return sum.toStatistics();
    }

    @Test
    void repeatedReferenceIsWhatEveryLaterRowGives() {
        int size = 40;
        float[] steady = new float[size * size];
        float[] once = new float[size * size];
        for (int query = 0; query < size; query++) {
            steady[query * size + (query > 3 ? 3 : 0)] = query > 3 ? 0.36f : 1;
            steady[query * size] += query > 3 ? 0.64f : 0;
            once[query * size + (query == 20 ? 3 : 0)] = 1;
        }
        TokenSequence tokens = new PlantedHead(size, 1).tokens();
        HeadProfiles profiles =
                HeadProfiles.of(PlantedHead.attention(tokens, List.of(steady, once)));
        assertThat(profiles.head(0, 0).measure(Measure.REPEATED_REFERENCE))
                .isCloseTo(0.36, within(1e-6));
        assertThat(profiles.head(0, 1).measure(Measure.REPEATED_REFERENCE))
                .isCloseTo(1.0 / (36 * 36), within(1e-6));
    }

    @Test
    void evenAttentionHasTheMeasuresOfTheNull() {
        PlantedHead planted = new PlantedHead(60, 2);
        HeadProfiles profiles =
                HeadProfiles.of(
                        PlantedHead.attention(planted.tokens(), List.of(planted.random(0))));
        for (Measure measure : Measure.values()) {
            assertThat(profiles.even(measure))
                    .as(measure.key())
                    .isCloseTo(profiles.head(0, 0).measure(measure), within(1e-6));
        }
        assertThat(profiles.even(Measure.ENTROPY_NORMALIZED)).isCloseTo(1, within(1e-6));
        assertThat(profiles.even(Measure.RECENCY)).isCloseTo(1, within(1e-6));
        assertThat(profiles.head(0, 0).label()).isEqualTo(PatternLabel.MIXED);
    }

    @Test
    void oneTokenDefinesNothing() {
        HeadProfiles profiles = HeadProfiles.of(planted(1));
        HeadProfile head = profiles.head(0, 0);
        assertThat(head.measures().values()).allMatch(value -> Double.isNaN(value));
        assertThat(head.topKey()).isEmpty();
        assertThat(head.scores()).noneMatch(PatternScore::isDefined);
        assertThat(head.label()).isEqualTo(PatternLabel.MIXED);
        assertThat(Arrays.stream(Measure.values()).mapToInt(profiles::rows)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, ', key 1: expected a probability from 0 to 1, found NaN'",
        "-0.25, ', key 1: expected a probability from 0 to 1, found -0.25'",
        "Infinity, ': expected probabilities of keys 0 to 7 that sum to 1, found'",
        "0.9, ': expected probabilities of keys 0 to 7 that sum to 1, found'",
        "0, ': expected probabilities of keys 0 to 7 that sum to 1, found'"
    })
    void rowsThatAreNoProbabilitiesAreRefusedByPlace(float value, String problem) {
        PlantedHead planted = new PlantedHead(12, 4);
        float[] good = planted.random(0);
        float[] bad = good.clone();
        bad[7 * 12 + 1] = value;
        assertThatThrownBy(
                        () ->
                                HeadProfiles.of(
                                        PlantedHead.attention(
                                                planted.tokens(), List.of(good, bad, bad))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("layer 0, head 1, query 7" + problem);
    }

    @Test
    void attentionToLaterKeysIsRefused() {
        float[] bidirectional = new float[144];
        Arrays.fill(bidirectional, 1f / 12);
        TokenSequence tokens = new PlantedHead(12, 4).tokens();
        assertThatThrownBy(
                        () ->
                                HeadProfiles.of(
                                        PlantedHead.attention(tokens, List.of(bidirectional))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("query 0: expected probabilities of keys 0 to 0");
    }

    @Test
    void negativeZeroAndHalfPrecisionAreFine() {
        // Rows 1; -0, 1; 1/3, 1/3, 1/3 as half precision rounds them.
        short third = 0x3555;
        short[] values = {0x3c00, 0, 0, (short) 0x8000, 0x3c00, 0, third, third, third};
        AttentionMatrix matrix = AttentionMatrix.ofHalf(ShortBuffer.wrap(values), 3, 3);
        Attention attention =
                new Attention(
                        ModelSpec.unknown(1, 1),
                        CapturePlan.FULL,
                        TokenSequence.ofIds(new int[] {1, 2, 3}),
                        3,
                        AttentionTensor.of(1, 1, List.of(matrix)),
                        null);
        HeadProfile head = HeadProfiles.of(attention).head(0, 0);
        assertThat(head.measure(Measure.ENTROPY)).isCloseTo(Math.log(3) / 2, within(1e-3));
        assertThat(head.measure(Measure.SEPARATOR)).isNaN();
    }

    @Test
    void statisticsGiveMostLabelsToo() {
        Attention full = planted(200);
        HeadProfiles expected = HeadProfiles.of(full);
        HeadStatistics stored = summedUp(full);
        Attention reduced =
                new Attention(
                        full.model(),
                        CapturePlan.parse("stats"),
                        full.tokens(),
                        full.promptLength(),
                        Captured.NOTHING.with(stored),
                        null);
        HeadProfiles profiles = HeadProfiles.of(reduced);
        assertThat(profiles.rows(Measure.REPEATED_REFERENCE)).isZero();
        for (HeadProfile head : profiles.heads()) {
            assertThat(head.measure(Measure.REPEATED_REFERENCE)).isNaN();
            assertThat(head.score(Pattern.POSITION_BIAS).isDefined()).isFalse();
            assertThat(head.score(Pattern.REPEATED_REFERENCE).isDefined()).isFalse();
            Pattern pattern = expected.head(0, head.head()).pattern();
            if (pattern == Pattern.REPEATED_REFERENCE) {
                assertThat(head.pattern()).isEqualTo(Pattern.GLOBAL_FOCUS);
            } else if (pattern != Pattern.POSITION_BIAS) {
                assertThat(head.pattern()).isEqualTo(pattern);
                if (pattern != Pattern.MIXED) {
                    assertThat(head.label().score())
                            .isCloseTo(expected.head(0, head.head()).label().score(), within(0.05));
                }
            }
        }
    }

    @Test
    void otherPlansAreRefusedByName() {
        Attention full = planted(5);
        Attention mean =
                new Attention(
                        full.model(),
                        CapturePlan.parse("mean"),
                        full.tokens(),
                        5,
                        Captured.NOTHING.withMean(AttentionTensor.of(1, 1, List.of(full.mean(0)))),
                        null);
        assertThatThrownBy(() -> HeadProfiles.of(mean))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("this capture holds mean")
                .hasMessageEndingWith("--capture stats");
    }

    @Test
    void evidenceIsOfThePattern() {
        Attention attention = planted(64);
        for (Pattern pattern : Pattern.values()) {
            int head = List.of(Pattern.values()).indexOf(pattern);
            List<Evidence> evidence = Evidence.of(attention, 0, head, pattern, 3);
            if (pattern == Pattern.MIXED) {
                assertThat(evidence).isEmpty();
                continue;
            }
            assertThat(evidence).as(pattern.key()).hasSize(3);
            assertThat(evidence.stream().map(Evidence::query)).doesNotHaveDuplicates();
            for (Evidence cell : evidence) {
                assertThat((float) cell.weight())
                        .isEqualTo(
                                attention.tensor().probability(0, head, cell.query(), cell.key()));
                boolean shows =
                        switch (pattern) {
                            case SINK -> cell.key() == 0;
                            case PREVIOUS_TOKEN -> cell.key() == cell.query() - 1;
                            case SEPARATOR -> cell.key() % 9 == 0;
                            case REPEATED_REFERENCE -> cell.key() == 2;
                            case GLOBAL_FOCUS -> Set.of(2, 8, 13).contains(cell.key());
                            case INDUCTION ->
                                    id(attention, cell.key() - 1) == id(attention, cell.query());
                            case DUPLICATE_TOKEN ->
                                    id(attention, cell.key()) == id(attention, cell.query());
                            default -> cell.key() >= cell.query() - 8;
                        };
                assertThat(shows).as("%s: %s", pattern, cell).isTrue();
            }
        }
    }

    private static int id(Attention attention, int index) {
        return attention.tokens().get(index).id();
    }
}
