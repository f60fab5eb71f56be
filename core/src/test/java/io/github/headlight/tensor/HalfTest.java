package io.github.headlight.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both 16-bit formats, bit by bit. */
class HalfTest {
    /** By the definition of the format: sign · fraction · 2^exponent. */
    private static double value(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude =
                exponent == 0x1f
                        ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                        : exponent == 0
                                ? fraction * 0x1p-24
                                : (0x400 + fraction) * Math.pow(2, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void everyHalfIsWhatTheFormatSays() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            double expected = value(bits);
            assertThat((double) Half.toFloat((short) bits))
                    .as("%x", bits)
                    .isEqualTo(Double.valueOf(expected));
            assertThat((double) Half.withoutJava((short) bits))
                    .as("%x", bits)
                    .isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void everyHalfComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.of(value)).as("%x", bits).isEqualTo((short) bits);
            } else {
                assertThat(Half.toFloat(Half.of(value))).isNaN();
            }
        }
    }

    /** Midway between two halves, and a hair beside it. */
    @Test
    void roundsToTheNearestAndToEven() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float middle = (float) ((value(bits) + value(bits + 1)) / 2);
            short even = (short) (bits + (bits & 1));
            assertThat(Half.of(middle)).as("%x", bits).isEqualTo(even);
            assertThat(Half.of(-middle)).as("%x", bits).isEqualTo((short) (even | 0x8000));
            assertThat(Half.of(Math.nextDown(middle))).as("%x", bits).isEqualTo((short) bits);
            assertThat(Half.of(Math.nextUp(middle))).as("%x", bits).isEqualTo((short) (bits + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"65504, false", "65519.9, false", "65520, true", "1e30, true"})
    void isInfiniteFrom65520On(float value, boolean infinite) {
        assertThat(Half.isInfinite(Half.of(value))).isEqualTo(infinite);
        assertThat(Half.isInfinite(Half.of(-value))).isEqualTo(infinite);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3f80",
        "-2.0, c000",
        "1.00390625, 3f80",
        "1.01171875, 3f82",
        "1.0040, 3f81",
        "3.4028235e38, 7f80",
        "0, 0",
        "Infinity, 7f80"
    })
    void roundsToTheUpperHalfOfAFloat(float value, String bits) {
        assertThat(Integer.toHexString(Brain.of(value) & 0xffff)).isEqualTo(bits);
    }

    @Test
    void everyUpperHalfComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Brain.toFloat((short) bits);
            assertThat(Float.floatToRawIntBits(value)).isEqualTo(bits << 16);
            if (!Float.isNaN(value)) {
                assertThat(Brain.of(value)).isEqualTo((short) bits);
            } else {
                assertThat(Brain.toFloat(Brain.of(value))).isNaN();
            }
        }
    }

    @Test
    void convertsMany() {
        short[] bits = {0x3c00, 0x0001, (short) 0xfbff, 0x3555};
        float[] found = new float[5];
        Half.toFloats(bits, 1, found, 2, 3);
        assertThat(found).containsExactly(0, 0, 0x1p-24f, -65504, 0.33325195f);
        Brain.toFloats(new short[] {0x3f80, (short) 0xc000}, 0, found, 0, 2);
        assertThat(found).startsWith(1f, -2f);
    }
}
