package io.github.headlight.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ComparisonTest {
    private static final TokenSequence ABC = Attentions.tokens(3, "a", "b", "c");

    @Test
    void findsNoDifferenceBetweenEqualCaptures() {
        Attention attention = Attentions.random(3, 2, 20, 1);
        Comparison comparison = Comparison.of(attention, attention);
        HeadDivergences divergences = comparison.divergences();
        assertThat(divergences.rows()).isEqualTo(19);
        assertThat(divergences.basis()).isEqualTo(Basis.HEADS);
        assertThat(divergences.mean()).isLessThan(1e-12);
        assertThat(comparison.difference(1, 1).extent()).isZero();
        assertThat(comparison.changed(10)).hasSize(6);
        assertThat(comparison.changed(1).get(0).lost()).isEmpty();
    }

    @Test
    void isOneWhereHeadsShareNothing() {
        Attention first = made(ABC, row(1), row(1, 0), row(1, 0, 0));
        Attention second = made(ABC, row(1), row(0, 1), row(0, 1, 0));
        Comparison comparison = Comparison.of(first, second);
        assertThat(comparison.divergences().get(0, 0)).isCloseTo(1, within(1e-12));
        HeadChange change = comparison.changed(3).get(0);
        assertThat(change.query()).isEqualTo(1);
        assertThat(change.lost()).containsExactly(new KeyChange(0, 0, 1, 0));
        assertThat(change.gained()).containsExactly(new KeyChange(1, 1, 0, 1));
    }

    @Test
    void equalsTheFormulaByHand() {
        // P = (0.5, 0.5), Q = (0.25, 0.75), M = (0.375, 0.625), in bits; row 0 does not count.
        TokenSequence ab = Attentions.tokens(2, "a", "b");
        double expected =
                0.5 * (0.5 * log2(0.5 / 0.375) + 0.5 * log2(0.5 / 0.625))
                        + 0.5 * (0.25 * log2(0.25 / 0.375) + 0.75 * log2(0.75 / 0.625));
        Comparison comparison =
                Comparison.of(made(ab, row(1), row(0.5, 0.5)), made(ab, row(1), row(0.25, 0.75)));
        assertThat(comparison.divergences().get(0, 0)).isCloseTo(expected, within(1e-9));
        assertThat(comparison.divergences().rows()).isEqualTo(1);
    }

    @Test
    void comparesEncodersOverAllKeys() {
        Attention first = Attentions.bidirectional(1, 1, ABC, 1);
        Attention second = Attentions.bidirectional(1, 1, ABC, 2);
        HeadDivergences divergences = Comparison.of(first, second).divergences();
        double sum = 0;
        for (int query = 0; query < 3; query++) {
            for (int key = 0; key < 3; key++) {
                double p = first.tensor().probability(0, 0, query, key);
                double q = second.tensor().probability(0, 0, query, key);
                double mean = (p + q) / 2;
                sum += (p * log2(p / mean) + q * log2(q / mean)) / 2;
            }
        }
        assertThat(divergences.rows()).isEqualTo(3);
        assertThat(divergences.get(0, 0)).isCloseTo(sum / 3, within(1e-6));
        SignedMatrix change = Comparison.of(first, second).difference(0, 0);
        assertThat(change.get(0, 2))
                .isEqualTo(
                        second.tensor().probability(0, 0, 0, 2)
                                - first.tensor().probability(0, 0, 0, 2))
                .isNotZero();
    }

    @Test
    void doesNotCompareAnEncoderWithADecoder() {
        Comparison comparison =
                Comparison.of(
                        made(ABC, row(1), row(1, 0), row(1, 0, 0)),
                        Attentions.bidirectional(1, 1, ABC, 2));
        assertThat(comparison.hasAttention()).isFalse();
        assertThat(comparison.obstacle()).contains("found a causal model and a bidirectional one");
    }

    @Test
    void usesOneFormulaForNearAndFarWeights() {
        // Where the series gives way to logarithms nothing may jump.
        for (double p = 0.001; p < 1; p += 0.013) {
            for (double q = 0; q <= 1; q += 0.0101) {
                double plain =
                        (xlog2(p, q) + xlog2(q, p) + xlog2(1 - p, 1 - q) + xlog2(1 - q, 1 - p)) / 2;
                double found =
                        JensenShannon.of(new double[] {p, 1 - p}, new double[] {q, 1 - q}, 2);
                assertThat(found).as("%s, %s", p, q).isCloseTo(plain, within(1e-10));
            }
        }
    }

    private static double xlog2(double x, double y) {
        return x <= 0 ? 0 : x * log2(2 * x / (x + y));
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    @Test
    void putsKeysOfOneCaptureAloneInOnePlace() {
        // "x" draws what "a" had, in the row of "c".
        Attention first = made(ABC, row(1), row(0.5, 0.5), row(0.5, 0.2, 0.3));
        Attention second =
                made(
                        Attentions.tokens(4, "a", "x", "b", "c"),
                        row(1),
                        row(0, 1),
                        row(0.5, 0, 0.5),
                        row(0.1, 0.4, 0.2, 0.3));
        Comparison comparison = Comparison.of(first, second);
        assertThat(comparison.divergences().rows()).isEqualTo(2);
        double row = JensenShannon.of(row(0.5, 0.2, 0.3, 0), row(0.1, 0.2, 0.3, 0.4), 4);
        assertThat(comparison.divergences().get(0, 0)).isCloseTo(row / 2, within(1e-7));
        HeadChange change = comparison.changed(1).get(0);
        assertThat(change.query()).isEqualTo(2);
        assertThat(change.partner()).isEqualTo(3);
        assertThat(change.rowDivergence()).isCloseTo(row, within(1e-7));
        assertThat(change.lost()).hasSize(1);
        assertThat(change.lost().get(0).inFirst()).isZero();
        assertThat(change.lost().get(0).change()).isCloseTo(-0.4, within(1e-6));
        assertThat(change.gained()).extracting(KeyChange::inFirst).containsExactly(-1);
        assertThat(change.gained()).extracting(KeyChange::inSecond).containsExactly(1);
        assertThat(comparison.sharedRows()).extracting(Token::text).containsExactly("a", "b", "c");
        SignedMatrix difference = comparison.difference(0, 0);
        assertThat(difference.get(2, 0)).isCloseTo(-0.4f, within(1e-6f));
        assertThat(difference.get(2, 1)).isZero();
        assertThat(difference.get(0, 2)).isZero();
    }

    @Test
    void ranksHeadsByHowMuchTheyChanged() {
        Attention first = Attentions.random(2, 3, 12, 1);
        List<AttentionMatrix> matrices = heads(first);
        matrices.set(5, Attentions.random(2, 3, 12, 2).head(1, 2));
        Attention second = Attentions.of(2, 3, first.tokens(), 12, matrices);
        Comparison comparison = Comparison.of(first, second);
        HeadChange change = comparison.changed(1).get(0);
        assertThat(change.layer()).isEqualTo(1);
        assertThat(change.head()).isEqualTo(2);
        assertThat(change.divergence()).isGreaterThan(0.1);
        assertThat(comparison.divergences().layer(0)).isLessThan(1e-12);
        assertThat(comparison.divergences().layer(1))
                .isCloseTo(change.divergence() / 3, within(1e-12));
        assertThat(comparison.divergences().mean())
                .isCloseTo(change.divergence() / 6, within(1e-12));
        SignedMatrix mean = comparison.difference(1, HeadChoice.ALL);
        SignedMatrix alone = comparison.difference(1, 2);
        assertThat(mean.get(7, 3)).isCloseTo(alone.get(7, 3) / 3, within(1e-6f));
    }

    @Test
    void doesNotCareWhichCaptureIsFirst() {
        Attention first = Attentions.random(2, 2, Attentions.tokens(4, "a", "b", "c", "d"), 4, 1);
        Attention second =
                Attentions.random(2, 2, Attentions.tokens(5, "a", "z", "b", "c", "y"), 5, 2);
        HeadDivergences one = Comparison.of(first, second).divergences();
        HeadDivergences other = Comparison.of(second, first).divergences();
        assertThat(one.get(1, 1)).isCloseTo(other.get(1, 1), within(1e-12));
        assertThat(one.get(1, 1)).isGreaterThan(0.01).isLessThan(1);
    }

    @Test
    void givesALowerBoundFromTopKeysAndTheWholeTruthFromAllOfThem() {
        Attention first = Attentions.random(2, 2, 20, 1);
        Attention second =
                Attentions.of(2, 2, first.tokens(), 20, heads(Attentions.random(2, 2, 20, 2)));
        HeadDivergences full = Comparison.of(first, second).divergences();
        double before = 0;
        for (int k : new int[] {1, 4, 12, 20}) {
            Comparison comparison = Comparison.of(top(first, k), top(second, k));
            HeadDivergences some = comparison.divergences();
            assertThat(some.basis()).isEqualTo(Basis.TOP_KEYS);
            assertThat(some.get(1, 0)).isBetween(before - 1e-9, full.get(1, 0) + 1e-6);
            before = some.get(1, 0);
        }
        assertThat(before).isCloseTo(full.get(1, 0), within(1e-6));
        HeadChange whole = Comparison.of(first, second).changed(1).get(0);
        HeadChange reduced = Comparison.of(top(first, 20), top(second, 20)).changed(1).get(0);
        assertThat(reduced.query()).isEqualTo(whole.query());
        assertThat(reduced.lost()).isEqualTo(whole.lost());
        assertThat(reduced.gained()).isEqualTo(whole.gained());
    }

    @Test
    void comparesMeansOfLayersWhereHeadsDiffer() {
        Attention first = Attentions.random(2, 3, 10, 1);
        Attention second = Attentions.random(2, 4, 10, 1);
        Comparison comparison = Comparison.of(first, second);
        assertThat(comparison.divergences().basis()).isEqualTo(Basis.LAYER_MEANS);
        assertThat(comparison.divergences().heads()).isEqualTo(1);
        assertThat(comparison.changed(1).get(0).head()).isEqualTo(HeadChoice.ALL);
    }

    @Test
    void alignsTokensOfModelsThatCannotBeCompared() {
        Attention first = Attentions.random(2, 2, 10, 1);
        Attention second = Attentions.random(3, 2, 10, 1);
        Comparison comparison = Comparison.of(first, second);
        assertThat(comparison.alignment().size()).isEqualTo(10);
        assertThat(comparison.hasAttention()).isFalse();
        assertThat(comparison.obstacle()).contains("2 layers of 2 heads (full)", "3 layers of 2");
        assertThatThrownBy(comparison::divergences)
                .isInstanceOf(CaptureException.class)
                .hasMessage(comparison.obstacle());
        assertThatThrownBy(() -> comparison.changed(1)).isInstanceOf(CaptureException.class);
    }

    @Test
    void saysSoWhereNoRowIsShared() {
        Attention first = Attentions.random(1, 1, Attentions.tokens(2, "a", "b"), 2, 1);
        Attention second = Attentions.random(1, 1, Attentions.tokens(2, "c", "d"), 2, 1);
        Comparison comparison = Comparison.of(first, second);
        assertThat(comparison.hasAttention()).isFalse();
        assertThat(comparison.obstacle()).contains("0 tokens in common");
        assertThat(comparison.sharedRows()).isEmpty();
        assertThatThrownBy(() -> comparison.difference(0, 0)).isInstanceOf(CaptureException.class);
        Attention one = Attentions.random(1, 1, Attentions.tokens(1, "a"), 1, 1);
        assertThat(Comparison.of(one, one).hasAttention()).isFalse();
    }

    @Test
    void leavesOutTheTokenThatNobodyRead() {
        // The last token of an answer has no row; its partner in a longer answer has one.
        Attention first = Attentions.random(1, 1, Attentions.tokens(2, "a", "b", "c", "d"), 2, 1);
        Attention second =
                Attentions.random(1, 1, Attentions.tokens(2, "a", "b", "c", "d", "e"), 2, 1);
        Comparison comparison = Comparison.of(first, second);
        assertThat(comparison.alignment().size()).isEqualTo(4);
        assertThat(comparison.divergences().rows()).isEqualTo(2);
    }

    @Test
    void refusesRowsThatAreNoProbabilities() {
        Attention good = made(ABC, row(1), row(0.5, 0.5), row(0.5, 0.2, 0.3));
        Attention bad = made(ABC, row(1), row(0.5, 0.5), row(0.5, Double.NaN, 0.3));
        assertThatThrownBy(() -> Comparison.of(good, bad))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("layer 0, head 0, query 2, key 1");
    }

    private static Attention top(Attention full, int k) {
        return new Attention(
                full.model(),
                CapturePlan.parse("topk:" + k),
                full.tokens(),
                full.promptLength(),
                Captured.NOTHING.with(TopKAttention.of(full.tensor(), k)),
                null);
    }

    private static List<AttentionMatrix> heads(Attention attention) {
        AttentionTensor tensor = attention.tensor();
        List<AttentionMatrix> heads = new ArrayList<>();
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                heads.add(tensor.head(layer, head));
            }
        }
        return heads;
    }

    private static double[] row(double... values) {
        return values;
    }

    /** One head. */
    private static Attention made(TokenSequence tokens, double[]... rows) {
        return Attentions.of(1, 1, tokens, rows.length, List.of(Attentions.matrix(rows)));
    }
}
