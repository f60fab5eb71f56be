package io.github.headlight.view;

import io.github.headlight.capture.Measure;
import io.github.headlight.language.Language;

/** What pictures call a measure. */
final class MeasureName {
    private MeasureName() {}

    /** The name, as a title. */
    static String of(Measure measure, Language language) {
        boolean chinese = language == Language.ZH;
        return switch (measure) {
            case ENTROPY -> chinese ? "注意力的熵" : "Entropy of attention";
            case ENTROPY_NORMALIZED -> chinese ? "归一化的熵" : "Normalised entropy of attention";
            case SINK -> chinese ? "首个词元所得" : "Mass on the first token";
            case PREVIOUS_TOKEN -> chinese ? "前一词元所得" : "Mass on the previous token";
            case CURRENT_TOKEN -> chinese ? "自身所得" : "Mass on the token itself";
            case DUPLICATE_TOKEN -> chinese ? "相同词元所得" : "Mass on earlier equal tokens";
            case INDUCTION -> chinese ? "归纳：相同词元之后" : "Induction: mass behind earlier equal tokens";
            case LOCAL_WINDOW -> chinese ? "邻近 8 个词元所得" : "Mass on the last 8 tokens";
            case MEAN_DISTANCE -> chinese ? "平均距离" : "Mean distance of attention";
            case RECENCY -> chinese ? "偏近程度" : "Preference for the last tenth";
            case GLOBAL_FOCUS ->
                    chinese ? "最受关注的三个键所得" : "Share of the three keys that receive most";
            case REPEATED_REFERENCE -> chinese ? "反复回看同一词元" : "Steady return to one token";
            case SEPARATOR -> chinese ? "分隔符所得" : "Mass on separators";
        };
    }

    /** What the numbers are, with their unit. */
    static String quantity(Measure measure, Language language) {
        boolean chinese = language == Language.ZH;
        return switch (measure) {
            case ENTROPY -> chinese ? "熵（奈特）" : "entropy (nats)";
            case ENTROPY_NORMALIZED -> chinese ? "与均匀注意力的熵之比" : "part of even attention’s";
            case MEAN_DISTANCE -> chinese ? "距离（词元）" : "distance (tokens)";
            case RECENCY -> chinese ? "均匀注意力的倍数" : "times even attention’s";
            default -> chinese ? "所占份额" : "share of attention";
        };
    }

    /** Whether it is at most 1. */
    static boolean isShare(Measure measure) {
        return switch (measure) {
            case ENTROPY, MEAN_DISTANCE, RECENCY -> false;
            default -> true;
        };
    }
}
