package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;

import io.github.headlight.analysis.flow.Rollout;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.ModelRunException;
import io.github.headlight.error.PromptException;
import io.github.headlight.export.Goldens;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** An encoder that torch exported: from its text to its attention, as transformers computes it. */
class EncoderCaptureTest {
    private static final int LAYERS = 3;
    private static final int HEADS = 4;

    @TempDir Path folder;
    private AttentionModel model;

    @BeforeEach
    void open() throws IOException {
        Path input = Goldens.folder("encoder").resolve("model.onnx");
        Path output = folder.resolve("encoder.onnx");
        Instrumenter.instrument(InstrumentRequest.of(input, output));
        Files.copy(
                Goldens.folder("encoder").resolve("tokenizer.json"),
                folder.resolve("tokenizer.json"));
        model = AttentionModel.open(output, SessionConfig.cpu());
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static String text(String run) {
        try {
            String json = Files.readString(Goldens.folder("encoder").resolve("case.json"));
            JsonObject cases = JsonParser.parseString(json).getAsJsonObject();
            return cases.getAsJsonObject(run).get("text").getAsString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"english", "chinese", "long"})
    void givesWhatTransformersComputes(String run) {
        ExpectedValues expected = Goldens.expected("encoder");
        assertThat(model.spec().direction()).isEqualTo(AttentionDirection.BIDIRECTIONAL);
        Attention attention = model.capture(Prompt.text(text(run)));
        int[] ids = attention.tokens().ids();
        assertThat(Arrays.stream(ids).asLongStream().toArray())
                .isEqualTo(expected.longs(run + ".input_ids"));
        Parity.of(run, 1e-5)
                .check(
                        expected.floats(run + ".attentions"),
                        values(attention),
                        LAYERS,
                        HEADS,
                        ids.length,
                        ids.length);
        Token last = attention.tokens().get(ids.length - 1);
        assertThat(last.label()).isEqualTo("[SEP]");
        assertThat(last.role()).isEqualTo(TokenRole.TEMPLATE);
        assertThat(attention.tokens().text()).isEqualTo("[CLS]" + text(run) + "[SEP]");
    }

    private static float[] values(Attention attention) {
        int n = attention.rows();
        float[] values = new float[LAYERS * HEADS * n * n];
        for (int i = 0; i < LAYERS * HEADS * n; i++) {
            attention.head(i / n / HEADS, i / n % HEADS).readRow(i % n, values, i * n);
        }
        return values;
    }

    @Test
    void aFileHoldsTheSame() {
        Path file = folder.resolve("a.safetensors");
        Prompt prompt = Prompt.text(text("english"));
        Attention attention = model.capture(prompt);
        Attention written = model.captureTo(file, prompt, CaptureOptions.DEFAULT);
        assertThat(values(written)).isEqualTo(values(attention));
        assertThat(written.model()).isEqualTo(model.spec());
        assertThat(written.logits()).isEmpty();
        Path other = folder.resolve("b.safetensors");
        AttentionFile.write(attention, other);
        assertThat(other).hasSameBinaryContentAs(file);
    }

    @Test
    void isAnalysed() {
        Attention attention = model.capture(Prompt.text(text("long")));
        assertThat(HeadProfiles.of(attention).heads()).hasSize(LAYERS * HEADS);
        float[] first = Rollout.of(attention).influence(0);
        assertThat(first[first.length - 1]).isPositive();
    }

    @Test
    void doesNotWrite() {
        assertThat(model.writes()).isFalse();
        assertThatThrownBy(() -> model.capture(Prompt.ids(2, 5, 3), CaptureOptions.generating(1)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("this model is an encoder, it does not write");
        assertThatThrownBy(
                        () ->
                                model.capture(
                                        Prompt.ids(2, 5, 3),
                                        CaptureOptions.DEFAULT.withAllLogits()))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("gives no logits");
    }

    @Test
    void refusesMoreTokensThanItHasPositionsFor() {
        assertThatThrownBy(() -> model.capture(Prompt.ids(new int[65])))
                .isInstanceOf(PromptException.class)
                .hasMessageContaining("65 tokens");
    }

    /** A model that labels tokens calls its result so too. */
    @Test
    void logitsOfLabelsAreNotThoseOfIds() throws IOException {
        Path input = folder.resolve("labels.onnx");
        Path output = folder.resolve("labels-attention.onnx");
        ModelProto.Builder labels = encoder();
        GraphProto.Builder graph = labels.getGraphBuilder();
        String hidden = graph.getOutput(0).getName();
        graph.getOutputBuilder(0).setName("logits");
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(hidden)) {
                    node.setOutput(i, "logits");
                }
            }
        }
        Files.write(input, labels.build().toByteArray());
        InstrumentedModel written = Instrumenter.instrument(InstrumentRequest.of(input, output));
        assertThat(written.outputs()).containsExactly(Map.entry("logits", "other.logits"));
        assertThat(written.notes()).anyMatch(note -> note.contains("output logits"));
        Prompt prompt = Prompt.ids(2, 5, 3);
        try (AttentionModel labeller = AttentionModel.open(output, SessionConfig.cpu())) {
            Attention attention = labeller.capture(prompt);
            assertThat(values(attention)).isEqualTo(values(model.capture(prompt)));
            assertThat(attention.logits()).isEmpty();
        }
    }

    private static ModelProto.Builder encoder() throws IOException {
        byte[] bytes = Files.readAllBytes(Goldens.folder("encoder").resolve("model.onnx"));
        return ModelProto.parseFrom(bytes).toBuilder();
    }

    /** It gives no logits that would tell. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "heads:2.1", "mean", "topk:3", "stats"})
    void refusesToComputeWhatIsNoNumber(String plan) throws IOException {
        Path input = folder.resolve("damaged.onnx");
        Path output = folder.resolve("damaged-attention.onnx");
        ModelProto.Builder damaged = encoder();
        for (TensorProto.Builder tensor : damaged.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getName().equals("model.embeddings.LayerNorm.weight")) {
                ByteBuffer weights = ByteBuffer.wrap(tensor.getRawData().toByteArray());
                weights.order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
                tensor.setRawData(ByteString.copyFrom(weights));
            }
        }
        Files.write(input, damaged.build().toByteArray());
        Instrumenter.instrument(
                InstrumentRequest.of(input, output).withPlan(CapturePlan.parse(plan)));
        try (AttentionModel bad = AttentionModel.open(output, SessionConfig.cpu())) {
            assertThatThrownBy(() -> bad.capture(Prompt.ids(5, 6, 7)))
                    .isInstanceOf(ModelRunException.class)
                    .hasMessageContaining("the model computes NaN or infinity");
            Path file = folder.resolve("a.safetensors");
            assertThatThrownBy(
                            () -> bad.captureTo(file, Prompt.ids(5, 6, 7), CaptureOptions.DEFAULT))
                    .isInstanceOf(ModelRunException.class);
            assertThat(file).doesNotExist();
        }
    }
}
