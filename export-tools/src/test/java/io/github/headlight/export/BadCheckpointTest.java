package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.safetensors.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever is wrong with a checkpoint: one typed exception that names it, and no output. */
class BadCheckpointTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final String SHARD_1 = "model-00001-of-00003.safetensors";
    private static final String SHARD_2 = "model-00002-of-00003.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir Path folder;

    @Test
    void truncatedShard() throws IOException {
        CheckpointCopy copy = sharded();
        copy.truncate(SHARD_2, 100);
        check(copy, InvalidFileException.class, SHARD_2, "ends at byte", "was cut off");
    }

    @Test
    void headerLongerThanTheFile() throws IOException {
        CheckpointCopy copy = single();
        byte[] bytes = Files.readAllBytes(copy.folder().resolve(WEIGHTS));
        bytes[4] = 1;
        Files.write(copy.folder().resolve(WEIGHTS), bytes);
        check(copy, InvalidFileException.class, WEIGHTS, "bytes 0 to 8 give a header of");
    }

    @Test
    void overlappingOffsets() throws IOException {
        CheckpointCopy copy = single();
        String second = offsets(copy, "model.embed_tokens.weight");
        String first = offsets(copy, "lm_head.weight");
        assertThat(second).hasSameSizeAs("[81920,163840]");
        copy.editHeader(WEIGHTS, second, (first + " ".repeat(20)).substring(0, second.length()));
        check(copy, InvalidFileException.class, WEIGHTS, "embed_tokens", "overlap");
    }

    @Test
    void offsetsOutsideTheFile() throws IOException {
        CheckpointCopy copy = single();
        String offsets = offsets(copy, "model.embed_tokens.weight");
        copy.editHeader(WEIGHTS, offsets, offsets.replace("[8", "[9").replace(",1", ",9"));
        check(copy, InvalidFileException.class, WEIGHTS, "embed_tokens", "the file has");
    }

    @Test
    void missingShard() throws IOException {
        CheckpointCopy copy = sharded();
        Files.delete(copy.folder().resolve(SHARD_2));
        check(copy, InvalidFileException.class, SHARD_2, "this shard is missing");
    }

    @Test
    void missingTensor() throws IOException {
        CheckpointCopy copy = single();
        copy.replaceTensor(WEIGHTS, "model.layers.1.mlp.up_proj.weight", null, List.of());
        check(
                copy,
                InvalidFileException.class,
                "tensor model.layers.1.mlp.up_proj.weight is in none of the weight files");
    }

    @Test
    void tensorMissingFromItsShard() throws IOException {
        CheckpointCopy copy = sharded();
        copy.editJson(
                INDEX,
                json ->
                        json.getAsJsonObject("weight_map")
                                .addProperty("model.norm.weight", SHARD_1));
        check(copy, InvalidFileException.class, SHARD_1, "model.norm.weight is missing here");
    }

    @Test
    void tensorInTwoShards() throws IOException {
        CheckpointCopy copy = sharded();
        copy.replaceTensor(SHARD_1, "model.norm.weight", DType.BF16, List.of(96L));
        check(copy, InvalidFileException.class, "tensor model.norm.weight is also in", SHARD_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.safetensors", "/etc/passwd", "a\\b", "..", "", "C:x"})
    void shardOutsideTheFolder(String name) throws IOException {
        CheckpointCopy copy = sharded();
        copy.editJson(
                INDEX,
                json -> json.getAsJsonObject("weight_map").addProperty("model.norm.weight", name));
        check(copy, InvalidFileException.class, INDEX, "model.norm.weight", "plain file name");
    }

    @Test
    void wrongShape() throws IOException {
        CheckpointCopy copy = single();
        copy.replaceTensor(WEIGHTS, "model.norm.weight", DType.F32, List.of(65L));
        check(
                copy,
                InvalidFileException.class,
                WEIGHTS,
                "tensor model.norm.weight: expected shape [64] from config.json, found [65]");
    }

    @Test
    void wrongType() throws IOException {
        CheckpointCopy copy = single();
        copy.replaceTensor(WEIGHTS, "model.norm.weight", DType.F64, List.of(64L));
        check(copy, InvalidFileException.class, WEIGHTS, "model.norm.weight", "found F64");
    }

    @Test
    void configWithoutAField() throws IOException {
        CheckpointCopy copy = single();
        copy.editJson("config.json", json -> json.remove("rms_norm_eps"));
        check(copy, InvalidFileException.class, "config.json: field rms_norm_eps is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "model_type, mistral",
        "hidden_act, gelu",
        "rope_scaling, dynamic",
        "use_sliding_window, sliding_window 131072"
    })
    void modelsThatAreNotUnderstood(String key, String named) throws IOException {
        CheckpointCopy copy = single();
        copy.editJson(
                "config.json",
                json -> {
                    switch (key) {
                        case "rope_scaling" -> {
                            JsonObject rope = new JsonObject();
                            rope.addProperty("type", named);
                            json.add(key, rope);
                        }
                        case "use_sliding_window" -> json.addProperty(key, true);
                        default -> json.addProperty(key, named);
                    }
                });
        check(copy, UnsupportedModelException.class, "config.json", named);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 25})
    void headSizeWithoutPairs(int headSize) throws IOException {
        CheckpointCopy copy = single();
        copy.editJson("config.json", json -> json.addProperty("head_dim", headSize));
        check(copy, InvalidFileException.class, "head size " + headSize + " is odd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"model_type\": NaN}", "{} {}"})
    void brokenConfig(String text) throws IOException {
        CheckpointCopy copy = single();
        Files.writeString(copy.folder().resolve("config.json"), text);
        check(copy, InvalidFileException.class, "config.json: ");
        assertThatThrownBy(() -> export(copy.folder()))
                .hasMessageNotContainingAny("Strictness", "gson");
    }

    @Test
    void endTokensThatAreNoNumbers() throws IOException {
        CheckpointCopy copy = single();
        Files.writeString(
                copy.folder().resolve("generation_config.json"),
                "{\"eos_token_id\": [1, \"</s>\"]}");
        check(copy, InvalidFileException.class, "generation_config.json: field eos_token_id");
    }

    @Test
    void halfACharacterInAShardsName() throws IOException {
        CheckpointCopy copy = sharded();
        Path index = copy.folder().resolve(INDEX);
        String text = Files.readString(index);
        assertThat(text).contains(SHARD_2);
        Files.writeString(index, text.replace(SHARD_2, "model\\ud800.safetensors"));
        check(copy, InvalidFileException.class, INDEX, "weight_map", "plain file name");
    }

    @Test
    void namesAreCutWhereTheyAreQuoted() throws IOException {
        CheckpointCopy copy = sharded();
        copy.editJson(
                INDEX,
                json ->
                        json.getAsJsonObject("weight_map")
                                .addProperty("x".repeat(100_000), "/".repeat(100_000)));
        check(copy, InvalidFileException.class, INDEX, "xxx…: expected a plain file name", "/…");
        assertThatThrownBy(() -> export(copy.folder()))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "generation_config.json", INDEX})
    void foldersAndPipesInPlaceOfFiles(String name) throws IOException, InterruptedException {
        CheckpointCopy copy = sharded();
        Path file = copy.folder().resolve(name);
        Files.deleteIfExists(file);
        Files.createDirectory(file);
        check(copy, InvalidFileException.class, name + ": expected a file, found a folder");
        if (File.separatorChar == '/') {
            Files.delete(file);
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
            check(copy, InvalidFileException.class, name + ": expected a file, found a pipe");
        }
    }

    @Test
    void nothingThere() throws IOException {
        CheckpointCopy copy = single();
        Files.delete(copy.folder().resolve(WEIGHTS));
        check(copy, InvalidFileException.class, "has neither", WEIGHTS, INDEX);
        Files.delete(copy.folder().resolve("config.json"));
        check(copy, InvalidFileException.class, "config.json: there is no such file");
        assertThatThrownBy(() -> export(folder.resolve("nowhere")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("nowhere: expected a folder");
    }

    private CheckpointCopy single() throws IOException {
        return CheckpointCopy.of(Goldens.folder("qwen2-f32"), folder.resolve("in"));
    }

    private CheckpointCopy sharded() throws IOException {
        return CheckpointCopy.of(Goldens.folder("qwen2-bf16-sharded-tied"), folder.resolve("in"));
    }

    private static String offsets(CheckpointCopy copy, String tensor) throws IOException {
        String text = Files.readString(copy.folder().resolve(WEIGHTS), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("[", text.indexOf("data_offsets", text.indexOf(tensor)));
        return text.substring(at, text.indexOf("]", at) + 1);
    }

    private void check(
            CheckpointCopy copy, Class<? extends HeadlightException> type, String... parts) {
        for (boolean selfContained : new boolean[] {false, true}) {
            ExportRequest request = ExportRequest.of(copy.folder(), target());
            assertThatThrownBy(
                            () ->
                                    ModelExporter.export(
                                            selfContained ? request.asSelfContained() : request))
                    .isInstanceOf(type)
                    .hasMessageContainingAll(parts)
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    private void export(Path checkpoint) {
        ModelExporter.export(ExportRequest.of(checkpoint, target()));
    }

    private Path target() {
        return folder.resolve("out/model.onnx");
    }
}
