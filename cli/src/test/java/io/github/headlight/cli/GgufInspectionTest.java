package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the command says of a GGUF file, also of one it cannot export. */
class GgufInspectionTest {
    private static final int UINT32 = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int Q4_K = 12;

    @TempDir Path folder;

    private final ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    private void put(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.putLong(utf8.length).put(utf8);
    }

    private Path write(int tensorBytes) throws IOException {
        bytes.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(1).putLong(4);
        put("general.architecture");
        bytes.putInt(STRING);
        put("mamba");
        put("mamba.block_count");
        bytes.putInt(UINT32).putInt(24);
        put("tokenizer.ggml.model");
        bytes.putInt(STRING);
        put("gpt2");
        put("tokenizer.ggml.tokens");
        bytes.putInt(ARRAY).putInt(STRING).putLong(2);
        put("a");
        put("b");
        put("x.weight");
        bytes.putInt(1).putLong(256).putInt(Q4_K).putLong(0);
        int header = (bytes.position() + 31) / 32 * 32;
        byte[] file = new byte[header + tensorBytes];
        bytes.flip().get(file, 0, bytes.limit());
        return Files.write(folder.resolve("m.gguf"), file);
    }

    @Test
    void saysWhatItHolds() throws IOException {
        String file = write(144).toString();
        JsonObject facts =
                JsonParser.parseString(run("inspect", file, "--json").out()).getAsJsonObject();
        assertThat(facts.get("kind").getAsString()).isEqualTo("gguf");
        assertThat(facts.get("architecture").getAsString()).isEqualTo("mamba");
        assertThat(facts.get("layers").getAsInt()).isEqualTo(24);
        assertThat(facts.get("metadata_entries").getAsInt()).isEqualTo(4);
        assertThat(facts.get("tensors").getAsInt()).isEqualTo(1);
        assertThat(facts.getAsJsonObject("tensors_of_type").get("Q4_K").getAsInt()).isEqualTo(1);
        assertThat(facts.getAsJsonObject("tokenizer").get("tokens").getAsInt()).isEqualTo(2);
        assertThat(facts.get("complete").getAsBoolean()).isTrue();
        assertThat(run("inspect", file).out()).contains("tensors_of_type.Q4_K");
        assertFails("architecture mamba is not one of", "export", file, "--out", file + ".onnx");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        String file = write(100).toString();
        JsonObject facts =
                JsonParser.parseString(run("inspect", file, "--json").out()).getAsJsonObject();
        assertThat(facts.get("complete").getAsBoolean()).isFalse();
        assertThat(facts.get("missing").getAsString())
                .isEqualTo(
                        "1 of 1 tensors, from x.weight on: m.gguf ends at byte "
                                + Files.size(Path.of(file)));
    }
}
