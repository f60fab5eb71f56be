package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.Goldens;
import io.github.headlight.export.instrument.PlainModel.Tensor;
import io.github.headlight.model.ModelContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Plans that reduce the probabilities in the model, against the full ones of the same run. */
class ReducedPlansTest {
    private static final int LAYERS = 3;
    private static final int HEADS = 4;
    private static final int TOKENS = 12;
    private static final int BLOCK = 4;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"optimum-with-past", "dynamo-sdpa", "genai-fp32"})
    void reducesWhatItSees(String kind) throws Exception {
        Path input = Goldens.folder("foreign/" + kind).resolve("model.onnx");
        Map<String, Tensor> seen = run(input, "full+mean+topk:3+pooled:" + BLOCK + "+stats");
        for (int layer = 0; layer < LAYERS; layer++) {
            float[] full = seen.get(ModelContract.attentions(layer)).values();
            float[] mean = seen.get(ModelContract.mean(layer)).values();
            float[] top = seen.get(ModelContract.topKValues(layer)).values();
            float[] index = seen.get(ModelContract.topKIndices(layer)).values();
            float[] entropy = seen.get(ModelContract.entropy(layer)).values();
            float[] weighted = seen.get(ModelContract.weighted(layer)).values();
            float[] sums = seen.get(ModelContract.pooledSum(layer)).values();
            assertThat(mean).hasSize(TOKENS * TOKENS);
            assertThat(top).hasSize(HEADS * TOKENS * 3);
            assertThat(sums).hasSize(HEADS * (TOKENS / BLOCK) * (TOKENS / BLOCK));
            double block = 0;
            for (int row = 0; row < HEADS * TOKENS; row++) {
                float[] cells = Arrays.copyOfRange(full, row * TOKENS, (row + 1) * TOKENS);
                double expected = 0;
                for (int key = 0; key < TOKENS; key++) {
                    expected -= cells[key] > 0 ? cells[key] * Math.log(cells[key]) : 0;
                    block += row < BLOCK && key < BLOCK ? cells[key] : 0;
                }
                assertThat(entropy[row]).isCloseTo((float) expected, offset(1e-5f));
                assertThat(cells[(int) index[row * 3]]).isEqualTo(top[row * 3]);
                Arrays.sort(cells);
                assertThat(top[row * 3]).isEqualTo(cells[TOKENS - 1]);
                assertThat(top[row * 3 + 2]).isEqualTo(cells[TOKENS - 3]);
                // All weights are 1, so that each row's sum is its own.
                assertThat(weighted[row]).isCloseTo(1, offset(1e-5f));
            }
            assertThat(sums[0]).isCloseTo((float) block, offset(1e-5f));
            for (int cell = 0; cell < TOKENS * TOKENS; cell++) {
                double sum = 0;
                for (int head = 0; head < HEADS; head++) {
                    sum += full[head * TOKENS * TOKENS + cell];
                }
                assertThat(mean[cell]).isCloseTo((float) (sum / HEADS), offset(1e-6f));
            }
        }
    }

    @Test
    void leavesOutWhatNoPartNeeds() throws Exception {
        Path input = Goldens.folder("foreign/genai-fp32").resolve("model.onnx");
        float[] full = run(input, "full").get(ModelContract.attentions(2)).values();
        Map<String, Tensor> seen = run(input, "heads:2.1,2.2");
        assertThat(seen.get(ModelContract.heads(2)).values())
                .isEqualTo(Arrays.copyOfRange(full, TOKENS * TOKENS, 3 * TOKENS * TOKENS));
        assertThat(seen).doesNotContainKeys(ModelContract.attentions(2), ModelContract.heads(1));
    }

    @Test
    void refusesPartsOfLaterOpsets() {
        Path input = Goldens.folder("foreign-encoders").resolve("opset11.onnx");
        Path output = folder.resolve("new/model.onnx");
        InstrumentRequest request = InstrumentRequest.of(input, output);
        assertThatThrownBy(
                        () ->
                                Instrumenter.instrument(
                                        request.withPlan(CapturePlan.parse("pooled:8"))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageEndingWith(
                        "is of opset 11, and pooled:8 needs 18; capture full, heads:0.0, mean");
        Path later = Goldens.folder("encoder").resolve("model.onnx");
        assertThatThrownBy(
                        () ->
                                Instrumenter.instrument(
                                        InstrumentRequest.of(later, output)
                                                .withPlan(CapturePlan.parse("pooled:8"))))
                .hasMessageEndingWith("needs 18; capture full, heads:0.0, mean, topk:16, stats");
        assertThatThrownBy(
                        () ->
                                Instrumenter.instrument(
                                        request.withPlan(CapturePlan.parse("heads:7.0"))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("7");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void meansOfAnEarlyOpset() throws Exception {
        Path input = Goldens.folder("foreign-encoders").resolve("opset11.onnx");
        Tensor mean = run(input, "mean").get(ModelContract.mean(1));
        assertThat(mean.shape()).containsExactly(1, TOKENS, TOKENS);
        double sum = 0;
        for (float cell : mean.values()) {
            sum += cell;
        }
        assertThat(sum).isCloseTo(TOKENS, offset(1e-4));
    }

    private Map<String, Tensor> run(Path input, String plan) throws Exception {
        Path output = folder.resolve("model.onnx");
        Instrumenter.instrument(
                InstrumentRequest.of(input, output).withPlan(CapturePlan.parse(plan)));
        long[] ids = {7, 3, 11, 3, 9, 2, 30, 3, 1, 5, 8, 4};
        long[] mask = new long[TOKENS];
        Arrays.fill(mask, 1);
        try (PlainModel model = new PlainModel(output, input.getParent())) {
            return model.run(1, ids, mask, Map.of());
        }
    }
}
