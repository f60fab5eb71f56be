package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the types that the script's comments give, with the compiler of TypeScript. */
@ExtendWith(BrowserExtension.class)
class ScriptTypesTest {
    private static final String PAGE =
            "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>"
                    + "<script src=/webjars/typescript/5.9.2/lib/typescript.js></script>";

    private static ScriptServer server;

    private final Browser browser;

    ScriptTypesTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptServer();
        server.put("/page.html", PAGE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyModuleHasTheTypesItSays() throws IOException {
        server.put("/planted.js", "/** @param {string} a */\nexport const f = a => a * 2;\n");
        List<String> files = new ArrayList<>(List.of("/planted.js"));
        files.addAll(ScriptServer.scripts("src/main/script", ".js"));
        files.addAll(ScriptServer.scripts("src/test/script", ".js"));
        assertThat(files).contains("/src/main/script/main.js", "/src/test/script/types.js");
        browser.allow(server.address("").toString());
        browser.load(server.address("/page.html"), "");
        assertThat(
                        browser.strings(
                                "import('/src/test/script/types.js')"
                                        + ".then(types => types.check(...arguments))",
                                files,
                                Files.readString(Path.of("jsconfig.json"))))
                .as("faults, of which one was planted")
                .singleElement()
                .satisfies(
                        fault -> assertThat(fault).startsWith("/planted.js:2: The left-hand side"));
    }
}
