package io.github.headlight.export.architecture;

/**
 * Everything about a decoder but its weights.
 *
 * @param architecture its family
 * @param layers number of layers
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the MLP
 * @param heads query heads per layer
 * @param kvHeads key/value heads per layer
 * @param headSize size of one head, even
 * @param vocabularySize rows of the embedding
 * @param contextLength the most positions it was made for
 * @param normEpsilon added to the mean square in norms
 * @param rope its rotary embedding
 * @param tiedHead whether the output head is the embedding
 * @param biases which linear layers have biases
 */
public record ModelConfig(
        Architecture architecture,
        int layers,
        int hiddenSize,
        int intermediateSize,
        int heads,
        int kvHeads,
        int headSize,
        int vocabularySize,
        int contextLength,
        double normEpsilon,
        Rope rope,
        boolean tiedHead,
        Biases biases) {

    /**
     * Which linear layers have biases.
     *
     * @param qkv query, key and value
     * @param attentionOutput the projection behind attention
     * @param mlp all three of the MLP
     */
    public record Biases(boolean qkv, boolean attentionOutput, boolean mlp) {}
}
