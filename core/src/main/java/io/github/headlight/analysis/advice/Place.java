package io.github.headlight.analysis.advice;

import java.util.Locale;

/** A third of a prompt. */
public enum Place {
    /** The first third. */
    EARLY("the first third", "前三分之一"),
    /** The middle third. */
    MIDDLE("the middle third", "中间三分之一"),
    /** The last third. */
    LATE("the last third", "后三分之一");

    private final String english;
    private final String chinese;

    Place(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** {@return what it is called} */
    public Wording title() {
        return new Wording(english, chinese);
    }

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the third that a position lies in}
     *
     * @param position 0 for the start to 1 for the end
     */
    static Place of(double position) {
        return position < 1.0 / 3 ? EARLY : position <= 2.0 / 3 ? MIDDLE : LATE;
    }
}
