package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTest {
    /** W3C's contrast ratio of 4.5 for text, 3 for what marks something. */
    @ParameterizedTest
    @EnumSource
    void textAndMarksStandOut(Theme theme) {
        assertThat(contrast(theme.text(), theme.background())).isGreaterThan(7);
        assertThat(contrast(theme.dimText(), theme.background())).isGreaterThan(4.5);
        assertThat(contrast(theme.mark(), theme.background())).isGreaterThan(3);
        assertThat(theme.masked()).isNotEqualTo(theme.background());
    }

    private static double contrast(int a, int b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int shifted) {
        double c = (shifted & 0xff) / 255d;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @Test
    void scaleIsAPower() {
        assertThat(ColorScale.LINEAR.position(0.25)).isEqualTo(0.25);
        assertThat(ColorScale.DEFAULT.position(0.25)).isEqualTo(0.5);
        assertThat(new ColorScale(2).position(0.5)).isEqualTo(0.25);
        for (ColorScale scale : new ColorScale[] {ColorScale.LINEAR, ColorScale.DEFAULT}) {
            assertThat(scale.position(0)).isZero();
            assertThat(scale.position(-0.1)).isZero();
            assertThat(scale.position(Double.NaN)).isZero();
            assertThat(scale.position(1)).isEqualTo(1);
            assertThat(scale.position(1.0000001)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 5, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesOtherPowers(double gamma) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColorScale(gamma))
                .withMessageContaining("gamma");
    }
}
