package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;

import io.github.headlight.chat.ChatMessage;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.PromptException;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a model refuses, by name and before it harms. */
class AttentionModelRefusalTest {
    @TempDir Path folder;

    @Test
    void mayBeClosedTwiceAndNotUsedAfterwards() {
        AttentionModel model = open(Goldens.folder("qwen2-f32"));
        model.close();
        model.close();
        assertThatThrownBy(() -> model.capture(Prompt.ids(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed")
                .hasMessageContaining("model.onnx");
    }

    @Test
    void refusesPromptsItCannotRead() {
        try (AttentionModel model = open(Goldens.folder("qwen2-f32"))) {
            assertThatThrownBy(() -> model.capture(Prompt.ids(1, 320)))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("token 1")
                    .hasMessageContaining("319");
            assertThatThrownBy(() -> model.capture(Prompt.ids(-1)))
                    .isInstanceOf(PromptException.class);
            assertThatThrownBy(() -> model.capture(Prompt.ids()))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("empty");
            assertThatThrownBy(() -> model.capture(Prompt.text("")))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("empty");
            assertThatThrownBy(() -> model.capture(Prompt.text("hi")))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("tokenizer.json");
        }
    }

    @Test
    void refusesARoleThatTheTemplateLeavesOut() throws IOException {
        Path model = export(Goldens.teachingModel());
        Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
        Files.copy(
                Goldens.teachingModel().resolve("tokenizer.json"),
                tokenizer.resolve("tokenizer.json"));
        Files.writeString(
                tokenizer.resolve("chat_template.jinja"),
                "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}");
        try (AttentionModel opened =
                AttentionModel.open(model, SessionConfig.cpu().withTokenizer(tokenizer))) {
            ChatMessage user = ChatMessage.user("hi");
            ChatMessage critic = ChatMessage.of("critic", "no");
            assertThatThrownBy(() -> opened.capture(Prompt.chat(user, critic)))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("message 1 has the role critic")
                    .hasMessageContaining("system, user, assistant, tool");
        }
    }

    @Test
    void refusesATokenizerThatDoesNotFit() {
        Path model = export(Goldens.folder("qwen2-f32"));
        try (AttentionModel opened =
                AttentionModel.open(
                        model, SessionConfig.cpu().withTokenizer(Goldens.teachingModel()))) {
            assertThatThrownBy(() -> opened.capture(Prompt.text("hi")))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("tokenizer.json")
                    .hasMessageContaining("319");
        }
    }

    @Test
    void refusesMovedAndChangedWeights() throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(Goldens.folder("qwen2-f32").resolve(name), checkpoint.resolve(name));
        }
        Path weights = checkpoint.resolve("model.safetensors");
        weights.toFile().setWritable(true);
        Path model = export(checkpoint);
        Path moved = Files.createDirectory(folder.resolve("moved")).resolve("model.safetensors");
        Files.move(weights, moved);
        assertThatThrownBy(() -> AttentionModel.open(model, SessionConfig.cpu()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(weights.toString())
                .hasMessageContaining("moved");
        AttentionModel.open(model, SessionConfig.cpu().withWeights(moved.getParent())).close();

        Files.copy(moved, weights);
        flipByte(weights, Files.size(weights) - 5);
        assertThatThrownBy(() -> AttentionModel.open(model, SessionConfig.cpu()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(weights.toString())
                .hasMessageContaining("changed");
        Files.write(weights, new byte[100], StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> AttentionModel.open(model, SessionConfig.cpu()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("100 bytes");
    }

    @Test
    void refusesModelsOfOthers() {
        Path foreign = Goldens.folder("foreign/torchscript-eager/model.onnx");
        assertThatThrownBy(() -> AttentionModel.open(foreign, SessionConfig.cpu()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("headlight.format");
    }

    @Test
    void refusesADamagedGraph() throws IOException {
        Path model = export(Goldens.folder("qwen2-f32"));
        byte[] bytes = Files.readAllBytes(model);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] damaged =
                text.replace("GroupQueryAttention", "GroupQueryAttentiox")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(model, damaged);
        assertThatThrownBy(() -> AttentionModel.open(model, SessionConfig.cpu()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("GroupQueryAttentiox");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"layers\":3|\"layers\":2|layers",
                "\"layers\":3|\"layers\":4|attentions.3",
                "\"heads\":4|\"heads\":2|attentions.0",
                "\"kv_heads\":2|\"kv_heads\":1|past_key_values.0.key",
                "\"head_size\":16|\"head_size\":8|past_key_values.0.key",
                "\"vocabulary\":320|\"vocabulary\":2147483647|logits",
                "\"files\":[{.*}]|\"files\":[]|model.safetensors"
            })
    void refusesMetadataThatDoesNotFitTheGraph(String from, String to, String where)
            throws IOException {
        Path model = export(Goldens.folder("qwen2-f32"));
        OnnxMl.ModelProto.Builder proto =
                OnnxMl.ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder();
        String pattern = from.replace("[", "\\[").replace("{", "\\{");
        for (OnnxMl.StringStringEntryProto.Builder entry : proto.getMetadataPropsBuilderList()) {
            entry.setValue(entry.getValue().replaceAll(pattern, to));
        }
        Files.write(model, proto.build().toByteArray());
        assertThatThrownBy(() -> AttentionModel.open(model, SessionConfig.cpu()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith(model.toString())
                .hasMessageContaining(where);
    }

    private AttentionModel open(Path checkpoint) {
        return AttentionModel.open(export(checkpoint), SessionConfig.cpu());
    }

    private Path export(Path checkpoint) {
        return ModelExporter.export(ExportRequest.of(checkpoint, folder.resolve("model.onnx")))
                .path();
    }

    private static void flipByte(Path file, long at) throws IOException {
        try (var channel =
                Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.position(at).read(one);
            one.put(0, (byte) (one.get(0) ^ 1)).flip();
            channel.position(at).write(one);
        }
    }
}
