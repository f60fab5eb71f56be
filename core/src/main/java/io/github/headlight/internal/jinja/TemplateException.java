package io.github.headlight.internal.jinja;

import io.github.headlight.error.Excerpt;

/** A template that is wrong, asks too much, or refuses its input. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 500;

    private final int line;
    private final boolean refusal;

    private TemplateException(String message, int line, boolean refusal) {
        super(Excerpt.of(message, MAX_LENGTH));
        this.line = line;
        this.refusal = refusal;
    }

    TemplateException(String message) {
        this(message, 0, /* refusal= */ false);
    }

    static TemplateException at(int line, String message) {
        return new TemplateException("line " + line + ": " + message, line, /* refusal= */ false);
    }

    /** What the template said with {@code raise_exception}. */
    static TemplateException refusal(String message) {
        return new TemplateException(message, 0, /* refusal= */ true);
    }

    /** This exception with its line, unless it has one or is the template's own. */
    TemplateException in(int templateLine) {
        return line > 0 || refusal ? this : at(templateLine, getMessage());
    }

    /** {@return whether the template itself refused its input} */
    public boolean isRefusal() {
        return refusal;
    }
}
