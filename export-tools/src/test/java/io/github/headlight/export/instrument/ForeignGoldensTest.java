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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Exports that others made of one checkpoint, against what transformers computed from it. */
class ForeignGoldensTest {
    private static final double PROBABILITIES = 1e-5;

    private static final int LAYERS = 3;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int HEAD_SIZE = 16;
    private static final int VOCABULARY = 320;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torchscript-eager",
                "torchscript-sdpa",
                "dynamo-eager",
                "dynamo-sdpa",
                "optimum-with-past",
                "genai-fp32",
                "genai-int4"
            })
    void sameProbabilitiesAndNothingElseChanged(String kind) throws Exception {
        Path input = Goldens.folder("foreign/" + kind).resolve("model.onnx");
        Path output = folder.resolve("deep/model.onnx");
        InstrumentedModel result = Instrumenter.instrument(InstrumentRequest.of(input, output));

        assertThat(result.notes()).isEmpty();
        assertThat(result.spec().layers()).isEqualTo(LAYERS);
        assertThat(result.spec().heads()).isEqualTo(HEADS);
        assertThat(result.spec().kvHeads()).isEqualTo(KV_HEADS);
        assertThat(result.spec().headSize()).isEqualTo(HEAD_SIZE);
        assertThat(result.spec().vocabularySize()).isEqualTo(VOCABULARY);
        assertThat(result.spec().direction()).isEqualTo(AttentionDirection.CAUSAL);
        assertThat(result.inputs()).containsEntry("input_ids", ModelContract.INPUT_IDS);
        assertThat(result.outputs()).containsEntry("logits", ModelContract.LOGITS);

        ExpectedValues expected =
                Goldens.expected(kind.equals("genai-int4") ? "foreign/" + kind : "qwen2-f32");
        long[] ids = expected.longs("single.input_ids");
        try (PlainModel before = new PlainModel(input, input.getParent());
                PlainModel after = new PlainModel(output, input.getParent())) {
            Map<String, Tensor> plain = before.run(1, ids, ones(ids.length), Map.of());
            Map<String, Tensor> seen = after.run(1, ids, ones(ids.length), Map.of());
            checkUnchanged(plain, seen);
            check(kind + " single", expected.floats("single.attentions"), seen, ids.length);
            if (result.inputs().containsValue(ModelContract.pastKey(0))
                    && expected.has("gen.prompt_ids")) {
                checkGeneration(kind, expected, before, after);
            }
        }
    }

    /** The prompt, and then one token after another with the cache of those before. */
    private static void checkGeneration(
            String kind, ExpectedValues expected, PlainModel before, PlainModel after)
            throws Exception {
        long[] ids = expected.longs("gen.prompt_ids");
        long[] generated = expected.longs("gen.generated_ids");
        Map<String, Tensor> past = Map.of();
        int total = 0;
        for (int step = 0; step < generated.length; step++) {
            total += ids.length;
            Map<String, Tensor> plain = before.run(1, ids, ones(total), past);
            Map<String, Tensor> seen = after.run(1, ids, ones(total), past);
            checkUnchanged(plain, seen);
            String name = step == 0 ? "gen.prefill_attentions" : "gen.step" + step + ".attentions";
            check(kind + " " + name, expected.floats(name), seen, ids.length);
            past = new HashMap<>();
            for (int layer = 0; layer < LAYERS; layer++) {
                past.put(ModelContract.pastKey(layer), seen.get(ModelContract.presentKey(layer)));
                past.put(
                        ModelContract.pastValue(layer),
                        seen.get(ModelContract.presentValue(layer)));
            }
            ids = new long[] {generated[step]};
        }
    }

    private static void checkUnchanged(Map<String, Tensor> plain, Map<String, Tensor> seen) {
        plain.forEach(
                (name, tensor) -> {
                    assertThat(seen.get(name).shape()).as(name).isEqualTo(tensor.shape());
                    assertThat(seen.get(name).values()).as(name).isEqualTo(tensor.values());
                });
        assertThat(seen).hasSize(plain.size() + LAYERS);
    }

    private static void check(
            String name, float[] expected, Map<String, Tensor> seen, int queries) {
        int map = expected.length / LAYERS;
        float[] found = new float[expected.length];
        for (int layer = 0; layer < LAYERS; layer++) {
            float[] values = seen.get(ModelContract.attentions(layer)).values();
            assertThat(values).hasSize(map);
            System.arraycopy(values, 0, found, layer * map, map);
        }
        int keys = map / HEADS / queries;
        Parity.of(name, PROBABILITIES).check(expected, found, LAYERS, HEADS, queries, keys);
    }

    private static long[] ones(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
