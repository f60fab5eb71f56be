package io.github.headlight.error;

/** Cuts texts that come from files and models, so that a message which quotes them stays short. */
public final class Excerpt {
    private static final int LENGTH = 100;

    private Excerpt() {}

    /**
     * {@return a text of at most 100 characters; a longer one ends with "…"}
     *
     * @param text the text to quote
     */
    public static String of(String text) {
        return of(text, LENGTH);
    }

    /**
     * {@return a text of at most some characters; a longer one ends with "…"}
     *
     * @param text the text to quote
     * @param most how many characters may stay, at least 1
     */
    public static String of(String text, int most) {
        return text.length() <= most ? text : start(text, most - 1) + "…";
    }

    /** The start and the end of a text of at most some characters, with " … " between them. */
    static String ends(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int half = (most - 3) / 2;
        int from = text.length() - half;
        if (Character.isLowSurrogate(text.charAt(from))) {
            from++;
        }
        return start(text, half) + " … " + text.substring(from);
    }

    private static String start(String text, int length) {
        boolean split = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, split ? length - 1 : length);
    }
}
