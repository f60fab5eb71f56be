package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.OutputException;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightFile;
import io.github.headlight.model.WeightFiles;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class ModelExporterTest {
    private static final String SHARDED = "qwen2-bf16-sharded-tied";

    @TempDir Path folder;

    @Test
    void leavesWeightsInPlaceAndSaysWhereTheyAre() throws Exception {
        Path checkpoint = copy("qwen2-f32", "checkpoint");
        Path model = folder.resolve("models/deep/m.onnx");
        ExportResult result = ModelExporter.export(ExportRequest.of(checkpoint, model));
        assertThat(result.path()).isEqualTo(model);
        assertThat(result.bytesWritten()).isEqualTo(Files.size(model)).isLessThan(60_000);
        assertThat(model.getParent()).isDirectoryContaining(model::equals);
        assertThat(files(model.getParent())).hasSize(1);
        Map<String, String> metadata = RunnableModel.metadata(Files.readAllBytes(model));
        WeightFiles weights = WeightFiles.parse(metadata.get(ModelContract.WEIGHTS_KEY));
        assertThat(weights.folder()).isEqualTo("../../checkpoint");
        assertThat(weights.files())
                .containsExactly(WeightFile.of(checkpoint.resolve("model.safetensors")));
        assertThat(result.spec())
                .isEqualTo(ModelSpec.parse(metadata.get(ModelContract.MODEL_KEY)))
                .isEqualTo(
                        new ModelSpec(
                                "qwen2",
                                3,
                                4,
                                2,
                                16,
                                320,
                                32768,
                                List.of(2),
                                weights.fingerprint()));
        assertThat(metadata)
                .containsEntry(ModelContract.FORMAT_KEY, "1")
                .containsEntry(ModelContract.NAME_KEY, "checkpoint")
                .containsEntry(ModelContract.PLAN_KEY, "full")
                .containsEntry(ModelContract.CHECKPOINT_KEY, "../../checkpoint")
                .containsKey(ModelContract.EXPORTER_KEY);
        checkNumbers("qwen2-f32", model);
    }

    @Test
    void writesIntoTheCheckpointsFolder() throws Exception {
        Path checkpoint = copy(SHARDED, "checkpoint");
        Path model = checkpoint.resolve("model.onnx");
        ModelExporter.export(ExportRequest.of(checkpoint, model));
        Map<String, String> metadata = RunnableModel.metadata(Files.readAllBytes(model));
        assertThat(WeightFiles.parse(metadata.get(ModelContract.WEIGHTS_KEY)).folder())
                .isEqualTo(".");
        checkNumbers(SHARDED, model);
    }

    /** Other systems than Windows allow it in names. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void findsAFolderWithABackslash() throws Exception {
        Path checkpoint = copy("qwen2-f32", "check\\point");
        Path model = folder.resolve("models/m.onnx");
        ModelExporter.export(ExportRequest.of(checkpoint, model));
        Map<String, String> metadata = RunnableModel.metadata(Files.readAllBytes(model));
        assertThat(WeightFiles.parse(metadata.get(ModelContract.WEIGHTS_KEY)).folder())
                .isEqualTo("../check\\point");
        checkNumbers("qwen2-f32", model);
    }

    @Test
    void writesTheSameBytesAgain() throws Exception {
        Path checkpoint = copy(SHARDED, "checkpoint");
        ExportRequest request = ExportRequest.of(checkpoint, folder.resolve("m.onnx"));
        ModelExporter.export(request);
        byte[] first = Files.readAllBytes(request.output());
        ModelExporter.export(request);
        assertThat(Files.readAllBytes(request.output())).isEqualTo(first);
    }

    @Test
    void readsTensorsAtOddOffsets() throws Exception {
        for (String name : new String[] {"qwen2-f32", "llama-f16"}) {
            CheckpointCopy copy = CheckpointCopy.of(Goldens.folder(name), folder.resolve(name));
            copy.misalign("model.safetensors");
            Path model = folder.resolve(name + ".onnx");
            ModelExporter.export(ExportRequest.of(copy.folder(), model));
            checkNumbers(name, model);
        }
    }

    /** A hub's cache holds links to files that are named by their hash. */
    @Test
    void followsLinksToTheWeights() throws Exception {
        Path blobs = copy("qwen2-f32", "blobs");
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/1"));
        for (String name : new String[] {"config.json", "model.safetensors"}) {
            Files.move(blobs.resolve(name), blobs.resolve("hash-of-" + name + "-"));
            Files.createSymbolicLink(
                    snapshot.resolve(name), Path.of("../../blobs/hash-of-" + name + "-"));
        }
        Path model = folder.resolve("m.onnx");
        ModelExporter.export(ExportRequest.of(snapshot, model));
        Map<String, String> metadata = RunnableModel.metadata(Files.readAllBytes(model));
        assertThat(metadata).containsEntry(ModelContract.CHECKPOINT_KEY, "snapshots/1");
        assertThat(WeightFiles.parse(metadata.get(ModelContract.WEIGHTS_KEY)).folder())
                .isEqualTo("blobs");
        checkNumbers("qwen2-f32", model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-f32", SHARDED, "llama-f16"})
    void selfContainedModelsCanMove(String name) throws Exception {
        Path checkpoint = copy(name, "checkpoint");
        Files.writeString(checkpoint.resolve("tokenizer.json"), "{}");
        Files.writeString(checkpoint.resolve("generation_config.json"), "{\"eos_token_id\":[7,8]}");
        Files.writeString(checkpoint.resolve("chat_template.jinja"), "{{ messages }}");
        ExportRequest request =
                ExportRequest.of(checkpoint, folder.resolve("out/m.onnx")).asSelfContained();
        ExportResult result = ModelExporter.export(request);
        assertThat(result.spec().endTokens()).containsExactly(7, 8);
        Path moved = folder.resolve("elsewhere");
        Files.move(folder.resolve("out"), moved);
        deleteAll(checkpoint);
        assertThat(files(moved).stream().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "chat_template.jinja",
                        "config.json",
                        "generation_config.json",
                        "m.onnx",
                        "m.onnx.data",
                        "tokenizer.json");
        long size = 0;
        for (Path file : files(moved)) {
            size += Files.size(file);
        }
        assertThat(result.bytesWritten()).isEqualTo(size);
        checkNumbers(name, moved.resolve("m.onnx"));
    }

    @Test
    void selfContainedOverwritesNoOtherTokenizer() throws Exception {
        Path checkpoint = copy("qwen2-f32", "checkpoint");
        Files.writeString(checkpoint.resolve("tokenizer.json"), "{}");
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("tokenizer.json"), "{\"other\":1}");
        ExportRequest request =
                ExportRequest.of(checkpoint, out.resolve("m.onnx")).asSelfContained();
        assertThatThrownBy(() -> ModelExporter.export(request))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("tokenizer.json: is there already and differs");
        assertThat(files(out)).hasSize(1);
        Files.writeString(out.resolve("tokenizer.json"), "{}");
        ModelExporter.export(request);
        assertThat(out.resolve("m.onnx.data")).exists();
        Path inside = checkpoint.resolve("m.onnx");
        ModelExporter.export(ExportRequest.of(checkpoint, inside).asSelfContained());
        checkNumbers("qwen2-f32", inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model-00001-of-00003.safetensors",
                "model.safetensors.index.json",
                "config.json"
            })
    void neverOverwritesTheCheckpoint(String name) throws Exception {
        Path checkpoint = copy(SHARDED, "checkpoint");
        byte[] before = Files.readAllBytes(checkpoint.resolve(name));
        Path link = Files.createSymbolicLink(folder.resolve("link"), checkpoint);
        for (Path target : new Path[] {checkpoint.resolve(name), link.resolve(name)}) {
            assertThatThrownBy(() -> ModelExporter.export(ExportRequest.of(checkpoint, target)))
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining(name + ": is a file of the checkpoint");
        }
        assertThat(Files.readAllBytes(checkpoint.resolve(name))).isEqualTo(before);
    }

    @Test
    void refusesOutputsThatCannotBeWritten() throws Exception {
        Path checkpoint = copy("qwen2-f32", "checkpoint");
        Path file = Files.writeString(folder.resolve("file"), "x");
        List<Path> before = files(folder);
        for (Path target : new Path[] {folder, file.resolve("m.onnx"), file.resolve("a/m.onnx")}) {
            for (boolean selfContained : new boolean[] {false, true}) {
                ExportRequest request = ExportRequest.of(checkpoint, target);
                assertThatThrownBy(
                                () ->
                                        ModelExporter.export(
                                                selfContained
                                                        ? request.asSelfContained()
                                                        : request))
                        .isInstanceOf(OutputException.class)
                        .hasMessageContaining(target.toString());
            }
        }
        assertThat(files(folder)).isEqualTo(before);
    }

    /** The model cannot be moved over a folder; what was moved before it goes again. */
    @Test
    void takesBackWhatItWroteWhenALaterFileFails() throws Exception {
        Path checkpoint = copy("qwen2-f32", "checkpoint");
        Path target = folder.resolve("out/m.onnx");
        ExportListener blocker =
                (stage, done, total) -> {
                    if (stage == ExportListener.Stage.WRITE_MODEL) {
                        try {
                            Files.createDirectories(target.resolve("occupied"));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };
        ExportRequest request = ExportRequest.of(checkpoint, target).asSelfContained();
        assertThatThrownBy(() -> ModelExporter.export(request, blocker))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("m.onnx");
        assertThat(files(folder.resolve("out"))).containsExactly(target);
    }

    @Test
    void tellsHowFarItIs() throws Exception {
        List<ExportListener.Stage> stages = new ArrayList<>();
        ModelExporter.export(
                ExportRequest.of(copy(SHARDED, "checkpoint"), folder.resolve("m.onnx"))
                        .asSelfContained(),
                (stage, done, total) -> {
                    assertThat(done).isBetween(0L, total);
                    if (stages.isEmpty() || stages.get(stages.size() - 1) != stage) {
                        stages.add(stage);
                    }
                });
        assertThat(stages)
                .containsExactly(
                        ExportListener.Stage.READ_CHECKPOINT,
                        ExportListener.Stage.BUILD_GRAPH,
                        ExportListener.Stage.COPY_WEIGHTS,
                        ExportListener.Stage.FINGERPRINT,
                        ExportListener.Stage.WRITE_MODEL);
    }

    private Path copy(String golden, String name) throws IOException {
        return CheckpointCopy.of(Goldens.folder(golden), folder.resolve(name)).folder();
    }

    private static void checkNumbers(String golden, Path path) throws Exception {
        ExpectedValues expected = Goldens.expected(golden);
        long[] ids = expected.longs("single.input_ids");
        try (RunnableModel model = RunnableModel.open(path)) {
            Parity.of(golden, 1e-4)
                    .check(
                            expected.floats("single.logits"),
                            model.run(ids).logits(),
                            ids.length,
                            model.spec().vocabularySize());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(Objects.requireNonNull(file));
        }
        Files.delete(folder);
    }
}
