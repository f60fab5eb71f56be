package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import io.github.headlight.error.ModelRunException;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tokens fed to a model one block after another, with the cache of keys and values, which stays in
 * native memory and is handed from run to run. For one thread.
 */
public final class OrtSequence implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelSpec spec;
    private int length;
    private OrtSession.Result cache;

    OrtSequence(OrtEnvironment environment, OrtSession session, ModelSpec spec) {
        this.environment = environment;
        this.session = session;
        this.spec = spec;
    }

    /**
     * {@return a buffer that the runtime can write to, all zero}
     *
     * @param elements number of floats, under 2²⁹
     * @throws ModelRunException if there is no memory for it
     */
    public static FloatBuffer newBuffer(long elements) {
        return newBytes(elements, Float.BYTES).asFloatBuffer();
    }

    private static ByteBuffer newBytes(long elements, int size) {
        int bytes = Math.toIntExact(elements * size);
        try {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError e) {
            throw new ModelRunException(
                    "the capture does not fit: memory outside the heap ran out ("
                            + e.getMessage()
                            + "); use a shorter prompt, or give the JVM more"
                            + " (-XX:MaxDirectMemorySize)",
                    e);
        }
    }

    /** {@return the number of tokens fed so far} */
    public int length() {
        return length;
    }

    /**
     * Feeds a block of tokens. The runtime writes its results straight into the buffers, which are
     * direct and in native order; their positions and limits do not count.
     *
     * @param ids at least one token id
     * @param attentions one buffer a layer, each {@code [head, block, past + block]}
     * @param logits {@code [rows, vocabulary]}: the logits of the block's last rows
     */
    public void feed(int[] ids, List<FloatBuffer> attentions, FloatBuffer logits) {
        int rows = logits.capacity() / spec.vocabularySize();
        int total = Math.addExact(length, ids.length);
        List<OnnxTensor> owned = new ArrayList<>();
        try {
            Map<String, OnnxTensorLike> inputs = inputs(ids, total, rows, owned);
            Map<String, OnnxValue> pinned = new HashMap<>();
            long[] shape = {1, spec.heads(), ids.length, total};
            for (int layer = 0; layer < spec.layers(); layer++) {
                pinned.put(
                        ModelContract.attentions(layer),
                        tensor(attentions.get(layer), shape, owned));
            }
            pinned.put(
                    ModelContract.LOGITS,
                    tensor(logits, new long[] {1, rows, spec.vocabularySize()}, owned));
            OrtSession.Result next = session.run(inputs, presentNames(), pinned);
            releaseCache();
            cache = next;
            length = total;
        } catch (OrtException e) {
            throw OrtEngine.runFailure(e);
        } finally {
            owned.forEach(OnnxTensor::close);
        }
    }

    private Map<String, OnnxTensorLike> inputs(
            int[] ids, int total, int rows, List<OnnxTensor> owned) throws OrtException {
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        LongBuffer tokens = longs(ids.length);
        LongBuffer positions = longs(ids.length);
        for (int i = 0; i < ids.length; i++) {
            tokens.put(i, ids[i]);
            positions.put(i, length + i);
        }
        LongBuffer mask = longs(total);
        for (int i = 0; i < total; i++) {
            mask.put(i, 1);
        }
        inputs.put(ModelContract.INPUT_IDS, tensor(tokens, new long[] {1, ids.length}, owned));
        inputs.put(
                ModelContract.POSITION_IDS, tensor(positions, new long[] {1, ids.length}, owned));
        inputs.put(ModelContract.ATTENTION_MASK, tensor(mask, new long[] {1, total}, owned));
        inputs.put(
                ModelContract.LOGITS_TO_KEEP, tensor(longs(1).put(0, rows), new long[] {1}, owned));
        for (int layer = 0; layer < spec.layers(); layer++) {
            inputs.put(ModelContract.pastKey(layer), past(ModelContract.presentKey(layer), owned));
            inputs.put(
                    ModelContract.pastValue(layer), past(ModelContract.presentValue(layer), owned));
        }
        return inputs;
    }

    private OnnxTensor past(String present, List<OnnxTensor> owned) throws OrtException {
        if (cache == null) {
            return tensor(newBuffer(0), new long[] {1, spec.kvHeads(), 0, spec.headSize()}, owned);
        }
        return (OnnxTensor) cache.get(present).orElseThrow();
    }

    private Set<String> presentNames() {
        Set<String> names = new LinkedHashSet<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            names.addAll(
                    Arrays.asList(
                            ModelContract.presentKey(layer), ModelContract.presentValue(layer)));
        }
        return names;
    }

    private static LongBuffer longs(int elements) {
        return newBytes(elements, Long.BYTES).asLongBuffer();
    }

    private OnnxTensor tensor(FloatBuffer values, long[] shape, List<OnnxTensor> owned)
            throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(environment, values.duplicate().clear(), shape);
        owned.add(tensor);
        return tensor;
    }

    private OnnxTensor tensor(LongBuffer values, long[] shape, List<OnnxTensor> owned)
            throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape);
        owned.add(tensor);
        return tensor;
    }

    /** Lets the cache go. The sequence must not be fed again. */
    @Override
    public void close() {
        releaseCache();
    }

    private void releaseCache() {
        if (cache != null) {
            cache.close();
            cache = null;
        }
    }
}
