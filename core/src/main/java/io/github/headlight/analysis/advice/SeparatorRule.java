package io.github.headlight.analysis.advice;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Rule 3: parts of the prompt are kept apart. Separators are advised only for a prompt that has no
 * blocks yet and whose attention runs across the borders of sentences.
 */
final class SeparatorRule {
    private final Reading reading;
    private final Thresholds thresholds;

    SeparatorRule(Reading reading, Thresholds thresholds) {
        this.reading = reading;
        this.thresholds = thresholds;
    }

    SeparatorFinding measure() {
        Optional<Partition> blocks = Partition.of(reading, reading.blocks());
        Optional<Partition> sentences = Partition.of(reading, reading.sentences());
        Optional<Share> separators = share(reading.separatorTokens());
        Optional<Share> breaks = share(breaks());
        return new SeparatorFinding(
                blocks, sentences, separators, breaks, outcome(blocks, sentences, separators));
    }

    private Optional<Share> share(int[] keys) {
        int[] rows =
                IntStream.concat(
                                IntStream.of(reading.promptRows()),
                                IntStream.of(reading.answerRows()))
                        .toArray();
        return reading.written().share(rows, keys);
    }

    private int[] breaks() {
        return IntStream.of(reading.separatorTokens())
                .filter(
                        token ->
                                reading.tokens().get(token).text().indexOf('\n') >= 0
                                        || reading.blocks().stream()
                                                .filter(b -> b.holds(token))
                                                .anyMatch(b -> b.kind() == SegmentKind.DELIMITER))
                .toArray();
    }

    private Outcome outcome(
            Optional<Partition> blocks, Optional<Partition> sentences, Optional<Share> separators) {
        boolean hasBlocks = blocks.isPresent();
        Optional<Partition> partition = hasBlocks ? blocks : sentences;
        OptionalDouble apart = SeparatorFinding.apart(partition);
        if (apart.isEmpty()) {
            return Outcome.notDefined(
                    "the prompt has no two parts (2 to 256 blocks or sentences) with enough content"
                            + " tokens at equal distances",
                    "提示没有两个以上（2 至 256 个块或句子）、在相同距离上有足够内容词元的部分");
        }
        boolean mixed = apart.getAsDouble() <= thresholds.mixed();
        Wording finding =
                apart(partition.get(), hasBlocks, apart.getAsDouble())
                        .and(meaning(apart.getAsDouble()))
                        .and(inside(partition.get()))
                        .and(separators(separators));
        return Outcome.of(
                finding,
                mixed && !hasBlocks
                        ? Optional.of(
                                new Wording(
                                        "try blank lines, headings or --- between the parts of the"
                                                + " prompt; measure them with --rewrite",
                                        "试着在提示各部分之间使用空行、标题或 ---；用 --rewrite 测量"))
                        : Optional.empty());
    }

    private static Wording apart(Partition partition, boolean blocks, double apart) {
        return Wording.format(
                "%1$d %2$s; a token of the same one receives %3$.3f times as much as one of another"
                        + " at the same distance",
                "%1$d 个%4$s；在相同距离上，同一%4$s内的词元得到的是其他%4$s的词元的 %3$.3f 倍",
                partition.matrix().segments().size(),
                blocks ? "blocks" : "sentences",
                apart,
                blocks ? "块" : "句子");
    }

    private Wording meaning(double apart) {
        if (apart >= thresholds.apart()) {
            return Wording.format(
                    ": they are kept apart (from %1$.2f on)",
                    "：各部分被分开（从 %1$.2f 起）", thresholds.apart());
        }
        return apart <= thresholds.mixed()
                ? Wording.format(
                        ": attention runs across their borders (up to %1$.2f)",
                        "：注意力跨越边界（%1$.2f 及以下）", thresholds.mixed())
                : Wording.format(
                        ": their borders change little (between %1$.2f and %2$.2f)",
                        "：边界几乎不起作用（%1$.2f 与 %2$.2f 之间）", thresholds.mixed(), thresholds.apart());
    }

    private static Wording inside(Partition partition) {
        return Wording.format(
                "; %1$.2f of the attention between content tokens stays inside (evenly spread:"
                        + " %2$.2f)",
                "；内容词元之间的注意力有 %1$.2f 留在同一部分内（均匀时为 %2$.2f）",
                partition.inside().share(),
                partition.inside().even());
    }

    private static Wording separators(Optional<Share> separators) {
        return separators
                .map(
                        share ->
                                Wording.format(
                                        "; separators receive %1$.2f times their even share",
                                        "；分隔符得到均匀份额的 %1$.2f 倍", share.lift()))
                .orElse(new Wording("", ""));
    }
}
