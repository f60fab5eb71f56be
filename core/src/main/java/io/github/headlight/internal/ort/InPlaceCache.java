package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cache in f32 with room for more tokens than there are yet, {@code [1, KV head, room, head
 * size]} for the keys and for the values of each layer. It is past and present of a run at once, so
 * that a run writes its own tokens and copies none.
 */
final class InPlaceCache implements KeyValueCache {
    /** More room by an eighth, and at least by so many tokens, when it is needed. */
    private static final int STEP = 64;

    private final OrtEnvironment environment;
    private final ModelSpec spec;
    private final NativeMemory memory = new NativeMemory();
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private int room;
    private int length;
    private int bound;

    InPlaceCache(OrtEnvironment environment, ModelSpec spec) {
        this.environment = environment;
        this.spec = spec;
    }

    @Override
    public void bind(
            int total,
            Map<String, OnnxTensorLike> inputs,
            Set<String> requested,
            Map<String, OnnxValue> pinned)
            throws OrtException {
        if (total > room) {
            makeRoom(room == 0 ? total : Math.max(total, room + Math.max(STEP, room / 8)));
        }
        bound = total;
        for (int layer = 0; layer < spec.layers(); layer++) {
            OnnxTensor key = tensors.get(2 * layer);
            OnnxTensor value = tensors.get(2 * layer + 1);
            inputs.put(ModelContract.pastKey(layer), key);
            inputs.put(ModelContract.pastValue(layer), value);
            pinned.put(ModelContract.presentKey(layer), key);
            pinned.put(ModelContract.presentValue(layer), value);
        }
    }

    /** Makes room for some tokens; those there are keep their place in each head. */
    void makeRoom(int tokens) throws OrtException {
        if (tokens <= room) {
            return;
        }
        closeTensors();
        int head = spec.headSize();
        long[] shape = {1, spec.kvHeads(), tokens, head};
        for (int i = 0; i < 2 * spec.layers(); i++) {
            ByteBuffer larger =
                    memory.allocate((long) spec.kvHeads() * tokens * head * Float.BYTES);
            if (room == 0) {
                buffers.add(larger);
            } else {
                FloatBuffer from = buffers.get(i).asFloatBuffer();
                FloatBuffer to = larger.asFloatBuffer();
                for (int kv = 0; kv < spec.kvHeads(); kv++) {
                    to.put(kv * tokens * head, from, kv * room * head, length * head);
                }
                memory.free(buffers.set(i, larger));
            }
            tensors.add(OnnxTensor.createTensor(environment, larger.asFloatBuffer(), shape));
        }
        room = tokens;
    }

    @Override
    public void accept(OrtSession.Result result) {
        result.close();
        length = bound;
    }

    @Override
    public boolean isFinite(int layer) {
        return isFinite(buffers.get(2 * layer)) && isFinite(buffers.get(2 * layer + 1));
    }

    private boolean isFinite(ByteBuffer buffer) {
        int row = spec.headSize() * Float.BYTES;
        for (int kv = 0; kv < spec.kvHeads(); kv++) {
            ByteBuffer written = buffer.slice(kv * room * row, length * row);
            if (!FloatType.FLOAT.isFinite(written.order(ByteOrder.nativeOrder()))) {
                return false;
            }
        }
        return true;
    }

    private void closeTensors() {
        tensors.forEach(OnnxTensor::close);
        tensors.clear();
    }

    @Override
    public void close() {
        closeTensors();
        memory.close();
    }
}
