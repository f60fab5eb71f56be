package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.export.Goldens;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * What models that read all tokens at once reduce themselves, against what follows from all
 * probabilities: an encoder, and a decoder without a cache.
 */
class UncachedPlansTest {
    private static final double PROBABILITIES = 1e-5;
    private static final int POOL = 4;
    private static final int RANKS = 3;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "foreign-encoders/opset21-dynamo.onnx, 1", "foreign-encoders/opset21-dynamo.onnx, 2",
        "foreign-encoders/opset21-dynamo.onnx, 4", "foreign-encoders/opset21-dynamo.onnx, 5",
        "foreign-encoders/opset21-dynamo.onnx, 12", "foreign-encoders/opset21-dynamo.onnx, 19",
        "foreign/dynamo-sdpa/model.onnx, 1", "foreign/dynamo-sdpa/model.onnx, 3",
        "foreign/dynamo-sdpa/model.onnx, 9", "foreign/dynamo-sdpa/model.onnx, 15"
    })
    void everyPartFollowsFromAllProbabilities(String kind, int tokens) {
        int[] ids = IntStream.range(0, tokens).map(i -> 5 + i * i % 7).toArray();
        check(kind, Prompt.ids(ids), CaptureOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 4", "5, 2", "9, 8"})
    void alsoOfAnAnswer(int tokens, int generated) {
        int[] ids = IntStream.range(0, tokens).map(i -> 5 + i * i % 7).toArray();
        check(
                "foreign/dynamo-sdpa/model.onnx",
                Prompt.ids(ids),
                CaptureOptions.generating(generated));
    }

    private void check(String kind, Prompt prompt, CaptureOptions options) {
        String plan = "mean+topk:" + RANKS + "+pooled:" + POOL + "+stats";
        try (AttentionModel full = open(kind, "full");
                AttentionModel reduced = open(kind, plan)) {
            Attention expected = full.capture(prompt, options);
            check(expected, reduced.capture(prompt, options));
            Path file = folder.resolve("a.safetensors");
            check(expected, reduced.captureTo(file, prompt, options));
        }
    }

    private AttentionModel open(String kind, String plan) {
        Path output = folder.resolve(plan.equals("full") ? "full.onnx" : "reduced.onnx");
        Instrumenter.instrument(
                InstrumentRequest.of(Goldens.folder(kind), output)
                        .withPlan(CapturePlan.parse(plan)));
        return AttentionModel.open(output, SessionConfig.cpu());
    }

    private static void check(Attention expected, Attention actual) {
        int rows = expected.rows();
        assertThat(actual.tokens().ids()).isEqualTo(expected.tokens().ids());
        AttentionTensor all = expected.tensor();
        PooledAttention blocks = PooledAttention.of(all, POOL);
        TopKAttention top =
                expected.model().isBidirectional()
                        ? TopKAttention.ofBidirectional(all, RANKS)
                        : TopKAttention.of(all, RANKS);
        for (int layer = 0; layer < all.layers(); layer++) {
            for (int row = 0; row < rows; row++) {
                assertThat(actual.mean(layer).row(row))
                        .usingComparatorWithPrecision((float) PROBABILITIES)
                        .containsExactly(expected.mean(layer).row(row));
            }
            compare("sums", blocks.sums(layer), actual.pooled().sums(layer));
            compare("maxima", blocks.maxima(layer), actual.pooled().maxima(layer));
            compare("top", top.values(layer), actual.topK().values(layer));
        }
        HeadStatistics statistics = HeadProfiles.of(expected).statistics();
        for (Measure measure : Measure.values()) {
            if (measure == Measure.REPEATED_REFERENCE) {
                continue;
            }
            assertThat(actual.statistics().rows(measure))
                    .as("rows of %s", measure)
                    .isEqualTo(statistics.rows(measure));
            for (int head = 0; head < all.layers() * all.heads(); head++) {
                float value = statistics.get(head / all.heads(), head % all.heads(), measure);
                float found =
                        actual.statistics().get(head / all.heads(), head % all.heads(), measure);
                if (Float.isNaN(value)) {
                    assertThat(found).as("%s", measure).isNaN();
                } else {
                    assertThat((double) found)
                            .as("%s", measure)
                            .isBetween(value - 1e-4, value + 1e-4);
                }
            }
        }
    }

    private static void compare(String what, FloatBuffer expected, FloatBuffer actual) {
        Parity.of(what, POOL * PROBABILITIES)
                .check(floats(expected), floats(actual), expected.limit());
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] floats = new float[buffer.remaining()];
        buffer.get(buffer.position(), floats);
        return floats;
    }
}
