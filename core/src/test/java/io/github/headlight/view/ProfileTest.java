package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.language.Language;
import io.github.headlight.render.RendererContractTest;

import org.junit.jupiter.api.Test;

import java.util.List;

class ProfileTest {
    private static final HeadStatistics STATISTICS =
            HeadProfiles.of(RendererContractTest.sample(3, 4, List.of("a", " b", " c", " d")))
                    .statistics();

    @Test
    void showsAMeasureOfEachHead() {
        for (Measure measure : Measure.values()) {
            Profile profile = Profile.of(STATISTICS, measure, 2, Language.EN);
            for (int layer = 0; layer < 3; layer++) {
                for (int head = 0; head < 4; head++) {
                    assertThat(profile.values().get(layer, head))
                            .isEqualTo(Double.valueOf(STATISTICS.get(layer, head, measure)));
                }
            }
        }
    }

    @Test
    void endsSharesAtOneAndOtherMeasuresAtTheLargest() {
        assertThat(Profile.of(STATISTICS, Measure.SINK, 2, Language.EN).top()).isEqualTo(1);
        Profile entropy = Profile.of(STATISTICS, Measure.ENTROPY, 2, Language.EN);
        assertThat(entropy.top()).isEqualTo(entropy.values().max());
        assertThat(entropy.quantity()).isEqualTo("entropy (nats)");
        // No token comes twice, so that no row has an induction target.
        assertThat(Profile.of(STATISTICS, Measure.INDUCTION, 2, Language.EN).values().max())
                .isNaN();
    }

    @Test
    void refusesNumbersAndTextsThatNoPictureCanShow() {
        for (double value : new double[] {Double.POSITIVE_INFINITY, -1}) {
            HeadValues values = new HeadValues(1, 2, i -> i == 1 ? value : 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Profile("t", "share", values, 1, 1, List.of()))
                    .withMessageContaining("layer 0, head 1")
                    .withMessageContaining(String.valueOf(value));
        }
        HeadValues values = new HeadValues(1, 1, i -> -1e-7);
        String text = "n".repeat(Profile.MOST_CHARACTERS);
        assertThat(new Profile(text, text, values, 1, 1, List.of(text)).names()).hasSize(1);
        String more = text + "n";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Profile("t", "q", values, 1, 1, List.of(more)))
                .withMessage("names: expected at most 10000 characters, found 10001");
    }
}
