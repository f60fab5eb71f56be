package io.github.headlight.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;

class LogitsTest {
    private static Logits of(float... row) {
        return new Logits(7, List.of(FloatBuffer.wrap(row), FloatBuffer.allocate(row.length)));
    }

    @Test
    void readsItsRows() {
        Logits logits = of(1, 5, 3);
        assertThat(logits.rows()).isEqualTo(2);
        assertThat(logits.vocabulary()).isEqualTo(3);
        assertThat(logits.firstQuery()).isEqualTo(7);
        assertThat(logits.logit(0, 2)).isEqualTo(3);
        assertThat(logits.row(0).get(1)).isEqualTo(5);
        assertThatThrownBy(() -> logits.row(0).put(0, 1))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void argMaxIsTheLowestOfEquals() {
        assertThat(of(1, 5, 5).argMax(0)).isEqualTo(1);
        assertThat(of(-1, -5, -0.5f).argMax(0)).isEqualTo(2);
        assertThat(of(0, 0, 0).argMax(1)).isZero();
        assertThat(of(Float.NEGATIVE_INFINITY, -3).argMax(0)).isEqualTo(1);
    }

    @Test
    void probabilityIsTheSoftmax() {
        Logits logits = of((float) Math.log(1), (float) Math.log(2), (float) Math.log(5));
        assertThat(logits.probability(0, 2)).isCloseTo(5 / 8d, within(1e-7));
        assertThat(logits.probability(1, 2)).isCloseTo(1 / 3d, within(1e-12));
        // Would overflow without subtracting the maximum.
        assertThat(of(1000, 1000).probability(0, 0)).isEqualTo(0.5);
        assertThat(of(-1000, 0).probability(0, 0)).isZero();
    }

    @Test
    void everyIndexIsChecked() {
        Logits logits = of(1, 2, 3);
        for (int bad : new int[] {-1, 3}) {
            assertThatThrownBy(() -> logits.logit(bad, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> logits.logit(0, bad))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> logits.probability(0, bad))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void rowsHaveOneLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Logits(
                                        0,
                                        List.of(FloatBuffer.allocate(2), FloatBuffer.allocate(3))))
                .withMessageContaining("rows of 2 logits");
        assertThatIllegalArgumentException().isThrownBy(() -> new Logits(0, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Logits(-1, List.of(FloatBuffer.allocate(2))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Logits(0, List.of(FloatBuffer.allocate(0))));
    }
}
