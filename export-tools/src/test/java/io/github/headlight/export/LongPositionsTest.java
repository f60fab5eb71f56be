package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;

import io.github.headlight.export.onnx.Dim;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.OnnxModel;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Rotary tables are computed by the runtime, so its cosine must hold for large angles too. */
class LongPositionsTest {
    private static final int CONTEXT = 131_072;

    @Test
    void cosineAndSineHoldAtTheEndOfALongContext() throws Exception {
        float[] angles = new float[CONTEXT];
        for (int i = 0; i < CONTEXT; i++) {
            angles[i] = i * 0.99f;
        }
        for (Operator function : new Operator[] {Operator.COS, Operator.SIN}) {
            float[] actual = run(function, angles);
            double worst = 0;
            for (int i = 0; i < CONTEXT; i++) {
                double expected =
                        function == Operator.COS ? Math.cos(angles[i]) : Math.sin(angles[i]);
                worst = Math.max(worst, Math.abs(expected - actual[i]));
            }
            assertThat(worst).as("%s", function).isLessThan(1e-6);
        }
    }

    private static float[] run(Operator function, float[] angles) throws Exception {
        OnnxGraph graph = new OnnxGraph("table");
        Shape shape = Shape.of(Dim.of("n"));
        Value x = graph.input("x", ElementType.FLOAT, shape);
        graph.output(graph.node(function, "y").inputs(x).output(), shape);
        byte[] model = new OnnxModel(graph, "test", new TreeMap<>()).toBytes();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input =
                        OnnxTensor.createTensor(
                                environment, FloatBuffer.wrap(angles), new long[] {CONTEXT});
                OrtSession.Result result = session.run(Map.of("x", input))) {
            return ((OnnxTensor) result.get("y").orElseThrow()).getFloatBuffer().array();
        }
    }
}
