package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

class HeadGridTest {
    private static final List<String> TEXTS =
            IntStream.range(0, 11).mapToObj(i -> " word" + i).toList();
    private static final Attention FULL = RendererContractTest.sample(3, 4, TEXTS);

    @Test
    void keepsSmallMatricesAsTheyAre() {
        HeadGrid grid = grid(FULL, 11, Lens.PLAIN);
        assertThat(grid.kvHeads()).isEqualTo(2);
        assertThat(grid.tokens()).isEqualTo(11);
        assertThat(grid.thumbnails().head(2, 3).row(7))
                .containsExactly(FULL.tensor().head(2, 3).row(7));
    }

    @Test
    void showsTheLargestOfEachBlock() {
        HeadGrid grid = grid(FULL, 4, Lens.PLAIN);
        AttentionMatrix whole = FULL.tensor().head(1, 0);
        assertThat(grid.thumbnails().queries()).isEqualTo(4);
        float largest = 0;
        for (int query = 9; query < 11; query++) {
            for (int key = 3; key < 6; key++) {
                largest = Math.max(largest, whole.probability(query, key));
            }
        }
        assertThat(grid.thumbnails().probability(1, 0, 3, 1)).isEqualTo(largest);
        assertThat(grid.thumbnails().probability(1, 0, 1, 2)).isZero();
    }

    @Test
    void isTheSameFromBlocksAndFromAllTopKeys() {
        HeadGrid whole = grid(FULL, 4, Lens.PLAIN);
        requireEqual(grid(Reduced.to("pooled:3", FULL), 4, Lens.PLAIN), whole);
        requireEqual(grid(Reduced.to("topk:11", FULL), 4, Lens.PLAIN), whole);
        // Blocks of blocks.
        requireEqual(grid(Reduced.to("pooled:2", FULL), 3, Lens.PLAIN), grid(FULL, 3, Lens.PLAIN));
        assertThat(grid(Reduced.to("topk:2", FULL), 4, Lens.PLAIN).reduction())
                .isEqualTo(new Reduction(Reduction.Kind.TOP_KEYS, 2));
    }

    @Test
    void saysWhichHeadsAreMissing() {
        HeadGrid grid = grid(Reduced.to("heads:0.1,2.*", FULL), 4, Lens.PLAIN);
        assertThat(grid.isCaptured(0, 1)).isTrue();
        assertThat(grid.isCaptured(2, 3)).isTrue();
        assertThat(grid.isCaptured(0, 0)).isFalse();
        assertThat(grid.isCaptured(1, 1)).isFalse();
        assertThat(grid.thumbnails().head(2, 3).row(3))
                .containsExactly(grid(FULL, 4, Lens.PLAIN).thumbnails().head(2, 3).row(3));
        assertThatThrownBy(() -> grid(Reduced.to("stats", FULL), 4, Lens.PLAIN))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("stats");
    }

    @Test
    void leavesOutTheSinkAndWhatIsCutAway() {
        Lens lens = new Lens(Sink.MASKED, false, new TokenRange(0, 6));
        HeadGrid grid = grid(FULL, 11, lens);
        assertThat(grid.tokens()).isEqualTo(6);
        assertThat(grid.thumbnails().queries()).isEqualTo(6);
        assertThat(grid.thumbnails().probability(0, 0, 5, 0)).isZero();
        HeadGrid blocks = grid(Reduced.to("pooled:3", FULL), 11, lens);
        assertThat(blocks.tokens()).isEqualTo(6);
        assertThat(blocks.thumbnails().probability(0, 0, 1, 0)).isZero();
        assertThat(blocks.thumbnails().probability(0, 0, 1, 1)).isPositive();
        assertThatThrownBy(
                        () ->
                                grid(
                                        Reduced.to("pooled:3", FULL),
                                        4,
                                        Lens.PLAIN.with(Sink.RENORMALISED)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("renormalised");
    }

    private static HeadGrid grid(Attention attention, int side, Lens lens) {
        return HeadGrid.of(attention, side, lens, Language.EN);
    }

    @Test
    void doesNotTakeWhatIsNoNumberForAHeadThatWasNotCaptured() {
        float[] nothing = new float[121];
        Arrays.fill(nothing, Float.NaN);
        AttentionMatrix bad = AttentionMatrix.of(FloatBuffer.wrap(nothing), 11, 11);
        List<AttentionMatrix> heads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            heads.add(i == 7 ? bad : FULL.tensor().head(i / 4, i % 4));
        }
        Attention attention =
                new Attention(
                        FULL.model(),
                        FULL.plan(),
                        FULL.tokens(),
                        FULL.promptLength(),
                        AttentionTensor.of(3, 4, heads),
                        null);
        assertThatThrownBy(() -> grid(attention, 4, Lens.PLAIN))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("layer 1, head 3, query 0, key 0");
    }

    @Test
    void asksForTheHeadsAndNotForOne() {
        assertThatThrownBy(() -> grid(Reduced.to("mean", FULL), 4, Lens.PLAIN))
                .isInstanceOf(CaptureException.class)
                .hasMessageEndingWith("--capture full");
    }

    private static void requireEqual(HeadGrid actual, HeadGrid expected) {
        assertThat(actual.tokens()).isEqualTo(expected.tokens());
        for (int layer = 0; layer < 3; layer++) {
            for (int head = 0; head < 4; head++) {
                for (int query = 0; query < expected.thumbnails().queries(); query++) {
                    assertThat(actual.thumbnails().head(layer, head).row(query))
                            .containsExactly(expected.thumbnails().head(layer, head).row(query));
                }
            }
        }
    }
}
