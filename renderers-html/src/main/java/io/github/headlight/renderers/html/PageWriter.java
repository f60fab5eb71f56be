package io.github.headlight.renderers.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes a page: the template with its places filled. */
final class PageWriter {
    /** The type of blocks that {@link Packed} made. */
    static final String BINARY = "application/octet-stream;base64";

    /** Characters for the matrices of long captures, all together. */
    private static final long BUDGET = 16_000_000;

    private final Page page;

    PageWriter(Page page) {
        this.page = page;
    }

    void write(OutputStream out) throws IOException {
        Writer writer = utf8(out);
        write(writer);
        writer.flush();
    }

    static Writer utf8(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    void write(Writer writer) throws IOException {
        long budget = BUDGET / page.captures().size();
        List<PreparedCapture> captures =
                page.captures().stream().map(c -> PreparedCapture.of(c, budget)).toList();
        StaticParts parts = new StaticParts(captures);
        Tabs tabs = new Tabs(page.tabs());
        String script = Assets.script();
        String style = Assets.style();
        Html html = new Html(writer);
        Assets.page()
                .write(
                        html,
                        Map.ofEntries(
                                Map.entry("title", h -> h.text(page.title())),
                                Map.entry("lang", h -> h.text(page.options().language().tag())),
                                Map.entry(
                                        "theme", h -> h.text(Palette.name(page.options().theme()))),
                                Map.entry("policy", h -> h.text(Assets.policy(script, style))),
                                Map.entry("style", h -> h.trusted(style)),
                                Map.entry("script", h -> h.trusted(script)),
                                Map.entry("facts", parts::facts),
                                Map.entry("findings", parts::findings),
                                Map.entry("text", parts::text),
                                Map.entry("tabs", tabs::tabs),
                                Map.entry("panels", tabs::panels),
                                Map.entry(
                                        "notes", h -> Notes.write(h, captures, page.comparison())),
                                Map.entry("help", Notes::help),
                                Map.entry("data", h -> data(h, captures)),
                                Map.entry("matrices", h -> matrices(h, captures))));
    }

    private void data(Html html, List<PreparedCapture> captures) throws IOException {
        html.data("hl-words", "application/json", Assets.words());
        html.data("hl-meta", "application/json", ReportJson.write(page, captures));
        for (int i = 0; i < captures.size(); i++) {
            PreparedCapture capture = captures.get(i);
            if (capture.survey().hasMap()) {
                byte[] map = capture.survey().mapCodes(capture.bands());
                html.data("map-" + i, BINARY, Packed.pack(map));
            }
        }
    }

    private static void matrices(Html html, List<PreparedCapture> captures) throws IOException {
        for (int i = 0; i < captures.size(); i++) {
            captures.get(i).chunks().write(html, i);
        }
    }
}
