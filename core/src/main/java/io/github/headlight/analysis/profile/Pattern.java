package io.github.headlight.analysis.profile;

import java.util.Locale;
import java.util.Optional;

/**
 * What a head is seen to do. Of a row, "the rest" is the attention beside the first token, where
 * heads look when they need nothing; every pattern but {@link #SINK} is one of the rest.
 */
public enum Pattern {
    /** A pattern of the tokens' places: the rest goes to the last tenth of the keys. */
    POSITION_BIAS(null),
    /**
     * The rest goes to the query and the eight keys before it, in an encoder those after it too.
     */
    LOCAL_WINDOW(POSITION_BIAS),
    /** The rest goes to the token before the query. */
    PREVIOUS_TOKEN(LOCAL_WINDOW),
    /** The rest goes to the token after the query: of bidirectional heads only. */
    NEXT_TOKEN(LOCAL_WINDOW),
    /** The rest goes to three keys, whoever asks. */
    GLOBAL_FOCUS(null),
    /** Later queries return to one earlier content token, steadily. */
    REPEATED_REFERENCE(GLOBAL_FOCUS),
    /** The rest goes to punctuation, line breaks and tokens of the chat template. */
    SEPARATOR(GLOBAL_FOCUS),
    /**
     * The rest goes to earlier (in an encoder: other) tokens like the query, where there are any.
     */
    DUPLICATE_TOKEN(LOCAL_WINDOW),
    /**
     * The rest goes to what followed earlier tokens like the query, where there are any.
     *
     * @see <a
     *     href="https://transformer-circuits.pub/2022/in-context-learning-and-induction-heads/">Olsson
     *     et al. 2022</a>
     */
    INDUCTION(LOCAL_WINDOW),
    /**
     * Most attention goes to the first token, and the rest is too little or shows nothing.
     *
     * @see <a href="https://arxiv.org/abs/2309.17453">Xiao et al. 2023</a>
     */
    SINK(null),
    /** Several things, or nothing that can be told from chance. */
    MIXED(null);

    private final Pattern general;

    Pattern(Pattern general) {
        this.general = general;
    }

    /** {@return the name in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return its short name in pictures: the initials of its words, or the first two letters of a
     * single word}
     */
    public String code() {
        int gap = name().indexOf('_');
        return name().substring(0, 1) + name().charAt(gap < 0 ? 1 : gap + 1);
    }

    /** {@return the pattern that a head with this one shows too, less exactly} */
    public Optional<Pattern> general() {
        return Optional.ofNullable(general);
    }

    /** How many patterns are more general. */
    int depth() {
        return general == null ? 0 : 1 + general.depth();
    }

    /** Whether a head with this pattern shows another, more general one too. */
    boolean isWithin(Pattern other) {
        return general != null && (general == other || general.isWithin(other));
    }
}
