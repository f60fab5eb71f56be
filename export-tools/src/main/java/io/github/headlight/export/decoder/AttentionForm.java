package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;

/** Which operators compute attention. */
public enum AttentionForm {
    /** One operator of the runtime, the faster form. It takes not every head size. */
    FUSED {
        @Override
        AttentionKernel kernel(OnnxGraph graph, ModelConfig config, SequenceInputs sequence) {
            return new FusedAttention(graph, config, sequence);
        }
    },
    /** Plain operators, for every even head size. */
    EXPLICIT {
        @Override
        AttentionKernel kernel(OnnxGraph graph, ModelConfig config, SequenceInputs sequence) {
            return new ExplicitAttention(graph, config, sequence);
        }
    };

    /** The fused operator takes only multiples of it together with rotary embedding. */
    private static final int HEAD_SIZE_STEP = 16;

    /**
     * {@return the form for a model: fused where its head size allows}
     *
     * @param config the model
     */
    public static AttentionForm of(ModelConfig config) {
        return config.headSize() % HEAD_SIZE_STEP == 0 ? FUSED : EXPLICIT;
    }

    abstract AttentionKernel kernel(OnnxGraph graph, ModelConfig config, SequenceInputs sequence);
}
