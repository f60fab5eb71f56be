package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;

import io.github.headlight.model.ModelContract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Gives a graph what it wants to know of the tokens of a run, in the integers that it wants. */
final class GraphInputs {
    /** All that it can give. */
    static final List<String> ROLES =
            List.of(
                    ModelContract.INPUT_IDS,
                    ModelContract.POSITION_IDS,
                    ModelContract.ATTENTION_MASK,
                    ModelContract.TOKEN_TYPE_IDS,
                    ModelContract.LOGITS_TO_KEEP);

    private final OrtEnvironment environment;
    private final Graph graph;

    /** A mask of ones, used again for the next run. */
    private ByteBuffer mask = ByteBuffer.allocateDirect(0);

    GraphInputs(OrtEnvironment environment, Graph graph) {
        this.environment = environment;
        this.graph = graph;
    }

    /**
     * Adds what the graph has of it.
     *
     * @param ids the tokens of the run
     * @param past how many were read before
     * @param logitRows for how many last rows there are to be logits
     * @param inputs gets the tensors
     * @param owned gets them too
     */
    void add(
            int[] ids,
            int past,
            int logitRows,
            Map<String, OnnxTensorLike> inputs,
            List<OnnxTensor> owned)
            throws OrtException {
        for (String role : ROLES) {
            TensorInfo info = graph.input(role).orElse(null);
            if (info != null) {
                OnnxTensor tensor = tensor(role, info.type, ids, past, logitRows);
                owned.add(tensor);
                inputs.put(graph.inputName(role), tensor);
            }
        }
    }

    private OnnxTensor tensor(String role, OnnxJavaType type, int[] ids, int past, int logitRows)
            throws OrtException {
        return switch (role) {
            case ModelContract.INPUT_IDS -> tensor(type, i -> ids[i], 1, ids.length);
            case ModelContract.POSITION_IDS -> tensor(type, i -> past + i, 1, ids.length);
            // A sequence without padding.
            case ModelContract.ATTENTION_MASK -> mask(type, past + ids.length);
            // One text.
            case ModelContract.TOKEN_TYPE_IDS -> tensor(type, i -> 0, 1, ids.length);
            case ModelContract.LOGITS_TO_KEEP -> tensor(type, i -> logitRows, 1);
            default -> throw new IllegalArgumentException(role);
        };
    }

    /** Numbers along the last axis, in 32 bits where the graph wants that, else in 64. */
    private OnnxTensor tensor(OnnxJavaType type, IntUnaryOperator value, long... shape)
            throws OrtException {
        ByteBuffer bytes = integers(type, (int) shape[shape.length - 1], value);
        return OnnxTensor.createTensor(environment, bytes, shape, integerType(type));
    }

    private OnnxTensor mask(OnnxJavaType type, int total) throws OrtException {
        int bytes = total * integerType(type).size;
        if (mask.capacity() < bytes) {
            mask = integers(type, total + total / 2, i -> 1);
        }
        ByteBuffer ones = mask.slice(0, bytes).order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(environment, ones, new long[] {1, total}, integerType(type));
    }

    private static OnnxJavaType integerType(OnnxJavaType type) {
        return type == OnnxJavaType.INT32 ? OnnxJavaType.INT32 : OnnxJavaType.INT64;
    }

    private static ByteBuffer integers(OnnxJavaType type, int length, IntUnaryOperator value) {
        boolean isShort = type == OnnxJavaType.INT32;
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.multiplyExact(length, integerType(type).size))
                        .order(ByteOrder.nativeOrder());
        for (int i = 0; i < length; i++) {
            if (isShort) {
                bytes.putInt(value.applyAsInt(i));
            } else {
                bytes.putLong(value.applyAsInt(i));
            }
        }
        return bytes.flip();
    }
}
