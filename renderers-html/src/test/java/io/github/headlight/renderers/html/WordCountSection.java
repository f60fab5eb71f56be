package io.github.headlight.renderers.html;

import io.github.headlight.view.Report;

import java.util.List;

/** A section as a plug-in brings it: how long prompts and answers are. Found by service loader. */
public final class WordCountSection implements ReportSection {
    /** Only reports with this title have it, so that it is not in those of other tests. */
    static final String REPORT = "With a plug-in";

    @Override
    public String id() {
        return "word-count";
    }

    @Override
    public Phrase title() {
        return new Phrase("Length", "长度");
    }

    @Override
    public boolean appliesTo(Report report) {
        return report.title().equals(REPORT);
    }

    @Override
    public void write(Report report, SectionWriter out) {
        for (int i = 0; i < report.captures().size(); i++) {
            out.ofCapture(i);
            out.heading(new Phrase("Tokens", "词元"));
            out.table(
                    List.of(new Phrase("Part", "部分"), new Phrase("Tokens", "词元")),
                    List.of(
                            List.of(
                                    Piece.of(new Phrase("prompt", "提示")),
                                    Piece.of("" + report.captures().get(i).promptLength()))));
        }
    }
}
