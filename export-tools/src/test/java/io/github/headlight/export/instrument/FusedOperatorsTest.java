package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.export.instrument.PlainModel.Tensor;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operators that are a whole attention, against probabilities that the test works out from their
 * queries and keys.
 */
class FusedOperatorsTest {
    private static final String MICROSOFT = "com.microsoft";
    private static final int HEADS = 4;
    private static final int SIZE = 8;
    private static final int WIDTH = HEADS * SIZE;
    private static final int BATCH = 2;
    private static final int TOKENS = 5;
    private static final long[] IDS = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};

    /** The second sequence has three tokens. */
    private static final long[] MASK = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};

    @TempDir Path folder;

    @Test
    void multiHeadAttentionWithMaskAndBias() throws Exception {
        TestGraph graph =
                projections()
                        .weight("bias", 3 * WIDTH)
                        .node(
                                MICROSOFT,
                                "MultiHeadAttention",
                                List.of("q", "k", "v", "bias", "mask"),
                                List.of("context"),
                                Map.of("num_heads", HEADS));
        Runs runs = run(graph, 17);
        assertThat(runs.model().spec().direction()).isEqualTo(AttentionDirection.BIDIRECTIONAL);
        float[] bias = runs.weight(graph, "bias");
        runs.check(
                add(runs.plain("q"), bias, 0),
                add(runs.plain("k"), bias, WIDTH),
                HEADS,
                this::real);
    }

    @Test
    void causalMultiHeadAttention() throws Exception {
        Runs runs =
                run(
                        projections()
                                .node(
                                        MICROSOFT,
                                        "MultiHeadAttention",
                                        List.of("q", "k", "v"),
                                        List.of("context"),
                                        Map.of(
                                                "num_heads",
                                                HEADS,
                                                "unidirectional",
                                                1,
                                                "scale",
                                                0.2f)),
                        13);
        assertThat(runs.model().spec().direction()).isEqualTo(AttentionDirection.CAUSAL);
        runs.check(
                scaled(runs.plain("q"), 0.2 * Math.sqrt(SIZE)),
                runs.plain("k"),
                HEADS,
                (sequence, query, key) -> key <= query);
    }

    @Test
    void packedAttentionWithMask() throws Exception {
        Runs runs = run(packed(List.of("x", "w", "b", "mask"), Map.of("num_heads", HEADS)), 11);
        assertThat(runs.model().spec().direction()).isEqualTo(AttentionDirection.BIDIRECTIONAL);
        assertThat(runs.model().spec().headSize()).isEqualTo(SIZE);
        checkPacked(runs, this::real);
    }

    @Test
    void packedAttentionWithLengths() throws Exception {
        TestGraph graph =
                packed(List.of("x", "w", "b", "lengths"), Map.of("num_heads", HEADS))
                        .numbers("one", 1);
        // Before its user, in the order of the file behind it: models need not be sorted.
        graph.node(
                "ReduceSum", List.of("mask"), "lengths", Map.of("axes", List.of(1), "keepdims", 0));
        checkPacked(run(graph, 11), this::real);
    }

    @Test
    void causalPackedAttention() throws Exception {
        Runs runs =
                run(
                        packed(
                                List.of("x", "w", "b", "mask"),
                                Map.of("num_heads", HEADS, "unidirectional", 1)),
                        14);
        assertThat(runs.model().spec().direction()).isEqualTo(AttentionDirection.CAUSAL);
        checkPacked(runs, (sequence, query, key) -> key <= query && real(sequence, query, key));
    }

    @Test
    void standardAttentionWithSharedKeyHeads() throws Exception {
        Runs runs =
                run(
                        base().weight("wq", WIDTH, WIDTH)
                                .weight("wk", WIDTH, WIDTH / 2)
                                .node("MatMul", List.of("x", "wq"), "q")
                                .node("MatMul", List.of("x", "wk"), "k")
                                .output("q", TestGraph.FLOAT, "b", "s", WIDTH)
                                .output("k", TestGraph.FLOAT, "b", "s", WIDTH / 2)
                                .node(
                                        "Attention",
                                        List.of("q", "k", "k"),
                                        "context",
                                        Map.of(
                                                "q_num_heads",
                                                HEADS,
                                                "kv_num_heads",
                                                HEADS / 2,
                                                "is_causal",
                                                1)),
                        23);
        assertThat(runs.model().spec().kvHeads()).isEqualTo(HEADS / 2);
        assertThat(runs.model().spec().direction()).isEqualTo(AttentionDirection.CAUSAL);
        runs.check(
                runs.plain("q"),
                runs.plain("k"),
                HEADS / 2,
                (sequence, query, key) -> key <= query);
    }

    @Test
    void standardAttentionWithoutMask() throws Exception {
        Runs runs =
                run(
                        projections()
                                .node(
                                        "Attention",
                                        List.of("q", "k", "v"),
                                        "context",
                                        Map.of("q_num_heads", HEADS, "kv_num_heads", HEADS)),
                        23);
        assertThat(runs.model().spec().direction()).isEqualTo(AttentionDirection.BIDIRECTIONAL);
        runs.check(runs.plain("q"), runs.plain("k"), HEADS, (sequence, query, key) -> true);
    }

    private boolean real(int sequence, int query, int key) {
        return MASK[sequence * TOKENS + key] == 1;
    }

    private void checkPacked(Runs runs, Visible visible) {
        float[] qkv = runs.plain("qkv");
        float[] query = new float[qkv.length / 3];
        float[] key = new float[qkv.length / 3];
        for (int row = 0; row < BATCH * TOKENS; row++) {
            System.arraycopy(qkv, row * 3 * WIDTH, query, row * WIDTH, WIDTH);
            System.arraycopy(qkv, row * 3 * WIDTH + WIDTH, key, row * WIDTH, WIDTH);
        }
        runs.check(query, key, HEADS, visible);
    }

    private static TestGraph packed(List<String> inputs, Map<String, Object> attributes) {
        return base().weight("w", WIDTH, 3 * WIDTH)
                .weight("b", 3 * WIDTH)
                .node("MatMul", List.of("x", "w"), "product")
                .node("Add", List.of("product", "b"), "qkv")
                .output("qkv", TestGraph.FLOAT, "b", "s", 3 * WIDTH)
                .node(MICROSOFT, "Attention", inputs, List.of("context"), attributes);
    }

    private static TestGraph projections() {
        TestGraph graph = base();
        for (String name : List.of("q", "k", "v")) {
            graph.weight("w" + name, WIDTH, WIDTH)
                    .node("MatMul", List.of("x", "w" + name), name)
                    .output(name, TestGraph.FLOAT, "b", "s", WIDTH);
        }
        return graph;
    }

    private static TestGraph base() {
        return new TestGraph()
                .input("input_ids", TestGraph.INT64, "b", "s")
                .input("attention_mask", TestGraph.INT32, "b", "s")
                .weight("table", 12, WIDTH)
                .node("Gather", List.of("table", "input_ids"), "x")
                .node("Identity", List.of("attention_mask"), "mask")
                .output("context", TestGraph.FLOAT, "b", "s", WIDTH);
    }

    private Runs run(TestGraph graph, int opset) throws Exception {
        Path input = graph.write(folder.resolve("in.onnx"), opset);
        Path output = folder.resolve("out.onnx");
        InstrumentedModel model = Instrumenter.instrument(InstrumentRequest.of(input, output));
        assertThat(model.notes()).isEmpty();
        assertThat(model.spec().heads()).isEqualTo(HEADS);
        assertThat(model.spec().vocabularySize()).isEqualTo(12);
        try (PlainModel before = new PlainModel(input, folder);
                PlainModel after = new PlainModel(output, folder)) {
            Map<String, Tensor> plain = before.run(BATCH, IDS, MASK, Map.of());
            Map<String, Tensor> seen = after.run(BATCH, IDS, MASK, Map.of());
            plain.forEach(
                    (name, tensor) ->
                            assertThat(seen.get(name).values())
                                    .as(name)
                                    .isEqualTo(tensor.values()));
            return new Runs(model, new HashMap<>(seen));
        }
    }

    /** Whether a query sees a key. */
    @FunctionalInterface
    private interface Visible {
        boolean test(int sequence, int query, int key);
    }

    private record Runs(InstrumentedModel model, Map<String, Tensor> outputs) {
        float[] plain(String name) {
            return outputs.get(name).values();
        }

        float[] weight(TestGraph graph, String name) {
            List<Float> values =
                    graph.toProto().getInitializerList().stream()
                            .filter(tensor -> tensor.getName().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .getFloatDataList();
            float[] copy = new float[values.size()];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values.get(i);
            }
            return copy;
        }

        /** The probabilities of the only layer against those of queries and keys. */
        void check(float[] query, float[] key, int keyHeads, Visible visible) {
            Tensor found = outputs.get(ModelContract.attentions(0));
            assertThat(found.shape()).containsExactly(BATCH, HEADS, TOKENS, TOKENS);
            float[] probabilities = found.values();
            for (int b = 0; b < BATCH; b++) {
                for (int head = 0; head < HEADS; head++) {
                    for (int i = 0; i < TOKENS; i++) {
                        int row = ((b * HEADS + head) * TOKENS + i) * TOKENS;
                        double[] expected = new double[TOKENS];
                        double sum = 0;
                        for (int j = 0; j < TOKENS; j++) {
                            double dot = 0;
                            int group = HEADS / keyHeads;
                            for (int d = 0; d < SIZE; d++) {
                                dot +=
                                        query[((b * TOKENS + i) * HEADS + head) * SIZE + d]
                                                * (double)
                                                        key[
                                                                ((b * TOKENS + j) * keyHeads
                                                                                        + head
                                                                                                / group)
                                                                                * SIZE
                                                                        + d];
                            }
                            expected[j] =
                                    visible.test(b, i, j) ? Math.exp(dot / Math.sqrt(SIZE)) : 0;
                            sum += expected[j];
                        }
                        for (int j = 0; j < TOKENS; j++) {
                            assertThat(probabilities[row + j])
                                    .as("sequence %d, head %d, query %d, key %d", b, head, i, j)
                                    .isCloseTo(
                                            (float) (expected[j] / sum),
                                            org.assertj.core.data.Offset.offset(1e-5f));
                        }
                    }
                }
            }
        }
    }

    private static float[] add(float[] rows, float[] bias, int from) {
        float[] sum = rows.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += bias[from + i % WIDTH];
        }
        return sum;
    }

    private static float[] scaled(float[] values, double factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factor;
        }
        return scaled;
    }
}
