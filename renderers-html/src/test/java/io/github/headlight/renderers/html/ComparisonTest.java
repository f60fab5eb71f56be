package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.capture.Attention;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two captures side by side. */
class ComparisonTest {
    private static PageFile page(Attention... captures) {
        return new PageFile(Report.of(captures));
    }

    private static JsonObject meta(PageFile page) {
        return JsonParser.parseString(page.block("hl-meta")).getAsJsonObject();
    }

    @Test
    void holdsWhatCoreComputed() throws IOException {
        Attention first = Captures.golden("apple_zh");
        Attention second = Captures.golden("apple_zh_no_context");
        Comparison comparison = Comparison.of(first, second);
        PageFile page = page(first, second);
        JsonObject shared = meta(page).getAsJsonObject("comparison");
        assertThat(shared.getAsJsonArray("first")).hasSize(comparison.alignment().size());
        for (int pair = 0; pair < comparison.alignment().size(); pair++) {
            assertThat(shared.getAsJsonArray("first").get(pair).getAsInt())
                    .isEqualTo(comparison.alignment().inFirst(pair));
            assertThat(shared.getAsJsonArray("second").get(pair).getAsInt())
                    .isEqualTo(comparison.alignment().inSecond(pair));
        }
        for (int capture = 0; capture < 2; capture++) {
            JsonArray all =
                    page.capture(capture).getAsJsonObject("measures").getAsJsonArray("divergence");
            assertThat(all).hasSize(24);
            for (int i = 0; i < 24; i++) {
                assertThat(all.get(i).getAsDouble())
                        .isCloseTo(comparison.divergences().get(i / 6, i % 6), within(5.1e-5));
            }
        }
        var most = comparison.changed(1).get(0);
        assertThat(page.html())
                .contains("id=\"tab-compare\"")
                .contains(
                        "href=\"#c=0&amp;l="
                                + most.layer()
                                + "&amp;h="
                                + most.head()
                                + "&amp;q="
                                + most.query()
                                + "&amp;v=compare\"");
    }

    @Test
    void modelsOfOtherShapesAreRefusedInWords() throws IOException {
        PageFile page =
                page(Captures.golden("apple_zh"), Captures.made(2, 4, 2, Captures.words(9), 2));
        assertThat(page.html())
                .doesNotContain("id=\"tab-compare\"")
                .contains("their models differ, 4 × 6 layers × heads and 2 × 4.")
                .contains("模型不同，层 × 头分别为 4 × 6 与 2 × 4。");
        assertThat(meta(page).has("comparison")).isFalse();
    }

    @Test
    void textsWithNothingInCommonAreRefusedInWords() {
        PageFile page =
                page(
                        Captures.made(1, 2, 1, List.of("a", "b", "c"), 0),
                        Captures.made(1, 2, 1, List.of("d", "e", "f"), 0));
        assertThat(page.html())
                .doesNotContain("id=\"tab-compare\"")
                .contains("expected captures that share a row");
    }

    @Test
    void oneCaptureIsComparedWithNothing() throws IOException {
        assertThat(page(Captures.golden("apple_zh")).html())
                .doesNotContain("id=\"tab-compare\"", "not compared");
    }

    /** In a browser. */
    @ExtendWith(BrowserExtension.class)
    @Nested
    class BrowserTest {
        private static final Pattern CHANGE =
                Pattern.compile(".* \\((\\d+)\\) (<? ?[0-9.]+) → (<? ?[0-9.]+)");

        @TempDir private Path folder;

        private double shown(String text) {
            return text.startsWith("<") ? 0 : Double.parseDouble(text);
        }

        @Test
        void aRowIsChosenWithItsPartner(Browser browser) throws IOException {
            Attention first = Captures.golden("apple_zh");
            Attention second = Captures.golden("apple_zh_no_context");
            Comparison comparison = Comparison.of(first, second);
            var most = comparison.changed(1).get(0);
            Path file = folder.resolve("r.html");
            new HtmlRenderer().render(Report.of(first, second), RenderOutput.file(file));
            browser.open(file, "#v=compare&lang=en");
            browser.find("#panel-compare a").click();
            browser.settle();
            assertThat(browser.number("headlight.state.q")).isEqualTo(most.query());

            // What the page says changed is what changed, and in this order.
            AttentionMatrix before = first.head(most.layer(), most.head());
            AttentionMatrix after = second.head(most.layer(), most.head());
            List<String> changes =
                    browser.strings(
                            "[...document.querySelectorAll('#changes li')].map(x => x.textContent)");
            assertThat(changes).isNotEmpty();
            double last = 1;
            for (String change : changes) {
                Matcher parts = CHANGE.matcher(change);
                assertThat(parts.matches()).as(change).isTrue();
                int key = Integer.parseInt(parts.group(1));
                int partner = comparison.alignment().partnerOfFirst(key);
                double was = before.probability(most.query(), key);
                double is = after.probability(most.partner(), partner);
                // Half a step of what is stored, and of what is said.
                assertThat(shown(parts.group(2))).isCloseTo(was, within(0.0076));
                assertThat(shown(parts.group(3))).isCloseTo(is, within(0.0076));
                assertThat(Math.abs(is - was)).isLessThan(last + 0.01);
                last = Math.abs(is - was);
            }
            assertThat(last).isPositive();

            // In the square of the second capture, the partner is chosen.
            WebElement canvas = browser.find("#compare");
            int side = (canvas.getSize().width - 2 - 2 * 16) / 3;
            new Actions(browser.driver()).moveToElement(canvas, 0, side / 2).click().perform();
            browser.settle();
            assertThat(browser.number("headlight.state.c")).isEqualTo(1);
            int row = (int) browser.number("headlight.state.q");
            assertThat(comparison.alignment().partnerOfSecond(row)).isNotNegative();
            assertThat(browser.text("changes-title"))
                    .contains("(" + comparison.alignment().partnerOfSecond(row) + ")");

            browser.driver().executeScript("document.getElementById('compare').focus()");
            browser.press(Keys.ARROW_UP);
            browser.settle();
            assertThat(browser.number("headlight.state.q")).isLessThan(row);

            browser.choose("tiles-show", "divergence");
            assertThat(browser.hash()).contains("tiles=divergence");
        }
    }
}
