package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Uses every control of a report without a mouse. */
@ExtendWith(BrowserExtension.class)
class KeyboardTest {
    private static final int MOST_STOPS = 300;

    /** Controls of a kind that stand beside each other; more would only take time. */
    private static final int ENOUGH = 2;

    /** How often to look whether a control did anything. */
    private static final int PATIENCE = 60;

    /** What must have been done before a control can do anything. */
    private static final Map<String, String> BEFORE =
            Map.of(
                    "#zoom-out", "document.getElementById('zoom-in').click()",
                    "#zoom-all", "document.getElementById('zoom-in').click()",
                    "#step-on", "headlight.go({step: 0})",
                    "#step-back", "headlight.go({step: 2})",
                    "#help", "document.getElementById('keys').open = false",
                    "#copy-link", "document.getElementById('saved').textContent = ''");

    @TempDir private static Path folder;

    private final Browser browser;

    /** How many controls of a kind were used. */
    private final Map<String, Integer> times = new HashMap<>();

    /** Whether any control of a kind did something. */
    private final Map<String, Boolean> worked = new LinkedHashMap<>();

    KeyboardTest(Browser browser) {
        this.browser = browser;
    }

    @Test
    void everyControlIsReachedByTabAndDoesItsWork() throws Exception {
        Path page =
                PageFile.write(
                        folder.resolve("page.html"),
                        Report.of(Captures.golden("lamp_en"), Captures.golden("apple_zh")));
        browser.open(page, "#l=2&h=1&q=50");
        List<String> tabs = browser.tabs();
        for (String tab : tabs) {
            browser.open(page, "#l=2&h=1&q=50&v=" + tab);
            browser.driver()
                    .executeScript(Files.readString(Path.of("src/test/script/keyboard.js")));
            browser.driver().executeScript(Browser.KEEP);
            // What is folded up is opened first, by the key that opens it.
            for (String details : List.of("save", "keys")) {
                browser.find("#" + details + " summary").sendKeys(Keys.ENTER);
                assertThat(browser.find("#" + details).getDomProperty("open")).isEqualTo("true");
            }
            List<String> stops = walk();
            assertThat(browser.strings("keyboard.missed(arguments[0])", stops)).as(tab).isEmpty();
            for (String stop : stops) {
                boolean common = !stop.startsWith("#panel-") && !isIn(stop, "panels");
                if (!common || tab.equals(tabs.get(0))) {
                    move(tab, stop);
                    exercise(tab, stop);
                }
            }
        }
        assertThat(worked).doesNotContainValue(false).containsKeys("#sink", "#lang", "#matrix");
    }

    private boolean isIn(String stop, String parent) {
        return (boolean)
                browser.evaluate(
                        "document.getElementById(arguments[1]).contains("
                                + "document.querySelector(arguments[0]))",
                        stop,
                        parent);
    }

    /** Presses Tab until the focus has been everywhere, and checks that it can be seen. */
    private List<String> walk() {
        browser.driver().executeScript("document.activeElement.blur()");
        browser.driver()
                .executeScript(
                        "document.body.tabIndex = -1; document.body.focus();"
                                + "document.body.removeAttribute('tabindex')");
        Map<String, Boolean> stops = new LinkedHashMap<>();
        while (stops.size() < MOST_STOPS) {
            browser.press(Keys.TAB);
            List<?> stop = (List<?>) browser.evaluate("keyboard.stop()");
            if (stop == null || stops.containsKey(stop.get(0))) {
                break;
            }
            stops.put((String) stop.get(0), (Boolean) stop.get(1));
        }
        assertThat(stops).as("whether the focus can be seen").doesNotContainValue(false);
        return List.copyOf(stops.keySet());
    }

    /** Moves with an arrow key among those that Tab leaves out. */
    private void move(String tab, String stop) {
        if (Boolean.FALSE.equals(browser.evaluate("keyboard.roves(arguments[0])", stop))) {
            return;
        }
        String focused = "document.activeElement === document.querySelector(arguments[0])";
        boolean moved = false;
        for (Keys key :
                List.of(Keys.ARROW_LEFT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_UP)) {
            if (!moved) {
                browser.find(stop).sendKeys(key);
                browser.settle();
                moved = Boolean.FALSE.equals(browser.evaluate(focused, stop));
            }
        }
        assertThat(moved).as("arrow keys move from %s", stop).isTrue();
        browser.go("{v: '" + tab + "'}");
    }

    private void exercise(String tab, String stop) {
        String kind = stop.replaceAll(":nth-child\\(\\d+\\)", "*");
        String key = (String) browser.evaluate("keyboard.key(arguments[0])", stop);
        if (key.isEmpty() || times.merge(kind, 1, Integer::sum) > ENOUGH) {
            return;
        }
        browser.driver().executeScript(BEFORE.getOrDefault(stop, ""));
        browser.settle();
        Object before = browser.evaluate("keyboard.look()");
        browser.driver().findElement(By.cssSelector(stop)).sendKeys(keys(key));
        browser.settle();
        // A picture is saved when the browser has time.
        boolean works = false;
        for (int i = 0; i < PATIENCE && !works; i++) {
            works = !before.equals(browser.evaluate("keyboard.look()"));
            browser.evaluate("new Promise(done => setTimeout(done, arguments[0]))", works ? 0 : 50);
        }
        worked.merge(kind, works, Boolean::logicalOr);
        assertThat(browser.evaluate("document.activeElement !== document.body"))
                .as("%s keeps the focus on the page, at %s", stop, browser.hash())
                .isEqualTo(true);
        if (!tab.equals(browser.evaluate("headlight.state.v"))) {
            browser.go("{v: '" + tab + "'}");
        }
    }

    private static CharSequence keys(String name) {
        return name.length() == 1
                ? name
                : Keys.valueOf(
                        name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
}
