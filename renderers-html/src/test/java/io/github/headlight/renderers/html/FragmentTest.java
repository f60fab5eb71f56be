package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Report;
import io.github.headlight.view.Subject;
import io.github.headlight.view.TokenShades;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page within another page. */
class FragmentTest extends RendererContractTest {
    @Override
    protected Renderer renderer() {
        return new HtmlFragmentRenderer();
    }

    private static String write(Renderer renderer, AttentionView view) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        renderer.render(view, RenderOutput.stream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void holdsThePageInOneAttribute() throws IOException {
        Heatmap heatmap =
                Heatmap.ofHead(Captures.golden("lamp_en"), 3, 0).withTitle("a \"b\" <c> & 'd'");
        String fragment = write(new HtmlFragmentRenderer(), heatmap);
        String start =
                "<iframe sandbox=\"allow-scripts\" width=\"100%\" height=\"720\""
                        + " style=\"border:0\" title=\"a &quot;b&quot; &lt;c&gt; &amp; 'd'\" srcdoc='";
        assertThat(fragment).startsWith(start).endsWith("'></iframe>\n");
        String value = fragment.substring(start.length(), fragment.length() - 12);
        assertThat(value).doesNotContain("'");
        assertThat(value.replace("&#39;", "'").replace("&amp;", "&"))
                .isEqualTo(write(new HtmlRenderer(), heatmap));
    }

    @Test
    void holdsTheSectionsOfItsPages() {
        HtmlRenderer pages = new HtmlRenderer();
        assertThat(new HtmlFragmentRenderer(pages).sections()).isEqualTo(pages.sections());
    }

    /** In a browser: nothing is asked for, nothing is complained of. */
    @ExtendWith(BrowserExtension.class)
    @Nested
    class BrowserTest {
        @TempDir private Path folder;

        @Test
        void worksInASandboxBesideAnother(Browser browser) throws IOException {
            var attention = Captures.golden("lamp_en");
            var shades =
                    TokenShades.of(
                            attention,
                            Subject.head(1, 2),
                            Lens.PLAIN,
                            24,
                            TokenShades.Direction.READ_BY,
                            Language.EN);
            var links =
                    HeadLinks.of(
                            attention,
                            List.of(Subject.head(3, 0), Subject.layer(1)),
                            Lens.PLAIN,
                            Language.EN);
            HtmlFragmentRenderer renderer = new HtmlFragmentRenderer();
            Path host = folder.resolve("host.html");
            Files.writeString(
                    host,
                    "<!doctype html><meta charset=utf-8><title>Host</title><p id=sentence>mine</p>"
                            + write(renderer, Report.of(attention))
                            + write(renderer, shades)
                            + write(renderer, links));
            browser.load(host.toUri(), "");

            browser.driver().switchTo().frame(0);
            browser.settle();
            browser.untilSentence("Reading green (to write lamp), this head looks at lamp (1.00).");
            assertThat(browser.evaluate("origin")).isEqualTo("null");
            assertThat(browser.find("#save").isDisplayed()).isFalse();
            browser.find(".findings li:nth-child(2) a").click();
            browser.settle();
            assertThat(browser.number("headlight.state.l")).isEqualTo(2);
            browser.find("#tab-diagnosis").click();
            browser.settle();
            browser.find("#panel-diagnosis a").click();
            browser.settle();
            assertThat(browser.find("#panel-matrix").isDisplayed()).isTrue();
            assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
                    .isEqualTo("tab-matrix");

            browser.driver().switchTo().defaultContent().switchTo().frame(1);
            browser.settle();
            browser.untilSentence("lamp is looked at most while reading");

            browser.driver().switchTo().defaultContent().switchTo().frame(2);
            browser.settle();
            assertThat(browser.find("#panel-links").isDisplayed()).isTrue();
            browser.choose("capture", "1");
            assertThat(browser.evaluate("headlight.page.captures[1].name"))
                    .isEqualTo("Layer 1 · mean over heads");

            browser.driver().switchTo().defaultContent();
            assertThat(browser.find("p").getText()).isEqualTo("mine");
            assertThat(browser.driver().findElements(By.tagName("iframe"))).hasSize(3);
        }
    }
}
