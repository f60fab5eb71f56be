package io.github.headlight.export.architecture;

import java.util.Arrays;
import java.util.Optional;

/**
 * The families of decoders that are understood. All are stacks of grouped-query attention and a
 * gated MLP with root mean square norms before both; they differ in the traits below.
 */
public enum Architecture {
    /** Qwen2 and Qwen2.5: biases on query, key and value. */
    QWEN2("qwen2", true, false, false),
    /** Qwen3: norms on each query and key head, and a head size of its own. */
    QWEN3("qwen3", false, true, false),
    /** Llama 1 to 3, and what is built like it. */
    LLAMA("llama", false, false, true);

    private final String modelType;
    private final boolean qkvBiasAlways;
    private final boolean headNorms;
    private final boolean mlpBiasPossible;

    Architecture(
            String modelType, boolean qkvBiasAlways, boolean headNorms, boolean mlpBiasPossible) {
        this.modelType = modelType;
        this.qkvBiasAlways = qkvBiasAlways;
        this.headNorms = headNorms;
        this.mlpBiasPossible = mlpBiasPossible;
    }

    /** {@return its name in {@code model_type} and in metadata} */
    public String modelType() {
        return modelType;
    }

    /** {@return whether query, key and value have biases whatever the configuration says} */
    public boolean qkvBiasAlways() {
        return qkvBiasAlways;
    }

    /** {@return whether each query and key head is normalised before the rotary embedding} */
    public boolean headNorms() {
        return headNorms;
    }

    /** {@return whether the configuration can give the MLP biases} */
    public boolean mlpBiasPossible() {
        return mlpBiasPossible;
    }

    /**
     * {@return the family of a name}
     *
     * @param modelType as in {@code model_type}
     */
    public static Optional<Architecture> find(String modelType) {
        return Arrays.stream(values()).filter(a -> a.modelType.equals(modelType)).findFirst();
    }
}
