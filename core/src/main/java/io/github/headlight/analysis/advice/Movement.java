package io.github.headlight.analysis.advice;

import java.util.Locale;

/** What a rewritten prompt did to a figure. */
public enum Movement {
    /** It grew by more than the noise bound. */
    UP("up", "上升"),
    /** It shrank by more than the noise bound. */
    DOWN("down", "下降"),
    /** It changed by no more than the noise bound. */
    DID_NOT_MOVE("did not move", "未变"),
    /** It is not defined in both prompts. */
    NOT_COMPARABLE("not comparable", "无法比较");

    private final String english;
    private final String chinese;

    Movement(String english, String chinese) {
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
}
