package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import io.github.headlight.export.RunnableModel.Pass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Attention in plain operators, for head sizes that the runtime's own does not take. */
class ExplicitAttentionTest {
    private static final String FUSED = "GroupQueryAttention";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"qwen2-f32, 3, 0", "llama-head20, 0, 2", "qwen3-head8, 0, 2"})
    void isThereWhereTheFusedOperatorDoesNotFit(String golden, long fused, long explicit)
            throws Exception {
        Map<String, Long> operators = operators(export(golden));
        assertThat(operators.getOrDefault(FUSED, 0L)).isEqualTo(fused);
        assertThat(operators.getOrDefault("Softmax", 0L)).isEqualTo(explicit);
    }

    /** What depends on the sequence only is there once, however many layers there are. */
    @Test
    void layersShareTheMaskAndTheTables() throws Exception {
        assertThat(operators(export("llama-head20")))
                .containsEntry("Where", 1L)
                .containsEntry("Cos", 1L)
                .containsEntry("Sin", 1L)
                .doesNotContainKey("Expand")
                .doesNotContainKey("ReduceSum");
    }

    /** A sequence in full, one padded on its right, and one that is nothing but padding. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-head20", "qwen3-head8"})
    void hidesLaterTokensAndPaddingExactly(String golden) throws Exception {
        int[] lengths = {7, 4, 0};
        int sequence = 7;
        long[] ids = new long[lengths.length * sequence];
        long[] mask = new long[ids.length];
        for (int b = 0; b < lengths.length; b++) {
            for (int i = 0; i < sequence; i++) {
                ids[b * sequence + i] = 3 + (11L * b + 5L * i) % 90;
            }
            Arrays.fill(mask, b * sequence, b * sequence + lengths[b], 1);
        }
        try (RunnableModel model = RunnableModel.open(export(golden))) {
            Pass pass = model.run(lengths.length, ids, mask, 0, null);
            assertThat(pass.logits()).doesNotContain(Float.NaN).hasSize(ids.length * 96);
            float[] cells = pass.attentions();
            int heads = model.spec().heads();
            assertThat(cells).hasSize(2 * lengths.length * heads * sequence * sequence);
            for (int row = 0; row < cells.length / sequence; row++) {
                int query = row % sequence;
                int length = lengths[row / sequence / heads % lengths.length];
                double sum = 0;
                for (int key = 0; key < sequence; key++) {
                    float cell = cells[row * sequence + key];
                    if (length > 0 && (key > query || key >= length)) {
                        assertThat(cell).as("row %d, key %d", row, key).isZero();
                    }
                    sum += cell;
                }
                assertThat(sum).as("row %d", row).isBetween(1 - 1e-5, 1 + 1e-5);
            }
        }
    }

    private Path export(String golden) {
        ExportRequest request =
                ExportRequest.of(Goldens.folder(golden), folder.resolve("model.onnx"));
        return ModelExporter.export(request).path();
    }

    private static Map<String, Long> operators(Path model) throws Exception {
        return ModelProto.parseFrom(Files.readAllBytes(model)).getGraph().getNodeList().stream()
                .collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
    }
}
