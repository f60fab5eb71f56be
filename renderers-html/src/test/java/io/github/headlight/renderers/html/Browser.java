package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.openqa.selenium.By;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

/** A headless Chromium that opens pages, and knows what they asked for and complained about. */
final class Browser implements AutoCloseable {
    /** Keeps what a page saves, as the browser would write it; a page is told once. */
    static final String KEEP =
            "if (!window.kept) { window.kept = []; const make = URL.createObjectURL;"
                    + " URL.createObjectURL = blob => { kept.push(blob);"
                    + " return make.call(URL, blob); }; }";

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final List<String> allowed = new ArrayList<>();

    Browser() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--lang=en",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        options.setCapability("goog:loggingPrefs", logs);
        options.setExperimentalOption("perfLoggingPrefs", Map.of("enablePage", false));
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(),
                        options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        driver.executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "deny"));
    }

    static boolean isInstalled() {
        return CHROMIUM.canExecute() && DRIVER.canExecute();
    }

    static String needs() {
        return CHROMIUM + " and " + DRIVER;
    }

    @Override
    public void close() {
        driver.quit();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Forgets what was asked for before, and is as wide as a laptop again. */
    void reset() {
        driver.get("about:blank");
        console();
        requests();
        allowed.clear();
        size(1280, 800);
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** From now on pages may ask for what begins so. */
    void allow(String start) {
        allowed.add(start);
    }

    /** Loads an address anew, and allows it. */
    void load(URI address, String hash) {
        allow(address.toString());
        driver.get("about:blank");
        driver.get(address + hash);
    }

    /** Opens a report and waits until it is drawn. */
    void open(Path page, String hash) {
        load(page.toUri(), hash);
        settle();
    }

    /** Waits until the page shows all that it was asked for. */
    void settle() {
        until("return window.headlight !== undefined && headlight.settled");
    }

    /** Goes to another state of the open page, which must take it, and waits for it. */
    void go(String change) {
        driver.executeScript("headlight.go(" + change + ")");
        settle();
    }

    /** Follows an address within the open page, as a link of it would. */
    void follow(String hash) {
        driver.executeAsyncScript(
                "const [hash, done] = arguments; if (location.hash === hash) done(); else {"
                        + "addEventListener('hashchange', () => done(), {once: true});"
                        + "location.hash = hash; }",
                hash);
        settle();
    }

    void until(String script, Object... arguments) {
        wait(script).until(b -> Boolean.TRUE.equals(driver.executeScript(script, arguments)));
    }

    void untilSentence(String start) {
        wait("the sentence \"" + start + "\"").until(b -> text("sentence").startsWith(start));
    }

    private WebDriverWait wait(String what) {
        WebDriverWait wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20));
        wait.withMessage(
                () ->
                        what
                                + "; the page says: "
                                + driver.findElement(By.tagName("body")).getText());
        return wait;
    }

    Object evaluate(String expression, Object... arguments) {
        return driver.executeScript("return " + expression, arguments);
    }

    long number(String expression) {
        return ((Number) evaluate(expression)).longValue();
    }

    double real(String expression) {
        return ((Number) evaluate(expression)).doubleValue();
    }

    @SuppressWarnings("unchecked")
    List<String> strings(String expression, Object... arguments) {
        return (List<String>) evaluate(expression, arguments);
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    String text(String id) {
        return find("#" + id).getText();
    }

    /** All text of an element, shown or not. */
    String content(String id) {
        return (String) evaluate("document.getElementById(arguments[0]).textContent", id);
    }

    String hash() {
        return (String) evaluate("location.hash");
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Chooses a value as a reader does, and waits until it is shown. */
    void choose(String select, String value) {
        new Select(find("#" + select)).selectByValue(value);
        settle();
    }

    /** The probabilities of the current matrix as the page gives them. */
    double[][] matrix() {
        List<?> all =
                (List<?>)
                        evaluate(
                                "(([rows, columns]) => [rows, columns, Array.from({length: rows *"
                                        + " columns}, (_, i) => headlight.value(Math.floor(i / columns),"
                                        + " i % columns))])(headlight.shape)");
        int rows = ((Number) all.get(0)).intValue();
        int columns = ((Number) all.get(1)).intValue();
        List<?> values = (List<?>) all.get(2);
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < values.size(); i++) {
            matrix[i / columns][i % columns] = ((Number) values.get(i)).doubleValue();
        }
        return matrix;
    }

    /** The tabs that the open page shows, by the name that its address has for them. */
    List<String> tabs() {
        return strings(
                "[...document.querySelectorAll('[role=tab]')].filter(tab => !tab.hidden)"
                        + ".map(tab => tab.id.slice('tab-'.length))");
    }

    /** What the console got since it was asked last. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    private List<String> requests() {
        List<String> requests = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonObject event =
                    JsonParser.parseString(entry.getMessage())
                            .getAsJsonObject()
                            .getAsJsonObject("message");
            if (event.get("method").getAsString().equals("Network.requestWillBeSent")) {
                requests.add(
                        event.getAsJsonObject("params")
                                .getAsJsonObject("request")
                                .get("url")
                                .getAsString());
            }
        }
        return requests;
    }

    /** Fails if a page asked for anything but itself, or if a policy or an error was reported. */
    void requireSilence() {
        assertThat(console()).as("messages in the console").isEmpty();
        List<String> requests = requests();
        assertThat(requests).as("requests, with those of the pages themselves").isNotEmpty();
        assertThat(requests)
                .allMatch(url -> isLocal(url) || allowed.stream().anyMatch(url::startsWith));
    }

    /** What the page itself made, to be saved or as an empty frame. */
    private static boolean isLocal(String url) {
        return url.startsWith("about:") || url.startsWith("blob:");
    }
}
