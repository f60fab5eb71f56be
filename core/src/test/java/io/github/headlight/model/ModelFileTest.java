package io.github.headlight.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.InvalidFileException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class ModelFileTest {
    @TempDir Path folder;

    @Test
    void readsMetadataBesideAGraph() throws IOException {
        ModelFile file = ModelFile.read(write(model()));
        assertThat(file.metadata())
                .containsEntry("headlight.plan", "full")
                .containsEntry("other", "é")
                .hasSize(2);
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        assertRefused(folder.resolve("missing.onnx"), "no such file");
        assertRefused(folder, "folder");
        assertRefused(write(new byte[0]), "0 bytes");
        assertRefused(write("hello, world".getBytes(StandardCharsets.UTF_8)), "not an ONNX model");
        assertRefused(write(field(1, new byte[] {1})), "no graph");
        assertRefused(write(Arrays.copyOf(model(), model().length - 1)), "not an ONNX model");
    }

    /** Before any of them becomes a text. */
    @Test
    void refusesMoreThanAnyModelSays() throws IOException {
        byte[] large = field(14, field(2, new byte[33 << 20]));
        assertRefused(write(join(field(7, new byte[1]), large, large)), "metadata");
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 10_001; i++) {
            many.writeBytes(field(14, field(1, "key" + i)));
        }
        assertRefused(write(join(field(7, new byte[1]), many.toByteArray())), "10000 metadata");
    }

    @Test
    void refusesNamesOfFilesThatNoSystemHas() throws IOException {
        Path model = write(modelWithExternalData("f".repeat(5_000)));
        assertThatThrownBy(() -> ModelFile.read(model).externalFiles())
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll(model.toString(), "4096 bytes");
    }

    private static byte[] modelWithExternalData(String location) {
        byte[] data = field(13, join(field(1, "location"), field(2, location)));
        return field(7, field(5, data));
    }

    @Test
    void survivesDamage() throws IOException {
        Random random = new Random(3);
        byte[] whole = model();
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Path file = write(damaged);
            try {
                assertThat(ModelFile.read(file).metadata()).hasSizeLessThanOrEqualTo(whole.length);
            } catch (InvalidFileException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
            }
        }
    }

    private static byte[] model() {
        return join(
                new byte[] {8, 8}, // ir_version, a number
                field(7, new byte[300]),
                field(14, join(field(1, "headlight.plan"), field(2, "full"))),
                field(14, join(field(1, "other"), field(2, "é"))));
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        int length = content.length;
        while (length > 127) {
            out.write((length & 127) | 128);
            length >>= 7;
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("m.onnx"), bytes);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(why);
    }
}
