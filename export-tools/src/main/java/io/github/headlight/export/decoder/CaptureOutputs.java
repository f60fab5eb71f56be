package io.github.headlight.export.decoder;

/** What of a model's attention becomes an output of its graph. */
public interface CaptureOutputs {
    /** All probabilities of all layers. */
    CaptureOutputs FULL = layer -> true;

    /**
     * {@return whether the probabilities of all heads of a layer are an output}
     *
     * @param layer from 0
     */
    boolean probabilities(int layer);
}
