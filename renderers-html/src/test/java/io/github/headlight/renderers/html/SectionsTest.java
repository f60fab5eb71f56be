package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.OutputException;
import io.github.headlight.error.RendererNotFoundException;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

class SectionsTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202E\"&'";

    /** A section of one action. */
    private record Own(String id, Consumer<SectionWriter> content) implements ReportSection {
        @Override
        public Phrase title() {
            return Phrase.same(id);
        }

        @Override
        public boolean appliesTo(Report report) {
            return true;
        }

        @Override
        public void write(Report report, SectionWriter out) {
            content.accept(out);
        }
    }

    private static Own said(String id) {
        return new Own(id, out -> out.paragraph(Piece.of(id)));
    }

    private static Report report() throws IOException {
        return Report.of(Captures.golden("lamp_en"));
    }

    private static String page(Report report, ReportSection... sections) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HtmlRenderer().with(sections).render(report, RenderOutput.stream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> tabs(String page) {
        return Pattern.compile("id=\"tab-([^\"]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** The markup of a panel. */
    private static String panel(String page, String id) {
        String start = "id=\"panel-" + id + "\"";
        int from = page.indexOf(start);
        assertThat(from).as(start).isPositive();
        int next = page.indexOf("role=\"tabpanel\"", from + start.length() + 60);
        return page.substring(from, next < 0 ? page.indexOf("</section>\n</main>") : next);
    }

    @Test
    void viewsComeFirstThenWhatIsWrittenThenOthersById() throws IOException {
        assertThat(tabs(page(report(), said("zeta"), said("alpha"))))
                .startsWith("matrix")
                .endsWith("diagnosis", "advice", "alpha", "zeta");
        assertThat(new HtmlRenderer().with(said("zeta")).sections())
                .endsWith("compare", "diagnosis", "advice", "word-count", "zeta");
    }

    @Test
    void onlyChosenSectionsAreShownInTheSameOrder() throws IOException {
        Report chosen = report().withSections(List.of("zeta", "advice", "matrix"));
        assertThat(tabs(page(chosen, said("zeta"), said("alpha"))))
                .containsExactly("matrix", "advice", "zeta");
    }

    @Test
    void aPlugInIsFound() throws IOException {
        Report report = new Report(WordCountSection.REPORT, List.of(Captures.golden("lamp_en")));
        assertThat(panel(page(report), "word-count"))
                .contains("<div data-capture=\"0\"><h3>")
                .contains("<span class=\"zh\" lang=\"zh\">词元</span>")
                .contains(">49</span>");
        assertThat(tabs(page(report()))).doesNotContain("word-count");
    }

    @Test
    void anUnknownSectionIsRefusedBeforeAnythingIsWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.html");
        Report report = report().withSections(List.of("matrix", "diagnoses"));
        assertThatThrownBy(() -> new HtmlRenderer().render(report, RenderOutput.file(file)))
                .isInstanceOf(RendererNotFoundException.class)
                .hasMessageContainingAll("\"diagnoses\"", "matrix", "diagnosis", "word-count");
        assertThat(file).doesNotExist();
    }

    @Test
    void anIdIsTakenOnce() {
        for (String id : List.of("matrix", "advice", "word-count")) {
            assertThatThrownBy(() -> new HtmlRenderer().with(said(id)).sections())
                    .isInstanceOf(RendererNotFoundException.class)
                    .hasMessageContaining(id);
        }
        assertThatThrownBy(() -> new HtmlRenderer().with(said("A b")).sections())
                .isInstanceOf(RendererNotFoundException.class)
                .hasMessageContainingAll("lower case", "A b");
    }

    @Test
    void aSectionThatFailsIsNamedAndLeavesNoFile(@TempDir Path folder) throws IOException {
        Own broken =
                new Own(
                        "broken",
                        out -> {
                            throw new IllegalStateException("no luck");
                        });
        Path file = folder.resolve("r.html");
        Report report = report();
        HtmlRenderer renderer = new HtmlRenderer().with(broken);
        assertThatThrownBy(() -> renderer.render(report, RenderOutput.file(file)))
                .isInstanceOf(OutputException.class)
                .hasMessageContainingAll("broken", Own.class.getName(), "no luck");
        assertThat(file).doesNotExist();
        assertThat(tabs(page(report.withSections(List.of("matrix")), broken)))
                .containsExactly("matrix");
    }

    @Test
    void aSectionWithoutEndIsStopped() {
        Own endless =
                new Own(
                        "endless",
                        out -> {
                            while (true) {
                                out.paragraph(Piece.of("and so on"));
                            }
                        });
        assertThatThrownBy(() -> page(report(), endless))
                .isInstanceOf(OutputException.class)
                .hasMessageContainingAll("endless", "4,000,000");
    }

    @Test
    void allTextIsEscapedAndNeutral() throws IOException {
        Phrase hostile = Phrase.same(HOSTILE);
        Piece piece = Piece.of(hostile);
        Own own =
                new Own(
                        "own",
                        out -> {
                            out.heading(hostile);
                            out.paragraph(piece, piece.in(Tone.LOW).strong());
                            out.list(List.of(List.of(piece.to(Place.of(0, 1, 2, 3)))));
                            out.table(List.of(hostile), List.of(List.of(piece)));
                            out.bars(List.of(Bar.of(piece, 0.5)), 1);
                            out.remark(hostile);
                        });
        String panel = panel(page(report(), own), "own");
        String shown = "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;‹U+202E›&quot;&amp;'";
        assertThat(panel).doesNotContain("<img", "</script", "\u202E");
        assertThat(panel.split(Pattern.quote(shown), -1)).hasSize(8 + 1);
        assertThat(panel).contains("href=\"#c=0&amp;l=1&amp;h=2&amp;q=3\"", "width=\"50.0\"");
    }

    @Test
    void placesAndSharesAreChecked() {
        assertThatThrownBy(() -> Place.of(0, 0, 0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token -1");
        assertThatThrownBy(() -> Place.of(0, 0, 0, 0).in("a&b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bar.of(Piece.of("x"), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        SectionWriter writer = new SectionWriter("x");
        List<Phrase> head = List.of(Phrase.same("a"), Phrase.same("b"));
        assertThatThrownBy(() -> writer.table(head, List.of(List.of(Piece.of("1")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 2 cells");
        assertThat(Place.of(1, Place.ALL, Place.ALL, 7).lookedAt().in("matrix").fragment())
                .isEqualTo("#c=1&l=mean&h=mean&q=7&d=to&v=matrix");
    }

    @Test
    void eachPartIsOfItsCapture() {
        SectionWriter writer = new SectionWriter("x");
        writer.paragraph(Piece.of("a"));
        writer.ofCapture(1);
        writer.remark(Phrase.same("b"));
        writer.ofAllCaptures();
        assertThat(writer.markup())
                .isEqualTo(
                        "<div data-capture=\"all\"><p><bdi><span><span>a</span></span></bdi></p></div>"
                                + "<div data-capture=\"1\"><p class=\"hint\">b</p></div>");
    }
}
