package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.testing.ExpectedValues;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/** Probabilities in 16 bits are as near to those in f32 as the precision allows. */
class HalfPrecisionTest {
    @TempDir Path folder;

    /**
     * The mean distance from f32 over all probabilities is below that of transformers in the same
     * precision, whose figures are here (5.24, torch 2.15, eager on the CPU, same checkpoints and
     * ids).
     */
    @ParameterizedTest
    @CsvSource({
        "qwen2-f32, F16, 9.0e-5",
        "qwen2-f32, BF16, 8.5e-4",
        "qwen2-bf16-sharded-tied, F16, 5.8e-5",
        "qwen2-bf16-sharded-tied, BF16, 4.5e-4",
        "llama-f16, F16, 7.8e-5",
        "llama-f16, BF16, 8.1e-4",
        "qwen3-f32, F16, 1.0e-4",
        "qwen3-f32, BF16, 7.6e-4",
        "qwen2-yarn, F16, 4.3e-5",
        "qwen2-yarn, BF16, 3.3e-4",
        "llama3-rope, F16, 3.8e-5",
        "llama3-rope, BF16, 2.8e-4",
        "llama-head20, F16, 1.1e-4",
        "llama-head20, BF16, 7.3e-4",
        "qwen3-head8, F16, 5.1e-5",
        "qwen3-head8, BF16, 3.5e-4"
    })
    void nearerToF32ThanTransformers(String name, Precision precision, double transformers)
            throws Exception {
        ExportRequest request =
                ExportRequest.of(Goldens.folder(name), folder.resolve("model.onnx"))
                        .withPrecision(precision);
        ExpectedValues expected = Goldens.expected(name);
        float[] exact = expected.floats("single.attentions");
        try (RunnableModel model =
                RunnableModel.open(ModelExporter.export(request).path(), EmulatedHalf::of)) {
            float[] actual = model.run(expected.longs("single.input_ids")).attentions();
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                sum += Math.abs(exact[i] - actual[i]);
            }
            assertThat(sum / exact.length).isLessThan(transformers);
        }
    }
}
