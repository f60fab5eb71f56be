package io.github.headlight.analysis.advice;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Rule 3: parts of the prompt are kept apart. Separators are advised only for a prompt that has no
 * blocks yet, whose sentences are not kept apart, and whose attention is uneven enough to show it.
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
        double contrast = contrast();
        return new SeparatorFinding(
                blocks,
                sentences,
                separators,
                breaks,
                contrast,
                outcome(blocks, sentences, separators, contrast));
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

    private double contrast() {
        Scope content = reading.content();
        double sum = 0;
        int rows = 0;
        for (int row : reading.promptRows()) {
            if (content.visible(row) < 2 || content.mass(row) == 0) {
                continue;
            }
            double distance = 0;
            for (int key : content.in(0, row + 1)) {
                distance += Math.abs(content.lift(row, key) - 1) / content.visible(row);
            }
            sum += distance / 2;
            rows++;
        }
        return rows == 0 ? 0 : sum / rows;
    }

    private Outcome outcome(
            Optional<Partition> blocks,
            Optional<Partition> sentences,
            Optional<Share> separators,
            double contrast) {
        boolean hasBlocks = blocks.isPresent();
        Optional<Partition> partition = hasBlocks ? blocks : sentences;
        OptionalDouble apart = SeparatorFinding.apart(partition);
        if (apart.isEmpty()) {
            return Outcome.notDefined(
                    "the prompt has no two parts (2 to 256 blocks or sentences) with enough content"
                            + " tokens at equal distances",
                    "提示没有两个以上（2 至 256 个块或句子）、在相同距离上有足够内容词元的部分");
        }
        boolean kept = apart.getAsDouble() >= thresholds.apart();
        boolean even = contrast < thresholds.contrast();
        Wording finding =
                parts(partition.get(), hasBlocks, apart.getAsDouble(), kept)
                        .and(separators(separators))
                        .and(
                                even
                                        ? Wording.format(
                                                "; attention is too even to tell (%1$.2f)",
                                                "；注意力过于均匀，无法判断（%1$.2f）", contrast)
                                        : new Wording("", ""));
        boolean advised = !hasBlocks && !kept && !even;
        return Outcome.of(
                finding,
                advised
                        ? Optional.of(
                                new Wording(
                                        "try blank lines, headings or --- between the parts of the"
                                                + " prompt; measure them with --rewrite",
                                        "试着在提示各部分之间使用空行、标题或 ---；用 --rewrite 测量"))
                        : Optional.empty());
    }

    private static Wording parts(Partition partition, boolean blocks, double apart, boolean kept) {
        return Wording.format(
                "between %1$d %2$s, a token inside receives %3$.2f times what one across a border at"
                        + " the same distance does, so they are %4$s; %5$.2f of the attention between"
                        + " content tokens stays inside (evenly spread: %6$.2f)",
                "在 %1$d 个%7$s之间，同一部分内的词元得到的是相同距离上跨界词元的 %3$.2f 倍，所以它们%8$s；"
                        + "内容词元之间的注意力有 %5$.2f 留在部分之内（均匀时为 %6$.2f）",
                partition.matrix().segments().size(),
                blocks ? "blocks" : "sentences",
                apart,
                kept ? "kept apart" : "not kept apart",
                partition.inside().share(),
                partition.inside().even(),
                blocks ? "块" : "句子",
                kept ? "被分开" : "没有被分开");
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
