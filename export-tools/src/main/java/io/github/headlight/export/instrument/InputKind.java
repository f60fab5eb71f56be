package io.github.headlight.export.instrument;

import java.util.Locale;

/** What an input of a language model is for. */
enum InputKind {
    IDS(1),
    MASK(2),
    POSITIONS(4),
    TYPES(8),
    PAST(16),
    OTHER(32);

    private final int bit;

    InputKind(int bit) {
        this.bit = bit;
    }

    /** {@return what an input is for, as its name tells} */
    static InputKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("past") || lower.contains("cache")) {
            return PAST;
        }
        if (lower.contains("mask")) {
            return MASK;
        }
        if (lower.contains("position")) {
            return POSITIONS;
        }
        if (lower.contains("token_type") || lower.contains("segment")) {
            return TYPES;
        }
        return lower.contains("input_ids") ? IDS : OTHER;
    }

    /** {@return a bit of its own} */
    int bit() {
        return bit;
    }
}
