package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.DeviceException;
import io.github.headlight.export.Goldens;
import io.github.headlight.generation.Generation;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Device;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Exports that others made of one checkpoint, instrumented and run by the session, with and without
 * a cache, against what transformers computed.
 */
class ForeignCaptureTest {
    private static final double PROBABILITIES = 1e-5;
    private static final double LOGITS = 1e-4;
    private static final int LAYERS = 3;
    private static final int HEADS = 4;
    private static final int VOCABULARY = 320;

    @TempDir Path folder;

    private AttentionModel open(String kind) {
        Path input = Goldens.folder("foreign/" + kind).resolve("model.onnx");
        Path output = folder.resolve(kind + ".onnx");
        Instrumenter.instrument(InstrumentRequest.of(input, output));
        return AttentionModel.open(output, SessionConfig.cpu());
    }

    private static ExpectedValues expected(String kind) {
        return Goldens.expected(kind.equals("genai-int4") ? "foreign/" + kind : "qwen2-f32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torchscript-eager",
                "torchscript-sdpa",
                "dynamo-eager",
                "dynamo-sdpa",
                "optimum-with-past",
                "genai-fp32",
                "genai-int4"
            })
    void capturesAPrompt(String kind) {
        ExpectedValues expected = expected(kind);
        int[] ids = ints(expected.longs("single.input_ids"));
        try (AttentionModel model = open(kind)) {
            Attention attention =
                    model.capture(Prompt.ids(ids), CaptureOptions.DEFAULT.withAllLogits());
            Parity.of(kind, PROBABILITIES)
                    .check(
                            expected.floats("single.attentions"),
                            probabilities(attention, 0, ids.length, ids.length),
                            LAYERS,
                            HEADS,
                            ids.length,
                            ids.length);
            Parity.of(kind + " logits", LOGITS)
                    .check(
                            expected.floats("single.logits"),
                            logits(attention),
                            ids.length,
                            VOCABULARY);
            Attention last = model.capture(Prompt.ids(ids));
            assertThat(last.logits().orElseThrow().rows()).isEqualTo(1);
            assertThat(last.logits().orElseThrow().logit(0, 7))
                    .isEqualTo(attention.logits().orElseThrow().logit(ids.length - 1, 7));
            Path file = folder.resolve("a.safetensors");
            Attention written = model.captureTo(file, Prompt.ids(ids), CaptureOptions.DEFAULT);
            assertThat(probabilities(written, 0, ids.length, ids.length))
                    .isEqualTo(probabilities(attention, 0, ids.length, ids.length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torchscript-eager",
                "torchscript-sdpa",
                "dynamo-eager",
                "dynamo-sdpa",
                "optimum-with-past",
                "genai-fp32"
            })
    void capturesAnAnswer(String kind) {
        ExpectedValues expected = expected(kind);
        int[] prompt = ints(expected.longs("gen.prompt_ids"));
        int[] answer = ints(expected.longs("gen.generated_ids"));
        CaptureOptions options =
                CaptureOptions.DEFAULT.with(Generation.upTo(answer.length).withStopAtEnd(false));
        try (AttentionModel model = open(kind)) {
            Attention attention = model.capture(Prompt.ids(prompt), options);
            check(kind, expected, attention, prompt, answer);
            Parity.of(kind + " logits", LOGITS)
                    .check(
                            expected.floats("gen.logits"),
                            logits(attention),
                            answer.length,
                            VOCABULARY);
            Path file = folder.resolve("a.safetensors");
            check(
                    kind,
                    expected,
                    model.captureTo(file, Prompt.ids(prompt), options),
                    prompt,
                    answer);
            Attention all = model.capture(Prompt.ids(prompt), options.withAllLogits());
            assertThat(all.logits().orElseThrow().rows()).isEqualTo(all.rows());
            assertThat(all.probability(2)).isEqualTo(attention.probability(2));
        }
    }

    private static void check(
            String kind, ExpectedValues expected, Attention attention, int[] prompt, int[] answer) {
        assertThat(
                        Arrays.copyOfRange(
                                attention.tokens().ids(), prompt.length, attention.tokens().size()))
                .isEqualTo(answer);
        int s = prompt.length;
        Parity.of(kind + " prefill", PROBABILITIES)
                .check(
                        expected.floats("gen.prefill_attentions"),
                        probabilities(attention, 0, s, s),
                        LAYERS,
                        HEADS,
                        s,
                        s);
        for (int step = 1; step < answer.length; step++) {
            Parity.of(kind + " step " + step, PROBABILITIES)
                    .check(
                            expected.floats("gen.step" + step + ".attentions"),
                            probabilities(attention, s + step - 1, s + step, s + step),
                            LAYERS,
                            HEADS,
                            1,
                            s + step);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"torchscript-sdpa"})
    void aModelWithoutACacheReadsAllAtOnce(String kind) {
        try (AttentionModel model = open(kind)) {
            assertThatThrownBy(
                            () ->
                                    model.capture(
                                            Prompt.ids(1, 2, 3),
                                            CaptureOptions.DEFAULT.withBlock(2)))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("reads all tokens in one block");
            assertThat(model.estimate(300, CaptureOptions.DEFAULT).block()).isEqualTo(300);
        }
    }

    @Test
    void operatorsThatGiveTheirProbabilitiesOnACpuAreNotTriedOnCuda() {
        Path output = folder.resolve("cpu.onnx");
        Path input = Goldens.folder("foreign/genai-fp32").resolve("model.onnx");
        Instrumenter.instrument(InstrumentRequest.of(input, output));
        assertThatThrownBy(() -> AttentionModel.open(output, SessionConfig.cuda()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("on a CPU only")
                .hasMessageContaining("--device cpu");
        try (AttentionModel model = AttentionModel.open(output, SessionConfig.auto())) {
            assertThat(model.device()).isEqualTo(Device.CPU);
        }
    }

    /** Some rows of all heads, {@code [layer, head, row, key]}. */
    private static float[] probabilities(Attention attention, int from, int to, int keys) {
        float[] all = new float[LAYERS * HEADS * (to - from) * keys];
        int at = 0;
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int head = 0; head < HEADS; head++) {
                for (int row = from; row < to; row++) {
                    attention.head(layer, head).readRow(row, keys, all, at);
                    at += keys;
                }
            }
        }
        return all;
    }

    private static float[] logits(Attention attention) {
        int rows = attention.logits().orElseThrow().rows();
        float[] all = new float[rows * VOCABULARY];
        for (int row = 0; row < rows; row++) {
            attention.logits().orElseThrow().row(row).get(all, row * VOCABULARY, VOCABULARY);
        }
        return all;
    }

    private static int[] ints(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }
}
