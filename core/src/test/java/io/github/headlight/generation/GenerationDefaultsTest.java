package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.OptionalDouble;
import java.util.OptionalInt;

class GenerationDefaultsTest {
    /** As Qwen2.5 has it. */
    private static final String QWEN =
            """
            {
              "bos_token_id": 151643,
              "pad_token_id": 151643,
              "do_sample": true,
              "eos_token_id": [151645, 151643],
              "repetition_penalty": 1.05,
              "temperature": 0.7,
              "top_p": 0.8,
              "top_k": 20,
              "transformers_version": "4.37.0"
            }
            """;

    @Test
    void readsACheckpointsFile() {
        GenerationDefaults defaults = GenerationDefaults.parse(QWEN);
        assertThat(defaults)
                .isEqualTo(
                        new GenerationDefaults(
                                OptionalDouble.of(0.7),
                                OptionalInt.of(20),
                                OptionalDouble.of(0.8),
                                OptionalDouble.empty(),
                                OptionalDouble.of(1.05)));
        assertThat(defaults.sampling(3)).isEqualTo(new Sampling(0.7, 20, 0.8, 0, 1.05, 3));
    }

    @Test
    void roundTrip() {
        String all =
                "{\"temperature\":0.6,\"top_k\":5,\"top_p\":0.9,"
                        + "\"min_p\":0.05,\"repetition_penalty\":1.1}";
        assertThat(GenerationDefaults.parse(all).toJson()).hasToString(all);
        for (String text : new String[] {all, QWEN, "{}"}) {
            GenerationDefaults defaults = GenerationDefaults.parse(text);
            assertThat(GenerationDefaults.parse(defaults.toJson().toString())).isEqualTo(defaults);
        }
    }

    @Test
    void whatIsSilentOrNullIsEmpty() {
        GenerationDefaults nulls =
                GenerationDefaults.parse(
                        "{\"do_sample\":null,\"temperature\":null,\"top_k\":null,\"top_p\":null,"
                                + "\"min_p\":null,\"repetition_penalty\":null,"
                                + "\"max_new_tokens\":null}");
        assertThat(nulls).isEqualTo(GenerationDefaults.NONE);
        assertThat(nulls.toJson()).hasToString("{}");
        // What transformers samples with when nobody says anything.
        assertThat(nulls.sampling(1)).isEqualTo(new Sampling(1, 50, 1, 0, 1, 1));
    }

    @Test
    void topKZeroIsOffAndTemperatureZeroIsGreedy() {
        assertThat(GenerationDefaults.parse("{\"top_k\":0}").sampling(0).topK()).isZero();
        assertThat(GenerationDefaults.parse("{\"top_k\":-1}").sampling(0).topK()).isZero();
        assertThat(GenerationDefaults.parse("{\"temperature\":0}").sampling(0).isGreedy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature | -0.1 | 0 or more",
                "temperature | \"0.7\" | a number",
                "temperature | 1e999 | a number",
                "top_k | -2 | 0 (off) or more",
                "top_k | 1.5 | a whole number",
                "top_k | 3000000000 | a whole number",
                "top_p | 0 | more than 0, at most 1",
                "top_p | 1.1 | more than 0, at most 1",
                "top_p | [1] | a number",
                "min_p | -1 | 0 (off) to 1",
                "repetition_penalty | 0 | more than 0",
            })
    void refusesOtherValues(String field, String value, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenerationDefaults.parse("{\"" + field + "\":" + value + "}"))
                .withMessageStartingWith("field " + field + ": expected ")
                .withMessageContaining(expected)
                .withMessageContaining(", found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"top_k\":}", "{} {}", "null"})
    void refusesOtherTexts(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> GenerationDefaults.parse(text));
    }
}
