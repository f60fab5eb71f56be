package io.github.headlight.export.decoder;

import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.weights.WeightForm;

import java.util.List;

/** Decides where the model looks for the bytes of a tensor. */
@FunctionalInterface
public interface WeightPlacement {
    /**
     * {@return where the bytes of each part will be when the model is opened}
     *
     * @param tensor where they are now
     * @param form what they are brought into
     */
    List<ExternalData> place(StoredTensor tensor, WeightForm form);
}
