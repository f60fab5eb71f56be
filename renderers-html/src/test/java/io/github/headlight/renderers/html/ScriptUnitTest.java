package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;

import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs the tests of the script's modules, {@code src/test/script/*.test.js}: each is a function
 * that throws if it fails. The page they run in has the metadata of a report of two captures.
 */
@ExtendWith(BrowserExtension.class)
class ScriptUnitTest {
    private static ScriptServer server;

    private final Browser browser;

    ScriptUnitTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptServer();
        PageFile page =
                new PageFile(Report.of(Captures.golden("lamp_en"), Captures.golden("apple_zh")));
        server.put(
                "/page.html",
                "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>"
                        + data(page, "hl-words")
                        + data(page, "hl-meta"));
        server.put("/expected.json", new Gson().toJson(expected()));
    }

    private static String data(PageFile page, String id) {
        return "<script type=application/json id=" + id + ">" + page.block(id) + "</script>";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What the script must say as Java does. */
    private static Map<String, Object> expected() {
        Bands bands = Bands.forCells(1);
        List<Object> said = new ArrayList<>();
        for (int i = 1; i < bands.values().size(); i++) {
            float value = bands.values().get(i).floatValue();
            said.add(List.of(bands.values().get(i), bands.say(value)));
        }
        return Map.of(
                "said",
                said,
                "scales",
                List.of(
                        scale("linear", ColorScale.LINEAR),
                        scale("gamma", ColorScale.DEFAULT),
                        scale("gamma", new ColorScale(0.3)),
                        scale("log", ColorScale.LOG)));
    }

    private static Map<String, Object> scale(String name, ColorScale scale) {
        List<List<Double>> places =
                IntStream.rangeClosed(0, 400)
                        .mapToDouble(i -> Math.pow(i / 400.0, 3))
                        .mapToObj(p -> List.of(p, scale.position(p)))
                        .toList();
        return Map.of("scale", name, "gamma", scale.gamma(), "places", places);
    }

    @TestFactory
    List<DynamicContainer> modules() throws IOException {
        List<String> files = ScriptServer.scripts("src/test/script", ".test.js");
        assertThat(files).isNotEmpty();
        browser.allow(server.address("").toString());
        browser.load(server.address("/page.html"), "");
        return files.stream().map(this::tests).toList();
    }

    private DynamicContainer tests(String file) {
        List<String> names =
                browser.strings(
                        "import(arguments[0]).then(tests => Object.keys(tests.default))", file);
        assertThat(names).as(file).isNotEmpty();
        return DynamicContainer.dynamicContainer(
                file,
                names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(file, name))));
    }

    private void run(String file, String name) {
        Object failure =
                browser.evaluate(
                        "import(arguments[0]).then(tests => tests.default[arguments[1]]())"
                                + ".then(() => '', e => e.stack)",
                        file,
                        name);
        assertThat(failure).isEqualTo("");
    }
}
