package io.github.headlight.gpucheck;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where nodes really ran: from ONNX Runtime's own profile of one short run. */
final class NodeProfile {
    private static final int TOKENS = 16;

    /** Sizes of the named axes of a model's inputs in a run of a short prompt. */
    private static final Map<String, Integer> AXES =
            Map.of("batch", 1, "sequence", TOKENS, "total", TOKENS, "past", 0, "weights", 9);

    private NodeProfile() {}

    /**
     * Runs a model once.
     *
     * @param model the model file
     * @param weights the folder of its weights
     * @param cuda whether on CUDA
     * @param scratch folder for the profile
     * @return number of nodes by provider and operator, as {@code CUDAExecutionProvider MatMul}
     */
    static SortedMap<String, Integer> of(Path model, Path weights, boolean cuda, Path scratch)
            throws OrtException, IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    weights.toAbsolutePath().toString());
            options.enableProfiling(scratch.resolve("profile").toString());
            if (cuda) {
                try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(0)) {
                    options.addCUDA(provider);
                }
            }
            try (OrtSession session =
                    environment.createSession(Files.readAllBytes(model), options)) {
                run(environment, session);
                Path profile = Path.of(session.endProfiling());
                try {
                    return count(Files.readString(profile));
                } finally {
                    Files.deleteIfExists(profile);
                }
            }
        }
    }

    private static void run(OrtEnvironment environment, OrtSession session) throws OrtException {
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        try {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                TensorInfo info = (TensorInfo) input.getValue().getInfo();
                inputs.put(input.getKey(), tensor(environment, input.getKey(), info));
            }
            session.run(inputs).close();
        } finally {
            inputs.values().forEach(OnnxTensorLike::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, String name, TensorInfo info)
            throws OrtException {
        long[] shape = info.getShape();
        long size = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0) {
                shape[axis] = AXES.get(info.getDimensionNames()[axis]);
            }
            size *= shape[axis];
        }
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.toIntExact(size * info.type.size))
                        .order(ByteOrder.nativeOrder());
        if (info.type == OnnxJavaType.INT64) {
            for (int i = 0; i < size; i++) {
                bytes.putLong(i * Long.BYTES, name.equals("attention_mask") ? 1 : i);
            }
        }
        return OnnxTensor.createTensor(environment, bytes, shape, info.type);
    }

    /** Every node that ran counts once. */
    static SortedMap<String, Integer> count(String profile) {
        SortedMap<String, Integer> nodes = new TreeMap<>();
        for (JsonElement element : JsonParser.parseString(profile).getAsJsonArray()) {
            JsonObject event = element.getAsJsonObject();
            if (event.get("name").getAsString().endsWith("_kernel_time")
                    && event.get("args") instanceof JsonObject details
                    && details.has("provider")) {
                String key =
                        details.get("provider").getAsString()
                                + " "
                                + details.get("op_name").getAsString();
                nodes.merge(key, 1, Integer::sum);
            }
        }
        return nodes;
    }
}
