package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.analysis.advice.PromptAdvice;
import io.github.headlight.analysis.drift.Anchors;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.analysis.drift.DriftText;
import io.github.headlight.analysis.drift.LayerLook;
import io.github.headlight.capture.Attention;
import io.github.headlight.language.Language;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What the sections say is what core measured. */
class AnalysisSectionsTest {
    private static String written(ReportSection section, Attention... captures) {
        SectionWriter writer = new SectionWriter(section.id());
        section.write(Report.of(captures), writer);
        return writer.markup();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    @Test
    void aDiagnosisSaysWhatCoreFound() throws IOException {
        Attention attention = Captures.golden("lamp_en");
        Drift drift = Drift.of(attention, Anchors.ofQuestion(attention));
        String markup = written(new DiagnosisSection(), attention);
        assertThat(markup).startsWith("<div data-capture=\"0\">");
        for (Language language : Language.values()) {
            DriftText text = DriftText.of(drift, language);
            // The first letter may have become a capital.
            assertThat(markup).contains(escaped(text.verdict()).substring(1));
            assertThat(markup).contains(escaped(text.layers()).substring(1));
            text.notes().forEach(note -> assertThat(markup).contains(escaped(note).substring(1)));
        }
        for (LayerLook layer : drift.layers()) {
            assertThat(markup)
                    .contains(
                            "第 " + layer.layer() + " 层</span></a></span></bdi></span><svg",
                            "</svg><span>" + figure(layer.look().masses().anchors()) + "</span>");
        }
        // The words "green" and "lamp" are what the verdict rests on.
        assertThat(markup)
                .containsPattern("<b><a href=\"#[^\"]+q=52&amp;v=matrix\" class=\"[a-z]+\">green<")
                .containsPattern("<b><a href=\"#[^\"]+q=53&amp;v=matrix\" class=\"[a-z]+\">lamp<");
    }

    @Test
    void adviceSaysWhatCoreFound() throws IOException {
        Attention attention = Captures.golden("lamp_en");
        PromptAdvice advice = PromptAdvice.of(attention);
        String markup = written(new AdviceSection(), attention);
        advice.findings()
                .forEach(
                        finding ->
                                assertThat(markup)
                                        .contains(escaped(finding.outcome().finding().chinese())));
        assertThat(advice.instruction().segments()).isNotEmpty();
        advice.instruction()
                .segments()
                .forEach(
                        part ->
                                part.fromAnswer()
                                        .ifPresent(
                                                share ->
                                                        assertThat(markup)
                                                                .contains(
                                                                        "</svg><span>"
                                                                                + figure(
                                                                                        share
                                                                                                .share())
                                                                                + "</span>")));
    }

    @Test
    void withoutAnAnswerThereIsNoDiagnosis() {
        Attention prompt = Captures.made(2, 4, 2, Captures.words(12), 0);
        DiagnosisSection section = new DiagnosisSection();
        assertThat(section.appliesTo(Report.of(prompt))).isFalse();
        assertThat(
                        section.appliesTo(
                                Report.of(prompt, Captures.made(2, 4, 2, Captures.words(9), 2))))
                .isTrue();
    }

    @Test
    void whatCannotBeDiagnosedIsSaidAndTheReportGoesOn() {
        Attention noQuestion = Captures.made(2, 2, 2, List.of(" the", " of", ".", " a", " b"), 1);
        assertThat(written(new DiagnosisSection(), noQuestion))
                .contains("This answer is not diagnosed: ", "has no content word", "未诊断此回答：");
        assertThat(new PageFile(Report.of(noQuestion)).html()).contains("id=\"tab-diagnosis\"");
    }

    @Test
    void eachCaptureHasItsOwn() throws IOException {
        Attention answered = Captures.golden("lamp_en");
        Attention prompt = Captures.made(2, 4, 2, Captures.words(12), 0);
        assertThat(written(new DiagnosisSection(), prompt, answered))
                .startsWith("<div data-capture=\"1\">")
                .contains("href=\"#c=1&amp;");
    }
}
