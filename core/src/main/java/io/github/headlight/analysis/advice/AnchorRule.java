package io.github.headlight.analysis.advice;

import io.github.headlight.language.Language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rule 4: later tokens return to headings, numbers, labels and quoted names. */
final class AnchorRule {
    private static final int MOST = 256;
    private static final int NEAR = 16;

    /** One that is passed over says little. */
    private static final int LEAST_ADVISED = 2;

    private final Reading reading;
    private final Thresholds thresholds;

    AnchorRule(Reading reading, Thresholds thresholds) {
        this.reading = reading;
        this.thresholds = thresholds;
    }

    /** Measures; the instruction may be null. What stands in it is not there to return to. */
    AnchorFinding measure(Instruction instruction) {
        List<AnchorFinder.Place> places =
                AnchorFinder.find(reading).stream()
                        .filter(
                                place ->
                                        instruction == null
                                                || !instruction.segment().holds(place.from()))
                        .toList();
        boolean[] taken = new boolean[reading.size()];
        if (instruction != null) {
            Arrays.fill(taken, instruction.segment().from(), instruction.segment().to(), true);
        }
        for (AnchorFinder.Place place : places) {
            Arrays.fill(taken, place.from(), place.to(), true);
        }
        List<Anchor> anchors = new ArrayList<>();
        for (AnchorFinder.Place place : places.subList(0, Math.min(MOST, places.size()))) {
            anchor(place, taken).ifPresent(anchors::add);
        }
        Map<AnchorKind, Double> byKind = new EnumMap<>(AnchorKind.class);
        for (AnchorKind kind : AnchorKind.values()) {
            lift(anchors.stream().filter(anchor -> anchor.kind() == kind).toList())
                    .ifPresent(lift -> byKind.put(kind, lift));
        }
        OptionalDouble lift = lift(anchors);
        return new AnchorFinding(
                anchors,
                places.size() - anchors.size(),
                lift,
                byKind,
                outcome(places.size(), anchors, lift, byKind));
    }

    private Optional<Anchor> anchor(AnchorFinder.Place place, boolean[] taken) {
        Scope content = reading.content();
        int[] own = content.in(place.from(), place.to());
        int end = Math.min(reading.size(), place.to() + NEAR);
        int[] beside =
                IntStream.of(content.in(Math.max(0, place.from() - NEAR), end))
                        .filter(token -> !taken[token])
                        .toArray();
        int[] rows =
                IntStream.concat(
                                IntStream.of(reading.promptRowsFrom(end)),
                                IntStream.of(reading.answerRows()))
                        .toArray();
        if (own.length == 0 || beside.length == 0) {
            return Optional.empty();
        }
        double besideMean = mean(rows, beside);
        return besideMean == 0
                ? Optional.empty()
                : Optional.of(
                        new Anchor(
                                place.kind(),
                                place.from(),
                                place.to(),
                                reading.tokens().text(place.from(), place.to()),
                                own.length,
                                mean(rows, own),
                                besideMean));
    }

    private double mean(int[] rows, int[] keys) {
        double sum = 0;
        for (int row : rows) {
            for (int key : keys) {
                sum += reading.map().at(row, key);
            }
        }
        return sum / rows.length / keys.length;
    }

    private static OptionalDouble lift(List<Anchor> anchors) {
        double received = 0;
        double beside = 0;
        for (Anchor anchor : anchors) {
            received += anchor.tokens() * anchor.mean();
            beside += anchor.tokens() * anchor.beside();
        }
        return beside == 0 ? OptionalDouble.empty() : OptionalDouble.of(received / beside);
    }

    private Outcome outcome(
            int found, List<Anchor> anchors, OptionalDouble lift, Map<AnchorKind, Double> byKind) {
        if (found == 0) {
            return Outcome.notDefined(
                    "the prompt has no heading, number, label or quoted name outside the"
                            + " instruction",
                    "指令之外没有标题、编号、标签或引号中的名称");
        }
        if (lift.isEmpty()) {
            return Outcome.notDefined(
                    "no anchor has content beside it that later rows look at", "锚点旁边没有被后文看到的内容");
        }
        double value = lift.getAsDouble();
        boolean returned = value >= thresholds.returned();
        boolean passed = value <= thresholds.weak();
        Wording finding =
                Wording.format(
                        "%1$d measured; for each token, later rows give them %2$.2f times what they"
                                + " give to content beside them: %3$s (%4$s)",
                        "测得 %1$d 个；按每个词元计，后文给它们的是给旁边内容的 %2$.2f 倍：%5$s（%6$s）",
                        anchors.size(),
                        value,
                        returned
                                ? "returned to"
                                : passed ? "passed over" : "looked at like other content",
                        kinds(byKind, Language.EN),
                        returned ? "被回看" : passed ? "被略过" : "与其他内容被看得差不多",
                        kinds(byKind, Language.ZH));
        return Outcome.of(
                finding,
                passed && anchors.size() >= LEAST_ADVISED
                        ? Optional.of(
                                new Wording(
                                        "these anchors do not draw attention; try to name the one"
                                                + " that is meant in the instruction (\"by 2.\","
                                                + " \"under Sources\"); measure it with --rewrite",
                                        "这些锚点没有吸引注意力；试着在指令中点名所指的锚点（如“按第 2 条”“见‘来源’一节”）；用"
                                                + " --rewrite 测量"))
                        : Optional.empty());
    }

    private static String kinds(Map<AnchorKind, Double> byKind, Language language) {
        return byKind.entrySet().stream()
                .map(
                        e ->
                                String.format(
                                        Locale.ROOT,
                                        "%s %.2f",
                                        e.getKey().title().in(language),
                                        e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
