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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Heads whose queries see all keys, before and after them. */
class BidirectionalProfilesTest {
    private static final AttentionDirection BOTH = AttentionDirection.BIDIRECTIONAL;

    /** What such a head can show. */
    private static final List<Pattern> SHOWN =
            List.of(
                    Pattern.LOCAL_WINDOW,
                    Pattern.PREVIOUS_TOKEN,
                    Pattern.GLOBAL_FOCUS,
                    Pattern.SEPARATOR,
                    Pattern.DUPLICATE_TOKEN);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 9, 33, 120})
    void measuresAreThoseOfTheirDefinitions(int size) {
        PlantedHead planted = new PlantedHead(BOTH, size, 3);
        float[] head = planted.random(2);
        Attention attention = PlantedHead.attention(BOTH, planted.tokens(), List.of(head));
        HeadProfiles profiles = HeadProfiles.of(attention);
        for (Measure measure : Measure.values()) {
            Mean expected = mean(attention, head, measure);
            assertThat(profiles.rows(measure)).as(measure.key()).isEqualTo(expected.rows());
            if (expected.rows() == 0) {
                assertThat(profiles.head(0, 0).measure(measure)).as(measure.key()).isNaN();
            } else {
                assertThat(profiles.head(0, 0).measure(measure))
                        .as(measure.key())
                        .isCloseTo(expected.value(), within(1e-5 * size));
            }
        }
    }

    private record Mean(double value, int rows) {}

    /** The definitions of docs/analysis.md, as they stand there. */
    private static Mean mean(Attention attention, float[] head, Measure measure) {
        int n = attention.rows();
        if (measure == Measure.GLOBAL_FOCUS) {
            double[] received = new double[n - 1];
            for (int j = 1; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    received[j - 1] += head[i * n + j];
                }
            }
            double all = Arrays.stream(received).sum();
            double most = Arrays.stream(received).sorted().skip(Math.max(0, n - 4)).sum();
            return new Mean(most / all, n);
        }
        double sum = 0;
        int rows = 0;
        for (int i = 0; i < n; i++) {
            double value = 0;
            boolean defined = measure == Measure.PREVIOUS_TOKEN ? i >= 1 : true;
            boolean equals = false;
            for (int j = 0; j < n; j++) {
                double p = head[i * n + j];
                boolean equal = j != i && id(attention, j) == id(attention, i);
                equals |= equal;
                value +=
                        switch (measure) {
                            case ENTROPY -> -p * Math.log(p);
                            case ENTROPY_NORMALIZED -> -p * Math.log(p) / Math.log(n);
                            case SINK -> j == 0 ? p : 0;
                            case PREVIOUS_TOKEN -> j == i - 1 ? p : 0;
                            case CURRENT_TOKEN -> j == i ? p : 0;
                            case DUPLICATE_TOKEN -> equal ? p : 0;
                            case LOCAL_WINDOW -> j >= 1 && Math.abs(i - j) <= 8 ? p : 0;
                            case MEAN_DISTANCE -> p * Math.abs(i - j);
                            case SEPARATOR ->
                                    j >= 1 && Separators.at(attention.tokens(), j) ? p : 0;
                            default -> 0;
                        };
            }
            defined &= measure != Measure.DUPLICATE_TOKEN || equals;
            defined &= !measure.assumesCausality();
            sum += defined ? value : 0;
            rows += defined ? 1 : 0;
        }
        return new Mean(sum / rows, rows);
    }

    private static int id(Attention attention, int index) {
        return attention.tokens().get(index).id();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 40, 150})
    void agreeWithTheWeightsThatTheRuntimeIsGiven(int size) {
        Attention attention = planted(size);
        HeadProfiles profiles = HeadProfiles.of(attention);
        HeadStatistics expected = summedUp(attention);
        for (Measure measure : Measure.values()) {
            assertThat(profiles.rows(measure)).as(measure.key()).isEqualTo(expected.rows(measure));
            for (HeadProfile head : profiles.heads()) {
                float value = expected.get(0, head.head(), measure);
                if (Float.isNaN(value)) {
                    assertThat(head.measure(measure)).as(measure.key()).isNaN();
                } else {
                    assertThat(head.measure(measure))
                            .as("%s of head %d", measure.key(), head.head())
                            .isCloseTo(value, within(1e-6 * size));
                }
            }
        }
    }

    private static Attention planted(int size) {
        PlantedHead planted = new PlantedHead(BOTH, size, 11);
        List<float[]> heads = new ArrayList<>();
        for (Pattern pattern : SHOWN) {
            // One token has nothing else to look at.
            heads.add(size == 1 ? new float[] {1} : planted.head(Set.of(pattern), 0.3, 0.25));
        }
        heads.add(planted.random(3));
        return PlantedHead.attention(BOTH, planted.tokens(), heads);
    }

    private static HeadStatistics summedUp(Attention attention) {
        int size = attention.rows();
        int width = RowWeights.MEASURES.size();
        RowWeights weights = new RowWeights(BOTH, attention.tokens().hasTexts());
        for (int i = 0; i < size; i++) {
            weights.add(id(attention, i), Separators.at(attention.tokens(), i));
        }
        StatisticsSum sum = new StatisticsSum(1, attention.model().heads(), weights);
        for (int head = 0; head < attention.model().heads(); head++) {
            float[] received = new float[size];
            for (int query = 0; query < size; query++) {
                float[] cells = new float[size * width];
                weights.put(query, FloatBuffer.wrap(cells), 0);
                float[] row = attention.tensor().head(0, head).row(query);
                double entropy = 0;
                double[] sums = new double[width];
                for (int key = 0; key < size; key++) {
                    double p = row[key];
                    entropy -= p > 0 ? p * Math.log(p) : 0;
                    received[key] += row[key];
                    for (int m = 0; m < width; m++) {
                        sums[m] += p * cells[key * width + m];
                    }
                }
                FloatBuffer floats = FloatBuffer.allocate(width);
                Arrays.stream(sums).forEach(value -> floats.put((float) value));
                sum.add(0, head, query, (float) entropy, floats, 0);
            }
            sum.focus(0, head, FloatBuffer.wrap(received));
        }
        return sum.toStatistics();
    }

    @Test
    void plantedHeadsAreCalledByWhatTheyDo() {
        for (int size : new int[] {40, 64, 128, 256}) {
            PlantedHead planted = new PlantedHead(BOTH, size, 1);
            for (double noise : new double[] {0, 0.25, 0.5}) {
                for (double sink : new double[] {0, 0.3, 0.6}) {
                    for (Pattern pattern : SHOWN) {
                        assertThat(label(planted, pattern, noise, sink))
                                .as("%s of %d, noise %s, sink %s", pattern, size, noise, sink)
                                .isEqualTo(pattern);
                    }
                    assertThat(label(planted, Pattern.MIXED, noise, sink))
                            .isEqualTo(sink >= 0.5 ? Pattern.SINK : Pattern.MIXED);
                }
            }
        }
    }

    private static Pattern label(PlantedHead planted, Pattern pattern, double noise, double sink) {
        float[] head = planted.head(Set.of(pattern), noise, sink);
        return HeadProfiles.of(PlantedHead.attention(BOTH, planted.tokens(), List.of(head)))
                .head(0, 0)
                .pattern();
    }

    @Test
    void chanceHasNoPattern() {
        for (int size : new int[] {4, 8, 12, 24, 64, 200}) {
            for (int seed = 0; seed < 2000 / size; seed++) {
                PlantedHead planted = new PlantedHead(BOTH, size, seed);
                List<float[]> random = new ArrayList<>();
                for (double scale : new double[] {0, 0.5, 1, 2, 4, 8}) {
                    random.add(planted.random(scale));
                }
                for (Pattern pattern : SHOWN) {
                    random.add(planted.shuffled(planted.head(Set.of(pattern), 0.1, 0.2)));
                }
                assertThat(
                                HeadProfiles.of(
                                                PlantedHead.attention(
                                                        BOTH, planted.tokens(), random))
                                        .heads())
                        .as("%d tokens, seed %d", size, seed)
                        .extracting(HeadProfile::pattern)
                        .containsOnly(Pattern.MIXED);
            }
        }
    }

    @Test
    void whatIsAboutEarlierTokensHasNoScore() {
        for (HeadProfile head : HeadProfiles.of(planted(200)).heads()) {
            for (Pattern pattern :
                    List.of(Pattern.INDUCTION, Pattern.POSITION_BIAS, Pattern.REPEATED_REFERENCE)) {
                assertThat(head.score(pattern).isDefined()).as(pattern.key()).isFalse();
            }
        }
    }

    @Test
    void evenAttentionHasTheMeasuresOfTheNull() {
        PlantedHead planted = new PlantedHead(BOTH, 60, 2);
        HeadProfiles profiles =
                HeadProfiles.of(
                        PlantedHead.attention(BOTH, planted.tokens(), List.of(planted.random(0))));
        for (Measure measure : Measure.values()) {
            if (!measure.assumesCausality()) {
                assertThat(profiles.even(measure))
                        .as(measure.key())
                        .isCloseTo(profiles.head(0, 0).measure(measure), within(1e-6));
            }
        }
        assertThat(profiles.even(Measure.ENTROPY_NORMALIZED)).isCloseTo(1, within(1e-6));
        assertThat(profiles.even(Measure.SINK)).isCloseTo(1 / 60.0, within(1e-6));
    }

    @Test
    void statisticsGiveTheSameLabels() {
        Attention full = planted(200);
        HeadProfiles expected = HeadProfiles.of(full);
        Attention reduced =
                new Attention(
                        full.model(),
                        CapturePlan.parse("stats"),
                        full.tokens(),
                        full.promptLength(),
                        Captured.NOTHING.with(summedUp(full)),
                        null);
        for (HeadProfile head : HeadProfiles.of(reduced).heads()) {
            HeadProfile whole = expected.head(0, head.head());
            assertThat(head.pattern()).isEqualTo(whole.pattern());
            assertThat(head.label().score()).isCloseTo(whole.label().score(), within(0.05));
        }
    }

    @Test
    void evidenceIsOfThePatternOnBothSides() {
        Attention attention = planted(64);
        List<Evidence> window = Evidence.of(attention, 0, 0, Pattern.LOCAL_WINDOW, 64);
        assertThat(window).hasSize(64).allMatch(e -> Math.abs(e.query() - e.key()) <= 8);
        Pattern duplicate = Pattern.DUPLICATE_TOKEN;
        List<Evidence> equal = Evidence.of(attention, 0, SHOWN.indexOf(duplicate), duplicate, 64);
        assertThat(equal)
                .isNotEmpty()
                .allMatch(e -> id(attention, e.query()) == id(attention, e.key()))
                .anyMatch(e -> e.key() > e.query())
                .anyMatch(e -> e.key() < e.query());
    }

    @Test
    void rowsThatAreNoProbabilitiesAreRefusedByPlace() {
        PlantedHead planted = new PlantedHead(BOTH, 12, 4);
        float[] bad = planted.random(0);
        bad[7 * 12 + 10] = 0.5f;
        assertThatThrownBy(
                        () ->
                                HeadProfiles.of(
                                        PlantedHead.attention(
                                                BOTH, planted.tokens(), List.of(bad))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(
                        "head 0, query 7: expected probabilities of keys 0 to 11 that sum to 1");
    }
}
