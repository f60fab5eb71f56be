package io.github.headlight.export.instrument;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import io.github.headlight.model.ModelContract;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Any ONNX model in plain ONNX Runtime. */
final class PlainModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<OnnxTensor> open = new ArrayList<>();

    /**
     * Opens a model.
     *
     * @param path the model
     * @param weights the folder of its external data
     */
    PlainModel(Path path, Path weights) throws IOException, OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    weights.toAbsolutePath().toString());
            session = environment.createSession(Files.readAllBytes(path), options);
        }
    }

    /** The numbers of an output. */
    static final class Tensor {
        private final long[] shape;
        private final float[] values;

        Tensor(long[] shape, float[] values) {
            this.shape = shape;
            this.values = values;
        }

        long[] shape() {
            return shape.clone();
        }

        float[] values() {
            return values.clone();
        }
    }

    /**
     * Runs the model on whole sequences, or on what follows an earlier run.
     *
     * @param batch number of sequences
     * @param ids new ids of all sequences
     * @param mask of past and new tokens of all sequences
     * @param past present keys and values by the names of past ones, empty for none
     */
    Map<String, Tensor> run(int batch, long[] ids, long[] mask, Map<String, Tensor> past)
            throws OrtException {
        return run(batch, ids, mask, new long[ids.length], past);
    }

    /** As {@link #run(int, long[], long[], Map)}, with a type for each token. */
    Map<String, Tensor> run(
            int batch, long[] ids, long[] mask, long[] types, Map<String, Tensor> past)
            throws OrtException {
        long length = ids.length / batch;
        long total = mask.length / batch;
        Map<String, OnnxTensorLike> feed = new HashMap<>();
        for (NodeInfo input : session.getInputInfo().values()) {
            TensorInfo info = (TensorInfo) input.getInfo();
            String name = input.getName();
            if (name.contains("past")) {
                feed.put(name, past(info, past.get(name), batch));
            } else if (name.equals(ModelContract.ROW_WEIGHTS)) {
                float[] weights = new float[(int) (ids.length * total)];
                Arrays.fill(weights, 1);
                long[] shape = {batch, length, total, 1};
                feed.put(
                        name,
                        keep(
                                OnnxTensor.createTensor(
                                        environment, FloatBuffer.wrap(weights), shape)));
            } else if (name.contains("mask")) {
                feed.put(name, longs(info, mask, batch, total));
            } else if (name.contains("type")) {
                feed.put(name, longs(info, types, batch, length));
            } else if (name.contains("position")) {
                long[] positions = new long[ids.length];
                for (int i = 0; i < positions.length; i++) {
                    positions[i] = total - length + i % length;
                }
                feed.put(name, longs(info, positions, batch, length));
            } else {
                feed.put(name, longs(info, ids, batch, length));
            }
        }
        Map<String, Tensor> outputs = new TreeMap<>();
        try (OrtSession.Result result = session.run(feed)) {
            for (Map.Entry<String, OnnxValue> output : result) {
                OnnxTensor tensor = (OnnxTensor) output.getValue();
                float[] copy;
                if (tensor.getInfo().type == OnnxJavaType.INT32) {
                    IntBuffer numbers = tensor.getIntBuffer();
                    copy = new float[numbers.remaining()];
                    for (int i = 0; i < copy.length; i++) {
                        copy[i] = numbers.get(i);
                    }
                } else {
                    FloatBuffer values = tensor.getFloatBuffer();
                    copy = new float[values.remaining()];
                    values.get(copy);
                }
                outputs.put(output.getKey(), new Tensor(tensor.getInfo().getShape(), copy));
            }
        }
        return outputs;
    }

    private OnnxTensor past(TensorInfo info, Tensor before, int batch) throws OrtException {
        long[] shape = before == null ? info.getShape() : before.shape();
        if (before == null) {
            shape[0] = batch;
            shape[2] = 0;
            shape[3] = shape[3] < 0 ? 16 : shape[3];
        }
        FloatBuffer values =
                before == null ? FloatBuffer.allocate(0) : FloatBuffer.wrap(before.values());
        return keep(OnnxTensor.createTensor(environment, values, shape));
    }

    private OnnxTensor longs(TensorInfo info, long[] values, long... shape) throws OrtException {
        return switch (info.type) {
            case INT32 -> {
                int[] narrow = new int[values.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = (int) values[i];
                }
                yield keep(OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape));
            }
            default -> keep(OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
        };
    }

    private OnnxTensor keep(OnnxTensor tensor) {
        open.add(tensor);
        return tensor;
    }

    @Override
    public void close() throws OrtException {
        open.forEach(OnnxTensor::close);
        session.close();
    }
}
