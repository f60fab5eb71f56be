package io.github.headlight.export.instrument;

/**
 * A layer of attention in a model made elsewhere.
 *
 * @param node the node that makes its probabilities: its name, or its operator and number
 * @param operator as ONNX names it
 * @param causal whether it was seen that a token cannot look at those behind it
 */
public record FoundLayer(String node, String operator, boolean causal) {}
