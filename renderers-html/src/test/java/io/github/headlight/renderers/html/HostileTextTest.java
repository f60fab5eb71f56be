package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.capture.Attention;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whatever a prompt or an answer is, a page shows it as text. */
@ExtendWith(BrowserExtension.class)
class HostileTextTest {
    private static final List<String> PROMPT =
            List.of(
                    "</script><img src=x onerror=\"window.hit=1\">",
                    "<svg onload=window.hit=1>",
                    "\" onmouseover=\"window.hit=1\" x=\"",
                    "<!--",
                    "-->",
                    "<script>window.hit=1</script>",
                    "]]>",
                    "{{script}}",
                    "${window.hit=1}",
                    "javascript:window.hit=1",
                    "&lt;b&gt;&#0;",
                    "\u2028",
                    "\u2029",
                    "\u0000",
                    "\u001b[31m",
                    "\u202eevil",
                    "\u2066iso\u2069",
                    "\ufeff",
                    "مرحبا",
                    " שלום",
                    "👨‍👩‍👧‍👦",
                    "🏳️‍🌈",
                    "e\u0301\u0301\u0301",
                    "x".repeat(3000),
                    "=1+1",
                    "\r\n",
                    "\t",
                    "公园",
                    "end");

    private static final List<String> ANSWER = List.of("</p><img src=x>", "<!--", "\u202e", "ok");

    /** What some of them are shown as. */
    private static final List<String> SHOWN =
            List.of(
                    "</script><img src=x onerror=\"window.hit=1\">",
                    "<!--",
                    "<script>window.hit=1</script>",
                    "]]>",
                    "{{script}}",
                    "&lt;b&gt;&#0;",
                    "‹U+2028›",
                    "‹U+202E›evil",
                    "مرحبا",
                    "שלום",
                    "公园",
                    "</p><img src=x>");

    @TempDir private static Path folder;

    private final Browser browser;

    HostileTextTest(Browser browser) {
        this.browser = browser;
    }

    private static Attention hostile() {
        List<String> texts = new ArrayList<>(PROMPT);
        texts.addAll(ANSWER);
        List<TokenPiece> pieces = new ArrayList<>(Captures.pieces(texts, PROMPT.size()));
        // A lone surrogate, half a character, a byte that is never one.
        pieces.add(0, new TokenPiece(1, bytes(0xed, 0xa0, 0x80), TokenRole.USER));
        pieces.add(1, new TokenPiece(2, bytes(0xe5, 0x85), TokenRole.USER));
        pieces.add(2, new TokenPiece(3, bytes(0xff), TokenRole.USER));
        return Captures.ofPieces(2, 4, 2, pieces, PROMPT.size() + 3);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void nothingOfItRunsOnAnyTab() {
        Attention attention = hostile();
        String title = "</title><script>window.hit=1</script>";
        Path page =
                PageFile.write(
                        folder.resolve("page.html"),
                        new Report(title, List.of(attention, Captures.made(2, 4, 2, PROMPT, 3))));
        browser.open(page, "");
        assertThat(browser.driver().getTitle()).isEqualTo(title);
        assertThat(browser.text("text")).contains(SHOWN);
        for (String tab : browser.tabs()) {
            for (String more : List.of("&units=tokens", "&units=words&lang=zh")) {
                browser.follow("#q=3&v=" + tab + more);
                for (int query = 0; query < attention.rows(); query += 8) {
                    browser.go("{q: " + query + "}");
                    requireOnlyText(tab);
                }
            }
        }
    }

    private void requireOnlyText(String tab) {
        assertThat(browser.evaluate("window.hit === undefined")).as(tab).isEqualTo(true);
        assertThat(
                        browser.strings(
                                "[...document.querySelectorAll('img,image,object,embed,iframe,"
                                        + "[onload],[onmouseover],[onerror],[href^=javascript]')]"
                                        + ".map(element => element.outerHTML)"))
                .as("elements that this text would make, on %s", tab)
                .isEmpty();
        assertThat(
                        browser.strings(
                                "document.body.innerText.match(/[\\u202a-\\u202e\\u2066-\\u2069"
                                        + "\\u2028\\u2029\\0\\x1b\\ufeff]/g) ?? []"))
                .as("characters that would turn or hide others, on %s", tab)
                .isEmpty();
    }

    @Test
    void whatItSavesIsTextToo() {
        Path page = PageFile.write(folder.resolve("saved.html"), Report.of(hostile()));
        browser.open(page, "#v=matrix");
        browser.driver().executeScript(Browser.KEEP);
        browser.driver().executeScript("document.getElementById('save').open = true");
        browser.find("#save-svg").click();
        String svg = (String) browser.evaluate("kept.pop().text()");
        assertThat(svg).doesNotContain("<img", "<script", "<!--", "\u202e").contains("&#60;");
        browser.find("#save-csv").click();
        String csv = (String) browser.evaluate("kept.pop().text()");
        assertThat(csv).contains("\"'=1+1\"").doesNotContain("\u202e");
    }
}
