package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.export.Goldens;
import io.github.headlight.export.instrument.PlainModel.Tensor;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelContract;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

/** Encoders as they are exported at different opsets, against what transformers computes. */
class ForeignEncodersTest {
    private static final double PROBABILITIES = 1e-5;
    private static final int LAYERS = 2;
    private static final int HEADS = 3;
    private static final int BATCH = 2;
    private static final int TOKENS = 13;
    private static final String HIDDEN = "last_hidden_state";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"opset11", "opset13", "opset17-sdpa", "opset21-dynamo"})
    void sameProbabilitiesAndNothingElseChanged(String kind) throws Exception {
        Path input = Goldens.folder("foreign-encoders").resolve(kind + ".onnx");
        Path output = folder.resolve("model.onnx");
        InstrumentedModel result = Instrumenter.instrument(InstrumentRequest.of(input, output));

        assertThat(result.notes()).isEmpty();
        assertThat(result.spec().direction()).isEqualTo(AttentionDirection.BIDIRECTIONAL);
        assertThat(result.spec().layers()).isEqualTo(LAYERS);
        assertThat(result.spec().heads()).isEqualTo(HEADS);
        assertThat(result.spec().kvHeads()).isEqualTo(HEADS);
        assertThat(result.spec().headSize()).isEqualTo(8);
        assertThat(result.spec().vocabularySize()).isEqualTo(48);
        assertThat(result.spec().contextLength()).isEqualTo(20);
        assertThat(result.inputs())
                .containsValues(
                        ModelContract.INPUT_IDS,
                        ModelContract.ATTENTION_MASK,
                        ModelContract.TOKEN_TYPE_IDS);
        assertThat(result.outputs()).isEmpty();

        ExpectedValues expected = Goldens.expected("foreign-encoders");
        long[] ids = expected.longs(ModelContract.INPUT_IDS);
        long[] mask = expected.longs(ModelContract.ATTENTION_MASK);
        long[] types = expected.longs(ModelContract.TOKEN_TYPE_IDS);
        try (PlainModel before = new PlainModel(input, folder);
                PlainModel after = new PlainModel(output, folder)) {
            Map<String, Tensor> plain = before.run(BATCH, ids, mask, types, Map.of());
            Map<String, Tensor> seen = after.run(BATCH, ids, mask, types, Map.of());
            assertThat(seen.get(HIDDEN).values()).isEqualTo(plain.get(HIDDEN).values());
            float[] attentions = expected.floats("attentions");
            int map = attentions.length / LAYERS;
            float[] found = new float[attentions.length];
            for (int layer = 0; layer < LAYERS; layer++) {
                Tensor tensor = seen.get(ModelContract.attentions(layer));
                assertThat(tensor.shape()).containsExactly(BATCH, HEADS, TOKENS, TOKENS);
                System.arraycopy(tensor.values(), 0, found, layer * map, map);
            }
            Parity.of(kind, PROBABILITIES)
                    .check(attentions, found, LAYERS, BATCH, HEADS, TOKENS, TOKENS);
        }
    }
}
