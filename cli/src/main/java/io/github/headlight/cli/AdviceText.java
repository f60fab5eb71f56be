package io.github.headlight.cli;

import io.github.headlight.analysis.advice.AdviceComparison;
import io.github.headlight.analysis.advice.AnswerChange;
import io.github.headlight.analysis.advice.Finding;
import io.github.headlight.analysis.advice.Move;
import io.github.headlight.analysis.advice.PromptAdvice;
import io.github.headlight.analysis.advice.Wording;
import io.github.headlight.language.Language;

import java.util.Locale;
import java.util.OptionalDouble;

/** Advice for people, in one language. */
final class AdviceText {
    private static final Wording LIMIT =
            new Wording(
                    "Attention shows where information may flow; it is not by itself an explanation.",
                    "注意力只说明信息可能从哪里流过，它本身不是解释。");

    private final StringBuilder text = new StringBuilder();
    private final Language language;

    private AdviceText(Language language) {
        this.language = language;
    }

    static String of(PromptAdvice advice, Language language) {
        AdviceText text = new AdviceText(language);
        text.prompt(advice);
        text.line(LIMIT);
        return text.text.toString();
    }

    static String of(AdviceComparison comparison, Language language) {
        AdviceText text = new AdviceText(language);
        text.line(new Wording("--- before", "--- 改写前"));
        text.prompt(comparison.before());
        text.line(new Wording("--- after", "--- 改写后"));
        text.prompt(comparison.after());
        text.line(new Wording("--- what moved", "--- 变化"));
        text.moves(comparison);
        text.answer(comparison.answer());
        text.line(LIMIT);
        return text.text.toString();
    }

    private void prompt(PromptAdvice advice) {
        line(
                "%d tokens of prompt, %d of them content; the rows that write the answer give %.2f"
                        + " to content and %.2f to the first token",
                "提示共 %d 个词元，其中内容 %d 个；写回答的行把 %.2f 给内容，%.2f 给首个词元",
                advice.promptTokens(),
                advice.contentTokens(),
                advice.content(),
                advice.firstToken());
        if (!advice.answer().tokens().isEmpty()) {
            line("answer: %s", "回答：%s", oneLine(advice.answer().text()));
        }
        int number = 1;
        for (Finding finding : advice.findings()) {
            line(
                    "%d. %s: %s",
                    "%d. %s：%s",
                    number++,
                    finding.rule().title().in(language),
                    oneLine(finding.outcome().finding().in(language)));
            finding.outcome()
                    .advice()
                    .ifPresent(
                            advised ->
                                    line(
                                            "   advice: %s",
                                            "   建议：%s", oneLine(advised.in(language))));
        }
    }

    private void moves(AdviceComparison comparison) {
        for (Move move : comparison.moves()) {
            if (move.before().isEmpty() && move.after().isEmpty()) {
                continue;
            }
            line(
                    "%s -> %s  %s: %s",
                    "%s -> %s  %s：%s",
                    number(move.before()),
                    number(move.after()),
                    oneLine(move.label().in(language)),
                    move.movement().title().in(language));
        }
        line(
                "(moved: by more than %.0f %% of the larger value and more than %.2f)",
                "（变化：超过较大值的 %.0f %% 且超过 %.2f）",
                100 * comparison.bound().relative(),
                comparison.bound().absolute());
    }

    private void answer(AnswerChange change) {
        if (!change.changed()) {
            line("the answer did not change", "回答没有变化");
        } else {
            line(
                    "the answer changed from token %d on: \"%s\" -> \"%s\"",
                    "回答从第 %d 个词元起不同：“%s” -> “%s”",
                    change.first() + 1,
                    withBreaks(change.removed()),
                    withBreaks(change.added()));
            choice(change.firstBefore());
            choice(change.firstAfter());
        }
        line(
                "probability of the answer, geometric mean of its tokens: %s -> %s",
                "回答的概率（各词元的几何平均）：%s -> %s",
                number(change.before().meanProbability()),
                number(change.after().meanProbability()));
    }

    private void choice(AnswerChange.Choice choice) {
        if (!choice.text().isEmpty()) {
            line(
                    "probability of \"%s\" there: %s -> %s",
                    "“%s”在该处的概率：%s -> %s",
                    withBreaks(choice.text()),
                    number(choice.before()),
                    number(choice.after()));
        }
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "-";
    }

    /** In one line that shows where lines end: answers may differ in nothing else. */
    private static String withBreaks(String text) {
        String line = oneLine(text.replace('\n', '↵'));
        return line.isEmpty() && !text.isEmpty() ? "·" : line;
    }

    private static String oneLine(String text) {
        return Summary.visible(text).replaceAll("\\s+", " ").strip();
    }

    private void line(Wording wording) {
        text.append(wording.in(language)).append('\n');
    }

    private void line(String english, String chinese, Object... values) {
        String format = language == Language.ZH ? chinese : english;
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
