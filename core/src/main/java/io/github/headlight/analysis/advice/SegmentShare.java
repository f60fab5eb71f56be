package io.github.headlight.analysis.advice;

import java.util.Objects;
import java.util.Optional;

/**
 * What a part of a prompt receives, beside other content of the prompt.
 *
 * @param segment the part
 * @param fromAnswer from the rows that wrote the answer; empty if that is not defined
 * @param fromPrompt from content of the prompt behind the part; empty if there is none
 */
public record SegmentShare(
        Segment segment, Optional<Share> fromAnswer, Optional<Share> fromPrompt) {
    public SegmentShare {
        Objects.requireNonNull(segment, "segment");
    }

    static SegmentShare of(Reading reading, Segment segment) {
        int[] keys = reading.content().in(segment.from(), segment.to());
        return new SegmentShare(
                segment,
                reading.content().share(reading.answerRows(), keys),
                reading.content().share(reading.promptRowsFrom(segment.to()), keys));
    }
}
