package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.util.Map;
import java.util.Set;

/** The keys and values of the tokens so far, from run to run in native memory. */
interface KeyValueCache extends AutoCloseable {
    /**
     * Adds what the next run needs.
     *
     * @param total tokens after the run
     * @param inputs gets the past
     * @param requested gets the names of outputs that the runtime makes
     * @param pinned gets the outputs that the cache gives memory for
     */
    void bind(
            int total,
            Map<String, OnnxTensorLike> inputs,
            Set<String> requested,
            Map<String, OnnxValue> pinned)
            throws OrtException;

    /** The run is over, and its result the cache's. */
    void accept(OrtSession.Result result);

    /** {@return whether all keys and values of a layer are numbers} */
    boolean isFinite(int layer);

    @Override
    void close();
}
