package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/**
 * A cache that each run makes anew from the last one, which is handed on as it is, in whatever
 * floats the graph keeps it.
 */
final class HandedOnCache implements KeyValueCache {
    private final Graph graph;
    private final int layers;
    private final FloatType type;
    private final OnnxTensor empty;
    private OrtSession.Result last;

    HandedOnCache(OrtEnvironment environment, Graph graph, ModelSpec spec) throws OrtException {
        this.graph = graph;
        this.layers = spec.layers();
        type = graph.input(ModelContract.pastKey(0)).flatMap(FloatType::of).orElseThrow();
        empty =
                OnnxTensor.createTensor(
                        environment,
                        ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder()),
                        new long[] {1, spec.kvHeads(), 0, spec.headSize()},
                        type.type());
    }

    @Override
    public void bind(
            int total,
            Map<String, OnnxTensorLike> inputs,
            Set<String> requested,
            Map<String, OnnxValue> pinned) {
        for (int layer = 0; layer < layers; layer++) {
            String key = graph.outputName(ModelContract.presentKey(layer));
            String value = graph.outputName(ModelContract.presentValue(layer));
            inputs.put(graph.inputName(ModelContract.pastKey(layer)), past(key));
            inputs.put(graph.inputName(ModelContract.pastValue(layer)), past(value));
            requested.add(key);
            requested.add(value);
        }
    }

    private OnnxTensor past(String present) {
        return last == null ? empty : (OnnxTensor) last.get(present).orElseThrow();
    }

    @Override
    public void accept(OrtSession.Result result) {
        release();
        last = result;
    }

    @Override
    public boolean isFinite(int layer) {
        return last == null
                || (isFinite(ModelContract.presentKey(layer))
                        && isFinite(ModelContract.presentValue(layer)));
    }

    private boolean isFinite(String role) {
        return type.isFinite(past(graph.outputName(role)).getByteBuffer());
    }

    private void release() {
        if (last != null) {
            last.close();
            last = null;
        }
    }

    @Override
    public void close() {
        release();
        empty.close();
    }
}
