package io.github.headlight.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** Files of attention whose queries see all keys. */
class BidirectionalFileTest {
    private static final TokenSequence TOKENS =
            Attentions.tokens(5, "[CLS]", "a", " b", " a", "[SEP]");

    @TempDir Path folder;

    @Test
    void readsBackWhatItWrote() {
        Attention attention = Attentions.bidirectional(2, 3, TOKENS, 1);
        Path file = folder.resolve("a.safetensors");
        AttentionFile.write(attention, file);
        Attention read = AttentionFile.read(file);
        assertThat(read.model()).isEqualTo(attention.model());
        assertThat(read.keys(0)).isEqualTo(5);
        assertThat(read.logits()).isEmpty();
        for (int query = 0; query < 5; query++) {
            assertThat(read.head(1, 2).row(query)).isEqualTo(attention.head(1, 2).row(query));
        }
    }

    @Test
    void readsBackReducedPartsWithTheirLaterKeys() {
        Attention full = Attentions.bidirectional(1, 2, TOKENS, 2);
        Captured captured =
                Captured.NOTHING
                        .withMean(AttentionTensor.of(1, 1, List.of(full.mean(0))))
                        .with(TopKAttention.ofBidirectional(full.tensor(), 2))
                        .with(PooledAttention.of(full.tensor(), 3));
        CapturePlan plan = CapturePlan.parse("mean+topk:2+pooled:3");
        Attention reduced = new Attention(full.model(), plan, TOKENS, 5, captured, null);
        Path file = folder.resolve("a.safetensors");
        AttentionFile.write(reduced, file);
        Attention read = AttentionFile.read(file);
        float[] first = full.head(0, 1).row(0);
        int best = 0;
        for (int key = 1; key < first.length; key++) {
            best = first[key] > first[best] ? key : best;
        }
        assertThat(read.topK().key(0, 1, 0, 0)).isEqualTo(best);
        assertThat(read.topK().probability(0, 1, 0, 0)).isEqualTo(first[best]);
        assertThat(read.pooled().sum(0, 1, 0, 1))
                .isEqualTo(PooledAttention.of(full.tensor(), 3).sum(0, 1, 0, 1))
                .isPositive();
        assertThat(read.mean(0).row(0)).isEqualTo(full.mean(0).row(0));
    }

    @Test
    void aCausalFileMustNotNameLaterKeys() {
        Attention full = Attentions.bidirectional(1, 2, TOKENS, 2);
        Captured captured = Captured.NOTHING.with(TopKAttention.ofBidirectional(full.tensor(), 3));
        ModelSpec causal = full.model().withDirection(AttentionDirection.CAUSAL);
        Path file = folder.resolve("a.safetensors");
        AttentionFile.write(
                new Attention(causal, CapturePlan.parse("topk:3"), TOKENS, 5, captured, null),
                file);
        assertThatThrownBy(() -> AttentionFile.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("query 0 has the key")
                .hasMessageContaining("expected 0 to 0");
    }

    /** Rows of two tokens; what lies above the diagonal tells. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0.5, 0.5, CAUSAL",
        "0.995, 0.005, 0.5, 0.5, CAUSAL",
        "0.9, 0.1, 0.5, 0.5, BIDIRECTIONAL",
        "NaN, NaN, 0.5, 0.5, CAUSAL",
    })
    void filesOfOthersAreWhatTheirMatricesAre(
            float a, float b, float c, float d, AttentionDirection expected) {
        ByteBuffer values = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        values.putFloat(1).putFloat(0).putFloat(0.5f).putFloat(0.5f);
        values.putFloat(a).putFloat(b).putFloat(c).putFloat(d).flip();
        Path file = folder.resolve("python.safetensors");
        new SafetensorsWriter()
                .tensor("attentions", DType.F32, List.of(2L, 1L, 2L, 2L), values)
                .write(file);
        assertThat(AttentionFile.read(file).model().direction()).isEqualTo(expected);
    }

    @Test
    void anEncoderWritesNothing() {
        Attention full = Attentions.bidirectional(1, 1, Attentions.tokens(2, "a", "b"), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Attention(
                                        full.model(),
                                        full.plan(),
                                        Attentions.tokens(2, "a", "b", "c"),
                                        2,
                                        full.captured(),
                                        null))
                .withMessageContaining("expected a prompt of all 3 tokens, found 2");
    }
}
