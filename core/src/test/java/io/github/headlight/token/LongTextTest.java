package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.PromptException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long runs of one character are what makes backtracking and merging slow. */
class LongTextTest {
    @ParameterizedTest
    @Timeout(30)
    @ValueSource(strings = {" ", "a", "A", "\n", "\t", "!", "1", "字", " \n"})
    void longRunsEndQuickly(String part) {
        try (TextTokenizer tokenizer = TextTokenizer.open(Goldens.QWEN)) {
            int[] ids = tokenizer.ids(part.repeat(300_000) + "b", false);
            assertThat(ids.length).isGreaterThan(1_000);
        }
    }

    @Test
    void refusesTextsThatAreTooLong() {
        try (TextTokenizer tokenizer = TextTokenizer.open(Goldens.TEACHING_MODEL)) {
            assertThatThrownBy(() -> tokenizer.ids("a".repeat(1_000_001), true))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("at most 1,000,000 characters, found 1,000,001");
        }
    }
}
