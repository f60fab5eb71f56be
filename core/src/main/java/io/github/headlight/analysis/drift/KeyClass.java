package io.github.headlight.analysis.drift;

/**
 * What a key is to a diagnosis. Each key has one class, the first that fits in this order, so that
 * the weights of a row on the classes are a partition and sum to 1.
 */
public enum KeyClass {
    /** The first token of the sequence, where heads put what they do not use. */
    SINK(0),
    /** A token of an anchor, unless it is white space alone. */
    ANCHOR(1),
    /** A token of the chat template. */
    TEMPLATE(2),
    /** A token that the model has written in this answer, the query's own token too. */
    ANSWER(3),
    /**
     * White space alone, punctuation and line breaks: see {@link
     * io.github.headlight.capture.Separators}.
     */
    SEPARATOR(4),
    /** The rest of the prompt. */
    OTHER(5);

    private final int place;

    KeyClass(int place) {
        this.place = place;
    }

    /** The place of its weight among those of all classes. */
    int place() {
        return place;
    }

    /** {@return whether it is content: an anchor, the answer, or the rest of the prompt} */
    public boolean isContent() {
        return this == ANCHOR || this == ANSWER || this == OTHER;
    }
}
