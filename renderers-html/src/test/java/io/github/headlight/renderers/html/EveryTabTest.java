package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.xml.sax.InputSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * What holds for every tab of a report, whichever there are; each test also checks, as all tests in
 * the browser do, that nothing was asked for, refused by the policy or reported as an error.
 */
@ExtendWith(BrowserExtension.class)
class EveryTabTest {
    @TempDir private static Path folder;
    private static Attention attention;
    private static Path page;

    private final Browser browser;

    EveryTabTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void write() throws IOException {
        attention = Captures.golden("lamp_en");
        page =
                PageFile.write(
                        folder.resolve("page.html"),
                        Report.of(attention, Captures.golden("apple_zh")));
    }

    /** Opens the page on each of its tabs in turn. */
    private void forEachTab(String more, CheckedConsumer check) throws Exception {
        browser.open(page, "#l=2&h=1" + more);
        List<String> tabs = browser.tabs();
        assertThat(tabs).contains("matrix").doesNotHaveDuplicates();
        for (String tab : tabs) {
            browser.follow("#l=2&h=1&v=" + tab + more);
            assertThat(browser.find("#panel-" + tab).isDisplayed()).as(tab).isTrue();
            check.accept(tab);
        }
    }

    private interface CheckedConsumer {
        void accept(String tab) throws Exception;
    }

    @Test
    void everySwitchWorksOnEveryTab() throws Exception {
        List<String> changes =
                List.of(
                        "{sink: 'masked'}",
                        "{sink: 'renormalised', units: 'words'}",
                        "{scale: 'log', range: 'row'}",
                        "{scale: 'linear', range: 'picture', least: 0.05}",
                        "{d: 'to'}",
                        "{theme: 'dark', lang: 'zh'}",
                        "{h: headlight.page.captures[0].heads}",
                        "{l: headlight.page.captures[0].layers + 1}",
                        "{q: 0}");
        forEachTab(
                "",
                tab -> {
                    for (String change : changes) {
                        browser.go(change);
                        assertThat(browser.find("#panel-" + tab).isDisplayed())
                                .as("%s after %s", tab, change)
                                .isTrue();
                        assertThat(browser.content("panels"))
                                .as(tab)
                                .doesNotContain("undefined", "NaN");
                    }
                });
    }

    @Test
    void theAddressOfEveryTabRestoresIt() throws Exception {
        forEachTab(
                "&sink=masked&q=30",
                tab -> {
                    String hash = browser.hash();
                    Object picture = pixels();
                    String text = browser.content("panel-" + tab);
                    browser.open(page, hash);
                    assertThat(browser.evaluate("headlight.state.v")).isEqualTo(tab);
                    assertThat(browser.content("panel-" + tab)).isEqualTo(text);
                    assertThat(pixels()).as(tab).isEqualTo(picture);
                });
    }

    private static final String PIXELS =
            "[...document.querySelectorAll('.panel:not([hidden]) canvas')]"
                    + ".map(canvas => canvas.width ? canvas.toDataURL() : '')";

    private Object pixels() {
        return browser.evaluate(PIXELS);
    }

    @Test
    void whatATabSavesIsWhole() throws Exception {
        int[] saved = new int[3];
        forEachTab(
                "",
                tab -> {
                    browser.driver().executeScript(Browser.KEEP);
                    browser.driver().executeScript("document.getElementById('save').open = true");
                    int at = 0;
                    for (String kind : List.of("csv", "svg", "png")) {
                        if (browser.find("#save-" + kind).isDisplayed()) {
                            browser.find("#save-" + kind).click();
                            browser.until("return kept.length === 1");
                            check(tab, kind);
                            saved[at]++;
                        }
                        at++;
                    }
                });
        assertThat(saved).as("csv, svg, png").doesNotContain(0);
    }

    private void check(String tab, String kind) throws Exception {
        switch (kind) {
            case "csv" -> checkTable(tab);
            case "svg" ->
                    assertThat(rootOf((String) browser.evaluate("kept.pop().text()")))
                            .as(tab)
                            .isEqualTo("svg");
            default -> assertThat(savedPicture().getWidth()).as(tab).isGreaterThan(100);
        }
    }

    private BufferedImage savedPicture() throws IOException {
        String base64 =
                (String)
                        browser.evaluate(
                                "kept.pop().arrayBuffer().then(bytes => btoa(Array.from("
                                        + "new Uint8Array(bytes), b => String.fromCharCode(b))"
                                        + ".join('')))");
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }

    /** The name of the root of an XML file, which must be well-formed. */
    private static String rootOf(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new InputSource(new StringReader(xml)))
                .getDocumentElement()
                .getNodeName();
    }

    /** Every row has all columns; a probability of a query and a key is that of the capture. */
    private void checkTable(String tab) {
        List<String> lines =
                browser.strings(
                        "kept.pop().text().then(text => text.replace(/^\\ufeff/,"
                                + " '').split('\\r\\n'))");
        List<String> names = fields(lines.get(0));
        assertThat(names).as(tab).doesNotHaveDuplicates().isNotEmpty();
        assertThat(lines.get(lines.size() - 1)).isEmpty();
        AttentionMatrix matrix = attention.tensor().head(2, 1);
        int query = names.indexOf("query");
        int key = names.indexOf("key");
        int probability = names.indexOf("probability");
        for (String line : lines.subList(1, lines.size() - 1)) {
            List<String> fields = fields(line);
            assertThat(fields).as("%s: %s", tab, line).hasSameSizeAs(names);
            if (query >= 0 && key >= 0 && probability >= 0) {
                double value = Double.parseDouble(fields.get(probability));
                float expected =
                        matrix.probability(
                                Integer.parseInt(fields.get(query)),
                                Integer.parseInt(fields.get(key)));
                assertThat(value).as("%s: %s", tab, line).isCloseTo(expected, within(0.0026));
            }
        }
    }

    /** The fields of a line, without their quotes; no text of these captures has a line end. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    @Test
    void everyTabWorksInASandboxedFrame() throws IOException {
        Path host = folder.resolve("host.html");
        Files.writeString(
                host,
                "<!doctype html><meta charset=utf-8><iframe sandbox=allow-scripts width=1200"
                        + " height=780 src=page.html></iframe>");
        browser.allow(page.toUri().toString());
        browser.load(host.toUri(), "");
        browser.driver().switchTo().frame(0);
        browser.settle();
        for (String tab : browser.tabs()) {
            browser.find("#tab-" + tab).click();
            browser.settle();
            assertThat(browser.find("#panel-" + tab).isDisplayed()).as(tab).isTrue();
            assertThat(browser.evaluate("headlight.state.v")).isEqualTo(tab);
        }
        browser.choose("sink", "masked");
        assertThat(browser.evaluate("headlight.state.sink")).isEqualTo("masked");
        browser.driver().executeScript("document.getElementById('save').open = true");
        browser.find("#copy-link").click();
        browser.until("return document.getElementById('saved').textContent !== ''");
        browser.driver().switchTo().defaultContent();
    }

    @Test
    void everyTabIsAccessible() throws Exception {
        String axe = resource("/axe.min.js");
        List<String> faults = new ArrayList<>();
        for (String look : List.of("&theme=light&lang=en", "&theme=dark&lang=zh")) {
            forEachTab(
                    look,
                    tab -> {
                        if (browser.evaluate("window.axe === undefined").equals(true)) {
                            browser.driver().executeScript(axe);
                        }
                        // What is around the panels is the same on all tabs.
                        String part = tab.equals("matrix") ? "html" : "#panel-" + tab;
                        browser.strings(AXE, part)
                                .forEach(fault -> faults.add(tab + look + ": " + fault));
                    });
        }
        assertThat(faults).isEmpty();
    }

    /** All but what axe itself calls minor, in words. */
    private static final String AXE =
            "axe.run(arguments[0]).then(result => result.violations.filter(one => one.impact !== 'minor')"
                    + ".flatMap(one => one.nodes.map(node => [one.impact, one.id, node.target, "
                    + "node.failureSummary.replace(/\\s+/g, ' ')].join(' '))))";

    private static String resource(String name) throws IOException {
        try (var in = EveryTabTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyTabFitsAPhoneAndTwiceTheSize() throws Exception {
        for (int[] size : new int[][] {{400, 800}, {640, 400}}) {
            browser.size(size[0], size[1]);
            for (String lang : List.of("en", "zh")) {
                forEachTab(
                        "&lang=" + lang,
                        tab ->
                                assertThat(
                                                browser.strings(
                                                        "document.documentElement.scrollWidth <="
                                                                + " innerWidth ? [] :"
                                                                + " [...document.querySelectorAll('*')]"
                                                                + ".filter(e => e.getBoundingClientRect()"
                                                                + ".right > innerWidth + 1).map(e =>"
                                                                + " e.localName + '#' + e.id + '.' +"
                                                                + " e.className)"))
                                        .as("%s %s at %d", tab, lang, size[0])
                                        .isEmpty());
            }
        }
    }

    @Test
    void everyTabPrintsOnLightPaperWithoutItsSwitches() throws Exception {
        forEachTab(
                "&theme=dark",
                tab -> {
                    Map<String, Object> print =
                            browser.driver()
                                    .executeCdpCommand(
                                            "Page.printToPDF", Map.of("printBackground", true));
                    byte[] pdf = Base64.getDecoder().decode((String) print.get("data"));
                    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
                    browser.driver()
                            .executeCdpCommand(
                                    "Emulation.setEmulatedMedia", Map.of("media", "print"));
                    Object atOnce =
                            browser.driver()
                                    .executeScript(
                                            "dispatchEvent(new Event('beforeprint')); return "
                                                    + PIXELS);
                    assertThat(pixels())
                            .as("what %s is on paper, for which no browser waits", tab)
                            .isEqualTo(atOnce);
                    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                            .isEqualTo("rgb(255, 255, 255)");
                    for (String gone : List.of("sink", "theme", "tabs", "help", "save")) {
                        assertThat(browser.find("#" + gone).isDisplayed()).as(gone).isFalse();
                    }
                    // Chromium prints an empty canvas as white paper over the one beneath.
                    for (WebElement over :
                            browser.driver().findElements(By.cssSelector("canvas + canvas"))) {
                        assertThat(over.isDisplayed()).as(tab).isFalse();
                    }
                    assertThat(browser.find("#sentence").isDisplayed()).isTrue();
                    assertThat(browser.find("#panel-" + tab).isDisplayed()).as(tab).isTrue();
                    browser.driver().executeScript("dispatchEvent(new Event('afterprint'))");
                    browser.driver()
                            .executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
                });
    }
}
