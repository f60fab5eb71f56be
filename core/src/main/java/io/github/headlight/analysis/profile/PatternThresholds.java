package io.github.headlight.analysis.profile;

/**
 * When a pattern counts. The defaults leave random, shuffled and even attention without a label:
 * see docs/analysis.md for what that was tried with.
 *
 * @param score the least score, 0 to 1
 * @param deviations the least number of standard deviations from chance
 * @param rows the fewest rows
 * @param sink the attention to the first token that makes a head a sink, 0 to 1
 * @param rest the attention beside the first token from which on it is looked at, 0 to 1
 * @param specific how much of a general pattern's score a more specific one must have to be the one
 *     that is named, 0 to 1
 */
public record PatternThresholds(
        double score, double deviations, int rows, double sink, double rest, double specific) {
    /** As documented. */
    public static final PatternThresholds DEFAULT =
            new PatternThresholds(0.25, 5, 4, 0.5, 0.25, 0.7);

    public PatternThresholds {
        requireShare("score", score);
        requireShare("sink", sink);
        requireShare("rest", rest);
        requireShare("specific", specific);
        if (!(deviations >= 0) || rows < 1) {
            throw new IllegalArgumentException(
                    "expected deviations from 0 and rows from 1, found "
                            + deviations
                            + " and "
                            + rows);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": expected 0 to 1, found " + value);
        }
    }

    /**
     * {@return a copy with another least score}
     *
     * @param least 0 to 1
     */
    public PatternThresholds withScore(double least) {
        return new PatternThresholds(least, deviations, rows, sink, rest, specific);
    }

    /**
     * {@return a copy with another distance from chance}
     *
     * @param least standard deviations, from 0
     */
    public PatternThresholds withDeviations(double least) {
        return new PatternThresholds(score, least, rows, sink, rest, specific);
    }

    /**
     * {@return a copy with another number of rows}
     *
     * @param least from 1
     */
    public PatternThresholds withRows(int least) {
        return new PatternThresholds(score, deviations, least, sink, rest, specific);
    }

    /**
     * {@return a copy with another least attention to the first token}
     *
     * @param least 0 to 1
     */
    public PatternThresholds withSink(double least) {
        return new PatternThresholds(score, deviations, rows, least, rest, specific);
    }

    /**
     * {@return a copy with another least attention beside the first token}
     *
     * @param least 0 to 1
     */
    public PatternThresholds withRest(double least) {
        return new PatternThresholds(score, deviations, rows, sink, least, specific);
    }

    /**
     * {@return a copy with another preference for specific patterns}
     *
     * @param least 0 to 1
     */
    public PatternThresholds withSpecific(double least) {
        return new PatternThresholds(score, deviations, rows, sink, rest, least);
    }
}
