package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.CaptureException;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.util.List;

class ProbabilitiesTest {
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.5f, 2})
    void drawsNoneThatIsNone(float value) {
        FloatBuffer values = FloatBuffer.wrap(new float[] {1, 0, value, 1});
        AttentionMatrix good =
                AttentionMatrix.of(FloatBuffer.wrap(new float[] {1, 0, 0.4f, 0.6f}), 2, 2);
        Attention attention =
                new Attention(
                        ModelSpec.unknown(1, 2),
                        CapturePlan.FULL,
                        TokenSequence.ofIds(new int[] {1, 2}),
                        2,
                        AttentionTensor.of(1, 2, List.of(good, AttentionMatrix.of(values, 2, 2))),
                        null);
        Heatmap.ofHead(attention, 0, 0);
        assertThatThrownBy(() -> Heatmap.ofHead(attention, 0, 1))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("query 1, key 0")
                .hasMessageContaining(Float.toString(value));
        assertThatThrownBy(() -> Report.of(attention))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("layer 0, head 1");
    }
}
