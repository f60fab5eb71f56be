package io.github.headlight.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightFiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An exported model in plain ONNX Runtime, as any program could run it. */
final class RunnableModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final ModelSpec spec;

    private RunnableModel(Path path, UnaryOperator<byte[]> change)
            throws IOException, OrtException {
        byte[] bytes = change.apply(Files.readAllBytes(path));
        Map<String, String> metadata = metadata(bytes);
        spec = ModelSpec.parse(metadata.get(ModelContract.MODEL_KEY));
        WeightFiles weights = WeightFiles.parse(metadata.get(ModelContract.WEIGHTS_KEY));
        Path folder = path.toAbsolutePath().getParent().toRealPath().resolve(weights.folder());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path", folder.toString());
            session = environment.createSession(bytes, options);
        }
    }

    static RunnableModel open(Path path) throws IOException, OrtException {
        return new RunnableModel(path, UnaryOperator.identity());
    }

    /** The model with changes that leave its metadata as it is. */
    static RunnableModel open(Path path, UnaryOperator<byte[]> change)
            throws IOException, OrtException {
        return new RunnableModel(path, change);
    }

    static Map<String, String> metadata(byte[] model) throws IOException {
        return ModelProto.parseFrom(model).getMetadataPropsList().stream()
                .collect(
                        Collectors.toMap(
                                StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    ModelSpec spec() {
        return spec;
    }

    OrtSession session() {
        return session;
    }

    /** All logits of sequences without padding and without past. */
    Pass run(long[] ids) throws OrtException {
        return run(1, ids, ones(ids.length), 0, null);
    }

    /** More tokens of one sequence, after what an earlier pass has in its cache. */
    Pass runAfter(Pass before, long[] ids) throws OrtException {
        return run(1, ids, ones(before.total() + ids.length), 0, before);
    }

    /**
     * One pass.
     *
     * @param batch number of sequences
     * @param ids {@code [batch, sequence]}
     * @param mask {@code [batch, past + sequence]}
     * @param keep logits to keep
     * @param before holds the cache, or null
     */
    Pass run(int batch, long[] ids, long[] mask, int keep, Pass before) throws OrtException {
        int sequence = ids.length / batch;
        int past = before == null ? 0 : before.total();
        long[] positions = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            positions[i] = (long) past + i % sequence;
        }
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        inputs.put(ModelContract.INPUT_IDS, longs(ids, batch, sequence));
        inputs.put(ModelContract.ATTENTION_MASK, longs(mask, batch, past + sequence));
        inputs.put(ModelContract.POSITION_IDS, longs(positions, batch, sequence));
        inputs.put(ModelContract.LOGITS_TO_KEEP, longs(new long[] {keep}, 1));
        for (int layer = 0; layer < spec.layers(); layer++) {
            inputs.put(
                    ModelContract.pastKey(layer),
                    before == null ? empty(batch) : before.get(ModelContract.presentKey(layer)));
            inputs.put(
                    ModelContract.pastValue(layer),
                    before == null ? empty(batch) : before.get(ModelContract.presentValue(layer)));
        }
        return new Pass(session.run(inputs), spec.layers(), past + sequence);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private OnnxTensor empty(int batch) throws OrtException {
        long[] shape = {batch, spec.kvHeads(), 0, spec.headSize()};
        TensorInfo info =
                (TensorInfo) session.getInputInfo().get(ModelContract.pastKey(0)).getInfo();
        return OnnxTensor.createTensor(environment, ByteBuffer.allocateDirect(0), shape, info.type);
    }

    private OnnxTensor longs(long[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private static long[] ones(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * What one pass gave.
     *
     * @param result all outputs
     * @param layers number of layers
     * @param total past and new tokens
     */
    record Pass(OrtSession.Result result, int layers, int total) {
        OnnxTensor get(String name) {
            return (OnnxTensor) result.get(name).orElseThrow();
        }

        float[] logits() {
            return get(ModelContract.LOGITS).getFloatBuffer().array();
        }

        /** {@code [layer, batch, head, query, key]} */
        float[] attentions() {
            FloatBuffer all = null;
            for (int layer = 0; layer < layers; layer++) {
                FloatBuffer map = get(ModelContract.attentions(layer)).getFloatBuffer();
                if (all == null) {
                    all = FloatBuffer.allocate(layers * map.remaining());
                }
                all.put(map);
            }
            return all.array();
        }
    }
}
