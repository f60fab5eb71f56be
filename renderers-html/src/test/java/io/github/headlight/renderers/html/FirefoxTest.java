package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A report in Firefox, opened from disk. What Firefox and Chromium share is tested in Chromium. */
@EnabledIf(value = "isInstalled", disabledReason = "needs " + Firefox.PROGRAM)
class FirefoxTest {
    /** What a page says of its numbers: from .01 on half of .005, below less. */
    private static final double ERROR = 0.0025 + 1e-6;

    @TempDir private static Path folder;
    private static Attention attention;
    private static Path page;
    private static Firefox firefox;

    static boolean isInstalled() {
        return Files.isExecutable(Path.of(Firefox.PROGRAM));
    }

    @BeforeAll
    static void start() throws IOException {
        attention = Captures.golden("lamp_en");
        page =
                PageFile.write(
                        folder.resolve("page.html"),
                        Report.of(attention, Captures.golden("apple_zh")));
        firefox = new Firefox(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void stop() {
        if (firefox != null) {
            firefox.close();
        }
    }

    @AfterEach
    void nothingWasAskedForAndNothingWentWrong() {
        // Firefox draws the triangle of what is folded up with a font that it has in itself.
        assertThat(firefox.reports()).allMatch(report -> report.startsWith("data:font"));
    }

    @Test
    void theValuesAreThoseOfTheTensor() {
        firefox.open(page, "#l=2&h=1", 1280, 800);
        AttentionMatrix matrix = attention.tensor().head(2, 1);
        JsonArray rows =
                firefox.evaluate(
                                "(([rows, columns]) => Array.from({length: rows}, (_, row) =>"
                                        + " Array.from({length: columns}, (_, column) =>"
                                        + " headlight.value(row, column))))(headlight.shape)")
                        .getAsJsonArray();
        assertThat(rows).hasSize(matrix.queries());
        for (int q = 0; q < matrix.queries(); q++) {
            JsonArray row = rows.get(q).getAsJsonArray();
            assertThat(row).hasSize(matrix.keys());
            for (int k = 0; k < matrix.keys(); k++) {
                assertThat(row.get(k).getAsDouble())
                        .as("row %d, column %d", q, k)
                        .isCloseTo(matrix.probability(q, k), within(ERROR));
            }
        }
    }

    @Test
    void everyTabIsReachedByKeysAndDrawn() throws IOException {
        for (int width : new int[] {1280, 400}) {
            firefox.open(page, "#l=2&h=1&v=matrix&theme=dark", width, 800);
            List<String> tabs = tabs();
            assertThat(tabs).contains("matrix", "links", "compare", "diagnosis");
            firefox.evaluate("document.getElementById('tab-matrix').focus()");
            for (String tab : tabs) {
                firefox.until("headlight.state.v === '" + tab + "' && headlight.settled");
                String panel = "document.getElementById('panel-" + tab + "')";
                String drawn = "(" + panel + ".querySelector('canvas') ?? " + panel + ")";
                assertThat(colours(firefox.picture(drawn)))
                        .as("colours of %s at %d", tab, width)
                        .isGreaterThan(10);
                assertThat(firefox.evaluate("document.documentElement.scrollWidth").getAsInt())
                        .as("width of %s at %d", tab, width)
                        .isLessThanOrEqualTo(width);
                firefox.press(Keys.ARROW_RIGHT);
            }
            firefox.until("headlight.state.v === '" + tabs.get(0) + "' && headlight.settled");
        }
    }

    @Test
    void whatAPageDoesAmissIsReported() throws IOException {
        String changed =
                Files.readString(page)
                        .replace("<body>", "<body><img src=\"http://127.0.0.1:65535/asked-for\">")
                        .replace("<script>", "<script>throw new Error('amiss');</script><script>");
        Path other = folder.resolve("other.html");
        Files.writeString(other, changed);
        firefox.open(other, "", 1280, 800);
        assertThat(firefox.reports())
                .anyMatch(report -> report.contains("Policy") && report.contains("img-src"))
                .anyMatch(report -> report.contains("Policy") && report.contains("script-src"));
        Files.writeString(other, changed.replace("Content-Security-Policy", "None"));
        firefox.open(other, "", 1280, 800);
        assertThat(firefox.reports())
                .anyMatch(report -> report.endsWith("/asked-for"))
                .anyMatch(report -> report.contains("Error: amiss"));
    }

    private static List<String> tabs() {
        List<String> tabs = new ArrayList<>();
        for (JsonElement tab :
                firefox.evaluate(
                                "[...document.querySelectorAll('[role=tab]:not([hidden])')]"
                                        + ".map(tab => tab.id.slice('tab-'.length))")
                        .getAsJsonArray()) {
            tabs.add(tab.getAsString());
        }
        return tabs;
    }

    private static long colours(BufferedImage image) {
        int width = image.getWidth();
        return Arrays.stream(image.getRGB(0, 0, width, image.getHeight(), null, 0, width))
                .distinct()
                .count();
    }
}
