package io.github.headlight.analysis.advice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
                finding(instruction, share, before, after)
                        .and(fromPrompt(received))
                        .and(elsewhere(places, weak, better.isPresent()));
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

    private static Wording finding(Instruction instruction, Share share, int before, int after) {
        return Wording.format(
                "%1$s (%2$s) receives %3$.2f of what the rows that write the answer give to content"
                        + " of the prompt, %4$.2f times its even share (%5$.2f); %6$d content tokens"
                        + " stand before it and cannot see it, %7$d behind it",
                "写回答的行给提示内容的注意力中，%1$s（%8$s）得到 %3$.2f，是均匀份额（%5$.2f）的 %4$.2f 倍；"
                        + "它前面有 %6$d 个内容词元（看不到它），后面有 %7$d 个",
                Reading.quote(instruction.segment().text()),
                instruction.source().title().english(),
                share.share(),
                share.lift(),
                share.even(),
                before,
                after,
                instruction.source().title().chinese());
    }

    private static Wording fromPrompt(SegmentShare received) {
        return received.fromPrompt()
                .map(
                        share ->
                                Wording.format(
                                        ", which give it %1$.2f times its even share",
                                        "，后者给它的是均匀份额的 %1$.2f 倍", share.lift()))
                .orElse(new Wording("", ""));
    }

    private static Wording elsewhere(Map<Place, Share> places, boolean weak, boolean better) {
        StringBuilder english = new StringBuilder("; other content: ");
        StringBuilder chinese = new StringBuilder("；其他内容：");
        String between = "";
        for (Place place : Place.values()) {
            Share share = places.get(place);
            if (share != null) {
                Wording one =
                        Wording.format(
                                "%2$s %1$.2f",
                                "%3$s %1$.2f",
                                share.lift(),
                                place.title().english(),
                                place.title().chinese());
                english.append(between).append(one.english());
                chinese.append(between).append(one.chinese());
                between = ", ";
            }
        }
        Wording listed =
                places.isEmpty()
                        ? new Wording("", "")
                        : new Wording(english.toString(), chinese.toString());
        return weak && !better
                ? listed.and(
                        new Wording(
                                "; that is little, but the other end of this prompt does not receive"
                                        + " clearly more: nothing measured speaks for another place",
                                "；这很少，但提示的另一端也没有明显更多：测得的数据不支持换位置"))
                : listed;
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
