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
import io.github.headlight.model.ModelSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens fed to a model one block after another, with the cache of keys and values, which stays in
 * native memory; or, without a cache, all tokens in each run. For one thread, except {@link #stop}.
 */
public final class OrtSequence implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelSpec spec;
    private final Graph graph;
    private final GraphInputs inputs;
    private final KeyValueCache cache;
    private final OrtSession.RunOptions runOptions;
    private final HalfOutputs halves;
    private int length;

    OrtSequence(
            OrtEnvironment environment,
            OrtSession session,
            Graph graph,
            ModelSpec spec,
            boolean cacheInPlace,
            int room)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.graph = graph;
        this.spec = spec;
        this.inputs = new GraphInputs(environment, graph);
        halves = new HalfOutputs(environment, graph);
        runOptions = new OrtSession.RunOptions();
        // What fails is an exception; the runtime need not print it too.
        runOptions.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        // Memory of a block is given back after it, so that what is held is what was estimated.
        runOptions.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        if (!graph.hasCache()) {
            cache = new NoCache();
        } else if (cacheInPlace) {
            InPlaceCache inPlace = new InPlaceCache(environment, spec);
            cache = inPlace;
            try {
                inPlace.makeRoom(room);
            } catch (OrtException | RuntimeException e) {
                close();
                throw e;
            }
        } else {
            cache = new HandedOnCache(environment, graph, spec);
        }
    }

    /** {@return the number of tokens fed so far} */
    public int length() {
        return length;
    }

    /**
     * Feeds a block of tokens: the next ones, or, without a cache, all. The runtime writes its
     * results straight into the slots, but for those in half precision.
     *
     * @param ids at least one token id
     * @param given inputs beside the tokens and the cache
     * @param wanted outputs
     * @param logitRows for how many of the block's last rows there are to be logits
     * @throws ModelRunException if the run fails or is stopped
     */
    public void feed(int[] ids, List<TensorSlot> given, List<TensorSlot> wanted, int logitRows) {
        int past = graph.hasCache() ? length : 0;
        int total = Math.addExact(past, ids.length);
        List<OnnxTensor> owned = new ArrayList<>();
        try {
            Map<String, OnnxTensorLike> fed = new HashMap<>();
            inputs.add(ids, past, logitRows, fed, owned);
            for (TensorSlot slot : given) {
                fed.put(graph.inputName(slot.name()), tensor(slot, owned));
            }
            Map<String, OnnxValue> results = new HashMap<>();
            for (TensorSlot slot : wanted) {
                results.put(graph.outputName(slot.name()), output(slot, owned));
            }
            Set<String> requested = new HashSet<>();
            cache.bind(total, fed, requested, results);
            cache.accept(session.run(fed, requested, results, runOptions));
            halves.widen();
            length = total;
        } catch (OrtException e) {
            throw OrtEngine.runFailure(e);
        } finally {
            owned.forEach(OnnxTensor::close);
            halves.forget();
        }
    }

    private OnnxTensor output(TensorSlot slot, List<OnnxTensor> owned) throws OrtException {
        Optional<OnnxTensor> half = halves.bind(slot);
        if (half.isPresent()) {
            owned.add(half.get());
            return half.get();
        }
        return tensor(slot, owned);
    }

    private OnnxTensor tensor(TensorSlot slot, List<OnnxTensor> owned) throws OrtException {
        OnnxJavaType type =
                switch (slot.type()) {
                    case FLOAT -> OnnxJavaType.FLOAT;
                    case INT32 -> OnnxJavaType.INT32;
                };
        OnnxTensor tensor = OnnxTensor.createTensor(environment, slot.values(), slot.shape(), type);
        owned.add(tensor);
        return tensor;
    }

    /** {@return whether keys and values are kept from block to block} */
    public boolean hasCache() {
        return graph.hasCache();
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
        halves.close();
        runOptions.close();
    }
}
