package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import io.github.headlight.error.ModelRunException;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens fed to a model one block after another, with the cache of keys and values, which stays in
 * native memory. For one thread, except {@link #stop}.
 */
public final class OrtSequence implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelSpec spec;
    private final KeyValueCache cache;
    private final OrtSession.RunOptions runOptions;
    private final HalfOutputs halves;
    private LongBuffer ones = longs(0);
    private int length;

    OrtSequence(
            OrtEnvironment environment,
            OrtSession session,
            ModelSpec spec,
            CacheType cacheType,
            boolean cacheInPlace,
            int room)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.spec = spec;
        halves = new HalfOutputs(environment, session.getOutputInfo());
        runOptions = new OrtSession.RunOptions();
        // What fails is an exception; the runtime need not print it too.
        runOptions.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        // Memory of a block is given back after it, so that what is held is what was estimated.
        runOptions.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        if (cacheInPlace) {
            InPlaceCache inPlace = new InPlaceCache(environment, spec);
            cache = inPlace;
            try {
                inPlace.makeRoom(room);
            } catch (OrtException | RuntimeException e) {
                close();
                throw e;
            }
        } else {
            cache = new HandedOnCache(environment, spec, cacheType);
        }
    }

    /** {@return the number of tokens fed so far} */
    public int length() {
        return length;
    }

    /**
     * Feeds a block of tokens. The runtime writes its results straight into the slots.
     *
     * @param ids at least one token id
     * @param given inputs beside the tokens and the cache
     * @param wanted outputs, among them the logits {@code [1, rows, vocabulary]} of the block's
     *     last rows
     * @param logitRows number of rows of logits
     * @throws ModelRunException if the run fails or is stopped
     */
    public void feed(int[] ids, List<TensorSlot> given, List<TensorSlot> wanted, int logitRows) {
        int total = Math.addExact(length, ids.length);
        List<OnnxTensor> owned = new ArrayList<>();
        try {
            Map<String, OnnxTensorLike> inputs = inputs(ids, total, logitRows, owned);
            for (TensorSlot slot : given) {
                inputs.put(slot.name(), tensor(slot, owned));
            }
            Map<String, OnnxValue> pinned = new HashMap<>();
            for (TensorSlot slot : wanted) {
                pinned.put(slot.name(), output(slot, owned));
            }
            Set<String> requested = new HashSet<>();
            cache.bind(total, inputs, requested, pinned);
            cache.accept(session.run(inputs, requested, pinned, runOptions));
            halves.widen();
            length = total;
        } catch (OrtException e) {
            throw OrtEngine.runFailure(e);
        } finally {
            owned.forEach(OnnxTensor::close);
            halves.forget();
        }
    }

    private Map<String, OnnxTensorLike> inputs(
            int[] ids, int total, int rows, List<OnnxTensor> owned) throws OrtException {
        LongBuffer tokens = longs(ids.length);
        LongBuffer positions = longs(ids.length);
        for (int i = 0; i < ids.length; i++) {
            tokens.put(i, ids[i]);
            positions.put(i, length + i);
        }
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        inputs.put(ModelContract.INPUT_IDS, tensor(tokens, owned, 1, ids.length));
        inputs.put(ModelContract.POSITION_IDS, tensor(positions, owned, 1, ids.length));
        inputs.put(ModelContract.ATTENTION_MASK, tensor(ones(total), owned, 1, total));
        inputs.put(ModelContract.LOGITS_TO_KEEP, tensor(longs(1).put(0, rows), owned, 1));
        return inputs;
    }

    /** The mask of a sequence without padding; its memory is used again for the next block. */
    private LongBuffer ones(int total) {
        if (ones.capacity() < total) {
            ones = longs(Math.max(total, total + total / 2));
            for (int i = 0; i < ones.capacity(); i++) {
                ones.put(i, 1);
            }
        }
        return ones.slice(0, total);
    }

    private static LongBuffer longs(int elements) {
        return ByteBuffer.allocateDirect(elements * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    private OnnxTensor tensor(LongBuffer values, List<OnnxTensor> owned, long... shape)
            throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape);
        owned.add(tensor);
        return tensor;
    }

    private OnnxTensor output(TensorSlot slot, List<OnnxTensor> owned) throws OrtException {
        Optional<OnnxTensor> half = halves.bind(slot, Math.toIntExact(elements(slot)));
        if (half.isPresent()) {
            owned.add(half.get());
            return half.get();
        }
        return tensor(slot, owned);
    }

    private static long elements(TensorSlot slot) {
        long elements = 1;
        for (long axis : slot.shape()) {
            elements = Math.multiplyExact(elements, axis);
        }
        return elements;
    }

    private OnnxTensor tensor(TensorSlot slot, List<OnnxTensor> owned) throws OrtException {
        OnnxJavaType type =
                switch (slot.type()) {
                    case FLOAT -> OnnxJavaType.FLOAT;
                    case INT32 -> OnnxJavaType.INT32;
                };
        int bytes = Math.toIntExact(elements(slot) * type.size);
        ByteBuffer values = slot.bytes().slice(0, bytes).order(ByteOrder.nativeOrder());
        OnnxTensor tensor = OnnxTensor.createTensor(environment, values, slot.shape(), type);
        owned.add(tensor);
        return tensor;
    }

    /** {@return the first layer that has keys or values that are no numbers, or −1 if none has} */
    public int firstLayerWithoutNumbers() {
        for (int layer = 0; layer < spec.layers(); layer++) {
            if (!cache.isFinite(layer)) {
                return layer;
            }
        }
        return -1;
    }

    /**
     * Stops a run that is under way, from another thread, and all that follow: they fail.
     *
     * @throws IllegalStateException if the sequence is closed
     */
    public void stop() {
        try {
            runOptions.setTerminate(true);
        } catch (OrtException e) {
            throw OrtEngine.runFailure(e);
        }
    }

    /** Lets the cache go. The sequence must not be fed again. */
    @Override
    public void close() {
        cache.close();
        runOptions.close();
    }
}
