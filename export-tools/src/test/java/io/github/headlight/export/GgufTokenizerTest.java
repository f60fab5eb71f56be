package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.chat.ChatTemplate;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.token.TextTokenizer;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Tokenizers put into the metadata of GGUF files, as llama.cpp does, and rebuilt from it. */
class GgufTokenizerTest {
    private static final Path QWEN =
            Path.of(System.getProperty("headlight.root"))
                    .resolve("core/src/test/golden/qwen2.5-tokenizer");

    @TempDir Path folder;

    private static JsonObject json(String name) throws IOException {
        return JsonParser.parseString(Files.readString(QWEN.resolve(name))).getAsJsonObject();
    }

    @Test
    void givesTheIdsOfTheOriginal() throws IOException {
        rebuild(qwen().text("tokenizer.ggml.pre", "qwen2"));
        int texts = 0;
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            for (JsonElement element : json("expected.json").getAsJsonArray("texts")) {
                String text = element.getAsJsonObject().get("text").getAsString();
                int[] ids =
                        element.getAsJsonObject().getAsJsonArray("ids").asList().stream()
                                .mapToInt(JsonElement::getAsInt)
                                .toArray();
                assertThat(tokenizer.ids(text, true)).as(text).containsExactly(ids);
                texts++;
            }
            assertThat(tokenizer.ids("<|im_start|>a<tool_call>", true))
                    .containsExactly(151_644, 64, 151_657);
        }
        assertThat(texts).isGreaterThan(10);
        assertThat(ChatTemplate.of(folder)).isPresent();
        assertThat(Files.readString(folder.resolve("tokenizer_config.json")))
                .contains("\"eos_token\":\"<|im_end|>\"");
    }

    @Test
    void cutsTextsAsThePreTokenizerSays() throws IOException {
        assertThat(labels("gpt-2", "a  12")).containsExactly("a", "·", "·1", "2");
        assertThat(labels("smollm", "a  12")).containsExactly("a", "··", "1", "2");
        assertThat(labels("default", "a+-b'll")).containsExactly("a", "+-", "b", "'", "ll");
        assertThat(labels("gpt-2", "a+-b'll")).containsExactly("a", "+-", "b", "'ll");
        assertThat(labels("qwen2", "11")).containsExactly("1", "1");
        assertThat(labels("llama-bpe", "1111")).containsExactly("11", "1", "1");
    }

    @Test
    void beginsTextsWhereTheModelDoes() throws IOException {
        rebuild(
                small().text("tokenizer.ggml.pre", "llama-bpe")
                        .whole("tokenizer.ggml.bos_token_id", 0));
        assertThat(ids("a<s>")).containsExactly(0, 1, 0);
        assertThat(Files.readString(folder.resolve("tokenizer.json")))
                .contains("\"ignore_merges\":true");
        rebuild(
                small().text("tokenizer.ggml.pre", "deepseek-r1-qwen")
                        .whole("tokenizer.ggml.bos_token_id", 0)
                        .flag("tokenizer.ggml.add_bos_token", true));
        assertThat(ids("a")).containsExactly(0, 1);
        rebuild(
                small().text("tokenizer.ggml.pre", "gpt-2")
                        .whole("tokenizer.ggml.bos_token_id", 0)
                        .flag("tokenizer.ggml.add_bos_token", false));
        assertThat(ids("<s>a")).containsExactly(0, 1);
    }

    private int[] ids(String text) {
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            return tokenizer.ids(text, true);
        }
    }

    @Test
    void refusesTokensThatDoNotFitTogether() {
        assertRefused(
                List.of("a", "b", "ab"), List.of(1, 1), List.of("a b"), "2 items for 3 tokens");
        assertRefused(List.of("a", "a"), List.of(1, 1), List.of(), "is empty or there twice");
        assertRefused(
                List.of("a", "b"), List.of(1, 1), List.of("a b"), "no pair of tokens that make a");
        assertRefused(List.of("a", "b"), List.of(1, 1), List.of("ab"), "item 0, \"ab\"");
    }

    private void assertRefused(
            List<String> tokens, List<Integer> types, List<String> merges, String message) {
        GgufBuilder builder =
                new GgufBuilder()
                        .text("tokenizer.ggml.model", "gpt2")
                        .texts("tokenizer.ggml.tokens", tokens)
                        .wholes("tokenizer.ggml.token_type", types)
                        .texts("tokenizer.ggml.merges", merges);
        assertThatThrownBy(() -> rebuild(builder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(message);
    }

    private List<String> labels(String pre, String text) throws IOException {
        rebuild(small().text("tokenizer.ggml.pre", pre));
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            return tokenizer.encode(text, TokenRole.PROMPT).tokens().stream()
                    .map(Token::label)
                    .toList();
        }
    }

    private void rebuild(GgufBuilder builder) throws IOException {
        Checkpoint original = Checkpoint.open(Goldens.folder("qwen2-f32"));
        GgufCopy.describe(builder, original.config());
        builder.describe("token_embd.weight", 0, List.of(152_064L, 64L), 0);
        Path file = builder.write(folder.resolve("m.gguf"));
        for (Map.Entry<String, String> made : Checkpoint.open(file).madeFiles().entrySet()) {
            Files.writeString(folder.resolve(made.getKey()), made.getValue());
        }
    }

    /** A few characters, and some pairs of them. */
    private static GgufBuilder small() {
        List<String> characters = List.of("a", "b", "l", "'", "+", "-", "1", "2", "Ġ");
        List<String> pairs = List.of("Ġ Ġ", "Ġ 1", "1 1", "+ -", "l l", "' ll");
        List<String> tokens = new ArrayList<>(List.of("<s>"));
        tokens.addAll(characters);
        pairs.forEach(pair -> tokens.add(pair.replace(" ", "")));
        List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.size(), 1));
        types.set(0, 3);
        return new GgufBuilder()
                .text("tokenizer.ggml.model", "gpt2")
                .texts("tokenizer.ggml.tokens", tokens)
                .wholes("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", pairs);
    }

    /** What convert_hf_to_gguf.py makes of the tokenizer's files, without the pre-tokenizer. */
    private static GgufBuilder qwen() throws IOException {
        JsonObject tokenizer = json("tokenizer.json");
        int size = 152_064;
        List<String> tokens = new ArrayList<>();
        for (int id = 0; id < size; id++) {
            tokens.add("[PAD" + id + "]");
        }
        List<Integer> types = new ArrayList<>(Collections.nCopies(size, 5));
        JsonObject model = tokenizer.getAsJsonObject("model");
        model.getAsJsonObject("vocab")
                .entrySet()
                .forEach(
                        entry -> {
                            tokens.set(entry.getValue().getAsInt(), entry.getKey());
                            types.set(entry.getValue().getAsInt(), 1);
                        });
        for (JsonElement element : tokenizer.getAsJsonArray("added_tokens")) {
            JsonObject added = element.getAsJsonObject();
            int id = added.get("id").getAsInt();
            tokens.set(id, added.get("content").getAsString());
            types.set(id, added.get("special").getAsBoolean() ? 3 : 4);
        }
        List<String> merges = new ArrayList<>();
        model.getAsJsonArray("merges").forEach(merge -> merges.add(merge(merge)));
        return new GgufBuilder()
                .text("tokenizer.ggml.model", "gpt2")
                .texts("tokenizer.ggml.tokens", tokens)
                .wholes("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", merges)
                .whole("tokenizer.ggml.eos_token_id", 151_645)
                .text(
                        "tokenizer.chat_template",
                        json("tokenizer_config.json").get("chat_template").getAsString());
    }

    private static String merge(JsonElement merge) {
        return merge.isJsonArray()
                ? merge.getAsJsonArray().get(0).getAsString()
                        + " "
                        + merge.getAsJsonArray().get(1).getAsString()
                : merge.getAsString();
    }
}
