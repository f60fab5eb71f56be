package io.github.headlight.analysis.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class AttentionFlowTest {
    private static Stream<FlowGolden.FlowCase> flows() {
        return FlowGolden.flows();
    }

    @ParameterizedTest
    @MethodSource("flows")
    void equalsNetworkx(FlowGolden.FlowCase expected) {
        Attention attention = Attentions.golden(expected.model(), expected.run());
        AttentionFlow flow = AttentionFlow.of(attention, expected.options(), expected.query());
        assertThat(flow.values())
                .containsExactly(
                        expected.values().stream().mapToDouble(x -> x).toArray(), within(1e-9));
    }

    @Test
    void streamsThroughTheNarrowestPipe() {
        // Layer 1: token 2 sends 0.5 to 0 and to 1. Layer 0: 1 lets 0.2 on to 0 and keeps 0.8.
        Attention attention =
                made(
                        Attentions.matrix(row(1), row(0.2, 0.8), row(0, 0, 1)),
                        Attentions.matrix(row(1), row(0, 1), row(0.5, 0.5, 0)));
        AttentionFlow flow = AttentionFlow.of(attention, RolloutOptions.DEFAULT.withResidual(0), 2);
        assertThat(flow.value(0)).isCloseTo(0.5 + 0.2, within(1e-7));
        assertThat(flow.value(1)).isCloseTo(0.5, within(1e-7));
        assertThat(flow.value(2)).isZero();
        assertThat(flow.normalized()[0]).isCloseTo(0.7 / 1.2, within(1e-7));
        assertThat(Arrays.stream(flow.normalized()).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void streamsThroughLaterTokensToo() {
        // Layer 1: token 0 sends 0.4 to 1. Layer 0: 1 lets 0.3 on to 2, and 0 nothing.
        Attention attention =
                Attentions.bidirectional(
                        2,
                        1,
                        TokenSequence.ofIds(new int[] {4, 5, 6}),
                        List.of(
                                full(row(1, 0, 0), row(0.7, 0, 0.3), row(0, 0, 1)),
                                full(row(0.6, 0.4, 0), row(0, 1, 0), row(0, 0, 1))));
        AttentionFlow flow = AttentionFlow.of(attention, RolloutOptions.DEFAULT.withResidual(0), 0);
        assertThat(flow.query()).isZero();
        assertThat(flow.values()).containsExactly(new double[] {0.6 + 0.4, 0, 0.3}, within(1e-7));
    }

    private static AttentionMatrix full(double[]... rows) {
        FloatBuffer values = FloatBuffer.allocate(rows.length * rows.length);
        for (double[] row : rows) {
            Arrays.stream(row).forEach(value -> values.put((float) value));
        }
        return AttentionMatrix.of(values.flip(), rows.length, rows.length);
    }

    @Test
    void equalsTheSmallestOfAllCuts() {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            int nodes = 6;
            long[][] capacity = new long[nodes][nodes];
            MaxFlow graph = new MaxFlow(nodes, nodes * nodes);
            for (int from = 0; from < nodes; from++) {
                for (int to = 0; to < nodes; to++) {
                    if (from != to && random.nextInt(3) > 0) {
                        capacity[from][to] = random.nextInt(20);
                        graph.addEdge(from, to, capacity[from][to]);
                    }
                }
            }
            assertThat(graph.between(0, nodes - 1)).isEqualTo(smallestCut(capacity));
        }
    }

    /** Over every set of nodes that holds the first and not the last. */
    private static long smallestCut(long[][] capacity) {
        int nodes = capacity.length;
        long smallest = Long.MAX_VALUE;
        for (int set = 1; set < 1 << (nodes - 1); set += 2) {
            long cut = 0;
            for (int from = 0; from < nodes; from++) {
                for (int to = 0; to < nodes; to++) {
                    if ((set >> from & 1) == 1 && (set >> to & 1) == 0) {
                        cut += capacity[from][to];
                    }
                }
            }
            smallest = Math.min(smallest, cut);
        }
        return smallest;
    }

    @Test
    void isThatRowForOneLayerAndItselfForResidualAlone() {
        Attention attention = Attentions.random(3, 2, 8, 4);
        RolloutOptions oneLayer = new RolloutOptions(0.5, FirstToken.KEPT, 1, 1);
        float[] row = Rollout.of(attention, oneLayer).influence(6);
        double[] flow = AttentionFlow.of(attention, oneLayer, 6).values();
        for (int key = 0; key <= 6; key++) {
            assertThat(flow[key]).isCloseTo(row[key], within(1e-6));
        }
        assertThat(AttentionFlow.of(attention, RolloutOptions.DEFAULT.withResidual(1), 3).values())
                .containsExactly(0, 0, 0, 1);
    }

    @Test
    void isNoLessThanRollout() {
        // Rollout's share of a key is a flow to it that the pipes can take.
        Attention attention = Attentions.random(4, 2, 12, 8);
        float[] rollout = Rollout.of(attention).influence(11);
        double[] flow = AttentionFlow.of(attention, RolloutOptions.DEFAULT, 11).values();
        for (int key = 0; key <= 11; key++) {
            assertThat(flow[key]).isBetween(rollout[key] - 1e-6, 1 + 1e-9);
        }
    }

    @Test
    void refusesGraphsThatAreTooLarge() {
        Attention attention = Attentions.random(512, 1, 32, 4);
        assertThatThrownBy(() -> AttentionFlow.of(attention, RolloutOptions.DEFAULT, 31))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("262144")
                .hasMessageContaining("270336 (32 tokens, 512 layers)")
                .hasMessageContaining("rollout");
        assertThatThrownBy(() -> AttentionFlow.of(attention, RolloutOptions.DEFAULT, 32))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static double[] row(double... values) {
        return values;
    }

    /** One head a layer. */
    private static Attention made(AttentionMatrix... layers) {
        int n = layers[0].queries();
        TokenSequence tokens = TokenSequence.ofIds(new int[n]);
        return Attentions.of(layers.length, 1, tokens, n, List.of(layers));
    }
}
