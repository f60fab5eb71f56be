package io.github.headlight.session;

/**
 * Is told how far a capture is, on the thread that captures. An exception it throws ends the
 * capture.
 */
public interface CaptureListener {
    /** One that does not care. */
    CaptureListener NONE = new CaptureListener() {};

    /**
     * A block of the prompt has been read.
     *
     * @param tokens how many tokens of the prompt so far
     * @param total how many it has
     */
    default void prefilled(int tokens, int total) {}

    /**
     * A token has been written.
     *
     * @param id its id
     * @param text the characters that it completes, perhaps none
     * @param tokens how many so far
     */
    default void generated(int id, String text, int tokens) {}
}
