package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rule 1: the key instruction stands where it is looked at. It is advised to move only if it
 * receives less than its even share and another end of this very prompt receives clearly more.
 */
final class InstructionRule {
    /** Fewer other tokens than this are nothing to compare with. */
    private static final int LEAST_OTHERS = 4;

    private final Reading reading;
    private final Thresholds thresholds;

    InstructionRule(Reading reading, Thresholds thresholds) {
        this.reading = reading;
        this.thresholds = thresholds;
    }

    InstructionFinding measure(Instruction instruction) {
        List<SegmentShare> segments =
                reading.sentences().stream()
                        .filter(s -> reading.content().in(s.from(), s.to()).length > 0)
                        .map(s -> SegmentShare.of(reading, s))
                        .toList();
        if (instruction == null) {
            return without(
                    segments,
                    Outcome.notDefined(
                            "the prompt has no sentence with content beside its first token",
                            "除首个词元外，提示中没有含内容的句子"));
        }
        Segment segment = instruction.segment();
        int[] keys = reading.content().in(segment.from(), segment.to());
        int before = reading.content().in(0, segment.from()).length;
        int after = reading.content().in(segment.to(), reading.size()).length;
        SegmentShare received = SegmentShare.of(reading, segment);
        OptionalDouble position =
                before + after == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) before / (before + after));
        Map<Place, Share> places = places(segment);
        Outcome outcome = outcome(instruction, received, keys.length, before, after, places);
        return new InstructionFinding(
                Optional.of(instruction),
                Optional.of(received),
                position,
                before,
                after,
                places,
                segments,
                outcome);
    }

    private static InstructionFinding without(List<SegmentShare> segments, Outcome outcome) {
        return new InstructionFinding(
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                0,
                0,
                Map.of(),
                segments,
                outcome);
    }

    /** The content beside the instruction, in thirds of the prompt. */
    private Map<Place, Share> places(Segment instruction) {
        int[] all = reading.content().all();
        Map<Place, Share> places = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            int[] keys =
                    IntStream.range(0, all.length)
                            .filter(i -> Place.of((i + 0.5) / all.length) == place)
                            .map(i -> all[i])
                            .filter(token -> !instruction.holds(token))
                            .toArray();
            if (keys.length > 0) {
                reading.content()
                        .share(reading.answerRows(), keys)
                        .ifPresent(share -> places.put(place, share));
            }
        }
        return places;
    }

    private Outcome outcome(
            Instruction instruction,
            SegmentShare received,
            int tokens,
            int before,
            int after,
            Map<Place, Share> places) {
        if (tokens == 0) {
            return Outcome.notDefined("the instruction has no content token", "指令中没有内容词元");
        }
        if (before + after < LEAST_OTHERS) {
            return Outcome.notDefined(
                    "the prompt is all instruction; there is nothing to compare it with",
                    "提示全部是指令，没有可以比较的内容");
        }
        if (received.fromAnswer().isEmpty()) {
            return Outcome.notDefined(
                    "the rows that write the answer give nothing to content of the prompt",
                    "写回答的行几乎不看提示的内容");
        }
        Share share = received.fromAnswer().get();
        boolean weak = share.lift() <= thresholds.weak();
        Place own = Place.of(ownPosition(before, tokens, after));
        Optional<Place> better = weak ? better(own, share.lift(), places) : Optional.empty();
        Wording finding =
                finding(instruction, share)
                        .and(readers(received, before, after))
                        .and(elsewhere(places));
        if (weak && better.isEmpty()) {
            finding = finding.and(noOtherPlace());
        }
        return Outcome.of(finding, better.map(place -> advice(place, places.get(place))));
    }

    private static double ownPosition(int before, int tokens, int after) {
        return (before + tokens / 2.0) / (before + tokens + after);
    }

    private Optional<Place> better(Place own, double lift, Map<Place, Share> places) {
        Place best = null;
        for (Place place : List.of(Place.EARLY, Place.LATE)) {
            Share share = places.get(place);
            if (place != own
                    && share != null
                    && share.lift() >= thresholds.better() * lift
                    && (best == null || share.lift() > places.get(best).lift())) {
                best = place;
            }
        }
        return Optional.ofNullable(best);
    }

    private Wording finding(Instruction instruction, Share share) {
        boolean weak = share.lift() <= thresholds.weak();
        boolean strong = share.lift() >= thresholds.better();
        return Wording.format(
                "%1$s (%2$s) receives %3$.2f of what the answer's rows give to content, %4$.2f times"
                        + " its even share (%5$s)",
                "%1$s（%6$s）得到写回答的行给内容的注意力的 %3$.2f，是均匀份额的 %4$.2f 倍（%7$s）",
                Reading.quote(words(instruction.segment().text())),
                instruction.source().title().english(),
                share.share(),
                share.lift(),
                weak ? "little" : strong ? "much" : "about even",
                instruction.source().title().chinese(),
                weak ? "很少" : strong ? "很多" : "大致均匀");
    }

    /** Without lines that only separate. */
    private static String words(String text) {
        return text.lines()
                .filter(line -> line.chars().anyMatch(c -> PromptText.isLetter((char) c)))
                .collect(Collectors.joining(" "));
    }

    private static Wording readers(SegmentShare received, int before, int after) {
        Wording counted =
                Wording.format(
                        "; %1$d content tokens stand before it and cannot see it, %2$d behind it",
                        "；它前面有 %1$d 个内容词元（看不到它），后面有 %2$d 个", before, after);
        return received.fromPrompt()
                .map(
                        share ->
                                counted.and(
                                        Wording.format(
                                                ", from which it receives %1$.2f times its even"
                                                        + " share",
                                                "，从后者得到均匀份额的 %1$.2f 倍", share.lift())))
                .orElse(counted);
    }

    private static Wording elsewhere(Map<Place, Share> places) {
        List<Wording> said = new ArrayList<>();
        for (Place place : Place.values()) {
            if (places.containsKey(place)) {
                said.add(
                        Wording.format(
                                "%2$s %1$.2f",
                                "%3$s %1$.2f",
                                places.get(place).lift(),
                                place.title().english(),
                                place.title().chinese()));
            }
        }
        return Wording.format(
                "; other content: %1$s",
                "；其他内容：%2$s",
                said.stream().map(Wording::english).collect(Collectors.joining(", ")),
                said.stream().map(Wording::chinese).collect(Collectors.joining("，")));
    }

    private static Wording noOtherPlace() {
        return new Wording(
                "; the other end of this prompt does not receive clearly more: nothing measured"
                        + " speaks for another place",
                "；提示的另一端也没有明显更多：测得的数据不支持换位置");
    }

    private static Wording advice(Place place, Share share) {
        return place == Place.EARLY
                ? Wording.format(
                        "try the instruction at the start: other content there receives %1$.2f"
                                + " times its even share; measure it with --rewrite",
                        "试着把指令放到开头：那里的其他内容得到均匀份额的 %1$.2f 倍；用 --rewrite 测量", share.lift())
                : Wording.format(
                        "try the instruction (again) at the end: other content there receives"
                                + " %1$.2f times its even share; measure it with --rewrite",
                        "试着把指令放到（或重复在）结尾：那里的其他内容得到均匀份额的 %1$.2f 倍；用 --rewrite 测量", share.lift());
    }
}
