package io.github.headlight.examples;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An encoder in plain ONNX Runtime, as any program could run it. */
final class PlainEncoder {
    private PlainEncoder() {}

    /**
     * {@return whether two models give the same for the same tokens, bit by bit, in every output
     * that the first has}
     *
     * @param original a model
     * @param instrumented the same with more outputs
     * @param ids token ids
     */
    static boolean giveTheSame(Path original, Path instrumented, int[] ids) {
        Map<String, ByteBuffer> expected = run(original, ids, Set.of());
        Map<String, ByteBuffer> found = run(instrumented, ids, expected.keySet());
        return found.equals(expected);
    }

    /** The values of some outputs, or of all. */
    private static Map<String, ByteBuffer> run(Path model, int[] ids, Set<String> outputs) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(model.toString(), options)) {
            for (String name : session.getInputNames()) {
                long[] values = new long[ids.length];
                Arrays.setAll(
                        values,
                        i ->
                                switch (name) {
                                    case "input_ids" -> ids[i];
                                    case "attention_mask" -> 1;
                                    default -> 0;
                                });
                inputs.put(
                        name,
                        OnnxTensor.createTensor(
                                environment, LongBuffer.wrap(values), new long[] {1, ids.length}));
            }
            Set<String> requested = outputs.isEmpty() ? session.getOutputNames() : outputs;
            Map<String, ByteBuffer> results = new HashMap<>();
            try (OrtSession.Result result = session.run(inputs, requested)) {
                for (String name : requested) {
                    results.put(
                            name, ((OnnxTensor) result.get(name).orElseThrow()).getByteBuffer());
                }
            }
            return results;
        } catch (OrtException e) {
            throw new IllegalStateException(model + " cannot be run: " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }
}
