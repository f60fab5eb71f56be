package io.github.headlight.analysis.drift;

/** The language of a {@link DriftText}. */
public enum Language {
    /** English. */
    ENGLISH,
    /** Chinese, in simplified characters. */
    CHINESE;

    Phrases phrases() {
        return switch (this) {
            case ENGLISH -> new EnglishPhrases();
            case CHINESE -> new ChinesePhrases();
        };
    }
}
