package io.github.headlight.language;

import java.util.Locale;

/** The language of fixed words and of findings; text of prompts and models stays as it is. */
public enum Language {
    /** English. */
    EN,
    /** Simplified Chinese. */
    ZH;

    /** {@return its BCP 47 tag: {@code en}} */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
