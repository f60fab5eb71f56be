package io.github.headlight.model;

import java.util.Arrays;

/** In what precision a model holds its weights, and computes. */
public enum WeightPrecision {
    /** Computed in 32-bit floats from the first; 16-bit ones are widened. */
    F32("f32"),
    /** 16-bit IEEE floats; the residual stream, norms and attention probabilities are f32. */
    F16("f16"),
    /** The upper halves of 32-bit floats; what is f32 with {@link #F16} is so here. */
    BF16("bf16"),
    /** Layers, embedding and head in 4 bits, or in 8 where 4 would lose too much. */
    INT4("int4");

    private final String key;

    WeightPrecision(String key) {
        this.key = key;
    }

    /** {@return its name in metadata and on the command line} */
    public String key() {
        return key;
    }

    /** {@return whether keys, values and products have 16 bits} */
    public boolean isHalf() {
        return this == F16 || this == BF16;
    }

    /**
     * {@return the precision of a name}
     *
     * @param key the name
     * @throws IllegalArgumentException if there is none
     */
    public static WeightPrecision parse(String key) {
        return Arrays.stream(values())
                .filter(precision -> precision.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected f32, f16, bf16 or int4, found \"" + key + "\""));
    }
}
