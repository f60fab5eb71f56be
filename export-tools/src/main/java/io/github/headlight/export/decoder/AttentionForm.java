package io.github.headlight.export.decoder;

import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.model.WeightPrecision;

/** Which operators compute attention. */
public enum AttentionForm {
    /**
     * One operator of the runtime, the faster form on the CPU, which gives its probabilities there.
     * It takes not every head size, and in f32 it has no kernel on CUDA.
     */
    FUSED {
        @Override
        AttentionKernel kernel(
                OnnxGraph graph, ModelConfig config, SequenceInputs sequence, Casts casts) {
            return new FusedAttention(graph, config, sequence);
        }
    },
    /** The same operator in 16 bits, with probabilities computed beside it. */
    PROBED {
        @Override
        AttentionKernel kernel(
                OnnxGraph graph, ModelConfig config, SequenceInputs sequence, Casts casts) {
            return new ProbedAttention(graph, config, sequence, casts);
        }
    },
    /** Plain operators, for every even head size and every device. */
    EXPLICIT {
        @Override
        AttentionKernel kernel(
                OnnxGraph graph, ModelConfig config, SequenceInputs sequence, Casts casts) {
            return new ExplicitAttention(graph, config, sequence, casts);
        }
    };

    /** The fused operator takes only multiples of it together with rotary embedding. */
    private static final int HEAD_SIZE_STEP = 16;

    /**
     * {@return the form for a model: the fused operator where its head size, its precision and the
     * target allow}
     *
     * @param config the model
     * @param precision what it computes in
     * @param cuda whether it is to run on CUDA
     */
    public static AttentionForm of(ModelConfig config, WeightPrecision precision, boolean cuda) {
        if (config.headSize() % HEAD_SIZE_STEP != 0) {
            return EXPLICIT;
        }
        if (precision.isHalf()) {
            return PROBED;
        }
        return cuda ? EXPLICIT : FUSED;
    }

    abstract AttentionKernel kernel(
            OnnxGraph graph, ModelConfig config, SequenceInputs sequence, Casts casts);
}
