package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.language.Language;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;

/** Views of attention whose queries see all keys keep what lies above the diagonal. */
class BidirectionalViewTest {
    private static final AttentionDirection BOTH = AttentionDirection.BIDIRECTIONAL;
    private static final TokenSequence TOKENS =
            Attentions.tokens(6, "[CLS]", "one", " two", " thr", "ee", "[SEP]");
    private static final Attention FULL = Attentions.bidirectional(2, 3, TOKENS, 4);
    private static final Subject HEAD = Subject.head(1, 2);

    @Test
    void everyViewKnowsThatNothingIsMasked() {
        assertThat(HEAD.of(FULL).direction()).isEqualTo(BOTH);
        assertThat(HEAD.of(FULL).through(Lens.PLAIN.withWords(true)).direction()).isEqualTo(BOTH);
        HeadGrid grid = HeadGrid.of(FULL, Lens.PLAIN, Language.EN);
        assertThat(grid.direction()).isEqualTo(BOTH);
        Difference change =
                Difference.of("t", Subject.layer(0).of(FULL), Subject.layer(1).of(FULL), "a", "b");
        assertThat(change.direction()).isEqualTo(BOTH);
        assertThat(HEAD.of(Attentions.random(2, 3, 6, 1)).direction())
                .isEqualTo(AttentionDirection.CAUSAL);
    }

    @Test
    void wordsAreMergedOnBothSides() {
        TokenMatrix words = HEAD.of(FULL).through(Lens.PLAIN.withWords(true));
        assertThat(words.keys())
                .extracting("text")
                .containsExactly("[CLS]", "one", " two", " three", "[SEP]");
        float[] row = FULL.head(1, 2).row(1);
        assertThat(words.matrix().probability(1, 3)).isCloseTo(row[3] + row[4], offset(1e-6f));
    }

    @Test
    void blocksAboveTheDiagonalAreShown() {
        Attention pooled =
                reduced("pooled:2", Captured.NOTHING.with(PooledAttention.of(FULL.tensor(), 2)));
        TokenMatrix blocks = HEAD.of(pooled);
        double sum = 0;
        for (int query = 0; query < 2; query++) {
            for (int key = 4; key < 6; key++) {
                sum += FULL.tensor().probability(1, 2, query, key);
            }
        }
        assertThat((double) blocks.matrix().probability(0, 2)).isCloseTo(sum / 2, offset(1e-6));
        for (int query = 0; query < 3; query++) {
            float[] row = blocks.matrix().row(query);
            assertThat(row[0] + row[1] + row[2]).isCloseTo(1, offset(1e-5f));
        }
        HeadGrid grid = HeadGrid.of(pooled, Lens.PLAIN, Language.EN);
        assertThat(grid.thumbnails().probability(1, 2, 0, 2))
                .isEqualTo(pooled.pooled().max(1, 2, 0, 2))
                .isPositive();
    }

    @Test
    void topKeysMayComeLater() {
        TopKAttention all = TopKAttention.ofBidirectional(FULL.tensor(), 6);
        Attention top = reduced("topk:6", Captured.NOTHING.with(all));
        for (int query = 0; query < 6; query++) {
            assertThat(HEAD.of(top).matrix().row(query)).isEqualTo(FULL.head(1, 2).row(query));
        }
    }

    private static Attention reduced(String plan, Captured captured) {
        return new Attention(FULL.model(), CapturePlan.parse(plan), TOKENS, 6, captured, null);
    }
}
