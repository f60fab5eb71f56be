package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.capture.Origin;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plan gives equals what is computed from a full capture, however the prompt is cut. */
class CapturePlanTest {
    private static final double PROBABILITIES = 1e-5;
    private static final String REDUCED = "heads:0.1,1.*+mean+topk:5+pooled:8+stats";
    private static final int GENERATED = 6;

    @TempDir Path folder;

    static Stream<String> checkpoints() {
        return Goldens.all();
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void everyPartEqualsTheFullCapture(String name) throws Exception {
        CaptureOptions options = CaptureOptions.generating(GENERATED).withAllLogits();
        try (AttentionModel full = open(name, "full");
                AttentionModel reduced = open(name, REDUCED)) {
            Prompt prompt = prompt(name);
            Attention expected = full.capture(prompt, options);
            for (int block : new int[] {0, 1, 7, 8, 13, 64}) {
                Attention actual = reduced.capture(prompt, options.withBlock(block));
                assertThat(actual.tokens().ids()).isEqualTo(expected.tokens().ids());
                check(name + ", blocks of " + block, expected, actual);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void blocksOfAnySizeGiveWhatOneGives(String name) throws Exception {
        ExpectedValues expected = Goldens.expected(name);
        try (AttentionModel model = open(name, "full")) {
            Prompt prompt = prompt(name);
            for (int block : new int[] {1, 7, 64, 65_536}) {
                Attention actual =
                        model.capture(
                                prompt, CaptureOptions.DEFAULT.withBlock(block).withAllLogits());
                List<Long> shape = expected.shape("single.attentions");
                Parity.of(name + ", blocks of " + block, PROBABILITIES)
                        .check(
                                expected.floats("single.attentions"),
                                values(actual.tensor()),
                                shape.stream().mapToLong(Long::longValue).toArray());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, GENERATED})
    void aFileHoldsWhatMemoryHolds(int generated) throws Exception {
        String plan = "mean+heads:1.*,0.1+topk:3+stats+pooled:4";
        Path file = folder.resolve("capture.safetensors");
        Path straight = folder.resolve("straight.safetensors");
        try (AttentionModel model = open("qwen2-f32", plan)) {
            CaptureOptions options = CaptureOptions.generating(generated).withBlock(7);
            Attention inMemory = model.capture(prompt("qwen2-f32"), options);
            AttentionFile.write(inMemory, file);
            Attention mapped = model.captureTo(straight, prompt("qwen2-f32"), options);
            assertThat(mapped.plan()).isEqualTo(CapturePlan.parse(plan));
            assertThat(mapped.origin())
                    .isEqualTo(inMemory.origin())
                    .isEqualTo(
                            new Origin(
                                    "qwen2-f32",
                                    Optional.of(Instant.parse("2026-11-25T08:00:00Z"))));
            assertThat(straight).hasSameBinaryContentAs(file);
            check("file", inMemory, AttentionFile.read(file));
        }
    }

    @Test
    void aFullCaptureGoesStraightToItsFile() throws Exception {
        Path file = folder.resolve("capture.safetensors");
        Path straight = folder.resolve("straight.safetensors");
        try (AttentionModel model = open("llama-f16", "full")) {
            CaptureOptions options = CaptureOptions.DEFAULT.withBlock(5).withAllLogits();
            AttentionFile.write(model.capture(prompt("llama-f16"), options), file);
            model.captureTo(straight, prompt("llama-f16"), options);
            assertThat(straight).hasSameBinaryContentAs(file);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "capture.safetensors", "straight.safetensors", "full.onnx");
        }
    }

    @Test
    void separatorsAreThoseOfTheText() {
        Path model = folder.resolve("teaching.onnx");
        ModelExporter.export(
                ExportRequest.of(Goldens.teachingModel(), model)
                        .withPlan(CapturePlan.parse("full+stats")));
        SessionConfig config = SessionConfig.cpu().withTokenizer(Goldens.teachingModel());
        try (AttentionModel teaching = AttentionModel.open(model, config)) {
            CaptureOptions options = CaptureOptions.generating(8).withBlock(11);
            Attention attention = teaching.capture(Prompt.user("Hi, Rostol.\nWhy?"), options);
            HeadStatistics expected = HeadProfiles.of(attention).statistics();
            float largest = 0;
            for (int head = 0; head < attention.model().heads(); head++) {
                float found = attention.statistics().get(1, head, Measure.SEPARATOR);
                Parity.of("separator", 2e-5)
                        .check(
                                new float[] {expected.get(1, head, Measure.SEPARATOR)},
                                new float[] {found},
                                1);
                largest = Math.max(largest, found);
            }
            assertThat(largest).isBetween(0.05f, 1f);
            assertThat(attention.statistics().rows(Measure.SEPARATOR))
                    .isEqualTo(attention.rows() - 1);
        }
    }

    @Test
    void moreRanksThanKeysAreNoKeys() throws Exception {
        try (AttentionModel model = open("qwen2-f32", "topk:4096")) {
            TopKAttention topK = model.capture(Prompt.ids(5, 9, 7)).topK();
            assertThat(topK.k()).isEqualTo(4096);
            for (int query = 0; query < 3; query++) {
                float mass = 0;
                for (int rank = 0; rank <= query; rank++) {
                    assertThat(topK.key(0, 0, query, rank)).isBetween(0, query);
                    mass += topK.probability(0, 0, query, rank);
                }
                assertThat(mass).isBetween(0.9999f, 1.0001f);
                assertThat(topK.rest(0, 0, query)).isLessThan(1e-5f);
                for (int rank = query + 1; rank < 4096; rank++) {
                    assertThat(topK.key(0, 0, query, rank)).isEqualTo(TopKAttention.NO_KEY);
                    assertThat(topK.probability(0, 0, query, rank)).isZero();
                }
            }
        }
    }

    @Test
    void oneTokenHasNoStatistics() throws Exception {
        try (AttentionModel model = open("qwen2-f32", "stats+pooled:2")) {
            Attention attention = model.capture(Prompt.ids(5));
            for (Measure measure : Measure.values()) {
                assertThat(attention.statistics().rows(measure)).as(measure.key()).isZero();
                assertThat(attention.statistics().get(0, 0, measure)).isNaN();
            }
            assertThat(attention.pooled().sum(0, 0, 0, 0)).isEqualTo(1);
        }
    }

    @Test
    void whatAPlanLacksIsRefusedByName() throws Exception {
        try (AttentionModel model = open("qwen2-f32", "heads:0.0")) {
            Attention attention = model.capture(Prompt.ids(5, 6, 7));
            assertThat(attention.head(0, 0).queries()).isEqualTo(3);
            assertLacks(attention::tensor, "full");
            assertLacks(() -> attention.head(1, 1), "heads:1.1");
            assertLacks(() -> attention.mean(0), "mean");
            assertLacks(attention::topK, "topk:16");
            assertLacks(attention::pooled, "pooled:32");
            assertLacks(attention::statistics, "stats");
        }
    }

    private static void assertLacks(ThrowingCallable call, String plan) {
        assertThatThrownBy(call)
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("this capture holds heads:0.0")
                .hasMessageEndingWith("--capture " + plan);
    }

    @Test
    void headsThatTheModelLacksAreRefused() {
        assertThatThrownBy(() -> open("qwen2-f32", "heads:0.1,99.*"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("99.*")
                .hasMessageContaining("layers 0 to");
    }

    private AttentionModel open(String name, String plan) {
        Path model = folder.resolve((plan.equals("full") ? "full" : "reduced") + ".onnx");
        ModelExporter.export(
                ExportRequest.of(Goldens.folder(name), model).withPlan(CapturePlan.parse(plan)));
        InstantSource now = InstantSource.fixed(Instant.parse("2026-11-25T08:00:00Z"));
        return AttentionModel.open(model, SessionConfig.cpu().withThreads(2).withClock(now));
    }

    private static Prompt prompt(String name) {
        long[] ids = Goldens.expected(name).longs("single.input_ids");
        return Prompt.ids(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray());
    }

    /**
     * Compares each part that a capture has with what another has, or what its probabilities give.
     */
    private static void check(String what, Attention expected, Attention actual) {
        int layers = actual.model().layers();
        int heads = actual.model().heads();
        int rows = actual.rows();
        CapturePlan plan = actual.plan();
        plan.find(CapturePart.Heads.class)
                .ifPresent(
                        part -> {
                            for (HeadChoice head : part.inModel(actual.model())) {
                                compare(
                                        what + " head " + head,
                                        expected.head(head.layer(), head.head()),
                                        actual.head(head.layer(), head.head()));
                            }
                        });
        for (int layer = 0; layer < layers; layer++) {
            compare(what + " mean", expected.mean(layer), actual.mean(layer));
        }
        TopKAttention topK = actual.topK();
        TopKAttention expectedTopK =
                expected.captured()
                        .topK()
                        .orElseGet(() -> TopKAttention.of(expected.tensor(), topK.k()));
        PooledAttention pooled = actual.pooled();
        PooledAttention expectedPooled =
                expected.captured()
                        .pooled()
                        .orElseGet(() -> PooledAttention.of(expected.tensor(), pooled.size()));
        HeadStatistics expectedStatistics =
                expected.captured()
                        .statistics()
                        .orElseGet(() -> HeadProfiles.of(expected).statistics());
        for (int layer = 0; layer < layers; layer++) {
            Parity.of(what + " top values", PROBABILITIES)
                    .check(
                            floats(expectedTopK.values(layer)),
                            floats(topK.values(layer)),
                            heads,
                            rows,
                            topK.k());
            Parity.of(what + " sums", PROBABILITIES * pooled.size())
                    .check(
                            floats(expectedPooled.sums(layer)),
                            floats(pooled.sums(layer)),
                            heads,
                            pooled.blocks(),
                            pooled.blocks());
            Parity.of(what + " maxima", PROBABILITIES)
                    .check(
                            floats(expectedPooled.maxima(layer)),
                            floats(pooled.maxima(layer)),
                            heads,
                            pooled.blocks(),
                            pooled.blocks());
            for (int head = 0; head < heads; head++) {
                checkKeys(what, expected, topK, layer, head);
                for (Measure measure : Measure.values()) {
                    if (measure == Measure.REPEATED_REFERENCE) {
                        // The runtime does not compute it.
                        assertThat(actual.statistics().get(layer, head, measure)).isNaN();
                        assertThat(actual.statistics().rows(measure)).isZero();
                        continue;
                    }
                    float value = expectedStatistics.get(layer, head, measure);
                    if (measure == Measure.SEPARATOR) {
                        // Prompts of ids have no texts.
                        assertThat(value).isNaN();
                        assertThat(actual.statistics().get(layer, head, measure)).isNaN();
                        continue;
                    }
                    assertThat(value).as("%s %s", what, measure.key()).isNotNaN();
                    // A mean of up to `rows` distances is off by as much more.
                    double tolerance =
                            measure == Measure.MEAN_DISTANCE || measure == Measure.ENTROPY
                                    ? 1e-4
                                    : 2e-5;
                    Parity.of(what + " " + measure.key(), tolerance)
                            .check(
                                    new float[] {value},
                                    new float[] {actual.statistics().get(layer, head, measure)},
                                    1);
                    assertThat(actual.statistics().rows(measure))
                            .as("%s rows of %s", what, measure.key())
                            .isEqualTo(expectedStatistics.rows(measure));
                }
            }
        }
    }

    /** The keys themselves may differ where two are equal; their probabilities may not. */
    private static void checkKeys(
            String what, Attention expected, TopKAttention topK, int layer, int head) {
        if (expected.captured().full().isEmpty()) {
            return;
        }
        AttentionMatrix matrix = expected.head(layer, head);
        for (int query = 0; query < topK.queries(); query++) {
            for (int rank = 0; rank < topK.k(); rank++) {
                int key = topK.key(layer, head, query, rank);
                assertThat(key).isBetween(rank <= query ? 0 : -1, rank <= query ? query : -1);
                if (key >= 0) {
                    Parity.of(what + " key " + key + " of " + query, PROBABILITIES)
                            .check(
                                    new float[] {matrix.probability(query, key)},
                                    new float[] {topK.probability(layer, head, query, rank)},
                                    1);
                }
            }
        }
    }

    private static void compare(String what, AttentionMatrix expected, AttentionMatrix actual) {
        Parity.of(what, PROBABILITIES)
                .check(values(expected), values(actual), expected.queries(), expected.keys());
    }

    private static float[] values(AttentionTensor tensor) {
        List<float[]> parts = new ArrayList<>();
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                parts.add(values(tensor.head(layer, head)));
            }
        }
        int size = tensor.queries() * tensor.keys();
        float[] all = new float[parts.size() * size];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, all, i * size, size);
        }
        return all;
    }

    private static float[] values(AttentionMatrix matrix) {
        float[] values = new float[matrix.queries() * matrix.keys()];
        for (int query = 0; query < matrix.queries(); query++) {
            matrix.readRow(query, values, query * matrix.keys());
        }
        return values;
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }
}
