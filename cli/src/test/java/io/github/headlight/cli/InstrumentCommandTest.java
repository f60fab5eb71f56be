package io.github.headlight.cli;

import static io.github.headlight.cli.Run.assertFails;
import static io.github.headlight.cli.Run.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models made elsewhere on the command line. */
class InstrumentCommandTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("headlight.root"), "export-tools/src/test/golden");

    private static final String DECODER =
            GOLDEN.resolve("foreign/optimum-with-past/model.onnx").toString();
    private static final String ENCODER =
            GOLDEN.resolve("foreign-encoders/opset13.onnx").toString();

    @TempDir Path folder;

    @Test
    void addsAttention() {
        String out = folder.resolve("out.onnx").toString();
        Run run = run("instrument", DECODER, "--out", out);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("3 layers × 4 heads over 2 KV heads, causal, attention in Softmax")
                .endsWith("-> " + out + System.lineSeparator());
        JsonObject facts = inspect(out);
        assertThat(facts.get("kind").getAsString()).isEqualTo("headlight model");
        assertThat(facts.getAsJsonObject("model").get("layers").getAsInt()).isEqualTo(3);
    }

    @Test
    void saysWhatItWouldFind() {
        JsonObject facts = inspect(ENCODER);
        assertThat(facts.get("kind").getAsString()).isEqualTo("onnx");
        assertThat(facts.get("attention").getAsString()).startsWith("found");
        assertThat(facts.getAsJsonObject("model").get("attention").getAsString())
                .isEqualTo("bidirectional");
        assertThat(facts.getAsJsonArray("layers")).hasSize(2);
        assertThat(facts.getAsJsonObject("inputs").keySet())
                .containsExactly("attention_mask", "input_ids", "token_type_ids");
    }

    @Test
    void believesTheUserMoreThanTheGraph() {
        String out = folder.resolve("out.onnx").toString();
        assertThat(run("instrument", ENCODER, "--causal", "--out", out).out())
                .contains(", causal, ");
        assertThat(run("instrument", DECODER, "--bidirectional", "--out", out).out())
                .contains(", bidirectional, ");
        assertThat(run("instrument", ENCODER, "--causal", "--bidirectional", "--out", out).code())
                .isEqualTo(2);
    }

    @Test
    void refusesWhatItCannotUse() throws IOException {
        String out = folder.resolve("out.onnx").toString();
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        assertFails("text.onnx", "instrument", text.toString(), "--out", out);
        assertFails("no such file", "instrument", folder.resolve("no.onnx") + "", "--out", out);
        assertFails("is a folder", "instrument", ENCODER, "--out", folder.toString());
        String copy = Files.copy(Path.of(ENCODER), folder.resolve("in.onnx")).toString();
        assertFails("another name", "instrument", copy, "--out", copy);
        assertThat(Path.of(copy)).hasSameBinaryContentAs(Path.of(ENCODER));
        assertThat(Path.of(out)).doesNotExist();
    }

    private static JsonObject inspect(String file) {
        return JsonParser.parseString(run("inspect", file, "--json").out()).getAsJsonObject();
    }
}
