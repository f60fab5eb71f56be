package io.github.headlight.analysis.drift;

/**
 * How attention is spread over classes of keys, by the precedence of {@link KeyClass}. The parts
 * sum to 1.
 *
 * @param sink weight on the first token
 * @param anchors weight on all anchors, a token of two anchors once
 * @param template weight on tokens of the chat template
 * @param answer weight on the model's own answer so far
 * @param separators weight on white space, punctuation and line breaks of the prompt
 * @param other weight on the rest of the prompt
 * @param unlisted weight on keys that the capture does not name: 0 for a full capture; in one of
 *     the top keys what is below them, and then the other parts are lower bounds
 */
public record Masses(
        double sink,
        double anchors,
        double template,
        double answer,
        double separators,
        double other,
        double unlisted) {

    static Masses of(double[] byClass, double unlisted) {
        return new Masses(
                byClass[KeyClass.SINK.place()],
                byClass[KeyClass.ANCHOR.place()],
                byClass[KeyClass.TEMPLATE.place()],
                byClass[KeyClass.ANSWER.place()],
                byClass[KeyClass.SEPARATOR.place()],
                byClass[KeyClass.OTHER.place()],
                unlisted);
    }

    /** {@return the weight on content: anchors, answer and other} */
    public double content() {
        return anchors + answer + other;
    }
}
