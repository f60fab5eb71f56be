package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.CaptureCancelledException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.ModelRunException;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.PromptException;
import io.github.headlight.generation.Candidate;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.generation.Generation;
import io.github.headlight.generation.Sampling;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureListener;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Answers as they are written: what ends them, how they are told of, and what breaks them. */
class GenerationTest {
    private static final String QUESTION = "What does Rostol own?";

    @TempDir Path folder;

    @Test
    void textIsToldOfAsItIsWrittenAndEndsWithTheAnswer() throws Exception {
        StringBuilder told = new StringBuilder();
        CaptureListener listener =
                new CaptureListener() {
                    @Override
                    public void generated(int id, String text, int tokens) {
                        told.append(text);
                    }
                };
        try (AttentionModel model = open(Goldens.teachingModel())) {
            Attention attention =
                    model.capture(
                            Prompt.user("苹果公司成立于哪一年?"),
                            CaptureOptions.generating(60).with(listener));
            assertThat(attention.finish()).contains(FinishReason.END_TOKEN);
            assertThat(told).hasToString(attention.answer()).containsPattern("[\\u4e00-\\u9fff]");
            double product = 1;
            for (int i = 0; i < attention.generatedLength(); i++) {
                List<Candidate> alternatives = attention.alternatives(i, 3);
                int id = attention.tokens().get(attention.promptLength() + i).id();
                assertThat(alternatives.get(0).id()).isEqualTo(id);
                assertThat(alternatives.get(0).probability()).isEqualTo(attention.probability(i));
                assertThat(alternatives).isSortedAccordingTo(Candidate.LIKELIEST_FIRST);
                for (Candidate candidate : alternatives) {
                    assertThat(attention.texts())
                            .containsEntry(candidate.id(), model.text(candidate.id()));
                }
                product *= attention.probability(i);
            }
            assertThat(product).isBetween(1e-6, 1.0);
        }
    }

    @Test
    void stopsAtIdsAndTexts() throws Exception {
        try (AttentionModel model = open(Goldens.teachingModel())) {
            Prompt prompt = Prompt.user(QUESTION);
            Attention whole = model.capture(prompt, CaptureOptions.generating(20));
            int third = whole.tokens().get(whole.promptLength() + 2).id();
            Generation upTo = Generation.upTo(20);
            Attention byId =
                    model.capture(
                            prompt, CaptureOptions.DEFAULT.with(upTo.withStopIds(Set.of(third))));
            assertThat(byId.finish()).contains(FinishReason.STOP_ID);
            assertThat(byId.generatedLength()).isLessThanOrEqualTo(3);
            String text = whole.answer().substring(2, 5);
            Attention byText =
                    model.capture(
                            prompt,
                            CaptureOptions.DEFAULT.with(
                                    upTo.withStopTexts(List.of("never met", text))));
            assertThat(byText.finish()).contains(FinishReason.STOP_TEXT);
            assertThat(byText.answer()).contains(text).hasSizeLessThan(whole.answer().length());
        }
    }

    @Test
    void theCheckpointsOwnSettingsTravelWithTheModel() throws Exception {
        CheckpointCopy copy = CheckpointCopy.of(Goldens.folder("qwen2-f32"), folder.resolve("c"));
        Files.writeString(
                copy.folder().resolve("generation_config.json"),
                "{\"do_sample\": true, \"temperature\": 0.7, \"top_p\": 0.8, \"top_k\": 20,"
                        + " \"repetition_penalty\": 1.05, \"eos_token_id\": 3}");
        try (AttentionModel model = open(copy.folder())) {
            assertThat(model.generationDefaults().sampling(5))
                    .isEqualTo(new Sampling(0.7, 20, 0.8, 0, 1.05, 5));
            Sampling sampling = model.generationDefaults().sampling(5);
            CaptureOptions options =
                    CaptureOptions.DEFAULT.with(
                            Generation.upTo(30).withSampling(sampling).withStopAtEnd(false));
            Attention once = model.capture(Prompt.ids(5, 6, 7), options);
            Attention again = model.capture(Prompt.ids(5, 6, 7), options);
            assertThat(once.tokens().ids()).isEqualTo(again.tokens().ids());
            Attention greedy =
                    model.capture(
                            Prompt.ids(5, 6, 7),
                            CaptureOptions.DEFAULT.with(Generation.upTo(30).withStopAtEnd(false)));
            assertThat(once.tokens().ids()).isNotEqualTo(greedy.tokens().ids());
        }
        Files.writeString(
                copy.folder().resolve("generation_config.json"), "{\"temperature\": \"hot\"}");
        assertThatThrownBy(() -> open(copy.folder()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("generation_config.json")
                .hasMessageContaining("temperature");
    }

    @ParameterizedTest
    @CsvSource({
        "model.layers.1.self_attn.q_proj.weight",
        "model.layers.0.mlp.down_proj.weight",
        "model.layers.1.post_attention_layernorm.weight",
        "model.norm.weight",
        "model.embed_tokens.weight"
    })
    void weightsThatAreNoNumbersAreNamed(String tensor) throws Exception {
        CheckpointCopy copy = CheckpointCopy.of(Goldens.folder("qwen2-f32"), folder.resolve("c"));
        // In the embedding, of token 0.
        copy.breakNumber("model.safetensors", tensor, 3);
        for (String plan : List.of("full", "stats")) {
            try (AttentionModel model = open(copy.folder(), plan)) {
                assertThatThrownBy(() -> model.capture(Prompt.ids(5, 0, 7)))
                        .isInstanceOf(ModelRunException.class)
                        .hasMessageContaining("NaN or infinity")
                        .hasMessageContaining("layer")
                        .hasMessageContaining("tensor " + tensor);
            }
        }
    }

    @Test
    void interruptingTheThreadEndsACapture() throws Exception {
        try (AttentionModel model = open(Goldens.folder("llama-f16"))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> model.capture(Prompt.ids(1, 2)))
                    .isInstanceOf(CaptureCancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(model.capture(Prompt.ids(1, 2)).rows()).isEqualTo(2);
        }
    }

    @Test
    void anInterruptEndsACaptureToAFileOrLeavesItWhole() throws Exception {
        Path file = folder.resolve("a.safetensors");
        try (AttentionModel model = open(Goldens.folder("qwen2-f32"))) {
            CaptureListener interrupts =
                    new CaptureListener() {
                        @Override
                        public void prefilled(int tokens, int total) {
                            Thread.currentThread().interrupt();
                        }
                    };
            CaptureOptions options = CaptureOptions.DEFAULT.with(interrupts);
            assertThatThrownBy(
                            () ->
                                    model.captureTo(
                                            file, Prompt.ids(1, 2, 3, 4), options.withBlock(2)))
                    .isInstanceOf(CaptureCancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(file).doesNotExist();
            // After the last block, while it is written.
            assertThatThrownBy(() -> model.captureTo(file, Prompt.ids(1, 2), options))
                    .isInstanceOf(CaptureCancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    @SuppressWarnings("try") // closing it is what is tested
    void aListenerCannotCloseItsModel() throws Exception {
        try (AttentionModel model = open(Goldens.folder("qwen2-f32"))) {
            CaptureListener closes =
                    new CaptureListener() {
                        @Override
                        public void prefilled(int tokens, int total) {
                            model.close();
                        }
                    };
            assertThatThrownBy(
                            () -> model.capture(Prompt.ids(1), CaptureOptions.DEFAULT.with(closes)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("close it afterwards");
            assertThat(model.capture(Prompt.ids(1)).rows()).isEqualTo(1);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsFoundBeforeTheModelRuns() throws Exception {
        CaptureListener ran =
                new CaptureListener() {
                    @Override
                    public void prefilled(int tokens, int total) {
                        throw new AssertionError("the model ran");
                    }
                };
        try (AttentionModel model = open(Goldens.folder("qwen2-f32"))) {
            CaptureOptions options = CaptureOptions.generating(3).with(ran);
            assertThatThrownBy(() -> model.captureTo(folder, Prompt.ids(1), options))
                    .isInstanceOf(OutputException.class);
        }
    }

    @Test
    void aPromptBeyondTheContextIsRefused() throws Exception {
        try (AttentionModel model = open(Goldens.folder("qwen2-f32"))) {
            int context = model.spec().contextLength();
            Prompt tooLong = Prompt.ids(new int[context + 1]);
            assertThatThrownBy(() -> model.capture(tooLong))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining(String.format(Locale.ROOT, "%,d", context + 1));
        }
    }

    @Test
    void yarnAllowsTheLongerContext() throws Exception {
        CheckpointCopy copy = CheckpointCopy.of(Goldens.folder("qwen2-f32"), folder.resolve("c"));
        copy.editJson(
                "config.json",
                json -> {
                    json.addProperty("max_position_embeddings", 32_768);
                    JsonObject rope = new JsonObject();
                    rope.addProperty("type", "yarn");
                    rope.addProperty("factor", 4.0);
                    rope.addProperty("original_max_position_embeddings", 32_768);
                    json.add("rope_scaling", rope);
                });
        try (AttentionModel model = open(copy.folder())) {
            assertThat(model.spec().contextLength()).isEqualTo(131_072);
        }
    }

    private AttentionModel open(Path checkpoint) {
        return open(checkpoint, "full");
    }

    private AttentionModel open(Path checkpoint, String plan) {
        Path model = folder.resolve("model.onnx");
        ModelExporter.export(ExportRequest.of(checkpoint, model).withPlan(CapturePlan.parse(plan)));
        return AttentionModel.open(
                model, SessionConfig.cpu().withThreads(1).withTokenizer(checkpoint));
    }
}
