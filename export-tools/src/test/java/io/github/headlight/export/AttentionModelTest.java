package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.generation.Generation;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureListener;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Device;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;
import io.github.headlight.token.TokenRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Captures of exported checkpoints against what transformers computed. */
class AttentionModelTest {
    private static final double PROBABILITIES = 1e-5;
    private static final double LOGITS = 1e-4;

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void capturesOneSequence(String name) {
        ExpectedValues expected = Goldens.expected(name);
        try (AttentionModel model = open(Goldens.folder(name))) {
            Prompt prompt = Prompt.ids(ints(expected.longs("single.input_ids")));
            Attention attention = model.capture(prompt, CaptureOptions.DEFAULT.withAllLogits());
            Parity.of(name + " logits", LOGITS)
                    .check(
                            expected.floats("single.logits"),
                            values(attention.logits().orElseThrow()),
                            shape(expected, "single.logits"));
            Parity.of(name + " attentions", PROBABILITIES)
                    .check(
                            expected.floats("single.attentions"),
                            values(attention.tensor()),
                            shape(expected, "single.attentions"));
            Logits last = model.capture(prompt).logits().orElseThrow();
            assertThat(last.rows()).isEqualTo(1);
            assertThat(last.firstQuery()).isEqualTo(attention.tensor().queries() - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void capturesALeftPaddedBatch(String name) {
        ExpectedValues expected = Goldens.expected(name);
        try (AttentionModel model = open(Goldens.folder(name))) {
            int length = expected.shape("batch.input_ids").get(1).intValue();
            List<Prompt> prompts =
                    Prompt.batch(
                            rows(expected.longs("batch.input_ids"), length),
                            rows(expected.longs("batch.attention_mask"), length));
            List<Attention> attentions =
                    model.captureAll(prompts, CaptureOptions.DEFAULT.withAllLogits());
            assertThat(attentions).hasSize(3);
            for (int b = 0; b < 3; b++) {
                checkRow(name, model, expected, b, length, attentions.get(b));
            }
        }
    }

    private static void checkRow(
            String name,
            AttentionModel model,
            ExpectedValues expected,
            int b,
            int length,
            Attention attention) {
        int real = attention.tokens().size();
        int pad = length - real;
        float[] all = expected.floats("batch.attentions");
        int heads = model.spec().heads();
        float[] cut = new float[model.spec().layers() * heads * real * real];
        int at = 0;
        for (int layer = 0; layer < model.spec().layers(); layer++) {
            for (int head = 0; head < heads; head++) {
                for (int q = pad; q < length; q++) {
                    int row = (((layer * 3 + b) * heads + head) * length + q) * length;
                    System.arraycopy(all, row + pad, cut, at, real);
                    at += real;
                }
            }
        }
        Parity.of(name + " batch attentions " + b, PROBABILITIES)
                .check(cut, values(attention.tensor()), model.spec().layers(), heads, real, real);
        int vocabulary = model.spec().vocabularySize();
        float[] logits = expected.floats("batch.logits");
        int from = (b * length + pad) * vocabulary;
        Parity.of(name + " batch logits " + b, LOGITS)
                .check(
                        Arrays.copyOfRange(logits, from, from + real * vocabulary),
                        values(attention.logits().orElseThrow()),
                        real,
                        vocabulary);
    }

    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void generatesWithEveryStepCaptured(String name) {
        ExpectedValues expected = Goldens.expected(name);
        try (AttentionModel model = open(Goldens.folder(name))) {
            int[] prompt = ints(expected.longs("gen.prompt_ids"));
            int[] wanted = ints(expected.longs("gen.generated_ids"));
            List<Integer> heard = new ArrayList<>();
            CaptureListener listener =
                    new CaptureListener() {
                        @Override
                        public void prefilled(int tokens, int total) {
                            assertThat(tokens).isEqualTo(total).isEqualTo(prompt.length);
                        }

                        @Override
                        public void generated(int id, String text, int tokens) {
                            heard.add(id);
                            assertThat(heard).hasSize(tokens);
                        }
                    };
            Attention attention =
                    model.capture(
                            Prompt.ids(prompt),
                            CaptureOptions.DEFAULT
                                    .with(Generation.upTo(wanted.length).withStopAtEnd(false))
                                    .with(listener));
            int[] ids = attention.tokens().ids();
            assertThat(Arrays.copyOfRange(ids, prompt.length, ids.length)).isEqualTo(wanted);
            assertThat(heard).containsExactlyElementsOf(Arrays.stream(wanted).boxed().toList());
            assertThat(attention.tokens().get(prompt.length).role()).isEqualTo(TokenRole.GENERATED);
            assertThat(attention.promptLength()).isEqualTo(prompt.length);
            Parity.of(name + " gen.logits", LOGITS)
                    .check(
                            expected.floats("gen.logits"),
                            values(attention.logits().orElseThrow()),
                            shape(expected, "gen.logits"));
            for (int t = 1; t < wanted.length; t++) {
                int row = prompt.length + t - 1;
                checkStep(name, attention, expected.floats("gen.step" + t + ".attentions"), row);
            }
            assertThat(attention.writingRow(1)).isEqualTo(prompt.length);
        }
    }

    private static void checkStep(String name, Attention attention, float[] expected, int row) {
        AttentionTensor tensor = attention.tensor();
        float[] found = new float[tensor.layers() * tensor.heads() * (row + 1)];
        int at = 0;
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                float[] values = tensor.head(layer, head).row(row);
                System.arraycopy(values, 0, found, at, row + 1);
                for (int key = row + 1; key < values.length; key++) {
                    assertThat(values[key]).isZero();
                }
                at += row + 1;
            }
        }
        Parity.of(name + " row " + row, PROBABILITIES)
                .check(expected, found, tensor.layers(), tensor.heads(), row + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apple_zh",
                "apple_zh_no_context",
                "camera_zh",
                "lamp_en",
                "kettle_en_wrong"
            })
    void answersAsTransformersDoes(String run) {
        ExpectedValues expected = Goldens.expected("teaching-model");
        try (AttentionModel model = open(Goldens.teachingModel())) {
            int[] all = ints(expected.longs(run + ".input_ids"));
            int generated = expected.shape(run + ".logits").get(0).intValue();
            Attention attention =
                    model.capture(
                            Prompt.ids(Arrays.copyOf(all, all.length - generated)),
                            CaptureOptions.generating(100));
            assertThat(attention.tokens().ids()).isEqualTo(all);
            Parity.of(run + " attentions", PROBABILITIES)
                    .check(
                            expected.floats(run + ".attentions"),
                            values(attention.tensor()),
                            shape(expected, run + ".attentions"));
            Parity.of(run + " logits", LOGITS)
                    .check(
                            expected.floats(run + ".logits"),
                            values(attention.logits().orElseThrow()),
                            shape(expected, run + ".logits"));
        }
    }

    @Test
    void givesTheSameNumbersInSeveralBlocks() {
        try (AttentionModel model = open(Goldens.folder("qwen2-f32"))) {
            int[] ids = new int[600];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (i * 7919 + i / 13) % 320;
            }
            Attention whole =
                    model.capture(Prompt.ids(ids), CaptureOptions.DEFAULT.withAllLogits());
            Attention part =
                    model.capture(
                            Prompt.ids(Arrays.copyOf(ids, 200)),
                            CaptureOptions.DEFAULT.withAllLogits());
            for (int q : new int[] {0, 100, 199}) {
                float[] row = Arrays.copyOf(whole.tensor().head(2, 3).row(q), 200);
                Parity.of("row " + q, PROBABILITIES)
                        .check(part.tensor().head(2, 3).row(q), row, 200);
            }
            for (int q : new int[] {255, 256, 511, 512, 599}) {
                float[] row = whole.tensor().head(1, 0).row(q);
                double sum = 0;
                for (int k = 0; k < row.length; k++) {
                    assertThat(k > q ? row[k] == 0 : row[k] >= 0)
                            .as("row %d, key %d", q, k)
                            .isTrue();
                    sum += row[k];
                }
                assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
            }
            assertThat(whole.logits().orElseThrow().rows()).isEqualTo(600);
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        try (AttentionModel model = open(Goldens.folder("llama-f16"))) {
            float[] alone = values(model.capture(Prompt.ids(3, 1, 4, 1, 5)).tensor());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(
                        threads.submit(
                                () -> values(model.capture(Prompt.ids(3, 1, 4, 1, 5)).tensor())));
            }
            for (Future<float[]> result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
            threads.shutdown();
        }
    }

    @Test
    void readsTextWithTheCheckpointsTokenizer() {
        try (AttentionModel model = open(Goldens.teachingModel())) {
            Attention attention = model.capture(Prompt.text("Rostol lives in Leeds."));
            assertThat(attention.tokens().text()).isEqualTo("Rostol lives in Leeds.");
            assertThat(attention.plan()).isEqualTo(CapturePlan.FULL);
            assertThat(model.device()).isEqualTo(Device.CPU);
        }
    }

    @Test
    void followsLinksToModels() throws IOException {
        Path model = export(Goldens.folder("qwen2-f32"));
        Path elsewhere = Files.createDirectories(folder.resolve("a/b"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("link.onnx"), model);
        AttentionModel.open(link, SessionConfig.cpu()).close();
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("short"), elsewhere);
        Path through = linkedFolder.resolve("m.onnx");
        ModelExporter.export(ExportRequest.of(Goldens.teachingModel(), through));
        try (AttentionModel opened = AttentionModel.open(through, SessionConfig.cpu())) {
            assertThat(opened.capture(Prompt.text("Leeds")).tokens().text()).isEqualTo("Leeds");
        }
    }

    private AttentionModel open(Path checkpoint) {
        return AttentionModel.open(export(checkpoint), SessionConfig.cpu());
    }

    private Path export(Path checkpoint) {
        return ModelExporter.export(ExportRequest.of(checkpoint, folder.resolve("model.onnx")))
                .path();
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    private static long[][] rows(long[] values, int length) {
        long[][] rows = new long[values.length / length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
        }
        return rows;
    }

    private static long[] shape(ExpectedValues expected, String name) {
        return expected.shape(name).stream().mapToLong(Long::longValue).toArray();
    }

    private static float[] values(AttentionTensor tensor) {
        float[] values =
                new float[tensor.layers() * tensor.heads() * tensor.queries() * tensor.keys()];
        int at = 0;
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                for (int query = 0; query < tensor.queries(); query++) {
                    tensor.head(layer, head).readRow(query, values, at);
                    at += tensor.keys();
                }
            }
        }
        return values;
    }

    private static float[] values(Logits logits) {
        float[] values = new float[logits.rows() * logits.vocabulary()];
        for (int row = 0; row < logits.rows(); row++) {
            logits.row(row).get(0, values, row * logits.vocabulary(), logits.vocabulary());
        }
        return values;
    }
}
