package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.Reduced;
import io.github.headlight.view.Report;
import io.github.headlight.view.Subject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Pages of captures that do not hold every probability show what they hold, and say what not. */
@ExtendWith(BrowserExtension.class)
class ReducedPagesTest {
    private static final double ERROR = 0.0025 + 1e-6;

    @TempDir private static Path folder;
    private static Attention full;

    private final Browser browser;

    ReducedPagesTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void read() throws IOException {
        full = Captures.golden("lamp_en");
    }

    private Attention open(String plan, String hash) {
        Attention reduced = Reduced.to(plan, full);
        Path page = folder.resolve(plan.replace(':', '-').replace(',', '-') + ".html");
        browser.open(PageFile.write(page, Report.of(reduced)), hash);
        return reduced;
    }

    private void requireShows(AttentionMatrix matrix) {
        double[][] shown = browser.matrix();
        assertThat(shown).hasNumberOfRows(matrix.queries());
        for (int q = 0; q < matrix.queries(); q++) {
            for (int k = 0; k < matrix.keys(); k++) {
                assertThat(shown[q][k])
                        .as("row %d, column %d", q, k)
                        .isCloseTo(matrix.probability(q, k), within(ERROR));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean | 1:mean mean | 1:0 rollout",
                "heads:1.2,3.0 | 1:2 3:0 | 0:0 1:mean mean rollout",
                "topk:6 | 0:0 3:5 | 1:mean mean rollout",
                "pooled:8 | 0:0 3:5 1:mean mean | rollout",
                "stats | | 0:0 1:mean mean",
                "mean+topk:6 | 0:0 1:mean mean | rollout",
                "heads:1.2+stats | 1:2 | 0:0 1:mean",
                "topk:6+stats | 0:0 | 1:mean",
                "pooled:8+stats | 0:0 1:mean mean | rollout",
            })
    void showsWhatItHoldsAndSaysWhatItDoesNot(String plan, String held, String missing) {
        Attention reduced = open(plan, "");
        assertThat(browser.find(".facts[data-capture='0']").getText())
                .contains("reduced capture: " + plan);
        assertThat(browser.text("sentence")).isNotEmpty();
        for (String place : places(held)) {
            browser.follow("#" + place);
            assertThat(browser.text("sentence")).as(place).startsWith("Reading ");
            requireShows(expected(reduced, place));
        }
        for (String place : places(missing)) {
            browser.follow("#" + place);
            assertThat(browser.text("sentence")).as(place).endsWith("was not captured.");
            assertThat((List<?>) browser.evaluate("headlight.shape")).isEmpty();
        }
        for (String tab : browser.tabs()) {
            browser.follow("#v=" + tab);
            assertThat(browser.find("#panel-" + tab).isDisplayed()).as(tab).isTrue();
        }
    }

    private static List<String> places(String text) {
        return text == null
                ? List.of()
                : List.of(text.split(" ")).stream()
                        .map(
                                place ->
                                        place.contains(":")
                                                ? place.split(":", -1)
                                                : new String[] {place})
                        .map(part -> "l=" + part[0] + (part.length > 1 ? "&h=" + part[1] : ""))
                        .toList();
    }

    private static AttentionMatrix expected(Attention reduced, String place) {
        if (place.equals("l=mean")) {
            return Subject.all().of(reduced).matrix();
        }
        String[] parts = place.split("[=&]", -1);
        int layer = Integer.parseInt(parts[1]);
        Subject subject =
                parts[3].equals("mean")
                        ? Subject.layer(layer)
                        : Subject.head(layer, Integer.parseInt(parts[3]));
        return subject.of(reduced).matrix();
    }

    @Test
    void theRestOfARowIsSaid() {
        Attention reduced = open("topk:6", "#l=0&h=1&q=40");
        double rest = reduced.captured().topK().orElseThrow().rest(0, 1, 40);
        assertThat(rest).as("something is left").isGreaterThan(0.05);
        assertThat(browser.text("rest"))
                .endsWith("went to keys that were not captured (the 6 strongest of each row were)");
        double said = Double.parseDouble(browser.text("rest").split(" ", -1)[0]);
        assertThat(said).isCloseTo(rest, within(0.01));
    }
}
