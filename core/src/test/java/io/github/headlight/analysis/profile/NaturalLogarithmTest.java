package io.github.headlight.analysis.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NaturalLogarithmTest {
    @Test
    void isThatOfEveryNormalFloatUpToOne() {
        double worst = 0;
        for (int bits = 0x00800000; bits <= 0x3f800000; bits += 997) {
            double exact = Math.log(Float.intBitsToFloat(bits));
            worst = Math.max(worst, Math.abs(NaturalLogarithm.ofBits(bits) - exact));
        }
        assertThat(worst).isBetween(1e-9, 1.3e-7);
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(0 * NaturalLogarithm.ofBits(0)).isZero();
        assertThat(Float.MIN_VALUE * NaturalLogarithm.ofBits(1)).isBetween(-1e-40, 0.0);
    }
}
