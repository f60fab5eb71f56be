package io.github.headlight.analysis.advice;

import java.util.Objects;
import java.util.Optional;

/**
 * What a rule found, in words.
 *
 * @param verdict what it found
 * @param finding what was measured, with its figures, or why there is nothing
 * @param advice what to try, only with {@link Verdict#ADVISED}
 */
public record Outcome(Verdict verdict, Wording finding, Optional<Wording> advice) {
    public Outcome {
        Objects.requireNonNull(finding, "finding");
        if (advice.isPresent() != (verdict == Verdict.ADVISED)) {
            throw new IllegalArgumentException("advice is given if and only if it is supported");
        }
    }

    static Outcome notDefined(String english, String chinese) {
        return new Outcome(
                Verdict.NOT_DEFINED,
                new Wording("not defined: " + english, "无定义：" + chinese),
                Optional.empty());
    }

    static Outcome of(Wording finding, Optional<Wording> advice) {
        return new Outcome(
                advice.isPresent() ? Verdict.ADVISED : Verdict.NO_ADVICE, finding, advice);
    }
}
