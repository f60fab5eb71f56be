package io.github.headlight.export.decoder;

import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.onnx.ExternalData;

/** Decides where the model looks for the bytes of a tensor. */
@FunctionalInterface
public interface WeightPlacement {
    /**
     * {@return where the bytes will be when the model is opened}
     *
     * @param tensor where they are now
     */
    ExternalData place(StoredTensor tensor);
}
