package io.github.headlight.renderers.html;

import io.github.headlight.analysis.advice.AmbiguityFinding;
import io.github.headlight.analysis.advice.AnchorFinding;
import io.github.headlight.analysis.advice.Finding;
import io.github.headlight.analysis.advice.InstructionFinding;
import io.github.headlight.analysis.advice.PromptAdvice;
import io.github.headlight.analysis.advice.RepeatedWord;
import io.github.headlight.analysis.advice.SegmentShare;
import io.github.headlight.analysis.advice.SeparatorFinding;
import io.github.headlight.analysis.advice.Share;
import io.github.headlight.analysis.advice.Verdict;
import io.github.headlight.analysis.advice.Wording;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.Excerpt;
import io.github.headlight.view.Report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How the prompt could be written to be read better, each advice with its figures: see {@link
 * PromptAdvice}. Of full captures.
 */
final class AdviceSection implements ReportSection {
    private static final int MOST_LINES = 24;
    private static final int MOST_CHARACTERS = 48;

    @Override
    public String id() {
        return "advice";
    }

    @Override
    public Phrase title() {
        return new Phrase("Advice", "建议");
    }

    @Override
    public boolean appliesTo(Report report) {
        return report.captures().stream().anyMatch(AdviceSection::isFull);
    }

    private static boolean isFull(Attention attention) {
        return attention.plan().has(CapturePart.Full.class);
    }

    @Override
    public void write(Report report, SectionWriter out) {
        for (int i = 0; i < report.captures().size(); i++) {
            if (isFull(report.captures().get(i))) {
                out.ofCapture(i);
                write(i, report.captures().get(i), out);
            }
        }
    }

    private static void write(int number, Attention attention, SectionWriter out) {
        PromptAdvice advice;
        try {
            advice = PromptAdvice.of(attention);
        } catch (CaptureException e) {
            // Tokens without texts, rows that are no probabilities: said, and the report goes on.
            out.paragraph(
                    Piece.of(
                            new Phrase(
                                            "there is no advice on this prompt: " + e.getMessage(),
                                            "对此提示没有建议：" + e.getMessage())
                                    .sentence()));
            return;
        }
        out.paragraph(Piece.of(measured(advice)));
        for (Finding finding : advice.findings()) {
            write(number, finding, out);
        }
        out.remark(
                new Phrase(
                        "Measured on this prompt with this model, all heads together; whether a"
                                + " change helps shows the answer to the changed prompt.",
                        "在此提示与此模型上测得，所有头合计；改动是否有用，要看改后提示的回答。"));
    }

    private static Phrase measured(PromptAdvice advice) {
        boolean answered = !advice.answer().tokens().isEmpty();
        return new Phrase(
                String.format(
                        Locale.ROOT,
                        "%,d tokens of prompt, %,d of them content. The %s %.2f to content and"
                                + " %.2f to the first token.",
                        advice.promptTokens(),
                        advice.contentTokens(),
                        answered
                                ? "rows that wrote the answer give"
                                : "last row of the prompt gives",
                        advice.content(),
                        advice.firstToken()),
                String.format(
                        Locale.ROOT,
                        "提示共 %,d 个词元，其中内容 %,d 个。%s把 %.2f 给内容，%.2f 给首词元。",
                        advice.promptTokens(),
                        advice.contentTokens(),
                        answered ? "写回答的行" : "提示的最后一行",
                        advice.content(),
                        advice.firstToken()));
    }

    private static void write(int number, Finding finding, SectionWriter out) {
        Verdict verdict = finding.outcome().verdict();
        Phrase title = phrase(finding.rule().title());
        Phrase found = name(verdict);
        out.heading(new Phrase(title.en() + ": " + found.en(), title.zh() + "：" + found.zh()));
        finding.outcome()
                .advice()
                .ifPresent(advice -> out.paragraph(Piece.of(phrase(advice).sentence()).strong()));
        out.paragraph(Piece.of(phrase(finding.outcome().finding()).sentence()));
        if (finding instanceof AnchorFinding anchors && !anchors.anchors().isEmpty()) {
            table(number, anchors, out);
        }
        List<Bar> bars = bars(number, finding).limit(MOST_LINES).toList();
        if (!bars.isEmpty()) {
            double most =
                    bars.stream()
                            .mapToDouble(bar -> Math.max(bar.share(), bar.even().orElse(0)))
                            .max()
                            .orElse(1);
            out.bars(bars, most > 0 ? Math.min(1, most) : 1);
            out.remark(
                    new Phrase(
                            "Share of the attention to content; line: an even spread.",
                            "在对内容的注意力中的份额；竖线：平均分配。"));
        }
    }

    private static Phrase name(Verdict verdict) {
        return switch (verdict) {
            case ADVISED -> new Phrase("advice", "有建议");
            case NO_ADVICE -> new Phrase("nothing to change", "无需改动");
            case NOT_DEFINED -> new Phrase("not measured", "未测得");
        };
    }

    /** The shares that a finding rests on, as far as it has some. */
    private static Stream<Bar> bars(int number, Finding finding) {
        if (finding instanceof InstructionFinding instruction) {
            return instruction.segments().stream()
                    .filter(part -> part.fromAnswer().isPresent())
                    .map(part -> bar(number, part));
        }
        if (finding instanceof AmbiguityFinding ambiguity) {
            return ambiguity.words().stream().map(word -> bar(number, word));
        }
        if (finding instanceof SeparatorFinding separators) {
            List<Bar> bars = new ArrayList<>();
            separators
                    .separators()
                    .ifPresent(s -> bars.add(bar(new Phrase("separators", "分隔符"), s)));
            separators.breaks().ifPresent(s -> bars.add(bar(new Phrase("line breaks", "换行"), s)));
            return bars.stream();
        }
        return Stream.empty();
    }

    private static Bar bar(int number, SegmentShare part) {
        Share share = part.fromAnswer().orElseThrow();
        Piece label =
                Piece.of(excerpt(part.segment().text()))
                        .to(lookedAt(number, part.segment().from()));
        return new Bar(label, share.share(), OptionalDouble.of(share.even()));
    }

    private static Bar bar(int number, RepeatedWord word) {
        Piece label =
                Piece.of(excerpt(word.word())).to(lookedAt(number, word.uses().get(0).from()));
        Share share = word.received();
        return new Bar(label, share.share(), OptionalDouble.of(share.even()));
    }

    private static Bar bar(Phrase name, Share share) {
        return new Bar(Piece.of(name), share.share(), OptionalDouble.of(share.even()));
    }

    private static void table(int number, AnchorFinding finding, SectionWriter out) {
        out.table(
                List.of(
                        new Phrase("Anchor", "锚点"),
                        new Phrase("Kind", "种类"),
                        new Phrase("× content beside it", "旁边内容的倍数")),
                finding.anchors().stream()
                        .limit(MOST_LINES)
                        .map(
                                anchor ->
                                        List.of(
                                                Piece.of(excerpt(anchor.text()))
                                                        .to(lookedAt(number, anchor.from())),
                                                Piece.of(phrase(anchor.kind().title())),
                                                Piece.of(
                                                        String.format(
                                                                Locale.ROOT,
                                                                "%.2f",
                                                                anchor.lift()))))
                        .toList());
    }

    /** Who looks at a token, on the mean of all heads, as the advice measures it. */
    private static Place lookedAt(int number, int token) {
        return Place.of(number, Place.ALL, Place.ALL, token).lookedAt().in("matrix");
    }

    private static String excerpt(String text) {
        return Excerpt.of(text.strip().replaceAll("\\s+", " "), MOST_CHARACTERS);
    }

    private static Phrase phrase(Wording wording) {
        return new Phrase(wording.english(), wording.chinese());
    }
}
