package io.github.headlight.analysis.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Measure;
import io.github.headlight.model.ModelSpec;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class ProfileSumTest {
    private static final ModelSpec MODEL = ModelSpec.unknown(1, 2);

    /** A head for the token before, and one that looks anywhere. */
    private static HeadProfiles profiles(int size, int seed, double noise) {
        PlantedHead planted = new PlantedHead(size, seed);
        return HeadProfiles.of(
                PlantedHead.attention(
                        planted.tokens(),
                        List.of(
                                planted.head(Set.of(Pattern.PREVIOUS_TOKEN), noise, 0.2),
                                planted.random(2))));
    }

    @Test
    void meansAndDeviationsAreThoseOfThePrompts() {
        ProfileSum sum = new ProfileSum(MODEL, PatternThresholds.DEFAULT);
        double[] values = new double[30];
        for (int i = 0; i < values.length; i++) {
            HeadProfiles profiles = profiles(20 + i, i, i % 5 / 10.0);
            values[i] = profiles.head(0, 0).measure(Measure.PREVIOUS_TOKEN);
            sum.add(profiles);
        }
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (values.length - 1));
        HeadSummary head = sum.summaries().get(0);
        MeasureSummary found = head.measures().get(Measure.PREVIOUS_TOKEN);
        assertThat(found.prompts()).isEqualTo(30);
        assertThat(found.mean()).isCloseTo(mean, within(1e-12));
        assertThat(found.deviation()).isCloseTo(deviation, within(1e-12));
        // The interval of a mean is near that of the normal distribution.
        double half = 1.96 * deviation / Math.sqrt(values.length);
        assertThat(found.low()).isCloseTo(mean - half, within(half / 4));
        assertThat(found.high()).isCloseTo(mean + half, within(half / 4));
        assertThat(head.label().pattern()).isEqualTo(Pattern.PREVIOUS_TOKEN);
        assertThat(head.labels().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
        assertThat(sum.summaries().get(1).label()).isEqualTo(PatternLabel.MIXED);
    }

    @Test
    void theSamePromptsGiveTheSameIntervals() {
        ProfileSum a = new ProfileSum(MODEL, PatternThresholds.DEFAULT);
        ProfileSum b = new ProfileSum(MODEL, PatternThresholds.DEFAULT);
        for (int i = 0; i < 4; i++) {
            a.add(profiles(24, i, 0.3));
            b.add(profiles(24, i, 0.3));
        }
        assertThat(a.summaries()).isEqualTo(b.summaries());
    }

    @Test
    void manyShortPromptsTellWhatOneCannot() {
        ProfileSum sum = new ProfileSum(MODEL, PatternThresholds.DEFAULT);
        for (int i = 0; i < 10; i++) {
            HeadProfiles profiles = profiles(8, i, 0.4);
            assertThat(profiles.head(0, 0).pattern()).isEqualTo(Pattern.MIXED);
            sum.add(profiles);
        }
        assertThat(sum.summaries().get(0).label().pattern()).isEqualTo(Pattern.PREVIOUS_TOKEN);
        assertThat(sum.summaries().get(0).labels())
                .containsOnly(java.util.Map.entry(Pattern.MIXED, 10));
    }

    @Test
    void onePromptHasNoInterval() {
        ProfileSum sum = new ProfileSum(MODEL, PatternThresholds.DEFAULT);
        sum.add(profiles(24, 1, 0.1));
        MeasureSummary sink = sum.summaries().get(0).measures().get(Measure.SINK);
        assertThat(sink.mean()).isPositive();
        assertThat(List.of(sink.deviation(), sink.low(), sink.high()))
                .allMatch(v -> Double.isNaN(v));
    }

    @Test
    void profilesOfAnotherModelAreRefused() {
        ProfileSum sum = new ProfileSum(ModelSpec.unknown(2, 2), PatternThresholds.DEFAULT);
        HeadProfiles profiles = profiles(8, 1, 0);
        assertThatThrownBy(() -> sum.add(profiles))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 layers of 2 heads");
        assertThatThrownBy(sum::summaries).isInstanceOf(IllegalStateException.class);
    }
}
