package io.github.headlight.analysis.advice;

import io.github.headlight.error.Excerpt;
import io.github.headlight.token.TokenRole;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The key instruction of a prompt.
 *
 * @param segment where it stands
 * @param source how it was found
 */
public record Instruction(Segment segment, InstructionSource source) {
    private static final Set<String> REQUESTS =
            Set.of(
                    "answer",
                    "calculate",
                    "classify",
                    "compare",
                    "complete",
                    "compute",
                    "continue",
                    "correct",
                    "create",
                    "define",
                    "describe",
                    "explain",
                    "extract",
                    "fill",
                    "find",
                    "fix",
                    "generate",
                    "give",
                    "identify",
                    "list",
                    "name",
                    "please",
                    "repeat",
                    "rewrite",
                    "say",
                    "solve",
                    "summarise",
                    "summarize",
                    "tell",
                    "translate",
                    "use",
                    "write");

    private static final List<String> CHINESE_REQUESTS =
            List.of(
                    "请", "写", "列出", "总结", "概括", "翻译", "解释", "说明", "描述", "回答", "告诉", "给出", "指出",
                    "计算", "找出", "改写", "重复", "用一句话");

    public Instruction {
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(source, "source");
    }

    /** The instruction with these words, or the one that the rules find; null if there is none. */
    static Instruction find(Reading reading, AdviceOptions options) {
        if (options.instruction().isPresent()) {
            return named(reading, options.instruction().get());
        }
        List<Segment> message = lastMessage(reading);
        for (int i = message.size() - 1; i >= 0; i--) {
            String text = message.get(i).text();
            if (text.indexOf('?') >= 0 || text.indexOf('？') >= 0) {
                return new Instruction(message.get(i), InstructionSource.QUESTION);
            }
        }
        for (Segment sentence : message) {
            if (asks(sentence.text())) {
                return new Instruction(sentence, InstructionSource.IMPERATIVE);
            }
        }
        return message.isEmpty()
                ? null
                : new Instruction(message.get(message.size() - 1), InstructionSource.LAST_SENTENCE);
    }

    private static Instruction named(Reading reading, String words) {
        PromptText text = reading.text();
        int at = text.text().lastIndexOf(words.strip());
        if (at < 0) {
            throw new IllegalArgumentException(
                    "instruction: expected words that stand in the prompt, found \""
                            + Excerpt.of(words)
                            + "\"; copy them from the prompt");
        }
        int from = text.tokenAt(at);
        int to = text.tokenFrom(at + words.strip().length());
        Segment segment =
                new Segment(SegmentKind.SENTENCE, from, to, reading.tokens().text(from, to));
        return new Instruction(segment, InstructionSource.NAMED);
    }

    /** The sentences with content of the last message of the user, or of the text. */
    private static List<Segment> lastMessage(Reading reading) {
        int last = reading.size() - 1;
        while (last >= 0 && !isAsked(reading.tokens().get(last).role())) {
            last--;
        }
        int first = last;
        while (first > 0 && isAsked(reading.tokens().get(first - 1).role())) {
            first--;
        }
        int from = first;
        int to = last;
        return reading.sentences().stream()
                .filter(sentence -> sentence.from() >= from && sentence.from() <= to)
                .filter(sentence -> reading.content().in(sentence.from(), sentence.to()).length > 0)
                .toList();
    }

    private static boolean isAsked(TokenRole role) {
        return role == TokenRole.USER || role == TokenRole.PROMPT;
    }

    private static boolean asks(String sentence) {
        String start = sentence.strip();
        for (String request : CHINESE_REQUESTS) {
            if (start.startsWith(request)) {
                return true;
            }
        }
        int end = 0;
        while (end < start.length() && Character.isLetter(start.charAt(end))) {
            end++;
        }
        return REQUESTS.contains(start.substring(0, end).toLowerCase(Locale.ROOT));
    }
}
