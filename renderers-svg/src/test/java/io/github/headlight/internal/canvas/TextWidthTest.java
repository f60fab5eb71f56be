package io.github.headlight.internal.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.awt.Color;

class TextWidthTest {
    private static final TextStyle STYLE = new TextStyle(10, false, Color.BLACK);

    @Test
    void countsChineseAndKoreanAsSquares() {
        assertThat(of("苹果")).isEqualTo(2 * of("한"));
        assertThat(of("苹")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void countsWhatIsSeenAsOneCharacterOnce() {
        assertThat(of("e\u0301")).isLessThan(1.1 * of("e"));
        assertThat(of("👩‍💻")).isLessThan(1.1 * of("🍎"));
    }

    @Test
    void givesEveryCharacterSomeRoom() {
        assertThat(of("\u0301")).isPositive();
        assertThat(of("")).isZero();
    }

    @Test
    void cutsWithAnEllipsisAndStaysWithinTheRoom() {
        assertThat(TextWidth.fit("short", STYLE, 100)).isEqualTo("short");
        String cut = TextWidth.fit("antidisestablishmentarianism", STYLE, 60);
        assertThat(cut).startsWith("antidis").endsWith("…");
        assertThat(of(cut)).isLessThanOrEqualTo(60);
    }

    @Test
    void neverCutsACharacterInTwo() {
        assertThat(TextWidth.fit("🍎🍎🍎", STYLE, 30)).isEqualTo("🍎…");
        assertThat(TextWidth.fit("👩‍💻👩‍💻👩‍💻", STYLE, 30)).isEqualTo("👩‍💻…");
    }

    @Test
    void cutsEndlessMarks() {
        assertThat(TextWidth.fit("a" + "\u0301".repeat(10_000), STYLE, 100)).isEqualTo("…");
    }

    private static double of(String text) {
        return TextWidth.of(text, STYLE);
    }
}
