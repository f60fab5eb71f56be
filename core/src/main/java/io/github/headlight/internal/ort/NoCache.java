package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;

import java.util.Map;
import java.util.Set;

/** In place of a cache, of a model that has none and reads all tokens in each run. */
final class NoCache implements KeyValueCache {
    @Override
    public void bind(
            int total,
            Map<String, OnnxTensorLike> inputs,
            Set<String> requested,
            Map<String, OnnxValue> pinned) {}

    @Override
    public void accept(OrtSession.Result result) {
        result.close();
    }

    @Override
    public boolean isFinite(int layer) {
        return true;
    }

    @Override
    public void close() {}
}
