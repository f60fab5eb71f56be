package io.github.headlight.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

class ModelSpecTest {
    private static final ModelSpec QWEN =
            new ModelSpec(
                    "qwen2",
                    28,
                    28,
                    4,
                    128,
                    152_064,
                    131_072,
                    List.of(151_645, 151_643),
                    "sha256:ab");

    @Test
    void roundTrip() {
        assertThat(ModelSpec.parse(QWEN.toJson().toString())).isEqualTo(QWEN);
        ModelSpec unknown = ModelSpec.unknown(2, 3);
        assertThat(ModelSpec.parse(unknown.toJson().toString())).isEqualTo(unknown);
        ModelSpec encoder = unknown.withDirection(AttentionDirection.BIDIRECTIONAL);
        assertThat(encoder.toJson().get("attention").getAsString()).isEqualTo("bidirectional");
        assertThat(ModelSpec.parse(encoder.toJson().toString())).isEqualTo(encoder);
    }

    @Test
    void attentionIsCausalUnlessTheFileSaysOtherwise() {
        assertThat(QWEN.toJson().has("attention")).isFalse();
        assertThat(ModelSpec.parse(QWEN.toJson().toString()).isBidirectional()).isFalse();
        String other = QWEN.toJson().toString().replaceFirst("\\{", "{\"attention\":\"sideways\",");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSpec.parse(other))
                .withMessageContaining("expected causal or bidirectional, found \"sideways\"");
    }

    @Test
    void queryHeadsShareKeyValueHeadsInOrder() {
        assertThat(QWEN.kvHeadOf(0)).isZero();
        assertThat(QWEN.kvHeadOf(6)).isZero();
        assertThat(QWEN.kvHeadOf(7)).isEqualTo(1);
        assertThat(QWEN.kvHeadOf(27)).isEqualTo(3);
        assertThat(ModelSpec.unknown(1, 5).kvHeadOf(4)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4, 4, 8, 1, 1",
        "4097, 4, 4, 8, 1, 1",
        "1, 0, 4, 8, 1, 1",
        "1, 4, 3, 8, 1, 1",
        "1, 4, 0, 8, 1, 1",
        "1, 4, 8, 8, 1, 1",
        "1, 4, 4, -1, 1, 1",
        "1, 4, 4, 8, -1, 1",
        "1, 4, 4, 8, 1, -1",
    })
    void refusesImpossibleNumbers(
            int layers, int heads, int kvHeads, int headSize, int vocabulary, int context) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ModelSpec(
                                        "x",
                                        layers,
                                        heads,
                                        kvHeads,
                                        headSize,
                                        vocabulary,
                                        context,
                                        List.of(),
                                        ""));
    }

    @Test
    void weightFilesRoundTrip() {
        WeightFiles files =
                new WeightFiles(
                        "../weights",
                        List.of(
                                new WeightFile("a \"é\".safetensors", 1L << 40, "sha256:1"),
                                new WeightFile("b", 0, "sha256:2")));
        WeightFiles parsed = WeightFiles.parse(files.toJson().toString());
        assertThat(parsed).isEqualTo(files);
        assertThat(parsed.fingerprint()).isEqualTo(files.fingerprint()).startsWith("sha256:");
        WeightFiles changed = new WeightFiles("../weights", files.files().subList(0, 1));
        assertThat(changed.fingerprint()).isNotEqualTo(files.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "/a", "a\\b", "a\0b"})
    void weightFileNamesArePlain(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightFile(name, 0, ""))
                .withMessageContaining("plain file name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"folder\": \".\"}",
                "{\"folder\": \".\", \"files\": 3}",
                "{\"folder\": \".\", \"files\": [3]}",
                "{\"folder\": \".\", \"files\": [{}]}",
                "{\"files\": []}",
                "{\"folder\": \".\", \"files\": [{\"name\": \"a\", \"size\": -1,"
                        + " \"fingerprint\": \"\"}]}",
                "{\"folder\": \".\", \"files\": [{\"name\": \"..\", \"size\": 1,"
                        + " \"fingerprint\": \"\"}]}",
            })
    void refusesOtherWeightFiles(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> WeightFiles.parse(json));
    }

    /** Whatever the text: a value, or an exception of this one kind. */
    @Test
    void anyTextIsParsedOrRefused() {
        List<String> seeds =
                List.of(
                        QWEN.toJson().toString(),
                        new WeightFiles(".", List.of(new WeightFile("a", 7, "f")))
                                .toJson()
                                .toString());
        List<String> bits =
                List.of(
                        "null",
                        "-1",
                        "1e999999999",
                        "\"x\"",
                        "[",
                        "]",
                        "{}",
                        "\\",
                        "\u0000",
                        "9".repeat(40));
        List<Function<String, Object>> parsers = List.of(ModelSpec::parse, WeightFiles::parse);
        Random random = new Random(20260103);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            int which = random.nextInt(2);
            StringBuilder text = new StringBuilder(seeds.get(which));
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            text.replace(at, end, bits.get(random.nextInt(bits.size())));
            try {
                assertThat(parsers.get(which).apply(text.toString())).isNotNull();
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e.getMessage().lines()).hasSize(1);
            }
        }
        assertThat(refused).isBetween(1_000, 20_000);
    }
}
