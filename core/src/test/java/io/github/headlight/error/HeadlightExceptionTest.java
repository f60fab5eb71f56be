package io.github.headlight.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class HeadlightExceptionTest {
    @Test
    void aMessageIsOneLine() {
        assertThat(new PromptException("a\n\u001b[31mb\u2028c\n")).hasMessage("a [31mb c");
    }

    @Test
    void aLongMessageKeepsItsPlaceAndItsAdvice() {
        String message =
                new InvalidFileException(
                                Path.of("model.onnx"), "x".repeat(1_000_000) + "; export it again")
                        .getMessage();
        assertThat(message)
                .startsWith("model.onnx: xxx")
                .contains("xxx … xxx")
                .endsWith("xxx; export it again")
                .hasSizeBetween(1_900, 2_000);
    }

    @Test
    void excerptsDoNotSplitCharacters() {
        assertThat(Excerpt.of("a".repeat(100))).isEqualTo("a".repeat(100));
        assertThat(Excerpt.of("a".repeat(101))).isEqualTo("a".repeat(99) + "…");
        assertThat(Excerpt.of("😀😀😀", 4)).isEqualTo("😀…");
        for (int most = 5; most < 60; most++) {
            String cut = Excerpt.ends("😀".repeat(30), most);
            assertThat(cut.codePoints().filter(c -> c >= 0xD800 && c < 0xE000)).isEmpty();
            assertThat(cut).hasSizeLessThanOrEqualTo(most);
        }
    }
}
