package io.github.headlight.chat;

/** Finds where a JSON object or list ends within other text. */
final class JsonEnd {
    private static final int MAX_DEPTH = 100;

    private JsonEnd() {}

    /**
     * The index behind the object or list that starts at {@code from}; -1 if it has no end or is
     * nested too deep. Whether it is JSON is for a parser to say.
     */
    static int of(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_DEPTH) {
                    return -1;
                }
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }
}
