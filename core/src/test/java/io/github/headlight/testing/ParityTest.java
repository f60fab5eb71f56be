package io.github.headlight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParityTest {
    @Test
    void givesTheLargestDifference() {
        double worst = Parity.of("p", 0.5).check(new float[] {1, 2}, new float[] {1.25f, 2}, 1, 2);
        assertThat(worst).isEqualTo(0.25);
    }

    @Test
    void namesTheWorstIndex() {
        float[] expected = {0, 0, 0, 0, 0, 0};
        float[] actual = {0, 0.1f, 0, 0, 0, 0.5f};
        assertThatThrownBy(() -> Parity.of("logits", 0.01).check(expected, actual, 2, 3))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("logits[1, 2]: expected 0.0");
    }

    @Test
    void refusesNaNOnEitherSide() {
        float[] numbers = {1, 2};
        float[] broken = {1, Float.NaN};
        assertThatThrownBy(() -> Parity.of("a", 1e9).check(numbers, broken, 2))
                .hasMessageContaining("a[1]");
        assertThatThrownBy(() -> Parity.of("a", 1e9).check(broken, numbers, 2))
                .hasMessageContaining("a[1]");
    }

    @Test
    void refusesOtherShapesAndNothingAtAll() {
        assertThatThrownBy(() -> Parity.of("a", 1).check(new float[2], new float[3], 3))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Parity.of("a", 1).check(new float[0], new float[0], 0))
                .isInstanceOf(AssertionError.class);
    }
}
