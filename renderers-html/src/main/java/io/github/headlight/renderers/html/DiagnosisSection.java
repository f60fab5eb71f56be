package io.github.headlight.renderers.html;

import io.github.headlight.analysis.drift.Anchors;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.error.CaptureException;
import io.github.headlight.view.Report;

/**
 * Whether the answer was written with a look at the question's own words: see {@link Drift}. Of
 * captures with an answer that hold all keys or the top keys of every head.
 */
final class DiagnosisSection implements ReportSection {
    @Override
    public String id() {
        return "diagnosis";
    }

    @Override
    public Phrase title() {
        return new Phrase("Diagnosis", "诊断");
    }

    @Override
    public boolean appliesTo(Report report) {
        return report.captures().stream().anyMatch(DiagnosisSection::hasWhatItNeeds);
    }

    private static boolean hasWhatItNeeds(Attention attention) {
        return attention.generatedLength() > 0
                && (attention.plan().has(CapturePart.Full.class)
                        || attention.plan().has(CapturePart.TopK.class));
    }

    @Override
    public void write(Report report, SectionWriter out) {
        for (int i = 0; i < report.captures().size(); i++) {
            Attention attention = report.captures().get(i);
            if (hasWhatItNeeds(attention)) {
                out.ofCapture(i);
                write(i, attention, out);
            }
        }
    }

    private static void write(int number, Attention attention, SectionWriter out) {
        Drift drift;
        try {
            drift = Drift.of(attention, Anchors.ofQuestion(attention));
        } catch (CaptureException | IllegalArgumentException e) {
            // A question without content words, tokens without texts: said, and the report goes on.
            out.paragraph(
                    Piece.of(
                            new Phrase(
                                            "this answer is not diagnosed: " + e.getMessage(),
                                            "未诊断此回答：" + e.getMessage())
                                    .sentence()));
            return;
        }
        new DriftPanel(number, attention, drift).write(out);
    }
}
