package io.github.headlight.tensor;

/** The axes of an {@link AttentionTensor}, in order. */
public enum Axis {
    /** Decoder layers, from 0. */
    LAYER,
    /** Query heads of a layer, from 0. */
    HEAD,
    /** The token that looks. */
    QUERY,
    /** The token that is looked at. */
    KEY
}
