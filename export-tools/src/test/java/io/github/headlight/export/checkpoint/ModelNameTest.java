package io.github.headlight.export.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

class ModelNameTest {
    @ParameterizedTest
    @CsvSource({
        "/models/Qwen2.5-7B-Instruct, Qwen2.5-7B-Instruct",
        "/models/Qwen2.5-7B-Instruct/onnx/.., Qwen2.5-7B-Instruct",
        "/hub/models--Qwen--Qwen2.5-7B-Instruct/snapshots/a09a354, Qwen/Qwen2.5-7B-Instruct",
        "/hub/models--gpt2/snapshots/main, gpt2",
        "/snapshots/main, main",
        "/, ''"
    })
    void ofAFolder(Path folder, String name) {
        assertThat(ModelName.ofFolder(folder)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/models/SmolLM2-135M-Instruct.Q4_1.gguf, SmolLM2-135M-Instruct.Q4_1",
        "qwen2.5-7b-00001-of-00003.gguf, qwen2.5-7b",
        "encoder.onnx, encoder",
        "all.ONNX, all"
    })
    void ofAFile(Path file, String name) {
        assertThat(ModelName.ofFile(file)).isEqualTo(name);
    }
}
