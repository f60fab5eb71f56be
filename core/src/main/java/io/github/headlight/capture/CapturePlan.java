package io.github.headlight.capture;

/**
 * What a model gives of its attention. The exporter compiles a plan into the graph; the session
 * reads it back from the model's metadata.
 */
public sealed interface CapturePlan permits CapturePlan.Full {
    /** The plan that gives everything. */
    CapturePlan FULL = new Full();

    /** Every probability of every layer and head: {@code [layer, head, query, key]}. */
    record Full() implements CapturePlan {
        @Override
        public String toString() {
            return "full";
        }
    }

    /**
     * {@return the plan with a name}
     *
     * @param text as written on the command line
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    static CapturePlan parse(String text) {
        if (text.equals("full")) {
            return FULL;
        }
        throw new IllegalArgumentException(
                "capture plan \"" + text + "\" is not known; available: full");
    }
}
