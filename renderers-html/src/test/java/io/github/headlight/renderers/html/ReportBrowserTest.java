package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Attention;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

/** Opens pages in a real browser. Every test also checks that nothing was asked for or refused. */
@TestInstance(Lifecycle.PER_CLASS)
class ReportBrowserTest {
    private static final File BROWSER = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
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

    private ChromeDriver browser;
    private Attention attention;
    private Path report;

    @BeforeAll
    void open() throws IOException {
        assumeTrue(
                BROWSER.canExecute() && DRIVER.canExecute(),
                "the browser tests need " + BROWSER + " and " + DRIVER);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        options.setCapability("goog:loggingPrefs", logs);
        browser =
                new ChromeDriver(
                        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(),
                        options);
        attention = Captures.golden("lamp_en");
        report = write("report.html", Report.of(attention, Captures.made(2, 4, 2, HOSTILE, 2)));
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void start() {
        size(1280, 800);
        open(report, "");
    }

    @AfterEach
    void nothingWasRefusedOrAskedFor() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
        int requests = 0;
        for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
            JsonObject event =
                    JsonParser.parseString(entry.getMessage())
                            .getAsJsonObject()
                            .getAsJsonObject("message");
            if (event.get("method").getAsString().equals("Network.requestWillBeSent")) {
                String url =
                        event.getAsJsonObject("params")
                                .getAsJsonObject("request")
                                .get("url")
                                .getAsString();
                requests++;
                assertThat(url).startsWith("file://" + folder);
            }
        }
        assertThat(requests).as("the page itself is in the log").isPositive();
    }

    private static Path write(String name, AttentionView view) {
        Path file = folder.resolve(name);
        new HtmlRenderer().render(view, RenderOutput.file(file));
        return file;
    }

    private void open(Path file, String hash) {
        browser.get("about:blank");
        browser.get(file.toUri() + hash);
        until("return document.getElementById('sentence').textContent !== ''");
    }

    private void size(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void until(String script) {
        new WebDriverWait(browser, Duration.ofSeconds(10), Duration.ofMillis(20))
                .withMessage(script)
                .until(b -> Boolean.TRUE.equals(browser.executeScript(script)));
    }

    private void untilSentence(String start) {
        new WebDriverWait(browser, Duration.ofSeconds(10), Duration.ofMillis(20))
                .withMessage(() -> "sentence: " + text("sentence"))
                .until(b -> text("sentence").startsWith(start));
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private long number(String script) {
        return ((Number) browser.executeScript("return " + script)).longValue();
    }

    private WebElement tile(int layer, int head) {
        return browser.findElement(
                By.cssSelector("[data-layer='" + layer + "'][data-head='" + head + "']"));
    }

    private WebElement token(int index) {
        return browser.findElement(
                By.cssSelector("[data-capture='0'] [data-token='" + index + "']"));
    }

    private String hash() {
        return (String) browser.executeScript("return location.hash");
    }

    private void press(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    @Test
    void opensOnTheStrongestLinkWithoutScrolling() {
        untilSentence(LINK);
        assertThat(browser.getTitle()).isEqualTo("Attention report");
        assertThat(number("document.documentElement.scrollHeight")).isLessThanOrEqualTo(800);
        assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(1280);
        assertThat(token(24).getText()).isEqualTo("lamp");
        assertThat(token(24).getDomAttribute("style")).contains("background-color");
        assertThat(colours("map-canvas")).isGreaterThan(30);
        assertThat(colours("matrix")).isGreaterThan(10);
        assertThat(text("links")).startsWith("lamp 24\n1.00");
    }

    private long colours(String canvas) {
        return number(
                "new Set(new Uint32Array(document.getElementById('"
                        + canvas
                        + "').getContext('2d').getImageData(0, 0, 400, 250).data.buffer)).size");
    }

    @Test
    void aTileOpensItsHead() {
        tile(1, 3).click();
        until(
                "return state.l === 1 && state.h === 3 && current.bytes === cache.get('m-0-10').bytes");
        assertThat(text("kind")).isEqualTo("separator · key/value head 1");
        assertThat(tile(1, 3).getDomAttribute("aria-selected")).isEqualTo("true");
        assertThat(browser.findElements(By.cssSelector("#grid [aria-selected=true]"))).hasSize(1);
        assertThat(
                        new Select(browser.findElement(By.id("layer")))
                                .getFirstSelectedOption()
                                .getText())
                .isEqualTo("1");
        assertThat(hash()).isEqualTo("#c=0&l=1&h=3&q=53");
    }

    @Test
    void shownValuesAreThoseOfTheCapture() {
        for (int[] place : new int[][] {{0, 0}, {2, 5}, {3, 6}}) {
            String head = place[1] == 6 ? "mean" : "" + place[1];
            open(report, "#l=" + place[0] + "&h=" + head + "&q=40");
            AttentionMatrix matrix =
                    place[1] == 6
                            ? attention.tensor().layer(place[0]).meanOverHeads()
                            : attention.tensor().head(place[0], place[1]);
            List<?> rows =
                    (List<?>)
                            browser.executeScript(
                                    "return Array.from({length: 56}, (_, q) =>"
                                            + " Array.from({length: 56}, (_, k) => current.value(q, k)))");
            for (int q = 0; q < 56; q++) {
                for (int k = 0; k < 56; k++) {
                    double shown = ((Number) ((List<?>) rows.get(q)).get(k)).doubleValue();
                    assertThat(shown).isCloseTo(matrix.probability(q, k), within(0.0025 + 1e-6));
                }
            }
        }
    }

    @Test
    void layersAndHeadsCanBeSelected() {
        new Select(browser.findElement(By.id("layer"))).selectByVisibleText("2");
        new Select(browser.findElement(By.id("head"))).selectByVisibleText("mean");
        untilSentence("Reading green (to write lamp), layer 2 on average looks at");
        assertThat(hash()).contains("l=2&h=mean");
    }

    @Test
    void theMapTakesKeys() {
        browser.executeScript("document.querySelector('#grid [tabindex=\"0\"]').focus()");
        press(Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.END, Keys.ARROW_LEFT);
        assertThat(browser.switchTo().activeElement().getDomAttribute("aria-label"))
                .matches("Layer 2, head 5: .+, 0\\.\\d\\d on the first token");
        press(Keys.ENTER);
        until("return state.l === 2 && state.h === 5");
    }

    @Test
    void theTextTakesMouseAndKeys() {
        token(24).click();
        untilSentence("Reading lamp, this head looks at");
        token(24).click();
        untilSentence("lamp is looked at most while reading");
        press(Keys.ARROW_LEFT);
        untilSentence("green is looked at most while reading");
        press(Keys.ENTER);
        untilSentence("Reading green, this head looks at");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("green");
        assertThat(text("links-title")).isEqualTo("It looks at");
    }

    @Test
    void theLastTokenLeadsToTheRowThatWroteIt() {
        token(56).click();
        untilSentence("Reading . (to write <|im_end|>), this head looks at");
    }

    @Test
    void theMatrixTakesKeysAndMouse() {
        WebElement matrix = browser.findElement(By.id("matrix"));
        browser.executeScript("arguments[0].focus()", matrix);
        press("0");
        for (int i = 0; i < 24; i++) {
            press(Keys.ARROW_RIGHT);
        }
        until("return document.getElementById('status').textContent !== ''");
        new WebDriverWait(browser, Duration.ofSeconds(5))
                .until(
                        b ->
                                text("status")
                                        .startsWith(
                                                "Reading “green” (53), looking at “lamp” (24): 1.00"));
        press("+");
        until("return view.zoom === 1.5");
        new Actions(browser).moveToElement(matrix, 40, 40).perform();
        until("return !document.getElementById('tip').hidden");
        String tip = text("tip");
        new Actions(browser).click().perform();
        until("return state.q !== 53");
        assertThat(tip).startsWith("Reading “").contains("looking at “");
        browser.findElement(By.id("zoom-all")).click();
        until("return view.zoom === 1");
    }

    @Test
    void theAddressRestoresAndBackGoesBack() {
        open(report, "#l=1&h=2&q=40&d=to");
        untilSentence("Ros is looked at most while reading");
        tile(0, 0).click();
        until("return state.l === 0");
        browser.findElement(By.cssSelector(".findings li:last-child a")).click();
        untilSentence(LINK);
        browser.navigate().back();
        until("return state.l === 0 && state.h === 0");
        browser.navigate().back();
        untilSentence("Ros is looked at most while reading");
        browser.navigate().forward();
        until("return state.l === 0 && state.h === 0");
    }

    @Test
    void theFirstTokenCanBeHidden() {
        open(report, "#l=0&h=1&q=3");
        until("return document.getElementById('links').textContent.includes('first token')");
        long shown = number("weights[0] * 1000");
        browser.findElement(By.id("sink")).click();
        until("return !document.getElementById('links').textContent.includes('first token')");
        assertThat(text("sentence")).doesNotContain("first token");
        assertThat(hash()).endsWith("&sink=hidden");
        assertThat(number("weights[0] * 1000")).as("nothing is renormalised").isEqualTo(shown);
    }

    @Test
    void hostileTextStaysText() {
        new Select(browser.findElement(By.id("capture"))).selectByIndex(1);
        until(
                "return state.c === 1 && !document.querySelector('.tokens[data-capture=\"1\"]').hidden");
        String shown = browser.findElement(By.cssSelector(".tokens[data-capture='1']")).getText();
        assertThat(shown)
                .contains("</script>", "<img src=x onerror=alert(1)>", "‹U+2028›", "‹U+202E›evil")
                .contains("<!-- word", "↵");
        assertThat(number("document.images.length")).isZero();
        assertThat(number("spans.length")).isEqualTo(HOSTILE.size());
        assertThat(text("sentence")).startsWith("Reading ");
    }

    @Test
    void aNarrowWindowHasOneColumn() {
        size(400, 800);
        open(report, "");
        assertThat(number("document.documentElement.scrollWidth"))
                .isEqualTo(number("document.documentElement.clientWidth"));
        assertThat(number("document.getElementById('matrix').getBoundingClientRect().right"))
                .isLessThanOrEqualTo(400);
        assertThat(number("document.getElementById('tiles').scrollWidth"))
                .isLessThanOrEqualTo(number("document.getElementById('tiles').clientWidth"));
    }

    @Test
    void themesChangeTheDrawings() {
        new Select(browser.findElement(By.id("theme"))).selectByVisibleText("dark");
        until("return getComputedStyle(document.body).backgroundColor === 'rgb(15, 19, 24)'");
        String corner =
                "const c = new OffscreenCanvas(1, 1).getContext('2d');"
                        + "c.drawImage(document.getElementById('matrix'), plot.left + plot.side - 4,"
                        + " plot.top + 4, 1, 1, 0, 0, 1, 1);"
                        + "return [...c.getImageData(0, 0, 1, 1).data].join()";
        until("return (() => {" + corner + "})() === '26,32,40,255'");
        browser.executeScript("dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.executeScript(corner)).isEqualTo("236,239,242,255");
        browser.executeScript("dispatchEvent(new Event('afterprint'))");
        assertThat(browser.executeScript(corner)).isEqualTo("26,32,40,255");
    }

    @Test
    void aHeatmapIsAPageOfOneMatrix() {
        open(write("heatmap.html", Heatmap.ofHead(attention, 3, 0)), "");
        untilSentence("Reading green, most attention goes to lamp (1.00).");
        assertThat(browser.findElement(By.id("map")).isDisplayed()).isFalse();
        assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("Layer 3 · Head 0");
    }

    @Test
    void aChangedScriptDoesNotRun() throws IOException {
        PageFile page = new PageFile(Report.of(attention));
        Path changed = folder.resolve("changed.html");
        Files.writeString(changed, page.html().replace("<script>", "<script> "));
        browser.get(changed.toUri().toString());
        until("return document.readyState === 'complete'");
        assertThat(text("sentence")).isEmpty();
        assertThat(token(24).getText()).isEqualTo("lamp");
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .singleElement()
                .satisfies(e -> assertThat(e.getMessage()).contains("Content Security Policy"));
    }

    @Test
    void aDamagedMatrixIsSaidAndTheOthersWork() throws IOException {
        PageFile page = new PageFile(Report.of(attention));
        String packed = page.block("m-0-0");
        Path damaged = folder.resolve("damaged.html");
        String cut = packed.substring(0, packed.length() / 2 / 4 * 4);
        Files.writeString(damaged, page.html().replace(packed, cut));
        open(damaged, "#l=0&h=0");
        untilSentence("Layer 0, head 0: its data are damaged.");
        assertThat(browser.findElement(By.id("detail")).isDisplayed()).isFalse();
        tile(3, 0).click();
        untilSentence(LINK);
        assertThat(browser.findElement(By.id("detail")).isDisplayed()).isTrue();
    }
}
