package io.github.headlight.cli;

import io.github.headlight.error.HeadlightException;

/** Failures in one line. */
final class Messages {
    private Messages() {}

    static String of(Throwable failure) {
        String message = oneLine(String.valueOf(failure.getMessage()));
        if (failure instanceof OutOfMemoryError) {
            return "memory ran out ("
                    + message
                    + "); use a smaller input, or give Java more: HEADLIGHT_JAVA_OPTIONS=-Xmx8g";
        }
        boolean ours =
                failure instanceof HeadlightException
                        || failure instanceof IllegalArgumentException;
        return ours
                ? message
                : "internal error: "
                        + failure.getClass().getName()
                        + ": "
                        + message
                        + "; run again with --debug and report it";
    }

    /** Text of a file or a model in one line, which must not steer a terminal. */
    static String oneLine(String text) {
        return Summary.visible(text.replaceAll("\\s*\\R\\s*|\t", " ")).strip();
    }
}
