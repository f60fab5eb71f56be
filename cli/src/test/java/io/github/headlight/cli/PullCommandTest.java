package io.github.headlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.examples.TeachingModel;
import io.github.headlight.testing.LocalHub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** From a model hub to a captured answer, and what the command says when there is no model. */
class PullCommandTest {
    private static final String MODEL = "headlight/teaching";

    @TempDir Path folder;
    private LocalHub hub;
    private Map<String, String> environment;

    @BeforeEach
    void startHub() throws IOException {
        hub = LocalHub.start();
        Path checkpoint = TeachingModel.copyTo(folder.resolve("published"));
        try (Stream<Path> files = Files.list(checkpoint)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".safetensors")) {
                    hub.putLarge(MODEL, name, Files.readAllBytes(file));
                } else {
                    hub.put(MODEL, name, Files.readAllBytes(file));
                }
            }
        }
        environment =
                Map.of(
                        "HF_ENDPOINT",
                        hub.endpoint() + "/",
                        "HF_HOME",
                        folder.resolve("home").toString());
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Test
    void pullsExportsAndCapturesByTheModelsName() {
        Run pull = run("pull", MODEL);
        Path snapshot =
                folder.resolve("home/hub/models--headlight--teaching/snapshots")
                        .resolve(LocalHub.COMMIT);
        assertThat(pull.code()).as(pull.err()).isZero();
        assertThat(pull.out())
                .startsWith(MODEL + " at 0123456789ab, 5 files, ")
                .endsWith(" -> " + snapshot + System.lineSeparator());
        assertThat(pull.err()).isEmpty();
        assertThat(run("pull", MODEL).out()).contains("(0.00 GB fetched)");
        assertThat(run("inspect", MODEL).out()).contains("qwen2");

        String model = folder.resolve("model.onnx").toString();
        Run export = run("export", MODEL, "--out", model);
        assertThat(export.code()).as(export.err()).isZero();
        Run capture =
                run(
                        "capture",
                        model,
                        "--prompt",
                        TeachingModel.ENGLISH,
                        "--device",
                        "cpu",
                        "--out",
                        folder.resolve("a.safetensors").toString());
        assertThat(capture.code()).as(capture.err()).isZero();
    }

    @Test
    void pullsIntoAFolder() {
        Path plain = folder.resolve("plain");
        assertThat(run("pull", MODEL, "--dir", plain.toString()).out()).contains("-> " + plain);
        assertThat(plain.resolve("model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("published/model.safetensors"));
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void saysInOneLineWhyThereIsNoModel() {
        assertFails(run("pull", "nobody/nothing"), "there is no such model", "HF_TOKEN");
        assertFails(run("pull", MODEL, "--file", "x.gguf"), "no GGUF file x.gguf");
        assertFails(
                run("export", "nobody/nothing", "--out", folder.resolve("m.onnx").toString()),
                "no such file or folder",
                "headlight pull nobody/nothing");
        assertFails(
                Run.run(Map.of("HF_ENDPOINT", "ftp://127.0.0.1"), "pull", MODEL), "HF_ENDPOINT");
        hub.close();
        assertFails(
                Run.run(Map.of("HF_HUB_OFFLINE", "1", "HF_HOME", folder.toString()), "pull", MODEL),
                "HF_HUB_OFFLINE is set");
    }

    private Run run(String... arguments) {
        return Run.run(environment, arguments);
    }

    private static void assertFails(Run run, String... words) {
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("headlight: "))
                .allMatch(line -> Stream.of(words).allMatch(line::contains));
    }
}
