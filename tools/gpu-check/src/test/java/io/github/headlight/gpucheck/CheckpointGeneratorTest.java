package io.github.headlight.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;
import io.github.headlight.tensor.Brain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class CheckpointGeneratorTest {
    @TempDir Path folder;

    /** As published: 7,615,616,512 weights, and the total size of its index. */
    @Test
    void hasTheShapeOfQwen2_5_7B() {
        List<CheckpointShape.Tensor> tensors = CheckpointShape.published().tensors();
        assertThat(tensors).hasSize(339);
        assertThat(tensors.stream().mapToLong(CheckpointShape.Tensor::bytes).sum())
                .isEqualTo(15_231_233_024L);
        assertThat(tensors)
                .extracting(CheckpointShape.Tensor::name)
                .contains("model.layers.27.self_attn.k_proj.bias", "lm_head.weight")
                .doesNotHaveDuplicates();
    }

    @Test
    void writesShardsThatAreACheckpoint() throws Exception {
        CheckpointGenerator.write(CheckpointShape.small(), 7, folder, 2_000_000);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(
                            "config.json",
                            "model.safetensors.index.json",
                            "model-00001-of-00003.safetensors",
                            "model-00003-of-00003.safetensors");
        }
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.config().heads()).isEqualTo(7);
        assertThat(checkpoint.config().kvHeads()).isEqualTo(1);
        assertThat(checkpoint.config().biases().qkv()).isTrue();
        assertThat(checkpoint.tensor("lm_head.weight", 1024, 224).isPlain()).isTrue();
    }

    /** The numbers are those that the shape asks for, and the same for the same seed. */
    @Test
    void drawsFromANormalDistribution() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path other = folder.resolve("other");
        CheckpointGenerator.write(CheckpointShape.small(), 7, first);
        CheckpointGenerator.write(CheckpointShape.small(), 7, second);
        CheckpointGenerator.write(CheckpointShape.small(), 8, other);
        String name = "model-00001-of-00001.safetensors";
        assertThat(first.resolve(name)).hasSameBinaryContentAs(second.resolve(name));
        assertThat(Files.mismatch(first.resolve(name), other.resolve(name))).isNotNegative();
        assertMoments(
                first.resolve(name), "model.layers.2.mlp.up_proj.weight", 0, 1 / Math.sqrt(224));
        assertMoments(first.resolve(name), "model.layers.2.input_layernorm.weight", 1, 0.1);
    }

    private static void assertMoments(Path path, String name, double mean, double deviation) {
        SafetensorsFile file = SafetensorsFile.open(path);
        TensorInfo tensor = file.tensor(name);
        assertThat(tensor.dtype()).isEqualTo(DType.BF16);
        ByteBuffer bytes = file.map(tensor);
        int count = bytes.remaining() / 2;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double value = Brain.toFloat(bytes.getShort(2 * i));
            sum += value;
            squares += value * value;
        }
        double found = sum / count;
        double error = 5 * deviation / Math.sqrt(count);
        assertThat(found).isBetween(mean - error, mean + error);
        assertThat(Math.sqrt(squares / count - found * found))
                .isBetween(deviation - error, deviation + error);
    }
}
