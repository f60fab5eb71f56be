package io.github.headlight.analysis.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class RolloutTest {
    /** numpy rounds what it wrote to 9 digits; a rollout is kept in single precision. */
    private static final double TOLERANCE = 1e-6;

    private static Stream<FlowGolden.RolloutCase> rollouts() {
        return FlowGolden.rollouts();
    }

    @ParameterizedTest
    @MethodSource("rollouts")
    void equalsNumpy(FlowGolden.RolloutCase expected) {
        Attention attention = Attentions.golden(expected.model(), expected.run());
        Rollout rollout = Rollout.of(attention, expected.options());
        expected.rows()
                .forEach(
                        (query, row) -> {
                            float[] found = rollout.influence(query);
                            for (int key = 0; key < row.length; key++) {
                                assertThat((double) found[key])
                                        .as("query %d, key %d", query, key)
                                        .isCloseTo(row[key], within(TOLERANCE));
                            }
                        });
    }

    @Test
    void multipliesLayersFromTheLowest() {
        // By hand, without residual: token 2 looks at 1 in layer 1, which looked at 0 in layer 0.
        Attention attention =
                made(
                        Attentions.matrix(row(1), row(0.75, 0.25), row(0, 0, 1)),
                        Attentions.matrix(row(1), row(0, 1), row(0, 1, 0)));
        Rollout rollout = Rollout.of(attention, RolloutOptions.DEFAULT.withResidual(0));
        assertThat(rollout.influence(2)).containsExactly(0.75f, 0.25f, 0);
        assertThat(rollout.layer()).isEqualTo(1);
        // Half of each token stays where it is, in either layer.
        assertThat(Rollout.of(attention).influence(2))
                .containsExactly(0.5f * 0.375f, 0.5f * 0.625f, 0.5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 33, 530, 1040})
    void isCausalAndSumsToOneWhateverTheSize(int tokens) {
        Attention attention = Attentions.random(3, 2, tokens, tokens);
        for (FirstToken sink : FirstToken.values()) {
            for (double residual : new double[] {0, 0.3, 0.5, 1}) {
                RolloutOptions options =
                        RolloutOptions.DEFAULT.withSink(sink).withResidual(residual);
                requireStochastic(Rollout.of(attention, options).matrix());
            }
        }
    }

    private static void requireStochastic(AttentionMatrix matrix) {
        for (int query = 0; query < matrix.queries(); query++) {
            float[] row = matrix.row(query);
            double sum = 0;
            boolean isCausal = true;
            for (int key = 0; key < row.length; key++) {
                isCausal &= key > query ? row[key] == 0 : row[key] >= 0;
                sum += row[key];
            }
            assertThat(isCausal).as("query %d", query).isTrue();
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void equalsAPlainProductAcrossBlocksAndTiles() {
        int n = 1040;
        Attention attention = Attentions.random(2, 1, n, 9);
        Rollout rollout = Rollout.of(attention, RolloutOptions.DEFAULT.withResidual(0));
        AttentionMatrix lower = attention.head(0, 0);
        AttentionMatrix upper = attention.head(1, 0);
        for (int query : new int[] {0, 511, 512, 1023, 1024, 1039}) {
            for (int key : new int[] {0, 1, 500, 511, 512, 513, 1024, 1030}) {
                double sum = 0;
                for (int k = key; k <= query; k++) {
                    sum += (double) upper.probability(query, k) * lower.probability(k, key);
                }
                assertThat((double) rollout.matrix().probability(query, key))
                        .isCloseTo(sum, within(TOLERANCE));
            }
        }
    }

    @Test
    void ofAnEncoderEqualsAPlainProduct() {
        int n = 530;
        TokenSequence tokens = TokenSequence.ofIds(new int[n]);
        Attention attention = Attentions.bidirectional(2, 1, tokens, 9);
        Rollout rollout = Rollout.of(attention, RolloutOptions.DEFAULT.withResidual(0));
        AttentionMatrix lower = attention.head(0, 0);
        AttentionMatrix upper = attention.head(1, 0);
        for (int query : new int[] {0, 15, 16, 511, 529}) {
            double total = 0;
            for (int key = 0; key < n; key++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += (double) upper.probability(query, k) * lower.probability(k, key);
                }
                assertThat((double) rollout.matrix().probability(query, key))
                        .isCloseTo(sum, within(TOLERANCE));
                total += rollout.matrix().probability(query, key);
            }
            assertThat(total).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void isTheIdentityWhereNothingButTheResidualCounts() {
        Rollout rollout =
                Rollout.of(Attentions.random(4, 2, 9, 1), RolloutOptions.DEFAULT.withResidual(1));
        for (int query = 0; query < 9; query++) {
            float[] expected = new float[9];
            expected[query] = 1;
            assertThat(rollout.influence(query)).containsExactly(expected);
        }
    }

    @Test
    void isThatLayerForOneLayer() {
        Attention attention = Attentions.random(3, 2, 9, 1);
        Rollout rollout = Rollout.of(attention, new RolloutOptions(0.25, FirstToken.KEPT, 1, 1));
        AttentionMatrix mean = attention.mean(1);
        for (int query = 0; query < 9; query++) {
            for (int key = 0; key <= query; key++) {
                double expected = 0.75 * mean.probability(query, key) + (key == query ? 0.25 : 0);
                assertThat((double) rollout.matrix().probability(query, key))
                        .isCloseTo(expected, within(TOLERANCE));
            }
        }
    }

    @Test
    void givesEachLayerToTheListenerAndAsAList() {
        Attention attention = Attentions.random(4, 2, 7, 3);
        RolloutOptions options = RolloutOptions.DEFAULT.withLayers(1, 3);
        List<Rollout> heard = new ArrayList<>();
        Rollout last = Rollout.of(attention, options, heard::add);
        assertThat(heard).extracting(Rollout::layer).containsExactly(1, 2, 3);
        assertThat(heard.get(2)).isSameAs(last);
        List<Rollout> layers = Rollout.layers(attention, options);
        for (int i = 0; i < 3; i++) {
            Rollout upTo = Rollout.of(attention, options.withLayers(1, 1 + i));
            assertThat(layers.get(i).influence(6)).containsExactly(upTo.influence(6));
            assertThat(heard.get(i).influence(6)).containsExactly(upTo.influence(6));
        }
    }

    @Test
    void takesTheSinkOutAndLeavesRowsWithNothingElseWhereTheyAre() {
        Attention attention =
                made(
                        Attentions.matrix(
                                row(1), row(1, 0), row(0.8, 0.05, 0.15), row(0.6, 0, 0.1, 0.3)));
        Rollout rollout =
                Rollout.of(
                        attention,
                        RolloutOptions.DEFAULT.withResidual(0).withSink(FirstToken.LEFT_OUT));
        assertThat(rollout.influence(0)).containsExactly(1, 0, 0, 0);
        assertThat(rollout.influence(1)).containsExactly(0, 1, 0, 0);
        assertThat(rollout.influence(2)[1]).isCloseTo(0.25f, within(1e-6f));
        assertThat(rollout.influence(3)[2]).isCloseTo(0.25f, within(1e-6f));
        assertThat(rollout.influence(3)[3]).isCloseTo(0.75f, within(1e-6f));
    }

    @Test
    void isTheSameFromTheMeanAlone() {
        Attention full = Attentions.random(3, 4, 12, 5);
        Attention mean = meanOf(full);
        assertThat(Rollout.of(mean).influence(11)).hasSize(12);
        for (int key = 0; key < 12; key++) {
            assertThat(Rollout.of(mean).influence(11)[key])
                    .isCloseTo(Rollout.of(full).influence(11)[key], within(1e-6f));
        }
    }

    private static Attention meanOf(Attention full) {
        List<AttentionMatrix> means = new ArrayList<>();
        for (int layer = 0; layer < full.model().layers(); layer++) {
            means.add(full.mean(layer));
        }
        return new Attention(
                full.model(),
                CapturePlan.parse("mean"),
                full.tokens(),
                full.promptLength(),
                Captured.NOTHING.withMean(AttentionTensor.of(means.size(), 1, means)),
                null);
    }

    @Test
    void namesThePlanThatGivesWhatIsLacking() {
        Attention full = Attentions.random(2, 2, 5, 5);
        Attention statistics =
                new Attention(
                        full.model(),
                        CapturePlan.parse("stats"),
                        full.tokens(),
                        5,
                        Captured.NOTHING.with(HeadProfiles.of(full).statistics()),
                        null);
        assertThatThrownBy(() -> Rollout.of(statistics))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("stats")
                .hasMessageContaining("--capture mean");
    }

    @Test
    void refusesRowsThatAreNoCausalProbabilities() {
        assertThatThrownBy(() -> Rollout.of(made(matrix(1, 0, Float.NaN, 1))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("layer 0, head 0, query 1, key 0")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Rollout.of(made(matrix(1, 0, -0.5f, 1.5f))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("query 1, key 0")
                .hasMessageContaining("-0.5");
        assertThatThrownBy(() -> Rollout.of(made(matrix(1, 0, 0.5f, 0.4f))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("query 1")
                .hasMessageContaining("0.9");
        assertThatThrownBy(() -> Rollout.of(made(matrix(0.5f, 0.5f, 0.5f, 0.5f))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("query 0")
                .hasMessageContaining("causal");
        assertThatThrownBy(() -> Rollout.of(meanOf(made(matrix(1, 0, 0.5f, 0.4f)))))
                .hasMessageContaining("layer 0, mean over heads, query 1");
    }

    @Test
    void refusesLayersThatTheModelHasNot() {
        Attention attention = Attentions.random(2, 2, 5, 5);
        assertThatThrownBy(() -> Rollout.of(attention, RolloutOptions.DEFAULT.withLayers(0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 2")
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(
                        () ->
                                Rollout.of(
                                        attention,
                                        RolloutOptions.DEFAULT.withLayers(2, RolloutOptions.TOP)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesOptionsThatMeanNothing() {
        for (double residual : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> RolloutOptions.DEFAULT.withResidual(residual))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Double.toString(residual));
        }
        assertThatThrownBy(() -> RolloutOptions.DEFAULT.withLayers(3, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RolloutOptions.DEFAULT.withLayers(-1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesSizesThatMemoryCannotHold() {
        Rollout.requireFits(4096, 2, 1L << 27);
        assertThatThrownBy(() -> Rollout.requireFits(4097, 2, 1L << 27))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("4097 tokens")
                .hasMessageContaining("0.13 GiB");
        assertThatThrownBy(() -> Rollout.requireFits(46_341, 2, Long.MAX_VALUE))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("46340");
    }

    private static double[] row(double... values) {
        return values;
    }

    private static AttentionMatrix matrix(float... cells) {
        return AttentionMatrix.of(FloatBuffer.wrap(cells), 2, 2);
    }

    /** One head a layer. */
    private static Attention made(AttentionMatrix... layers) {
        int n = layers[0].queries();
        TokenSequence tokens = TokenSequence.ofIds(new int[n]);
        return Attentions.of(layers.length, 1, tokens, n, List.of(layers));
    }
}
