package io.github.headlight.token;

/** Cuts a text into pieces, from its beginning on, so that nothing between them is lost. */
final class TextCutter {
    private final String text;
    private int codePoint;
    private int at;

    TextCutter(String text) {
        this.text = text;
    }

    /**
     * What lies between the last cut and the end of a token, with what follows there that no token
     * covers and is no space, such as an accent; empty if the end is not behind the last cut.
     *
     * @param end code point, exclusive
     * @param next where the next token starts, or any larger number
     */
    String to(int end, int next) {
        int from = at;
        while (at < text.length()
                && (codePoint < end
                        || (codePoint < next && !Character.isWhitespace(text.codePointAt(at))))) {
            at += Character.charCount(text.codePointAt(at));
            codePoint++;
        }
        return text.substring(from, at);
    }
}
