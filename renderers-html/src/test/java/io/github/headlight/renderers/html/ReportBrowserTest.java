package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.language.Language;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.Logits;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Reduced;
import io.github.headlight.view.Report;
import io.github.headlight.view.Sink;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Uses a report in a real browser as a reader does. */
@ExtendWith(BrowserExtension.class)
class ReportBrowserTest {
    private static final List<String> HOSTILE =
            List.of(
                    "</script>",
                    "<img src=x onerror=alert(1)>",
                    "\u2028",
                    "\u202Eevil",
                    "<!--",
                    " word",
                    "\n",
                    " end");

    private static final String LINK =
            "Reading green (to write lamp), this head looks at lamp (1.00).";

    @TempDir private static Path folder;
    private static Attention attention;
    private static Path report;

    private final Browser browser;

    ReportBrowserTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void write() throws IOException {
        attention = Captures.golden("lamp_en");
        report =
                PageFile.write(
                        folder.resolve("report.html"),
                        Report.of(attention, Captures.made(2, 4, 2, HOSTILE, 2)));
    }

    @BeforeEach
    void open() {
        browser.open(report, "");
    }

    private WebElement tile(int layer, int head) {
        return browser.find("[data-layer='" + layer + "'][data-head='" + head + "']");
    }

    private WebElement token(int index) {
        return browser.find("[data-capture='0'] [data-token='" + index + "']");
    }

    @Test
    void opensOnTheStrongestLinkWithoutScrolling() {
        browser.untilSentence(LINK);
        assertThat(browser.driver().getTitle()).isEqualTo("Attention report");
        assertThat(browser.number("document.documentElement.scrollHeight"))
                .isLessThanOrEqualTo(800);
        assertThat(browser.number("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(1280);
        assertThat(token(24).getText()).isEqualTo("lamp");
        assertThat(token(24).getDomAttribute("style")).contains("background");
        assertThat(colours("map-canvas")).isGreaterThan(30);
        assertThat(colours("matrix")).isGreaterThan(10);
        assertThat(browser.text("list")).startsWith("lamp 24\n1.00");
    }

    private long colours(String canvas) {
        return browser.number(
                "new Set(new Uint32Array(document.getElementById('"
                        + canvas
                        + "').getContext('2d').getImageData(0, 0, 400, 250).data.buffer)).size");
    }

    @Test
    void aTileOpensItsHead() throws Exception {
        tile(1, 3).click();
        browser.settle();
        assertThat(browser.matrix()).isDeepEqualTo(PageFile.read(report).matrix(0, 10).values());
        assertThat(browser.text("kind")).isEqualTo("separator · key/value head 1");
        assertThat(tile(1, 3).getDomAttribute("aria-selected")).isEqualTo("true");
        assertThat(browser.driver().findElements(By.cssSelector("#grid [aria-selected=true]")))
                .hasSize(1);
        assertThat(new Select(browser.find("#layer")).getFirstSelectedOption().getText())
                .isEqualTo("1");
        assertThat(browser.hash()).isEqualTo("#c=0&l=1&h=3&q=53");
    }

    @Test
    void layersAndHeadsCanBeSelected() {
        new Select(browser.find("#layer")).selectByVisibleText("2");
        new Select(browser.find("#head")).selectByVisibleText("mean");
        browser.untilSentence("Reading green (to write lamp), layer 2 on average looks at");
        assertThat(browser.hash()).contains("l=2&h=mean");
    }

    @Test
    void theMapTakesKeys() {
        browser.driver().executeScript("document.querySelector('#grid [tabindex=\"0\"]').focus()");
        browser.press(Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.END, Keys.ARROW_LEFT);
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("aria-label"))
                .matches("Layer 2, head 5: .+, 0\\.\\d\\d on the first token");
        browser.press(Keys.ENTER);
        browser.until("return headlight.state.l === 2 && headlight.state.h === 5");
    }

    @Test
    void theTextTakesMouseAndKeys() {
        token(24).click();
        browser.untilSentence("Reading lamp, this head looks at");
        token(24).click();
        browser.untilSentence("lamp is looked at most while reading");
        browser.press(Keys.ARROW_LEFT);
        browser.untilSentence("green is looked at most while reading");
        browser.press(Keys.ENTER);
        browser.untilSentence("Reading green, this head looks at");
        assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("green");
        assertThat(browser.text("links-title")).isEqualTo("It looks at");
    }

    @Test
    void theLastTokenLeadsToTheRowThatWroteIt() {
        token(56).click();
        browser.untilSentence("Reading . (to write <|im_end|>), this head looks at");
    }

    @Test
    void theMatrixTakesKeysAndMouse() {
        WebElement matrix = browser.find("#matrix");
        browser.driver().executeScript("arguments[0].focus()", matrix);
        browser.press("0");
        for (int i = 0; i < 24; i++) {
            browser.press(Keys.ARROW_RIGHT);
        }
        browser.until(
                "return document.getElementById('status').textContent.startsWith("
                        + "'Reading “green” (53), looking at “lamp” (24): 1.00')");
        Object whole = picture();
        browser.press("+");
        browser.until("return " + PICTURE + " !== arguments[0]", whole);
        browser.find("#zoom-all").click();
        assertThat(picture()).isEqualTo(whole);
        browser.press("+");
        new Actions(browser.driver()).moveToElement(matrix, 40, 40).perform();
        browser.until("return !document.getElementById('tip').hidden");
        assertThat(browser.text("tip")).startsWith("Reading “").contains("looking at “");
        new Actions(browser.driver()).click().perform();
        browser.until("return headlight.state.q !== 53");
    }

    private static final String PICTURE = "document.getElementById('matrix').toDataURL()";

    private Object picture() {
        return browser.evaluate(PICTURE);
    }

    @Test
    void theAddressRestoresAndBackGoesBack() {
        browser.open(report, "#l=1&h=2&q=40&d=to");
        browser.untilSentence("Ros is looked at most while reading");
        tile(0, 0).click();
        browser.until("return headlight.state.l === 0");
        browser.find(".findings[data-capture='0'] a").click();
        browser.untilSentence(LINK);
        browser.driver().navigate().back();
        browser.until("return headlight.state.l === 0 && headlight.state.h === 0");
        browser.driver().navigate().back();
        browser.untilSentence("Ros is looked at most while reading");
        browser.driver().navigate().forward();
        browser.until("return headlight.state.l === 0 && headlight.state.h === 0");
    }

    @Test
    void theFirstTokenCanBeHidden() {
        browser.open(report, "#l=0&h=1&q=3");
        assertThat(browser.text("list")).contains("first token");
        double first = browser.real("headlight.weights[0]");
        double second = browser.real("headlight.weights[1]");
        assertThat(first).isPositive();
        browser.choose("sink", "masked");
        assertThat(browser.text("list")).isNotEmpty().doesNotContain("first token");
        assertThat(browser.text("sentence")).doesNotContain("first token");
        assertThat(browser.hash()).endsWith("&sink=masked");
        assertThat(browser.real("headlight.weights[0]")).isZero();
        assertThat(browser.real("headlight.weights[1]"))
                .as("nothing is renormalised")
                .isEqualTo(second);
        browser.choose("sink", "renormalised");
        assertThat(browser.hash()).endsWith("&sink=renormalised");
        assertThat(browser.real("headlight.weights[1]"))
                .isCloseTo(second / (1 - first), within(0.01));
    }

    @Test
    void hostileTextStaysText() {
        new Select(browser.find("#capture")).selectByIndex(1);
        browser.settle();
        String shown = browser.find(".tokens[data-capture='1']").getText();
        assertThat(shown)
                .contains("</script>", "<img src=x onerror=alert(1)>", "‹U+2028›", "‹U+202E›evil")
                .contains("<!-- word", "↵");
        assertThat(browser.number("document.images.length")).isZero();
        assertThat(
                        browser.number(
                                "document.querySelectorAll('[data-capture=\"1\"] .token').length"))
                .isEqualTo(HOSTILE.size());
        assertThat(browser.text("sentence")).startsWith("Reading ");
    }

    @Test
    void aNarrowWindowHasOneColumn() {
        browser.size(400, 800);
        browser.open(report, "");
        assertThat(browser.number("document.documentElement.scrollWidth"))
                .isEqualTo(browser.number("document.documentElement.clientWidth"));
        assertThat(
                        browser.number(
                                "document.getElementById('matrix').getBoundingClientRect().right"))
                .isLessThanOrEqualTo(400);
        assertThat(browser.number("document.getElementById('tiles').scrollWidth"))
                .isLessThanOrEqualTo(
                        browser.number("document.getElementById('tiles').clientWidth"));
    }

    @Test
    void themesChangeTheDrawings() {
        new Select(browser.find("#theme")).selectByVisibleText("dark");
        browser.until(
                "return getComputedStyle(document.body).backgroundColor === 'rgb(15, 19, 24)'");
        // Right of the middle, left of the sums of rows: nothing of a causal matrix is there.
        String corner =
                "const c = new OffscreenCanvas(1, 1).getContext('2d'),"
                        + " m = document.getElementById('matrix');"
                        + "c.drawImage(m, m.width - 36, m.height * 0.4, 1, 1, 0, 0, 1, 1);"
                        + "return [...c.getImageData(0, 0, 1, 1).data].join()";
        browser.until("return (() => {" + corner + "})() === '26,32,40,255'");
        browser.driver().executeScript("dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.driver().executeScript(corner)).isEqualTo("236,239,242,255");
        browser.driver().executeScript("dispatchEvent(new Event('afterprint'))");
        assertThat(browser.driver().executeScript(corner)).isEqualTo("26,32,40,255");
    }

    @Test
    void aStepSaysWhatElseWasProbable() {
        Attention made = Captures.made(2, 2, 2, Captures.words(9), 1);
        int written = made.tokens().get(8).id();
        float[] logits = new float[Math.max(100, written + 1)];
        Arrays.fill(logits, -50);
        logits[written] = 2;
        logits[50] = 3;
        logits[51] = 1;
        logits[52] = 0;
        Attention attention =
                new Attention(
                                made.model(),
                                made.plan(),
                                made.tokens(),
                                8,
                                made.tensor(),
                                new Logits(7, List.of(FloatBuffer.wrap(logits))))
                        .withTexts(Map.of(50, " lamp", 51, "<b>\u202E"));
        browser.open(
                PageFile.write(folder.resolve("else.html"), Report.of(attention)), "#v=steps&q=7");
        // exp(2), exp(3) and exp(1), over their sum and that of 52, whose text is not known.
        assertThat(browser.text("step-text"))
                .contains("probability 0.24; else “lamp” 0.64, “<b>")
                .endsWith(" 0.087.");
    }

    @Test
    void aMapOfHeadsIsAPageOfAllOfThem() {
        Lens lens = Lens.PLAIN.with(Sink.MASKED);
        HeadGrid grid = HeadGrid.of(attention, 200, lens, Language.EN);
        browser.open(PageFile.write(folder.resolve("grid.html"), grid), "#l=2&h=1");
        assertThat(browser.find(".facts").getText())
                .contains("first token left out", "4 layers × 6 heads");
        AttentionMatrix expected = grid.thumbnails().head(2, 1);
        double[][] matrix = browser.matrix();
        for (int query = 0; query < matrix.length; query++) {
            for (int key = 0; key < matrix.length; key++) {
                assertThat(matrix[query][key])
                        .isCloseTo(expected.probability(query, key), within(0.0026));
            }
        }
        HeadGrid small =
                HeadGrid.of(Reduced.to("heads:0.1,2.*", attention), 8, Lens.PLAIN, Language.EN);
        browser.open(PageFile.write(folder.resolve("small.html"), small), "#l=2&h=3&q=0");
        int cell = small.cell();
        assertThat(browser.find(".facts").getText())
                .contains("a cell is the largest of " + cell + " × " + cell + " tokens");
        assertThat(browser.evaluate("headlight.page.captures[0].labels[1]"))
                .isEqualTo(cell + "–" + (2 * cell - 1));
        assertThat(browser.matrix()[7][1])
                .isCloseTo(small.thumbnails().probability(2, 3, 7, 1), within(0.0026));
        browser.go("{l: 1, h: 1}");
        assertThat(browser.text("sentence")).contains("not captured");
    }

    @Test
    void aHeatmapIsAPageOfOneMatrix() {
        browser.open(
                PageFile.write(folder.resolve("heatmap.html"), Heatmap.ofHead(attention, 3, 0)),
                "");
        browser.untilSentence("Reading green, most attention goes to lamp (1.00).");
        assertThat(browser.find("#map").isDisplayed()).isFalse();
        assertThat(browser.find("h1").getText()).isEqualTo("Layer 3 · Head 0");
    }

    @Test
    void aChangedScriptDoesNotRun() throws IOException {
        PageFile page = new PageFile(Report.of(attention));
        Path changed = folder.resolve("changed.html");
        Files.writeString(changed, page.html().replace("<script>", "<script> "));
        browser.load(changed.toUri(), "");
        browser.until("return document.readyState === 'complete'");
        assertThat(browser.text("sentence")).isEmpty();
        assertThat(token(24).getText()).isEqualTo("lamp");
        assertThat(browser.console())
                .singleElement()
                .satisfies(message -> assertThat(message).contains("Content Security Policy"));
    }

    @Test
    void aDamagedMatrixIsSaidAndTheOthersWork() throws IOException {
        PageFile page = new PageFile(Report.of(attention));
        String packed = page.block("m-0-0");
        Path damaged = folder.resolve("damaged.html");
        String cut = packed.substring(0, packed.length() / 2 / 4 * 4);
        Files.writeString(damaged, page.html().replace(packed, cut));
        browser.open(damaged, "#l=0&h=0");
        browser.untilSentence("Layer 0, head 0 is damaged in the file.");
        assertThat(browser.find("#matrix").isDisplayed()).isFalse();
        tile(3, 0).click();
        browser.untilSentence(LINK);
        assertThat(browser.find("#matrix").isDisplayed()).isTrue();
    }
}
